"""Small texts that several panes of the workspace share."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relevo.core.formats import city, number

_ZONES = frozenset(available_timezones())


def local_time(zone: str, at: datetime, *, with_place: bool = True) -> str:
    """What the clock shows there, for instance ``03:12 in Madrid``."""
    if zone not in _ZONES:
        return ""
    shown = date_format(at.astimezone(ZoneInfo(zone)), "H:i")
    return _("%(time)s in %(place)s") % {"time": shown, "place": city(zone)} if with_place else shown


def size_words(size: int) -> str:
    """A file's size: ``240 kB``, ``3.1 MB``."""
    if size < 1000:
        return ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": size}
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    return f"{number(round(size / 1_000_000, 1))} MB"


def paragraphs(text: str) -> SafeString:
    """Plain text as HTML: escaped, blank lines part paragraphs, other line ends are kept."""
    parts = [part.strip("\n") for part in normalize_newlines(text).split("\n\n")]
    html = "".join(
        f"<p>{conditional_escape(part).replace(chr(10), '<br>')}</p>" for part in parts if part.strip()
    )
    return mark_safe(html)  # noqa: S308 - every part was escaped


def masked(address: str) -> str:
    """An address that a partner may recognise but not take away: ``j•••@•••.example``."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}•••@•••.{host.rpartition('.')[2]}" if host else "•••"
