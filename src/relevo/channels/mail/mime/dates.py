"""The Date field as mail programs really write it (RFC 5322 with its obsolete forms, ISO 8601, ``ctime``).

A date without a zone, or with one that nobody can name, counts as UTC (RFC 5322 3.3: "-0000"). What cannot be read
without guessing is no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_LIMIT: Final = 120  # characters
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES: Final = {  # hours east of Greenwich; single letters say nothing (RFC 5322 4.3)
    **dict.fromkeys(["ut", "utc", "gmt", "z", "wet"], 0),
    **dict.fromkeys(["cet", "bst", "west", "met"], 1),
    **dict.fromkeys(["eet", "cest", "mest", "sast"], 2),
    **dict.fromkeys(["msk", "eest"], 3),
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "art": -3, "brt": -3,
    "adt": -3, "ast": -4, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
    "akdt": -8, "akst": -9, "hst": -10,
}  # fmt: skip
_COMMENT = re.compile(r"\([^()]{0,60}\)")
_SECONDS: Final = r"(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
_CLOCK: Final = rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}}){_SECONDS}(?:\s?(?P<half>[ap])\.?m\b\.?)?"
_DAY_NAME: Final = r"(?:[^\W\d_]{2,9}\.?\s?,?\s?)?"
_MONTH: Final = r"(?P<month>[a-z]{3,9})"
_ZONE: Final = r"(?:(?P<zone>[a-z]{1,5}|[+-]\d{4})\s)?"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY_NAME}(?P<day>\d{{1,2}})[\s-]?{_MONTH}\.?,?[\s-]?(?P<year>\d{{2,4}})[\s,:]+{_CLOCK}",
        rf"{_DAY_NAME}{_MONTH}\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}})[\s,]+{_CLOCK}",
        rf"{_DAY_NAME}{_MONTH}\s(?P<day>\d{{1,2}})\s{_CLOCK}\s{_ZONE}(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})-(?P<number>\d{{2}})-(?P<day>\d{{2}})[T\s]{_CLOCK}",
        rf"(?P<year>\d{{4}})/(?P<number>\d{{1,2}})/(?P<day>\d{{1,2}})\s{_CLOCK}",
    )
)
_OFFSET = re.compile(
    r"(?:[a-z]{2,4})?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\w)", re.IGNORECASE | re.ASCII
)
_NAME = re.compile(r"[\"']?(?P<name>[a-z]{1,5})\b", re.IGNORECASE)


def read(written: str) -> datetime | None:
    """The moment that a Date field names, in UTC, or None."""
    text = " ".join(_without_comments(written[:_LIMIT]).split()).strip("\"' ")
    for form in _FORMS:
        if found := form.match(text):
            try:
                return _moment(found.groupdict(), text[found.end() :].strip())
            except (ValueError, KeyError, OverflowError):
                return None
    return None


def _without_comments(text: str) -> str:
    """The text without what stands in brackets, the innermost first."""
    while "(" in text and (shorter := _COMMENT.sub(" ", text)) != text:
        text = shorter
    return text


def _moment(parts: dict[str, str | None], rest: str) -> datetime:
    month = int(parts.get("number") or 0) or _MONTHS[(parts.get("month") or "").lower()]
    hour = int(parts["hour"] or 0)
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    local = datetime(
        _year(parts["year"] or ""), month, int(parts["day"] or 0), hour, int(parts["minute"] or 0),
        min(int(parts["second"] or 0), 59), tzinfo=timezone(_offset(parts.get("zone") or rest)),
    )  # fmt: skip
    return local.astimezone(UTC)


def _year(digits: str) -> int:
    """Two digits are those of 1950 to 2049, three count from 1900 (RFC 5322 4.3)."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _offset(zone: str) -> timedelta:
    if found := _OFFSET.match(zone):
        hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
        if hours > 23 or minutes > 59:
            raise ValueError(zone)
        return timedelta(hours=hours, minutes=minutes) * (-1 if found["sign"] == "-" else 1)
    if re.match(r"[+-]\d", zone):
        raise ValueError(zone)
    named = _NAME.match(zone)
    return timedelta(hours=_ZONES.get(named["name"].lower(), 0) if named else 0)
