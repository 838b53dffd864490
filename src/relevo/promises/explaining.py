"""Why a promise was kept or missed: who held the ball from when to when, and how much of the time was whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from relevo.calc.working_time import working_time_between
from relevo.core.clock import now
from relevo.promises.clocks import calendar_of
from relevo.promises.models import Clock, Segment


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a clock's life. holder: the firm's name, "" when nobody held the ball or the reader does not
    see the firm. in_house: the client's own team. reason: why the stretch began, a code (``coverage.words``).

    counted: the part of it inside the promise's hours; share: of the whole counted time, 0 to 1.
    at_due: the promise fell due in this stretch.
    """

    engagement_id: int | None
    holder: str
    in_house: bool
    waiting_on: str
    reason: str
    start: datetime
    end: datetime
    counted: timedelta
    share: float
    at_due: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A clock from its start until it was met, or until now: its steps follow each other without holes."""

    kind: str
    verdict: str
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    responsible_id: int | None
    steps: tuple[Step, ...]


def explain(clock: Clock) -> Timeline:
    """The timeline of a clock, in the scope of whoever reads it (one query)."""
    end = clock.met_at or max(now(), clock.started_at)
    calendar = calendar_of(clock.calendar)
    pieces = _pieces(clock, end)
    counted = [working_time_between(calendar, start, until) for _, start, until in pieces]
    whole = sum(counted, timedelta())
    steps = tuple(
        Step(
            row.engagement_id if row else None, _name(row), bool(row and row.in_house),
            row.waiting_on if row else "desk", row.reason if row else "", start, until, time,
            time / whole if whole else 0.0, start < clock.due_at <= until,
        )
        for (row, start, until), time in zip(pieces, counted, strict=True)
    )  # fmt: skip
    return Timeline(
        clock.kind, clock.verdict, clock.started_at, clock.due_at, clock.met_at, clock.responsible_id, steps
    )


def _pieces(clock: Clock, end: datetime) -> list[tuple[Segment | None, datetime, datetime]]:
    """The ticket's segments cut to the clock's life; before the first of them nobody held the ball."""
    rows = Segment.objects.filter(ticket=clock.ticket_id).select_related("engagement__provider")
    pieces: list[tuple[Segment | None, datetime, datetime]] = []
    reached = clock.started_at
    for row in rows:
        start, until = max(row.started_at, clock.started_at), min(row.ended_at or end, end)
        if reached < start <= end:
            pieces.append((None, reached, start))
        if start < until:
            pieces.append((row, start, until))
            reached = until
    return pieces


def _name(row: Segment | None) -> str:
    engagement = row.engagement if row else None
    return engagement.provider.name if engagement else ""
