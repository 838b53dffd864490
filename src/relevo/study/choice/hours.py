"""Hours of the week as a text that people write and a mask that arrays use.

``"mon-fri 09:00-18:00; sat 10:00-14:00"``, ``"always"`` or ``"never"``. Hours past midnight run into the next day. An
hour of the mask is open when at least half of it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from relevo.calc.working_time import DAY_MINUTES, WEEKDAYS, weekly_hours
from relevo.study.choice.outcome import DAYPARTS, Daypart
from relevo.study.demand.profile import HOURS
from relevo.study.problems import Wrong

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALWAYS, NEVER = "always", "never"
_MOST_LETTERS = 500
_PART = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<start>\d\d:\d\d)-(?P<end>\d\d:\d\d)", re.ASCII
)
NIGHT = (np.arange(HOURS) % 24 >= 22) | (np.arange(HOURS) % 24 < 6)
WEEKEND = np.arange(HOURS) // 24 >= 5
SUNDAY = np.arange(HOURS) // 24 == 6


def open_hours(text: str) -> NDArray[np.bool_]:
    """Return which of the 168 hours are open; raises ValueError for a text that does not say it."""
    if text.strip() in {ALWAYS, NEVER}:
        return np.full(HOURS, text.strip() == ALWAYS)
    week: dict[int, list[tuple[str, str]]] = {}
    for part in text[:_MOST_LETTERS].split(";"):
        found = _PART.fullmatch(part.strip().lower())
        if not found:
            raise Wrong("hours", value=text[:60])
        for day in _days(found["first"], found["last"] or found["first"]):
            week.setdefault(day, []).append((found["start"], found["end"]))
    minutes = np.zeros(7 * DAY_MINUTES, dtype=np.int64)
    for day, spans in enumerate(weekly_hours(week)):
        for span in spans:
            minutes[day * DAY_MINUTES + span.start_minute : day * DAY_MINUTES + span.end_minute] = 1
    open_minutes: NDArray[np.int64] = minutes.reshape(HOURS, 60).sum(axis=1)
    return open_minutes >= 30


def _days(first: str, last: str) -> list[int]:
    if first not in WEEKDAYS or last not in WEEKDAYS:
        raise Wrong("days", days=WEEKDAYS, first=first, last=last)
    begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return [(begin + n) % 7 for n in range((end - begin) % 7 + 1)]


def dayparts(office: NDArray[np.bool_]) -> dict[Daypart, NDArray[np.bool_]]:
    """Return the hours of each part of the week; every hour belongs to exactly one.

    Office hours come first, then night, then weekend; evening is what is left of the working days.
    """
    night = NIGHT & ~office
    weekend = WEEKEND & ~office & ~night
    masks = (office, ~(office | night | weekend), night, weekend)
    return dict(zip(DAYPARTS, masks, strict=True))
