"""What is going on: banners, toasts, promises, times, progress, emptiness, pages, timelines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from relevo.core.clock import now
from relevo.web.ui.shapes import HolderSegment, PromiseMark, TimelineEntry

register = template.Library()

TONE_ICONS = {"": "info", "info": "info", "ok": "circle-check", "due": "clock", "breached": "triangle-alert"}
PROMISE_ICONS = {
    "running": "timer",
    "due": "timer",
    "breached": "triangle-alert",
    "met": "check",
    "paused": "pause",
}


@register.simple_block_tag
def banner(
    content: str, tone: str = "info", title: str = "", *, icon: str = "", strip: bool = False
) -> SafeString:
    """Something true of this whole page until it changes; `strip` runs from edge to edge."""
    icon = icon or TONE_ICONS.get(tone, "info")
    return render_to_string(
        "ui/banner.html", {"content": content, "tone": tone, "title": title, "icon": icon, "strip": strip}
    )


@register.inclusion_tag("ui/toast.html")
def toast(text: str, tone: str = "") -> dict[str, object]:
    """What has just happened; goes by itself unless something went wrong."""
    return {"text": text, "tone": tone, "icon": TONE_ICONS.get(tone, "info")}


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "inbox") -> SafeString:
    """Nothing here, said kindly; the content explains and names the next step."""
    return render_to_string("ui/empty.html", {"content": content, "title": title, "icon": icon})


@register.inclusion_tag("ui/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, object]:
    """Room kept for what is being fetched."""
    return {"lines": range(lines)}


@register.inclusion_tag("ui/progress.html")
def progress(label: str, value: float | None = None, maximum: float = 1, note: str = "") -> dict[str, object]:
    """How far long work has come; without `value` it only says that it goes on."""
    return {"label": label, "value": value, "maximum": maximum, "note": note}


@register.inclusion_tag("ui/pager.html")
def pager(page: Page[object], query: str = "") -> dict[str, object]:
    """Where we are in a long list. `query`: the other parameters of the address, such as "status=open&"."""
    return {"page": page, "query": query}


@register.inclusion_tag("ui/promise.html")
def promise(mark: PromiseMark, *, pill: bool = False, label: bool = False) -> dict[str, object]:
    """A promise with the time left, counted live; `label` shows which promise it is."""
    counts = mark.due is not None and mark.state in {"running", "due", "breached"}
    return {
        "mark": mark,
        "icon": PROMISE_ICONS[mark.state],
        "pill": pill,
        "label": label,
        "counts": counts,
        "text": time_left_text(mark.due, now()) if counts and mark.due else mark.text,
    }


def time_left_text(due: datetime, now: datetime) -> str:
    """Say the time from `now` to `due` as the page does before its script runs: "38 min", "12 min late"."""
    minutes = int(abs((due - now).total_seconds()) // 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        text = gettext("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    elif hours:
        text = gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}
    else:
        text = ngettext("%(minutes)s min", "%(minutes)s min", minutes) % {"minutes": minutes}
    return text if due > now else gettext("%(time)s late") % {"time": text}


@register.inclusion_tag("ui/relative_time.html")
def relative_time(at: datetime, *, exact: bool = False) -> dict[str, object]:
    """A moment, told from now within a day, then as a date; the exact time and zone on hover.

    exact: by day, hour and minute always, as a record wants it.
    """
    return {"at": at, "exact": exact}


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: Iterable[TimelineEntry], *, exact: bool = False) -> dict[str, object]:
    """What happened, first to last."""
    return {"entries": entries, "exact": exact}


BAR_WIDTH = 1000


@register.inclusion_tag("ui/holders.html")
def holders(segments: Iterable[HolderSegment], due_after: float | None = None) -> dict[str, object]:
    """Who held the ball how long. `due_after`: seconds from the start at which the promise fell due."""
    parts = list(segments)
    whole = max(sum(part.seconds for part in parts), due_after or 0) or 1
    bars, at = [], 0.0
    for part in parts:
        width = part.seconds / whole * BAR_WIDTH
        bars.append({"part": part, "x": f"{at:.1f}", "width": f"{max(width - 3, 1):.1f}"})
        at += width
    due = None if due_after is None else f"{due_after / whole * BAR_WIDTH:.1f}"
    return {"bars": bars, "due": due}
