"""Promises: when an answer is due, how it stands, and how urgent it is.

Due instants are computed in working time of the promise's own calendar, so they always exist, also when the
clock on the wall skips or repeats an hour.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from relevo.calc.segments import WAITING_ON, Segment, timeline
from relevo.calc.working_time import Calendar, add_working_time, working_time_between
from relevo.calc.zones import as_utc

Kind = Literal["first_response", "next_response", "update", "resolution"]
Verdict = Literal["kept", "missed", "running", "overdue"]
KINDS: tuple[Kind, ...] = ("first_response", "next_response", "update", "resolution")


@dataclass(frozen=True, slots=True)
class Target:
    """Something promised within ``amount`` (more than nothing) of working time in ``calendar``."""

    kind: Kind
    amount: timedelta
    calendar: Calendar

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a promise is one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.amount <= timedelta(0):
            raise ValueError("a promise needs an amount of time")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from ``start`` to ``end`` (None: still standing). Kept in UTC."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", as_utc(self.start))
        object.__setattr__(self, "end", self.end and as_utc(self.end))


def due_at(target: Target, started_at: datetime) -> datetime:
    """Return the UTC instant at which the promise falls due when its clock never pauses.

    Raises ValueError when the calendar never opens (see ``add_working_time``).
    """
    return add_working_time(target.calendar, started_at, target.amount)


def due_after_pauses(target: Target, started_at: datetime, pauses: Iterable[Pause]) -> datetime | None:
    """Return the due instant of a clock that stood still during ``pauses``, None while it stands still now.

    Working time inside a pause does not count. Pauses may overlap and come in any order.
    """
    left = target.amount
    runs_from = as_utc(started_at)
    for pause in sorted(pauses, key=lambda pause: pause.start):
        run = working_time_between(target.calendar, runs_from, pause.start)
        if run >= left:
            break
        left -= run
        if pause.end is None:
            return None
        runs_from = max(runs_from, pause.end)
    return add_working_time(target.calendar, runs_from, left)


def pauses_in(
    segments: Iterable[Segment],
    start: datetime,
    now: datetime,
    *,
    stops_on: Collection[str] = ("customer",),
    held_by: int | None = None,
) -> list[Pause]:
    """Return when a clock that started at ``start`` stood still, judged by who held the ball up to ``now``.

    It stands still while the ticket waits on one of ``stops_on``, and, for the promise one provider gives the
    other, while anyone but ``held_by`` holds it. A pause that lasts up to ``now`` is open.
    """
    if not set(stops_on) <= set(WAITING_ON):
        raise ValueError(f"a clock stops on {', '.join(WAITING_ON)}")
    until = max(as_utc(start), as_utc(now))
    return [
        Pause(step.start, None if step.end == until else step.end)
        for step in timeline(segments, start, until)
        if step.waiting_on in stops_on or (held_by is not None and step.holder_id != held_by)
    ]


def time_left(due: datetime, now: datetime, calendar: Calendar | None = None) -> timedelta:
    """Return the time until ``due``, negative when it has passed; with a calendar, the working time."""
    if calendar is None:
        return as_utc(due) - as_utc(now)
    return working_time_between(calendar, now, due) - working_time_between(calendar, due, now)


def verdict(due: datetime, met_at: datetime | None, now: datetime) -> Verdict:
    """Return how a promise stands; met at the due instant itself is kept.

    "kept" or "missed" once it was met, "running" or "overdue" while it was not.
    """
    if met_at is not None:
        return "kept" if as_utc(met_at) <= as_utc(due) else "missed"
    return "running" if as_utc(now) <= as_utc(due) else "overdue"


def urgency(due: datetime, started: datetime, now: datetime) -> float:
    """Return the part of the promised time that has passed: 0 at the start, 1 when due, more when overdue.

    Never negative, never infinite: a promise shorter than a second counts as one second. Sort by it, largest
    first.
    """
    begun = as_utc(started)
    promised = max((as_utc(due) - begun).total_seconds(), 1.0)
    return max((as_utc(now) - begun).total_seconds(), 0.0) / promised
