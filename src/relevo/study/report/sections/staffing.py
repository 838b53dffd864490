"""Who must be there: agents by hour for a few options, and what every option takes."""

from __future__ import annotations

from collections.abc import Sequence

from relevo.study.choice.outcome import OptionResult, Outcome, Shift, TeamNeed
from relevo.study.demand.profile import HOURS
from relevo.study.report.charts.staffing import Curve, staffing_svg
from relevo.study.report.choices import compared
from relevo.study.report.page import Block, Picture, Section, Table, Text
from relevo.study.report.sections.demand import hour_name, hours_table
from relevo.study.report.speech import Speech


def section(outcome: Outcome, speech: Speech) -> Section:
    """Return the staffing."""
    curves = [_curve(option, speech) for option in compared(outcome)]
    alt = " ".join(_in_words(curve, speech) for curve in curves)
    tables = tuple(
        hours_table(speech.block(curve.name, speech(f"chart.{team}")), list(line), speech)
        for curve in curves
        for team, line in (("in_house", curve.own), ("at_partners", curve.partners))
        if any(line)
    )
    blocks: list[Block] = [
        Text(speech("staffing.intro")),
        Picture(speech("staffing.curves"), alt, staffing_svg(curves, speech), tables, annexed=True),
        _needs(outcome, speech),
        *_shifts(outcome, speech),
    ]
    return Section("staffing", speech("section.staffing"), tuple(blocks))


def _curve(option: OptionResult, speech: Speech) -> Curve:
    own, partners = [0.0] * HOURS, [0.0] * HOURS
    for team in option.teams:
        line = partners if team.team else own
        for hour in range(HOURS):
            line[hour] += team.load[hour] if team.team else team.live[hour] + team.deferred[hour]
    return Curve(speech.option(option.name), own, partners)


def _in_words(curve: Curve, speech: Speech) -> str:
    peak = max(range(HOURS), key=lambda hour: curve.own[hour] + curve.partners[hour])
    return speech(
        "staffing.alt", option=curve.name, hour=hour_name(peak, speech), own=speech.number(max(curve.own)),
        partners=speech.number(max(curve.partners)),
    )  # fmt: skip


def _needs(outcome: Outcome, speech: Speech) -> Table:
    rows = tuple(
        (speech.option(option.name), *_need(team, speech))
        for option in outcome.options for team in option.teams if not team.team
    )  # fmt: skip
    head = speech.heads("option", "busiest", "decides", "hours_a_week", "fte", "people")
    return Table(speech("staffing.needs"), "wrlrrr", head, rows)


def _need(team: TeamNeed, speech: Speech) -> tuple[str, ...]:
    busiest = max(live + later for live, later in zip(team.live, team.deferred, strict=True))
    decides = speech.code("binding", team.binding) if team.binding else "–"
    return (
        speech.number(busiest), decides, speech.number(team.hours), speech.number(team.fte), speech.number(team.people)
    )  # fmt: skip


def _shifts(outcome: Outcome, speech: Speech) -> list[Block]:
    head = (*speech.heads("begins", "length"), *speech.days())
    found: list[Block] = []
    for option in compared(outcome):
        own = next(team for team in option.teams if not team.team)
        shifts = own.shifts
        rows = tuple(
            _shift_row(kind, shifts, speech) for kind in sorted({(s.start % 24, s.hours) for s in shifts})
        )
        if rows:
            caption = speech("staffing.shifts", option=speech.option(option.name))
            found += [Table(caption, "lrrrrrrrr", head, rows), Text(_proof(own, speech))]
    return found


def _proof(team: TeamNeed, speech: Speech) -> str:
    """Return how near the fewest possible hours the shifts are, and whether that is proved."""
    if team.shifts_above is None:
        return speech("shifts.greedy")
    least = team.shifts_above == 0
    return (
        speech("shifts.least")
        if least
        else speech("shifts.within", above=speech.share(team.shifts_above, fine=True))
    )


def _shift_row(kind: tuple[int, int], shifts: Sequence[Shift], speech: Speech) -> tuple[str, ...]:
    """Return how many begin a shift of one hour and length on each day."""
    begins, hours = kind
    people = [
        sum(s.people for s in shifts if (s.start, s.hours) == (24 * day + begins, hours)) for day in range(7)
    ]
    return (
        f"{begins:02}:00",
        speech("hours", number=speech.number(hours)),
        *(str(n) if n else "–" for n in people),
    )
