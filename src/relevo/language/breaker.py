"""A circuit breaker: an engine that failed rests for a while before it is asked again."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Breaker:
    """Remembers, for ``rest`` seconds of ``clock``, which engines failed. Safe for many threads."""

    def __init__(self, clock: Callable[[], float], rest: float = 30.0) -> None:
        self._clock = clock
        self._rest = rest
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def rests_for(self, name: str) -> float:
        """Return the seconds this engine still rests; 0 when it may be asked."""
        with self._lock:
            return max(0.0, self._until.get(name, 0.0) - self._clock())

    def failed(self, name: str) -> None:
        """Let the engine rest from now on."""
        with self._lock:
            self._until[name] = self._clock() + self._rest

    def answered(self, name: str) -> None:
        """Forget an earlier failure."""
        with self._lock:
            self._until.pop(name, None)
