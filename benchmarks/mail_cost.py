"""How much processor time a mail costs, from SMTP to its ticket and all that follows, database included.

    .venv/bin/python -m benchmarks.mail_cost [--alone] [--quick]

The receiver and one worker process run as in life. After a warm-up the mails come over four connections; counted is
what the processes and PostgreSQL used until no job waits any more: receiving, storing, digesting, finding the thread,
routing and asking for translations, less what they use in as many seconds without mail. What the translation engines
use (processes of their own) is told apart. Reference: ``email.message_from_bytes`` with ``policy.default`` reading the
headers and bodies of the same mails. ``--alone`` leaves out what follows from a new ticket: receive, store, digest,
detect and thread, with their jobs, processes and database.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import psycopg

from benchmarks import intake, running, world
from relevo.config.processes import Process
from tests.channels.mail.memory import family

MAILS, QUICK, WARM = 400, 100, 40
PATIENCE = 300.0
BUSY = (
    "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' OR (status = 'todo' AND"
    " (scheduled_at IS NULL OR scheduled_at <= now()))"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds so far of the receiver, the worker with its reading children, and PostgreSQL."""

    receiver: float
    worker: float
    readers: float
    engines: float
    postgres: float

    def less(self, other: Cost) -> Cost:
        """What was used since ``other``."""
        return Cost(*(getattr(self, name) - getattr(other, name) for name in self.__slots__))


def used(pid: int) -> tuple[float, float]:
    """Processor seconds of a process, and of its children that have ended; nothing when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    tick = os.sysconf("SC_CLK_TCK")
    return (int(fields[11]) + int(fields[12])) / tick, (int(fields[13]) + int(fields[14])) / tick


def whole(pid: int) -> float:
    """Processor seconds of a process and of all that it started."""
    return sum(sum(used(one)) for one in family(pid))


def cost_so_far(receiver: int, worker: int, postmaster: int) -> Cost:
    """What all of them have used by now."""
    alone, ended = used(worker)
    children = [one for one in family(worker) if one != worker]
    readers = sum(sum(used(one)) for one in children if "mail.reader" in _command(one))
    engines = ended + sum(sum(used(one)) for one in children if "mail.reader" not in _command(one))
    return Cost(whole(receiver), alone, readers, engines, whole(postmaster))


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def reference(raws: Sequence[bytes]) -> float:
    """Processor seconds of the standard library's own reading of these mails."""
    began = time.process_time()
    for raw in raws:
        mail = message_from_bytes(raw, policy=policy.default)
        _ = [str(value) for value in mail.values()]
        body = mail.get_body(("plain", "html"))
        _ = body.get_content() if body else ""
    return time.process_time() - began


def measure(number: int, home: world.Home, worker: Process) -> tuple[Cost, float, float]:
    """Seconds for ``number`` mails, seconds of the reference, and how long it took on the clock."""
    raws = running.mails(WARM + number)
    port = running.free_port()
    receiver = running.mail(port)
    postmaster = int(next(Path(home.folder).rglob("postmaster.pid")).read_text().split()[0])
    with psycopg.connect(home.url, autocommit=True) as owner, running.running(receiver, worker):

        def idle() -> bool:
            left = owner.execute(BUSY).fetchone()
            stored = owner.execute("SELECT count(*) FROM mail_rawmail WHERE state = 'stored'").fetchone()
            return left == (0,) and stored == (0,)

        def finish(part: Sequence[bytes], connections: int) -> float:
            began = time.perf_counter()
            intake.take_in(port, part, connections=connections)
            running.wait_for(idle, seconds=PATIENCE, what="the end of all jobs")
            return time.perf_counter() - began

        running.wait_for(lambda: running.listens(port), seconds=90, what="the receiver")
        finish(raws[:WARM], 1)
        pids = receiver.popen.pid, worker.popen.pid, postmaster
        before = cost_so_far(*pids)
        took = finish(raws[WARM:], 4)
        after = cost_so_far(*pids)
        time.sleep(took)
        at_rest = cost_so_far(*pids).less(after)
    return after.less(before).less(at_rest), reference(raws[WARM:]), took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} mails instead of {MAILS}")
    parser.add_argument("--alone", action="store_true", help="only what it takes to bring it onto its ticket")
    options = parser.parse_args()
    number = QUICK if options.quick else MAILS
    worker = running.worker_alone() if options.alone else running.worker()
    with world.installation() as home:
        world.grow(1_000, backlog=0)
        world.make_room()
        print(f"{world.machine()}; {number} mails over 4 connections, 1000 finished tickets")
        cost, named, took = measure(number, home, worker)
        print(f"load at the end {world.load()}; {number / took:.1f} mails a second to the end of all jobs\n")
    together = cost.receiver + cost.worker + cost.readers + cost.postgres
    rows: list[tuple[object, ...]] = [
        (name, f"{seconds * 1000 / number:.1f}", f"{seconds / named:.2f}")
        for name, seconds in (
            ("reference: email.policy.default", named), ("receiver", cost.receiver), ("worker", cost.worker),
            ("its reading children", cost.readers), ("PostgreSQL", cost.postgres), ("in all", together),
            ("translation engines besides", cost.engines),
        )
    ]  # fmt: skip
    print(world.table(("what", "ms a mail", "x reference"), rows))


if __name__ == "__main__":
    main()
