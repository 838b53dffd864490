"""Who held the ball: every second of a ticket's life belongs to one holder and one party whose move it is.

Segments are recorded as the ball moves. From them follow how long each side kept a ticket and who held it
when a promise was broken, so a breach is explained as a timeline instead of disputed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import groupby, pairwise

from relevo.calc.working_time import Calendar, working_time_between
from relevo.calc.zones import as_utc

WAITING_ON = ("desk", "customer", "third_party")
CLOSED = "closed"
"""The bucket of time outside the calendar by which a ticket's life is measured; it is nobody's."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The ball lay with a holder (None: with nobody) from ``start`` up to ``end`` (None: until now).

    ``waiting_on`` says whose move it was: "desk", "customer" or "third_party". Instants are kept
    in UTC. Raises ValueError for another word, a naive instant, or an end before the start.
    """

    holder_id: int | None
    waiting_on: str
    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.waiting_on not in WAITING_ON:
            raise ValueError(f"a ticket waits on {', '.join(WAITING_ON)}, not on {self.waiting_on!r}")
        # Two times of one zone compare by the wall, which is wrong in an hour that comes twice.
        object.__setattr__(self, "start", as_utc(self.start))
        object.__setattr__(self, "end", self.end and as_utc(self.end))
        if self.end is not None and self.end < self.start:
            raise ValueError("a segment cannot end before it starts")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a timeline, with the part of it that counted as working time."""

    holder_id: int | None
    waiting_on: str
    start: datetime
    end: datetime
    counted: timedelta


@dataclass(frozen=True, slots=True)
class Portion:
    """How much of the counted time one holder had the ball in one way; ``share`` is 0 to 1."""

    holder_id: int | None
    waiting_on: str
    time: timedelta
    share: float


@dataclass(frozen=True, slots=True)
class Breach:
    """Why a promise was broken: who held the ball when it fell due, every step before, and each one's part.

    The portions are sorted, the largest first; their shares add up to 1 when any time counted.
    """

    holder_id: int | None
    waiting_on: str
    steps: tuple[Step, ...]
    portions: tuple[Portion, ...]


def timeline(
    segments: Iterable[Segment], start: datetime, end: datetime, calendar: Calendar | None = None
) -> list[Step]:
    """Return the steps from ``start`` to ``end`` in order, without holes or overlaps.

    Where segments overlap, the one that started last holds the ball; where there is none, nobody does and the
    move is the desk's (None, "desk"). Steps count all their time, or with a calendar only their working time.
    Raises ValueError when ``end`` is before ``start``.
    """
    begun, ended = as_utc(start), as_utc(end)
    if ended < begun:
        raise ValueError("a timeline cannot end before it starts")
    pieces = _pieces(segments, begun, ended)
    steps = []
    for (holder_id, waiting_on), same in groupby(pieces, key=lambda piece: piece[0]):
        run = [span for _, span in same]
        since, until = run[0][0], run[-1][1]
        counted = working_time_between(calendar, since, until) if calendar else until - since
        steps.append(Step(holder_id, waiting_on, since, until, counted))
    return steps


def attribution(
    segments: Iterable[Segment], start: datetime, end: datetime, calendar: Calendar | None = None
) -> dict[tuple[int | None, str], timedelta]:
    """Return how long each (holder, waiting on) had the ball; the parts add up to exactly ``end - start``.

    With a calendar, time in which it is closed goes to (None, "closed"), so the sum stays the same.
    """
    parts: dict[tuple[int | None, str], timedelta] = {}
    for step in timeline(segments, start, end, calendar):
        closed = step.end - step.start - step.counted
        for key, time in (((step.holder_id, step.waiting_on), step.counted), ((None, CLOSED), closed)):
            if time:
                parts[key] = parts.get(key, timedelta(0)) + time
    return parts


def responsible(segments: Iterable[Segment], due: datetime) -> int | None:
    """Return who held the ball when ``due`` passed, None when nobody did.

    A ball handed over at the due instant itself was late with the one who gave it, not with the one who got
    it.
    """
    return timeline(segments, as_utc(due) - timedelta.resolution, due)[0].holder_id


def explain_breach(
    segments: Iterable[Segment], *, started: datetime, due: datetime, calendar: Calendar | None = None
) -> Breach:
    """Return the timeline of a broken promise that ran from ``started`` to ``due`` (which must be later)."""
    if as_utc(due) <= as_utc(started):
        raise ValueError("a promise is due after it starts")
    steps = timeline(segments, started, due, calendar)
    parts: dict[tuple[int | None, str], timedelta] = {}
    for step in steps:
        key = step.holder_id, step.waiting_on
        parts[key] = parts.get(key, timedelta(0)) + step.counted
    whole = sum(parts.values(), timedelta(0))
    portions = [Portion(*key, time, time / whole if whole else 0.0) for key, time in parts.items()]
    portions.sort(key=lambda portion: -portion.time)
    return Breach(steps[-1].holder_id, steps[-1].waiting_on, tuple(steps), tuple(portions))


def _pieces(
    segments: Iterable[Segment], start: datetime, end: datetime
) -> Iterator[tuple[tuple[int | None, str], tuple[datetime, datetime]]]:
    """Yield ((holder, waiting on), (since, until)) between all the instants at which anything may change."""
    ordered = sorted(segments, key=lambda segment: segment.start)
    edges = {
        edge for segment in ordered for edge in (segment.start, segment.end or end) if start < edge < end
    }
    started = 0
    running: list[tuple[int, Segment]] = []
    for since, until in pairwise(sorted({start, end, *edges})):
        while started < len(ordered) and ordered[started].start <= since:
            heappush(running, (-started, ordered[started]))
            started += 1
        while running and (running[0][1].end or until) <= since:
            heappop(running)
        holder = (running[0][1].holder_id, running[0][1].waiting_on) if running else (None, "desk")
        yield holder, (since, until)
