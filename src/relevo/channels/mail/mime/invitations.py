"""What a calendar invitation (RFC 5545) says, for a mail that says nothing else."""

from __future__ import annotations

import re
from typing import Final

from relevo.channels.mail import names

MEDIA: Final = frozenset({"text/calendar", "application/ics"})
_READ_LIMIT: Final = 200_000  # characters
_VALUE_LIMIT: Final = 5000
_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(
    r"(?P<name>SUMMARY|DTSTART|DTEND|LOCATION|ORGANIZER|DESCRIPTION)"
    r"(?P<parameters>(?:;[^:;\n\"]*+(?:\"[^\"\n]*+\"[^:;\n\"]*+)*+)*+):(?P<value>.*)",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z?))?\Z")
_ZONE = re.compile(r"(?i);TZID=\"?([^;:\"]{1,60})")
_COMMON_NAME = re.compile(r"(?i);CN=(?:\"([^\"]{1,100})\"|([^;:\"]{1,100}))")
_ESCAPED = re.compile(r"\\(.)")


def summary(calendar: str) -> str:
    """The first event's title, time, place, organizer and description, a line each; "" when there is no event."""
    text = _FOLD.sub("", calendar[:_READ_LIMIT])
    begin = text.upper().find("BEGIN:VEVENT")
    if begin < 0:
        return ""
    found: dict[str, tuple[str, str]] = {}
    for line in text[begin:].split("\n"):
        if line.strip().upper() in {"END:VEVENT", "BEGIN:VALARM"}:
            break
        if match := _LINE.match(line[: _VALUE_LIMIT + 500]):
            found.setdefault(
                match["name"].upper(), (match["parameters"], match["value"][:_VALUE_LIMIT].strip())
            )
    lines = [
        _words(found.get("SUMMARY")),
        _time(found.get("DTSTART"), found.get("DTEND")),
        _words(found.get("LOCATION")),
        _organizer(found.get("ORGANIZER")),
    ]
    head = "\n".join(line for line in lines if line)
    return "\n\n".join(piece for piece in (head, _words(found.get("DESCRIPTION"))) if piece)


def _words(field: tuple[str, str] | None) -> str:
    text = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], field[1]) if field else ""
    return names.body(text).strip()


def _time(start: tuple[str, str] | None, end: tuple[str, str] | None) -> str:
    if start is None:
        return ""
    day, clock, zone = _moment(start)
    last_day, last_clock, _ = _moment(end) if end else (day, "", "")
    until = " ".join(piece for piece in (last_day if last_day != day else "", last_clock) if piece)
    written = f"{day} {clock}".strip() + (f" – {until}" if until and clock else "")
    return f"{written} ({zone})" if zone and clock else written


def _moment(field: tuple[str, str]) -> tuple[str, str, str]:
    """Day, time and zone as they are to be read."""
    match = _MOMENT.match(field[1])
    if match is None:
        return names.one_line(field[1], 40), "", ""
    zone = _ZONE.search(field[0])
    clock = f"{match[4]}:{match[5]}" if match[4] else ""
    return f"{match[1]}-{match[2]}-{match[3]}", clock, "UTC" if match[6] else zone[1] if zone else ""


def _organizer(field: tuple[str, str] | None) -> str:
    if field is None:
        return ""
    name = _COMMON_NAME.search(field[0])
    address = re.sub(r"(?i)\Amailto:", "", field[1])
    shown = names.one_line((name[1] or name[2]) if name else "", 100)
    return f"{shown} <{names.one_line(address, 254)}>" if shown else names.one_line(address, 254)
