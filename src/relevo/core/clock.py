"""The one clock. Everything that is stored or promised asks ``now()``, never the machine directly.

A demo may run at another hour than the machine: ``RELEVO_CLOCK_FILE`` names a file with an offset in
seconds which all processes of that demo follow. Tests travel within one process.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

_LOOK_AGAIN_AFTER = 0.5  # seconds between two looks at the file: cheap, and quick enough for a demo
_offset = timedelta()
_looked_at = float("-inf")


def now() -> datetime:
    """The current instant, aware and in UTC."""
    return datetime.now(UTC) + offset()


def offset() -> timedelta:
    """How far Relevo's clock is ahead of the machine's (zero in production)."""
    path = os.environ.get("RELEVO_CLOCK_FILE")
    if path:
        _follow(path)
    return _offset


def set_file(path: Path, target: datetime) -> None:
    """Make all processes that follow ``path`` believe that it is ``target`` now."""
    seconds = (target - datetime.now(UTC)).total_seconds()
    scratch = path.with_suffix(".new")
    scratch.write_text(f"{seconds:.3f}\n", encoding="ascii")
    scratch.replace(path)


@contextmanager
def travel(target: datetime) -> Iterator[None]:
    """Within this process, let it be ``target`` now and let time run on from there."""
    global _offset  # noqa: PLW0603 - the process has one clock
    before = _offset
    _offset = target - datetime.now(UTC)
    try:
        yield
    finally:
        _offset = before


def _follow(path: str) -> None:
    global _offset, _looked_at  # noqa: PLW0603 - the process has one clock
    if time.monotonic() - _looked_at < _LOOK_AGAIN_AFTER:
        return
    _looked_at = time.monotonic()
    try:
        _offset = timedelta(seconds=float(Path(path).read_text(encoding="ascii")))
    except (OSError, ValueError):
        _offset = timedelta()
