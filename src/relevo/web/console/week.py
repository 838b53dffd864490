"""The 168-hour week: who answers in each hour, in one language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from string import ascii_uppercase
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relevo.core.clock import now
from relevo.coverage.queries import Roster
from relevo.desks.models import Desk
from relevo.web.ui.shapes import HeatCell, HeatDay
from relevo.web.workspace.history import Names

CHANNEL = "mail"


def coverage_week(
    desk: Desk, roster: Roster, language: str, names: Names
) -> tuple[list[HeatDay], list[tuple[str, str]]]:
    """The present week hour by hour, and the key to its letters. Each hour is judged at its middle."""
    zone = ZoneInfo(desk.zone)
    here = now().astimezone(zone)
    monday = here.date() - timedelta(days=here.weekday())
    letters: dict[str, str] = {}
    days = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        name = date_format(day, "D")
        cells = [_cell(day, hour, zone, here, roster, language, names, letters, name) for hour in range(24)]
        days.append(HeatDay(name, cells))
    return days, [(letter, provider) for provider, letter in letters.items()]


def _cell(  # noqa: PLR0913, PLR0917 - one hour of the week needs all of it
    day: date, hour: int, zone: ZoneInfo, here: datetime, roster: Roster, language: str, names: Names,
    letters: dict[str, str], day_name: str,
) -> HeatCell:  # fmt: skip
    middle = datetime(day.year, day.month, day.day, hour, 30, tzinfo=zone)
    answering = roster.answering(channel=CHANNEL, language=language, at=middle)
    current = (day, hour) == (here.date(), here.hour)
    when = f"{day_name} {hour:02d}:00"
    if not answering:
        return HeatCell(hour, None, _("%(when)s: nobody answers") % {"when": when}, "!", now=current)
    providers = [names.provider(engagement.pk) for engagement in answering]
    letter = _letter(providers[0], letters)
    text = _("%(when)s: %(providers)s") % {"when": when, "providers": ", ".join(providers)}
    return HeatCell(hour, 3 if len(providers) > 1 else 2, text, letter, now=current)


def _letter(provider: str, letters: dict[str, str]) -> str:
    if provider not in letters:
        free = [c for c in provider.upper() + ascii_uppercase if c.isalpha() and c not in letters.values()]
        letters[provider] = free[0]
    return letters[provider]
