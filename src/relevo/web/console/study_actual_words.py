"""A plan beside what came true, in the reader's words: rows with a bar each, the week, the stop rules, who did what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relevo.core import formats
from relevo.desks.topics import topic_name
from relevo.study.choice.actual import Row, Seen, Stopping
from relevo.study.choice.came_true import Holder
from relevo.study.choice.foreseen import Band
from relevo.study.report.sections.answer import stop_rule
from relevo.study.report.speech import Speech
from relevo.web.console.rows import share
from relevo.web.ui.shapes import HeatCell, HeatDay

_MEASURES: Final = {
    "contacts": gettext_lazy("Contacts a week"),
    "handed": gettext_lazy("Contacts a week that partners work on"),
    "service": gettext_lazy("Answered in time"),
    "escalated": gettext_lazy("Handed back to your own team"),
    "handling": gettext_lazy("Handling time of a contact"),
    "charges": gettext_lazy("Partners' bills a month"),
    "kept": gettext_lazy("Your own cost a month"),
}
_SHARES: Final = frozenset(("service", "escalated"))
_MONEY: Final = frozenset(("charges", "kept"))
_BETTER: Final = {"service": "more", "escalated": "less", "charges": "less"}
"""Which way is good news; more or less contacts are neither."""
_VERDICTS: Final = {
    "as_planned": (gettext_lazy("As planned"), "circle-check"),
    "more": (gettext_lazy("More than planned"), "arrow-up"),
    "less": (gettext_lazy("Less than planned"), "arrow-down"),
    "too_early": (gettext_lazy("Too early to say"), "clock"),
}
_RULES: Final = {
    "kept": (gettext_lazy("Kept"), "ok", "circle-check"),
    "broken": (gettext_lazy("Broken"), "breached", "triangle-alert"),
    "too_early": (gettext_lazy("Too early to say"), "", "clock"),
    "unknown": (gettext_lazy("Not measured"), "", "circle-help"),
}
_SHADES: Final[dict[str, tuple[Literal[0, 1, 2, 3], str]]] = {
    "less": (1, "−"), "as_planned": (2, "="), "more": (3, "+"), "too_early": (0, ""),
}  # fmt: skip
_WIDTH: Final = 100.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict as a chip, and what stands below it."""

    label: str
    tone: str
    icon: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Places from 0 to 100: the plan's band, what was found and its interval; texts, as SVG writes numbers."""

    start: str
    width: str
    end: str
    low: str
    high: str
    point: str


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as its row shows it. part: it is one of several that the line before adds up."""

    label: str
    part: bool
    plan: str
    plan_span: str
    seen: str
    seen_span: str
    mark: Mark
    bar: Bar | None


def lines(rows: Iterable[Row], speech: Speech) -> list[Line]:
    """Every measure."""
    return [_line(row, speech) for row in rows]


def counts(rows: Sequence[Row]) -> list[Mark]:
    """How many measures have which verdict, those that have one."""
    found = []
    for verdict, (words, icon) in _VERDICTS.items():
        number = sum(row.verdict == verdict for row in rows)
        if number:
            label = _("%(words)s: %(number)s") % {"words": words, "number": number}
            found.append(Mark(label, "ok" if verdict == "as_planned" else "", icon))
    return found


def rule_lines(rules: Iterable[Stopping], speech: Speech) -> list[tuple[str, str, str, Mark]]:
    """Each stop rule: what ends the trial, what was found with its span, how it stands."""
    found = []
    for one in rules:
        words, tone, icon = _RULES[one.verdict]
        number = ngettext("after %(number)s contact", "after %(number)s contacts", one.contacts) % {
            "number": speech.number(one.contacts)
        }
        more = _wait(one.more_contacts, of="contacts") if one.verdict == "too_early" else number
        seen, span = _found(one.seen, one.rule.metric, speech)
        found.append((_capital(stop_rule(one.rule, speech)), seen, span, Mark(str(words), tone, icon, more)))
    return found


def week_of(rows: Sequence[Row], speech: Speech) -> list[HeatDay]:
    """The 168 hours: how many came, beside how many were planned."""
    names = speech.days()
    return [
        HeatDay(names[day], [_cell(row, names[day], hour, speech) for hour, row in enumerate(rows[24 * day :][:24])])
        for day in range(7)
    ]  # fmt: skip


def shades() -> list[tuple[int, str, str]]:
    """The key to the week."""
    return [(level, letter, str(_VERDICTS[verdict][0])) for verdict, (level, letter) in _SHADES.items()]


def holder_lines(holders: Iterable[Holder], currency: str) -> list[dict[str, Any]]:
    """Who kept promises, handed back and was paid."""
    return [
        {
            "name": one.name or _("Nobody"), "own": one.in_house and one.engagement_id is not None,
            "kept": share(one.kept / (one.kept + one.missed) if one.kept + one.missed else None),
            "of": _("%(kept)s of %(settled)s") % {"kept": one.kept, "settled": one.kept + one.missed},
            "settled": one.kept + one.missed, "worked": one.work.worked,
            "back": "–" if one.in_house else one.work.handed_back,
            "cost": formats.whole_money(one.work.charged + one.work.fees, currency)
            if one.work.charged or one.work.fees else "–",
        }
        for one in holders
    ]  # fmt: skip


def weeks_words(weeks: int) -> str:
    """How many whole weeks."""
    return ngettext("%(weeks)s week", "%(weeks)s weeks", weeks) % {"weeks": weeks}


def _line(row: Row, speech: Speech) -> Line:
    plan, plan_span = _planned(row.plan, row.code, speech)
    seen, seen_span = _found(row.seen, row.code, speech)
    return Line(
        _label(row, speech), bool(row.subject), plan, plan_span, seen, seen_span, _mark(row),
        _bar(row.plan, row.seen) if row.plan and row.seen else None,
    )  # fmt: skip


def _label(row: Row, speech: Speech) -> str:
    if row.code == "daypart":
        return speech.code("daypart", row.subject)
    if row.code == "language":
        return _("Language unknown") if row.subject == "und" else _capital(speech.tongue(row.subject))
    return speech.name(topic_name(row.subject)) if row.code == "topic" else str(_MEASURES[row.code])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _mark(row: Row) -> Mark:
    if row.plan is None:
        return Mark(
            _("The result does not tell") if not row.subject else _("Not in the plan"), "", "circle-help"
        )
    if row.verdict is None:
        empty = row.code in {"handling", "kept"}
        return Mark(_("Not measured here") if empty else _("Nothing yet"), "", "circle-help")
    words, icon = _VERDICTS[row.verdict]
    better = _BETTER.get(row.code, row.verdict)
    tone = {"as_planned": "ok", "too_early": ""}.get(row.verdict, "info" if better == row.verdict else "due")
    more = _wait(row.more_weeks, of="weeks") if row.verdict == "too_early" else ""
    return Mark(str(words), tone, icon, more)


def _wait(number: int | None, *, of: Literal["weeks", "contacts"]) -> str:
    """How much more it takes until something can be told."""
    if number is None:
        return _("it lies too near the line")
    words = (
        ngettext("about %(number)s more week", "about %(number)s more weeks", number) if of == "weeks"
        else ngettext("about %(number)s more contact", "about %(number)s more contacts", number)
    )  # fmt: skip
    return words % {"number": formats.number(number)}


def _planned(band: Band | None, code: str, speech: Speech) -> tuple[str, str]:
    if band is None:
        return "–", ""
    return _figure(band.middle, code, speech), _span(band.low, band.high, code, speech)


def _found(seen: Seen | None, code: str, speech: Speech) -> tuple[str, str]:
    if seen is None or seen.estimate is None:
        return "–", ""
    return _figure(seen.estimate, code, speech), _span(seen.low, seen.high, code, speech)


def _span(low: float, high: float, code: str, speech: Speech) -> str:
    return speech("range", low=_figure(low, code, speech), high=_figure(high, code, speech))


def _figure(value: float, code: str, speech: Speech) -> str:
    if code in _SHARES or code in {"resolution", "escalation"}:
        return speech.share(value)
    if code in _MONEY:
        return speech.money(value)
    if code == "cost_per_resolution":
        return speech.price(round(value, 2))
    return formats.minutes_words(60 * round(value / 60)) if code == "handling" else speech.number(value)


def _bar(plan: Band, seen: Seen) -> Bar | None:
    """Both on one scale with a little room at each end; None where nothing was found."""
    if seen.estimate is None:
        return None
    low, high = min(plan.low, seen.low), max(plan.high, seen.high)
    room = (high - low or abs(high) or 1.0) / 10
    low, high = low - room, high + room

    def place(value: float) -> float:
        return _WIDTH * (value - low) / (high - low)

    start, end = place(plan.low), place(plan.high)
    ends = (
        start,
        max(end - start, 1.0),
        max(end, start + 1.0),
        place(seen.low),
        place(seen.high),
        place(seen.estimate),
    )
    return Bar(*(f"{value:.1f}" for value in ends))


def _cell(row: Row, day: str, hour: int, speech: Speech) -> HeatCell:
    level, letter = _SHADES[row.verdict or "too_early"]
    words = _VERDICTS[row.verdict or "too_early"][0]
    plan, plan_span = _planned(row.plan, row.code, speech)
    seen, _seen_span = _found(row.seen, row.code, speech)
    text = _("%(when)s: %(seen)s a week, planned %(plan)s (%(span)s): %(verdict)s") % {
        "when": f"{day} {hour:02d}:00", "seen": seen, "plan": plan, "span": plan_span, "verdict": words,
    }  # fmt: skip
    return HeatCell(hour, level, text, letter)
