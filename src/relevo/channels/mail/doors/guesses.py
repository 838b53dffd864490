"""Counting those who try reply addresses that we have never written.

96 random bits cannot be guessed, but whoever tries should be noticed and not be answered for ever. Counted in memory,
by sender, and by peer if it is not our own mail server (which hands over everybody's mail).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

_REMEMBERED: Final = 10_000


class Guesses:
    """How often each of the last 10,000 keys has guessed within a span of time. For several threads."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def one_more(self, keys: Iterable[str]) -> bool:
        """Count a guess for each of ``keys``; whether one of them has had enough."""
        with self._lock:
            return max([self._count(key) for key in keys], default=0) > self.most

    def _count(self, key: str) -> int:
        at = self._clock()
        began, count = self._counted.pop(key, (at, 0))
        if at - began > self.seconds:
            began, count = at, 0
        self._counted[key] = began, count + 1
        if len(self._counted) > _REMEMBERED:
            self._counted.popitem(last=False)
        return count + 1
