"""Time told the slow way, minute by minute on the clock of a zone: what quick answers are compared with."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)

# Where clocks do something: move by an hour, half an hour, two hours or a whole day, at night or at midnight.
TURNS = {
    "Europe/Berlin": [(2026, 3, 29), (2026, 10, 25)],
    "America/New_York": [(2026, 3, 8), (2026, 11, 1)],
    "Australia/Lord_Howe": [(2026, 4, 4), (2026, 10, 3)],
    "Africa/Casablanca": [(2026, 2, 15), (2026, 3, 22)],
    "Asia/Kathmandu": [(2026, 3, 29), (1985, 12, 31)],
    "Pacific/Apia": [(2011, 12, 30), (2026, 4, 4)],
    "Africa/Cairo": [(2026, 4, 23), (2026, 10, 29)],
    "America/St_Johns": [(2010, 3, 14), (2010, 11, 7)],
    "Antarctica/Troll": [(2026, 3, 29), (2026, 10, 25)],
    "Europe/Riga": [(2026, 3, 29), (2026, 10, 25)],
    "UTC": [(2026, 6, 1), (2026, 12, 31)],
}


class SlowCalendar:
    """A calendar unrolled minute by minute over a stretch of UTC, with the sum of open minutes so far."""

    def __init__(self, calendar, first: datetime, days: int):
        self.first = first
        zone = ZoneInfo(calendar.zone)
        self.open = []
        for number in range(days * 1440):
            wall = (first + number * MINUTE).astimezone(zone)
            minute = wall.hour * 60 + wall.minute
            spans = calendar.weekly[wall.weekday()] if wall.date() not in calendar.holidays else ()
            self.open.append(any(span.start_minute <= minute < span.end_minute for span in spans))
        self.sums = list(accumulate(self.open, initial=0))

    def at(self, number: int) -> datetime:
        return self.first + number * MINUTE

    def between(self, start: int, end: int) -> timedelta:
        return (self.sums[end] - self.sums[start]) * MINUTE

    def add(self, start: int, minutes: int) -> datetime | None:
        wanted = self.sums[start] + minutes
        return next((self.at(n) for n in range(start, len(self.sums)) if self.sums[n] >= wanted), None)

    def next_open(self, start: int) -> datetime | None:
        return next((self.at(n) for n in range(start, len(self.open)) if self.open[n]), None)

    def next_change(self, start: int) -> datetime | None:
        turned = (n for n in range(start, len(self.open)) if self.open[n] != self.open[start])
        return next((self.at(n) for n in turned), None)


def around(year: int, month: int, day: int, days_before: int = 3) -> datetime:
    return datetime(year, month, day, tzinfo=UTC) - timedelta(days=days_before)
