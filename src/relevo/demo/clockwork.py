"""The demo's clock: it starts at Sunday 03:00 for the first client, and can be moved to see what happens then."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from relevo.config.env import Misconfigured
from relevo.core import clock

ZONE = ZoneInfo("Europe/Madrid")
"""The first client's zone, in which the demo's clock is set."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


HOME = "var/demo"
"""Where the demo lives unless ``RELEVO_HOME`` says otherwise."""


def file() -> Path:
    """Where the demo keeps how far its clock is ahead."""
    return Path(os.environ.get("RELEVO_HOME") or HOME).resolve() / "clock"


def last_sunday_at_three(real: datetime) -> datetime:
    """The latest Sunday 03:00 in the client's zone that is not after ``real``."""
    local = real.astimezone(ZONE)
    sunday = (local - timedelta(days=(local.weekday() + 1) % 7)).replace(
        hour=3, minute=0, second=0, microsecond=0
    )
    return (sunday if sunday <= local else sunday - timedelta(days=7)).astimezone(UTC)


def move(when: str, *, path: Path | None = None) -> str:
    """Set the running demo's clock; what it is now, in words. Raises ``Misconfigured`` for words it cannot read."""
    path = path or file()
    if not path.exists():
        raise Misconfigured("No demo is running here. Start one with: make demo")
    clock.set_file(path, parse(when, clock_now(path)))
    return words(clock_now(path))


def words(at: datetime) -> str:
    """What the demo's clock shows, as a sentence."""
    # The file keeps milliseconds: 08:57:59.999 is 08:58.
    shown = at.astimezone(ZONE) + timedelta(milliseconds=500)
    return f"In the demo it is now {shown:%A %Y-%m-%d %H:%M} in {ZONE.key}."


def clock_now(path: Path) -> datetime:
    """What the demo's clock shows."""
    return datetime.now(UTC) + timedelta(seconds=float(path.read_text(encoding="ascii")))


def parse(when: str, now: datetime) -> datetime:
    """``Mon 09:00`` (the next one), ``+2h``, ``+30m``, or an ISO time with its offset."""
    text = when.strip().lower()
    try:
        if text.startswith("+") and text[-1] in "hm":
            amount = float(text[1:-1])
            return now + (timedelta(hours=amount) if text[-1] == "h" else timedelta(minutes=amount))
        day, _, hour = text.partition(" ")
        if day[:3] in _DAYS and hour:
            return _next(_DAYS.index(day[:3]), hour, now)
        exact = datetime.fromisoformat(when.strip())
    except ValueError:
        exact = None
    if exact is None or exact.tzinfo is None:
        raise Misconfigured(f"“{when}” is no time. Try “Mon 09:00”, “+2h”, or 2026-11-23T09:00+01:00.")
    return exact.astimezone(UTC)


def _next(weekday: int, hour: str, now: datetime) -> datetime:
    hours, minutes = (int(part) for part in hour.split(":"))
    local = now.astimezone(ZONE)
    target = (local + timedelta(days=(weekday - local.weekday()) % 7)).replace(
        hour=hours, minute=minutes, second=0, microsecond=0
    )
    return (target if target > local else target + timedelta(days=7)).astimezone(UTC)
