"""Small marks: icons, initials, chips, a desk's name and hue, a pair of languages."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from relevo.core import formats

register = template.Library()

HUE_STEP = 15
FLIPPING = frozenset(
    {
        "arrow-right-left",
        "chevron-left",
        "chevron-right",
        "log-out",
        "reply",
        "send",
        "undo-2",
        "external-link",
    }
)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw a Lucide icon from the sprite; it is decoration, the words stand beside it. `size`: "", "l", "xl"."""
    classes = "icon" + (f" icon-{size}" if size else "") + (" icon-flips" if name in FLIPPING else "")
    source = static("ui/icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, source, name
    )


@register.simple_tag
def brand_mark() -> SafeString:
    """Draw Relevo's mark: the watch passing from one hand to the next."""
    return format_html(
        '<svg viewBox="0 0 24 24" aria-hidden="true"><use href="{}#relevo"></use></svg>',
        static("ui/mark.svg"),
    )


@register.filter
def hue_class(hue: int) -> str:
    """Name the class of the nearest of 24 hues: 262 gives "hue-255"."""
    return f"hue-{round(int(hue) / HUE_STEP) * HUE_STEP % 360}"


@register.filter
def initials(name: str) -> str:
    """Shorten a name to at most two letters: "Carmen Vidal" gives "CV", "Auralis" gives "A"."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def city(zone: str) -> str:
    """Name the city that a time zone is called after, in the reader's language: "Europe/Riga" gives "Rīga"."""
    return formats.city(zone)


@register.inclusion_tag("ui/avatar.html")
def avatar(
    name: str, kind: str = "person", size: str = "", *, here: bool = False, hue: int | None = None
) -> dict[str, object]:
    """Initials in a circle; `kind`: person, agent, firm (square); `here`: looking at this now."""
    classes = ["avatar"]
    classes += [f"avatar-{kind}"] if kind in {"agent", "firm"} else []
    classes += [f"avatar-{size}"] if size else []
    classes += ["avatar-here"] if here else []
    classes += [hue_class(hue)] if hue is not None else []
    return {"classes": " ".join(classes), "initials": initials(name), "name": name}


@register.inclusion_tag("ui/chip.html")
def chip(label: str, tone: str = "", icon: str = "", title: str = "") -> dict[str, object]:
    """A word in a box. `tone`: "", due, breached, ok, info, plain."""
    return {"label": label, "tone": tone, "icon": icon, "title": title}


STATUS_TONES = {"new": "info", "open": "", "pending": "", "on_hold": "", "solved": "ok", "closed": ""}
STATUS_ICONS = {
    "new": "circle-dot",
    "open": "circle",
    "pending": "clock",
    "on_hold": "pause",
    "solved": "circle-check",
    "closed": "lock",
}


@register.inclusion_tag("ui/chip.html")
def status_chip(status: str, label: str) -> dict[str, object]:
    """A ticket's status with its icon; `status` is the stored value, `label` its translated word."""
    return {
        "label": label,
        "tone": STATUS_TONES.get(status, ""),
        "icon": STATUS_ICONS.get(status, "circle"),
        "title": "",
    }


@register.inclusion_tag("ui/chip.html")
def tier_chip(tier: int) -> dict[str, object]:
    """The depth of expertise a ticket needs: 1, 2 or 3."""
    return {"label": gettext("Tier %(tier)s") % {"tier": tier}, "tone": "", "icon": "", "title": ""}


@register.inclusion_tag("ui/desk.html")
def desk(name: str, hue: int) -> dict[str, object]:
    """A desk's name behind its own colour."""
    return {"name": name, "hue": hue_class(hue)}


@register.inclusion_tag("ui/languages.html")
def languages(customer: str, agent: str = "") -> dict[str, object]:
    """The language the customer writes and, when another, the one the agent works in (codes such as "es")."""
    return {"customer": customer, "agent": agent if agent != customer else ""}
