"""For fault tests: how much memory processes take, looked at while they work."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Memory:
    """MiB that a process alone, and it with its children, took at each look; seconds of processor time in all."""

    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    cpu: dict[int, float] = field(default_factory=dict)

    def milliseconds(self, count: int) -> float:
        """Processor time for one of ``count`` mails."""
        return sum(self.cpu.values()) * 1000 / count


def resident(pid: int) -> float:
    """MiB in use now, 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def used(pid: int) -> float:
    """Seconds of processor time so far, 0 when it is gone."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def family(pid: int) -> list[int]:
    """A process and everything that it started."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        tasks = [task.name for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
        for task in tasks:
            with suppress(OSError):
                children += Path(f"/proc/{pid}/task/{task}/children").read_text("ascii").split()
        return [pid, *(one for child in children for one in family(int(child)))]
    return [pid]


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """Look five times a second."""
    memory, over = Memory(), threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            each = [resident(one) for one in family(pid)]
            memory.cpu |= {one: used(one) or memory.cpu.get(one, 0.0) for one in family(pid)}
            memory.alone.append(each[0])
            memory.together.append(sum(each))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()
