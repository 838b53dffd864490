"""Coverage: who answers at an instant, when that changes, and where nobody or too many do.

A block is a weekly shift on its own zone's wall clock. At any instant the blocks that cover it are ordered by
rank, and the first is the one who answers. Because each block keeps its own zone, three sites that tile the
day in winter may leave an hour open in summer: that is computed here, never assumed away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise

from relevo.calc.zones import Stretch, as_utc, stretches, zone_named

DAY_MINUTES = 1440
WINDOW = timedelta(days=8)
HORIZON = timedelta(days=400)
"""How far ahead ``next_boundary`` looks: past every yearly change of clocks."""


@dataclass(frozen=True, slots=True)
class Block:
    """A weekly shift of one engagement.

    It starts at ``start_minute`` (0 to 1439) of each weekday in ``weekdays`` (0 = Monday) on the wall clock
    of ``zone`` and ends at ``end_minute``, which may pass 1440 (at most a day later): the shift then runs
    past midnight and belongs to the day it starts. ``holidays`` are local dates on which it does not start.
    Empty ``channels`` or ``languages`` mean all; a language covers its regional forms (``es`` answers
    ``es-MX``). The lower ``rank`` answers first. Raises ValueError for minutes, weekdays or a zone that do
    not exist.
    """

    engagement_id: int
    weekdays: frozenset[int]
    start_minute: int
    end_minute: int
    zone: str
    channels: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    rank: int = 1
    tier: int = 1
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        zone_named(self.zone)
        if not self.weekdays <= set(range(7)):
            raise ValueError("weekdays go from 0, Monday, to 6, Sunday")
        if not 0 <= self.start_minute < DAY_MINUTES:
            raise ValueError(f"a shift starts at minute 0 to 1439 of its day, not {self.start_minute}")
        if not self.start_minute < self.end_minute <= self.start_minute + DAY_MINUTES:
            raise ValueError(f"a shift ends after it starts and within a day, not at {self.end_minute}")

    def is_on(self, instant: datetime) -> bool:
        """Tell whether this shift runs at an aware instant: its own day's, or yesterday's past midnight."""
        local = instant.astimezone(zone_named(self.zone))
        minute = local.hour * 60 + local.minute
        today = local.date()
        return (self.start_minute <= minute < self.end_minute and self._starts_on(today)) or (
            minute + DAY_MINUTES < self.end_minute and self._starts_on(today - timedelta(days=1))
        )

    def takes(self, *, channel: str | None, language: str | None, tier: int | None) -> bool:
        """Tell whether such work is this shift's; None asks for no particular one."""
        speaks = not self.languages or language is None or bool(self.languages & _forms(language))
        hears = not self.channels or channel is None or channel in self.channels
        return hears and speaks and (tier is None or tier == self.tier)

    def _starts_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Share:
    """What one engagement does in an hour: how long it is on duty, and how long it is the first to answer."""

    engagement_id: int
    on_duty: timedelta
    answers: timedelta


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of a local week as it really passes: its date, hour on the wall, instants, and who covers it.

    ``fold`` is 1 when the clock shows this hour for the second time; ``uncovered`` is the time nobody is on
    duty.
    """

    day: date
    hour: int
    fold: int
    start: datetime
    end: datetime
    shares: tuple[Share, ...]
    uncovered: timedelta


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of UTC in which nobody is on duty."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stretch of UTC in which several engagements are on duty, in the order in which they answer.

    ``contested`` when the first two have the same rank, so the order is nobody's decision.
    """

    start: datetime
    end: datetime
    engagement_ids: tuple[int, ...]
    contested: bool


@dataclass(frozen=True, slots=True)
class _Watch:
    """A stretch of UTC through which the same blocks are on duty."""

    start: datetime
    end: datetime
    blocks: tuple[Block, ...]


def covering(
    blocks: Iterable[Block],
    instant: datetime,
    *,
    channel: str | None,
    language: str | None,
    tier: int | None = None,
) -> list[Block]:
    """Return the blocks on duty for such work at the instant, the one who answers first (lowest rank) first.

    Equal ranks are ordered by engagement, so the answer never depends on the order of ``blocks``.
    """
    return list(_on_duty(_suited(blocks, channel, language, tier), as_utc(instant)))


def next_boundary(
    blocks: Iterable[Block],
    instant: datetime,
    *,
    channel: str | None,
    language: str | None,
    tier: int | None = None,
) -> datetime | None:
    """Return the next instant after ``instant`` at which the first to answer becomes another, or nobody.

    None when that does not happen within 400 days.
    """
    suited = _suited(blocks, channel, language, tier)
    begun = as_utc(instant)
    answering = _first_of(_on_duty(suited, begun))
    for day in range(0, HORIZON.days, WINDOW.days):
        since = begun + timedelta(days=day)
        for watch in _watches(suited, since, since + WINDOW):
            if _first_of(watch.blocks) != answering:
                return watch.start
    return None


