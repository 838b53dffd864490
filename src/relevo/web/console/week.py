"""The 168-hour week: who answers in each hour, in one language."""

from __future__ import annotations

from datetime import datetime, timedelta
from string import ascii_uppercase
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relevo.core.clock import now
from relevo.coverage.queries import Roster
from relevo.desks.models import Desk
from relevo.web.ui.shapes import HeatCell, HeatDay
from relevo.web.workspace.history import Names

CHANNEL = "mail"


def language_of_week(asked: str, desk: Desk, roster: Roster, names: Names) -> str:
    """The language asked for if the desk has it, else the first that an engagement answers which the reader sees."""
    if asked in desk.languages:
        return asked
    seen = (e for e in roster.engagements.values() if e.pk in names.providers)
    answered = {code for engagement in seen for code in engagement.languages or desk.languages}
    first = next(iter(desk.languages), desk.working_language)
    return next((code for code in desk.languages if code in answered), first)


def coverage_week(
    desk: Desk, roster: Roster, language: str, names: Names, *, gaps: bool
) -> tuple[list[HeatDay], list[tuple[str, str]]]:
    """The present week hour by hour, and the key to its letters. Each hour is judged at its middle.

    gaps: whether an hour in which nobody is seen to answer is a gap, or may be another team's (a partner knows
    her own hours only).
    """
    zone = ZoneInfo(desk.zone)
    here = now().astimezone(zone)
    monday = here.date() - timedelta(days=here.weekday())
    letters: dict[str, str] = {}
    days = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        name = date_format(day, "D")
        cells = []
        for hour in range(24):
            middle = datetime(day.year, day.month, day.day, hour, 30, tzinfo=zone)
            answering = roster.answering(channel=CHANNEL, language=language, at=middle)
            providers = [names.provider(engagement.pk) for engagement in answering]
            shown = _hour(f"{name} {hour:02d}:00", providers, letters, gaps=gaps)
            cells.append(HeatCell(hour, *shown, now=(day, hour) == (here.date(), here.hour)))
        days.append(HeatDay(name, cells))
    return days, [(letter, provider) for provider, letter in letters.items()]


def _hour(
    when: str, providers: list[str], letters: dict[str, str], *, gaps: bool
) -> tuple[Literal[0, 2, 3] | None, str, str]:
    """How well one hour is covered, the same in words, and the letters of those who answer first and second."""
    if not providers:
        words = _("%(when)s: nobody answers") if gaps else _("%(when)s: none of your hours")
        return None if gaps else 0, words % {"when": when}, "!" if gaps else ""
    words = _("%(when)s: %(providers)s") % {"when": when, "providers": ", ".join(providers)}
    shown = "".join([_letter(provider, letters) for provider in providers][:2])
    return 3 if len(providers) > 1 else 2, words, shown


def _letter(provider: str, letters: dict[str, str]) -> str:
    """The letter that stands for a provider: of its name if one is left, else any other."""
    if provider not in letters:
        wanted = (c for c in provider.upper() + ascii_uppercase if c.isalpha() and c not in letters.values())
        letters[provider] = next(wanted, "?")
    return letters[provider]
