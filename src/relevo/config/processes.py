"""A small group of processes that live and die together: what ``relevo up`` and ``relevo demo`` run.

A process that ends unasked is started again after a pause that grows; Ctrl-C or SIGTERM stops all of
them, gently first.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

GRACE = 25.0
"""Seconds that a process gets to finish what it is doing."""

_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
_SETTLED = 60.0  # a process that has run this long starts again without a pause


@dataclass
class Process:
    """One member of the group. name: for people; arguments: of the ``relevo`` command line."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    popen: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a process group of its own, so that a Ctrl-C in the terminal reaches us alone."""
        command = [sys.executable, "-m", "relevo.config.cli", *self.arguments]
        self.popen = subprocess.Popen(  # noqa: S603 - our own command line
            command, env=os.environ | self.environment, start_new_session=True
        )
        self.started_at = time.monotonic()

    def ended(self) -> bool:
        """Whether it runs no more."""
        return self.popen is not None and self.popen.poll() is not None


def run(
    processes: Sequence[Process],
    *,
    ready: Callable[[], None] = lambda: None,
    tick: Callable[[], None] = lambda: None,
    say: Callable[[str], None] = print,
) -> None:
    """Run the group until SIGINT or SIGTERM. ``ready`` is called once all are started, ``tick`` about every second."""
    stopping = _Stop()
    for process in processes:
        process.start()
    try:
        with stopping.at_once():
            ready()
        while not stopping.asked:
            for process in processes:
                _revive(process, say)
            tick()
            stopping.wait(1.0)
    except _Interrupted:
        pass
    finally:
        say("Stopping …")
        stop(processes)


def stop(processes: Sequence[Process]) -> None:
    """Ask every process to end, wait up to ``GRACE`` seconds for all together, then end those that are left."""
    for process in processes:
        _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for process in processes:
        if process.popen is not None:
            try:
                process.popen.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.popen.wait()


def _revive(process: Process, say: Callable[[str], None]) -> None:
    if not process.ended():
        return
    now = time.monotonic()
    if not process.again_at:
        lived = now - process.started_at
        process.failures = 0 if lived > _SETTLED else process.failures + 1
        process.again_at = now + _PAUSES[min(process.failures, len(_PAUSES)) - 1] if process.failures else now
        code = process.popen.returncode if process.popen else None
        say(f"{process.name} ended (exit code {code}); starting it again.")
    if now >= process.again_at:
        process.again_at = 0.0
        process.start()


def _signal(process: Process, number: int) -> None:
    if process.popen is not None and process.popen.poll() is None:
        os.killpg(process.popen.pid, number)


class _Interrupted(Exception):
    """Somebody asked us to stop in the middle of something that need not be finished."""


class _Stop:
    """Remembers that somebody asked us to stop; restores nothing, because we stop then."""

    def __init__(self) -> None:
        self.asked = False
        self.interrupts = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked = True
        if self.interrupts:
            self.interrupts = False
            raise _Interrupted

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Within it a wish to stop does not wait for what goes on; outside it the loop looks for it."""
        if self.asked:
            raise _Interrupted
        self.interrupts = True
        try:
            yield
        finally:
            self.interrupts = False

    def wait(self, seconds: float) -> None:
        """Sleep, but wake at once when asked to stop."""
        deadline = time.monotonic() + seconds
        while not self.asked and time.monotonic() < deadline:
            time.sleep(0.1)