def week(
    blocks: Iterable[Block],
    *,
    zone: str,
    monday: date,
    channel: str | None,
    language: str | None,
    tier: int | None = None,
) -> list[Hour]:
    """Return the hours of the local week that starts on ``monday``, as they really pass.

    Every full hour on the wall and every change of the clock starts a new ``Hour``. A usual week has 168; the
    week in which clocks go forward has 167 (the missing hour is not there) and the one in which they go back
    has 169 (the repeated hour comes twice, the second with ``fold`` 1). Where clocks move by thirty minutes
    there is one ``Hour`` of thirty. The lengths always add up to the true length of the week.
    """
    suited = _suited(blocks, channel, language, tier)
    midnight = as_utc(datetime(monday.year, monday.month, monday.day, tzinfo=UTC))
    around = stretches(zone, midnight - timedelta(days=2), midnight + timedelta(days=9))
    hours = [piece for stretch in around for piece in _hours_of(stretch, monday, monday + timedelta(days=7))]
    watches = list(_watches(suited, hours[0][1], hours[-1][2]))
    return [_hour(local, start, end, zone, watches) for local, start, end in hours]


def gaps(
    blocks: Iterable[Block],
    *,
    start: datetime,
    end: datetime,
    channel: str | None,
    language: str | None,
    tier: int | None = None,
) -> list[Gap]:
    """Return the stretches between two instants in which nobody is on duty for such work, in order."""
    watches = _watches(_suited(blocks, channel, language, tier), as_utc(start), as_utc(end))
    return [Gap(watch.start, watch.end) for watch in watches if not watch.blocks]


def overlaps(
    blocks: Iterable[Block],
    *,
    start: datetime,
    end: datetime,
    channel: str | None,
    language: str | None,
    tier: int | None = None,
) -> list[Overlap]:
    """Return the stretches between two instants in which several engagements are on duty, in order."""
    watches = _watches(_suited(blocks, channel, language, tier), as_utc(start), as_utc(end))
    found = []
    for watch in watches:
        ranks: dict[int, int] = {}
        for block in watch.blocks:
            ranks.setdefault(block.engagement_id, block.rank)
        if len(ranks) > 1:
            first, second, *_ = ranks.values()
            found.append(Overlap(watch.start, watch.end, tuple(ranks), first == second))
    return found


def _forms(language: str) -> frozenset[str]:
    """Return a language tag and its main language: ``es-MX`` is also ``es``."""
    return frozenset({language, language.partition("-")[0]})


def _suited(
    blocks: Iterable[Block], channel: str | None, language: str | None, tier: int | None
) -> tuple[Block, ...]:
    suited = (block for block in blocks if block.takes(channel=channel, language=language, tier=tier))
    return tuple(sorted(suited, key=lambda block: (block.rank, block.engagement_id, block.start_minute)))


def _on_duty(blocks: Sequence[Block], instant: datetime) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.is_on(instant))


def _first_of(blocks: Sequence[Block]) -> int | None:
    return blocks[0].engagement_id if blocks else None


def _watches(blocks: Sequence[Block], start: datetime, end: datetime) -> Iterator[_Watch]:
    """Yield the stretches of ``[start, end)`` through which the same blocks are on duty, without holes."""
    edges = {edge for block in blocks for edge in _edges(block, start, end)}
    cuts = sorted({start, end, *edges}) if start < end else []
    pieces = ((_on_duty(blocks, since), since, until) for since, until in pairwise(cuts))
    for on_duty, same in groupby(pieces, key=lambda piece: piece[0]):
        run = list(same)
        yield _Watch(run[0][1], run[-1][2], on_duty)


def _edges(block: Block, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the UTC instants inside ``(start, end)`` at which the block may begin or stop."""
    for stretch in stretches(block.zone, start, end):
        yield stretch.start
        for _, midnight in stretch.days():
            for minute in (block.start_minute, block.end_minute % DAY_MINUTES):
                edge = stretch.instant(midnight + timedelta(minutes=minute))
                if stretch.start <= edge < stretch.end:
                    yield edge


def _hours_of(stretch: Stretch, first: date, beyond: date) -> Iterator[tuple[datetime, datetime, datetime]]:
    """Yield (wall clock, start, end) of each hour of a stretch whose local date is in ``[first, beyond)``."""
    local, last = stretch.local(stretch.start), stretch.local(stretch.end)
    while local < last:
        following = min(local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), last)
        if first <= local.date() < beyond:
            yield local, stretch.instant(local), stretch.instant(following)
        local = following


def _hour(local: datetime, start: datetime, end: datetime, zone: str, watches: Sequence[_Watch]) -> Hour:
    on_duty: dict[int, timedelta] = {}
    answers: dict[int, timedelta] = {}
    uncovered = timedelta(0)
    for watch in watches:
        length = min(end, watch.end) - max(start, watch.start)
        if length <= timedelta(0):
            continue
        if not watch.blocks:
            uncovered += length
            continue
        first = watch.blocks[0].engagement_id
        answers[first] = answers.get(first, timedelta(0)) + length
        for engagement_id in dict.fromkeys(block.engagement_id for block in watch.blocks):
            on_duty[engagement_id] = on_duty.get(engagement_id, timedelta(0)) + length
    shares = tuple(
        Share(engagement_id, length, answers.get(engagement_id, timedelta(0)))
        for engagement_id, length in on_duty.items()
    )
    fold = start.astimezone(zone_named(zone)).fold
    return Hour(local.date(), local.hour, fold, start, end, shares, uncovered)
