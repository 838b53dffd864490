"""The span of time that the console looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from relevo.core.clock import now


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` (included) to ``end``, both in UTC."""

    code: str
    label: object
    start: datetime
    end: datetime


LENGTHS = {
    "day": (_("Last 24 hours"), timedelta(days=1)),
    "week": (_("Last 7 days"), timedelta(days=7)),
    "month": (_("Last 28 days"), timedelta(days=28)),
}


def period_of(code: str) -> Period:
    """The period named by ``code``; the last 24 hours when there is no such period."""
    code = code if code in LENGTHS else "day"
    label, length = LENGTHS[code]
    end = now()
    return Period(code, label, end - length, end)
