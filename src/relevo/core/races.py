"""Transactions that PostgreSQL ended so that another could go on: nothing is written, and they may simply run again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from psycopg.errors import DeadlockDetected, SerializationFailure

T = TypeVar("T")

TRIES: Final = 3
"""How often work may run when the database lets others go first."""

PAUSE: Final = 0.1
"""Seconds before it runs again: at once, it would take the very row that it has just made way for."""


def run(work: Callable[[], T], *, before_again: Callable[[], object] = lambda: None) -> T:
    """Do the work, and again where it lost a race; raises what the last try raises."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except Exception as error:
            if not lost(error):
                raise
        time.sleep(PAUSE)
        before_again()
    return work()


def lost(error: Exception) -> bool:
    """Whether PostgreSQL chose this transaction to end a deadlock, or could not order it among others."""
    return isinstance(error.__cause__, DeadlockDetected | SerializationFailure)
