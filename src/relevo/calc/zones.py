"""Time zones as stretches of constant offset, the form in which wall clocks are exact.

Rules about opening hours speak of the clock on the wall, elapsed time does not. Between two changes of a
zone's offset the two differ by a constant, so every question about wall clocks is answered stretch by
stretch. An hour that is missing in spring belongs to no stretch; an hour that comes twice in autumn belongs
to two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from relevo.calc.refusal import Refused

FIRST_YEAR = 1900
LAST_YEAR = 2999

# Since 1900 no two changes of offset in a zone lie closer than 166 hours: every two days misses none.
_LOOK_EVERY = timedelta(days=2)
_SECOND = timedelta(seconds=1)
_NAME_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Stretch:
    """A half-open stretch of UTC ``[start, end)`` in which local time is UTC plus ``offset``."""

    start: datetime
    end: datetime
    offset: timedelta

    def local(self, instant: datetime) -> datetime:
        """Return the clock on the wall (a naive datetime) at a UTC instant of this stretch."""
        return instant.replace(tzinfo=None) + self.offset

    def instant(self, local: datetime) -> datetime:
        """Return the UTC instant at which the clock of this stretch shows ``local``."""
        return (local - self.offset).replace(tzinfo=UTC)

    def days(self) -> Iterator[tuple[date, datetime]]:
        """Yield each local date touched, with its midnight (naive)."""
        day = self.local(self.start).date()
        last = self.local(self.end - timedelta.resolution).date()
        while day <= last:
            yield day, datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock has no zone
            day += timedelta(days=1)


def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone of that name; ValueError when there is none."""
    if not isinstance(name, str) or not 0 < len(name) <= _NAME_LENGTH:
        raise Refused("zone", "a time zone is an IANA name such as Europe/Riga")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Refused("no_such_zone", f"there is no time zone {name!r}", name=name) from None


def as_utc(instant: datetime) -> datetime:
    """Return the instant in UTC; ValueError when it has no zone or lies outside the years 1900 to 2999."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone, this one is naive")
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise ValueError(f"the year {instant.year} is outside {FIRST_YEAR} to {LAST_YEAR}")
    return instant.astimezone(UTC)


def stretches(zone: str, start: datetime, end: datetime) -> Iterator[Stretch]:
    """Yield the stretches of constant offset between two UTC instants, in order, without holes."""
    known = zone_named(zone)
    changes = (change for year in range(start.year, end.year + 1) for change in _changes(zone, year))
    since = start
    for change in changes:
        if since < change < end:
            yield Stretch(since, change, _offset(known, since))
            since = change
    if since < end:
        yield Stretch(since, end, _offset(known, since))


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[datetime, ...]:
    """Return the UTC instants of one year at which the offset of the zone changes."""
    known = zone_named(zone)
    end = datetime(year + 1, 1, 1, tzinfo=UTC)
    found = []
    low = datetime(year, 1, 1, tzinfo=UTC)
    while low < end:
        high = min(low + _LOOK_EVERY, end)
        if _offset(known, low) != _offset(known, high):
            found.append(_change_between(known, low, high))
        low = high
    return tuple(found)


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first whole second after ``low`` with the offset of ``high``."""
    before = _offset(zone, low)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)
