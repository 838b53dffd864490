"""Working time: how much of it passes between two instants, and when a given amount has passed.

A calendar is open at an instant when the clock on its wall stands inside one of that weekday's spans and the
date is no holiday. Everything else follows from that one sentence: an hour missing in spring gives no working
time, an hour that comes twice in autumn gives it twice, and a night shift is seven or nine hours long on
those two nights.

Instants go in aware (any zone) and come out in UTC. Spans are in minutes of the local day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from relevo.calc.refusal import Refused
from relevo.calc.zones import as_utc, stretches, zone_named

DAY_MINUTES = 1440
SEARCH = timedelta(days=800)
"""How long a calendar may stay closed before it counts as one that never opens again."""
REACH = timedelta(days=3660)
"""How far ahead an amount of working time may end."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_MOST_HOLIDAYS = 5000
_MOST_SPANS = 48


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from ``start_minute`` up to, not including, ``end_minute`` of a local day.

    Both are minutes: 0 <= start < end <= 1440. A shift past midnight is two spans, the second on the next
    weekday.
    """

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < self.end_minute <= DAY_MINUTES:
            raise ValueError(
                f"a span needs 0 <= start < end <= 1440, not {self.start_minute} to {self.end_minute}"
            )


Week = tuple[tuple[Span, ...], ...]
"""Seven days, Monday first, each with its spans."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Opening hours in a zone: seven days of spans (Monday first) and the local dates on which all is closed.

    Spans that touch or overlap are joined, so equal hours are equal calendars. Raises ValueError for an
    unknown zone or a week that has not seven days.
    """

    zone: str
    weekly: Week
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        zone_named(self.zone)
        if len(self.weekly) != len(WEEKDAYS):
            raise ValueError(f"a week has seven days, not {len(self.weekly)}")
        object.__setattr__(self, "weekly", tuple(_joined(spans) for spans in self.weekly))
        object.__setattr__(self, "holidays", frozenset(self.holidays))


def minute_of(clock: str) -> int:
    """Return the minute of the day of a clock time ``HH:MM``, 00:00 to 24:00; ValueError otherwise."""
    if isinstance(clock, str) and _CLOCK.fullmatch(clock):
        return int(clock[:2]) * 60 + int(clock[3:])
    raise Refused(
        "clock", f"a clock time is HH:MM from 00:00 to 24:00, not {str(clock)[:20]!r}", value=str(clock)[:20]
    )


def clock_of(minute: int) -> str:
    """Return ``HH:MM`` for a minute of the day, 1440 being 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def spans_between(start: str, end: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of opening hours ``start`` to ``end``: on its own day and on the day after.

    ``("09:00", "17:00")`` stays on its day, ``("22:00", "06:00")`` runs into the next. Equal times are
    refused with ValueError, because they could mean nothing or all day; all day is ``("00:00", "24:00")``.
    """
    opens, closes = minute_of(start), minute_of(end)
    if opens in {closes, DAY_MINUTES}:
        raise Refused(
            "ambiguous",
            f"hours from {start} to {end} are ambiguous; all day is 00:00 to 24:00",
            start=start,
            end=end,
        )
    if opens < closes:
        return (Span(opens, closes),), ()
    return (Span(opens, DAY_MINUTES),), (Span(0, closes),) if closes else ()


def weekly_hours(hours: Mapping[int, Iterable[tuple[str, str]]]) -> Week:
    """Return a week from clock times per weekday (0 = Monday), hours past midnight go into the next day.

    ``weekly_hours({4: [("22:00", "06:00")]})`` opens Friday 22:00 to 24:00 and Saturday 00:00 to 06:00.
    """
    days: list[list[Span]] = [[] for _ in WEEKDAYS]
    for weekday, times in hours.items():
        for start, end in times:
            same_day, next_day = spans_between(start, end)
            days[weekday].extend(same_day)
            days[(weekday + 1) % 7].extend(next_day)
    return tuple(_joined(spans) for spans in days)


def is_open(calendar: Calendar, instant: datetime) -> bool:
    """Tell whether the calendar is open at the instant; a span includes its start and excludes its end."""
    local = as_utc(instant).astimezone(zone_named(calendar.zone))
    if local.date() in calendar.holidays:
        return False
    minute = local.hour * 60 + local.minute
    return any(span.start_minute <= minute < span.end_minute for span in calendar.weekly[local.weekday()])


def working_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return the working time from ``start`` to ``end``, zero when ``end`` is not after ``start``."""
    open_stretches = _open_between(calendar, as_utc(start), as_utc(end))
    return sum((closes - opens for opens, closes in open_stretches), timedelta(0))


def add_working_time(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    """Return the earliest instant by which ``amount`` of working time has passed since ``start``.

    Eight hours from 09:00 in a day of 09:00 to 17:00 end at 17:00 that day, not at the next opening. Nothing
    added is ``start`` itself. Raises ValueError for a negative amount, for a calendar that stays closed for
    800 days on end, and for an amount that would take more than ten years.
    """
    if amount < timedelta(0):
        raise ValueError("working time cannot be added backwards")
    begun = as_utc(start)
    left, reached = amount, begun
    if not left:
        return begun
    for opens, closes in _open_between(calendar, begun, begun + REACH):
        if opens - reached > SEARCH:
            break
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
        reached = closes
    if begun + REACH - reached > SEARCH:
        raise ValueError(f"the calendar is closed for {SEARCH.days} days on end after {reached.date()}")
    raise ValueError(f"{amount} of working time takes more than {REACH.days} days in this calendar")


def next_opening(calendar: Calendar, instant: datetime) -> datetime | None:
    """Return ``instant`` when open then, else the next opening, None when there is none in 800 days."""
    begun = as_utc(instant)
    return next((opens for opens, _ in _open_between(calendar, begun, begun + SEARCH)), None)


def next_change(calendar: Calendar, instant: datetime) -> datetime | None:
    """Return the next instant at which open turns to closed or back, None when not within 800 days."""
    begun = as_utc(instant)
    until = begun + SEARCH
    closes = begun
    for opens, ends in _open_between(calendar, begun, until):
        if opens > closes:
            return opens if closes == begun else closes
        closes = ends
    return closes if begun < closes < until else None


def calendar_from_json(document: Mapping[str, Any]) -> Calendar:
    """Read ``{"zone": ..., "weekly": {"mon": [["09:00", "17:00"]], ...}, "holidays": ["2026-12-25"]}``.

    Days left out are closed; hours may run past midnight. Raises ValueError that says which part is wrong.
    """
    if not isinstance(document, Mapping):
        raise Refused("calendar", "a calendar is an object with zone, weekly and holidays")
    unknown = sorted(str(key)[:40] for key in document.keys() - {"zone", "weekly", "holidays"})
    if unknown:
        raise Refused("no_such_calendar", f"a calendar has no {', '.join(unknown)}", names=", ".join(unknown))
    weekly = document.get("weekly", {})
    if not isinstance(weekly, Mapping) or not weekly.keys() <= set(WEEKDAYS):
        raise Refused("weekdays", f"weekly names days out of {', '.join(WEEKDAYS)}", days=", ".join(WEEKDAYS))
    hours = {WEEKDAYS.index(day): _times(day, times) for day, times in weekly.items()}
    return Calendar(document.get("zone", ""), weekly_hours(hours), _dates(document.get("holidays", [])))


def calendar_to_json(calendar: Calendar) -> dict[str, Any]:
    """Return the document that ``calendar_from_json`` reads back as an equal calendar."""
    return {
        "zone": calendar.zone,
        "weekly": {
            day: [[clock_of(span.start_minute), clock_of(span.end_minute)] for span in spans]
            for day, spans in zip(WEEKDAYS, calendar.weekly, strict=True)
            if spans
        },
        "holidays": [day.isoformat() for day in sorted(calendar.holidays)],
    }


def _times(day: str, times: object) -> list[tuple[str, str]]:
    if not isinstance(times, list | tuple) or len(times) > _MOST_SPANS:
        raise Refused(
            "spans",
            f"{day} is a list of at most {_MOST_SPANS} pairs of clock times",
            day=day,
            most=_MOST_SPANS,
        )
    if not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in times):
        raise Refused("pairs", f"{day} holds pairs of clock times such as ['09:00', '17:00']", day=day)
    return [(pair[0], pair[1]) for pair in times]


def _dates(days: object) -> frozenset[date]:
    if not isinstance(days, list | tuple) or len(days) > _MOST_HOLIDAYS:
        raise Refused(
            "holidays", f"holidays is a list of at most {_MOST_HOLIDAYS} dates", most=_MOST_HOLIDAYS
        )
    try:
        return frozenset(date.fromisoformat(day) for day in days)
    except (TypeError, ValueError):
        raise Refused("holiday", "a holiday is a date such as 2026-12-25") from None


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, with those that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start_minute <= joined[-1].end_minute:
            joined[-1] = Span(joined[-1].start_minute, max(joined[-1].end_minute, span.end_minute))
        else:
            joined.append(span)
    return tuple(joined)


def _open_between(calendar: Calendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open stretches of UTC inside ``[start, end)``, in order; two may touch at midnight."""
    for stretch in stretches(calendar.zone, start, end):
        first, last = stretch.local(stretch.start), stretch.local(stretch.end)
        for day, midnight in stretch.days():
            if day in calendar.holidays:
                continue
            for span in calendar.weekly[day.weekday()]:
                opens = max(midnight + timedelta(minutes=span.start_minute), first)
                closes = min(midnight + timedelta(minutes=span.end_minute), last)
                if opens < closes:
                    yield stretch.instant(opens), stretch.instant(closes)


ALWAYS = Calendar("UTC", ((Span(0, DAY_MINUTES),),) * 7)
"""Round the clock, every day of the year."""
