"""How a process that runs until somebody ends it hears that it should."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_LOOK: Final = 1.0  # seconds


@contextmanager
def asked_to_end() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, for the main thread; wait for it with ``until``.

    What was to be done on these signals before is done again afterwards.
    """
    asked = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: asked.set()) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def until(asked: threading.Event, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait for the event, doing ``meanwhile`` about once a second.

    Python runs a signal's function in the main thread, between two of its instructions. A signal that comes right
    before the thread falls asleep on a lock does not wake it; so no sleep here is longer than a second.
    """
    while not asked.wait(_LOOK):
        meanwhile()
