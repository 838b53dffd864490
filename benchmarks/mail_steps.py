"""Where the cost of a mail goes: statements, transactions, jobs and processor time, step by step.

    .venv/bin/python -m benchmarks.mail_steps [--quick]

The mails of ``mail_cost`` are taken in and worked off in this one process, one after the other, so that each step can
be told apart: what a step costs is without the steps inside it. ``statements`` are round trips to PostgreSQL, those of
transactions and savepoints included. Processor time is this process's; PostgreSQL's is its one server process's, read
from the system at every change of step in a second run, since reading it costs time of our own.

Two parts are told apart: up to the ticket (receive, store, digest, detect, thread, and all that these write), and what
follows (routing, promises, translation asked for, the first answer, telling agents), whether it happens in
the same transaction or in a job. The first and last mile are ``mail_cost``'s to tell: the SMTP session and the worker's
own loop run in other threads than these.
"""

from __future__ import annotations

import argparse
import copy
import functools
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import running, world

MAILS, QUICK, WARM = 200, 60, 40
UP_TO_THE_TICKET, WHAT_FOLLOWS = "up to the ticket", "what follows"
_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")

Key = tuple[str, str]
"""Part and step."""


class Meter:
    """Adds up what is used, under the innermost step that runs.

    clock: nanoseconds used so far, of whatever is measured.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self.clock = clock
        self.used: Counter[Key] = Counter()
        self.statements: Counter[Key] = Counter()
        self.texts: Counter[tuple[str, str, str]] = Counter()
        self.ends = 0
        self.at: list[Key] = [(UP_TO_THE_TICKET, "between the steps")]
        self.since = clock()

    def reset(self) -> None:
        """Forget what was so far."""
        self.used, self.statements, self.texts = Counter(), Counter(), Counter()
        self.ends, self.since = 0, self.clock()

    def _change(self) -> None:
        now = self.clock()
        self.used[self.at[-1]] += now - self.since
        self.since = self.clock()

    @contextmanager
    def step(self, name: str, part: str = "") -> Iterator[list[str]]:
        """What runs in here belongs to this step, and to this part with all that is inside it.

        Whoever knows the part only at the end adds it to the list; that holds for a step with none inside it.
        """
        self._change()
        key = (part or self.at[-1][0], name)
        self.at.append(key)
        found: list[str] = []
        before = self.used[key], self.statements[key]
        try:
            yield found
        finally:
            self._change()
            self.at.pop()
            if found:
                self._move(key, (found[-1], name), before)

    def _move(self, key: Key, to: Key, before: tuple[int, int]) -> None:
        for counter, then in zip((self.used, self.statements), before, strict=True):
            moved = counter[key] - then
            counter[key] = then
            counter[to] += moved

    def statement(self, text: str) -> None:
        """One round trip."""
        word = text.split(None, 1)[0].upper() if text.strip() else "(empty)"
        self.ends += word == "COMMIT"
        part, step = self.at[-1]
        self.statements[part, step] += 1
        self.texts[part, step, " ".join(text.split()) if word not in _TRANSACTION else word] += 1


def wrapped(function: Callable[..., Any], meter: Meter, name: str, part: str = "") -> Callable[..., Any]:
    """The function, as a step."""

    @functools.wraps(function)
    def measured(*arguments: Any, **named: Any) -> Any:
        with meter.step(name, part):
            return function(*arguments, **named)

    return measured


def watch_steps(meter: Meter) -> None:
    """Let the functions that are steps tell the meter, where their callers look them up."""
    from relevo.channels.mail import digesting, reading
    from relevo.channels.mail.agents import answers
    from relevo.channels.mail.doors import intake
    from relevo.channels.mail.judging import machine
    from relevo.core import scope
    from relevo.events import queue as queue_module
    from relevo.events import record, subscribers
    from relevo.events.queue import queue

    for owner, function, name in (
        (intake, "accepts", "mailbox there?"), (intake, "store", "store"), (reading, "read", "read in the child"),
        (answers, "answered", "an agent's answer?"), (digesting, "insiders", "whose addresses"),
        (digesting, "_told_before", "came before?"),
        (digesting, "find_place", "thread"), (machine, "machine_kind", "by a machine?"), (digesting, "detect", "detect"),
        (digesting, "find_customer", "customer"), (digesting, "create_customer", "customer"),
        (digesting, "remember_language", "customer"), (digesting, "open_ticket", "ticket"),
        (digesting, "receive_message", "message"), (digesting, "add_message", "message"), (digesting, "_received", "message"),
        (scope, "_state", "state the scope"), (record, "_write", "event"),
        (queue_module, "_put", "put a job"),
    ):  # fmt: skip
        setattr(owner, function, wrapped(getattr(owner, function), meter, name))
    listening = [(listener, kind) for kind, found in subscribers._now.items() for listener in found]
    for listener, kind in listening:
        of = listener.__module__.split(".")[-2]
        one = wrapped(listener, meter, f"{of}: {listener.__name__}", WHAT_FOLLOWS)
        subscribers._now[kind][subscribers._now[kind].index(listener)] = one
    for name, task in queue.tasks.items():
        if name == "mail.digest":
            task.func = wrapped(task.func, meter, "digest, the rest of it")
        else:
            task.func = wrapped(task.func, meter, f"job {name}", WHAT_FOLLOWS)


def watch_statements(meter: Meter) -> None:
    """Let psycopg tell the meter of every round trip."""
    import psycopg
    from psycopg._connection_base import BaseConnection

    execute, command = psycopg.Cursor.execute, BaseConnection._exec_command

    def told(self: Any, query: Any, *rest: Any, **named: Any) -> Any:
        meter.statement(query if isinstance(query, str) else str(query))
        return execute(self, query, *rest, **named)

    def commanded(self: Any, query: Any, *rest: Any, **named: Any) -> Any:
        meter.statement(bytes(query).decode() if isinstance(query, bytes) else str(query))
        return (yield from command(self, query, *rest, **named))

    psycopg.Cursor.execute = told  # type: ignore[method-assign]
    BaseConnection._exec_command = commanded  # type: ignore[assignment,method-assign]


class ServerTime:
    """Nanoseconds of processor time of the server processes behind this thread's connections, so far."""

    def __init__(self) -> None:
        self.total = 0
        self.seen: dict[int, int] = {}

    def __call__(self) -> int:
        from django.db import connection

        if connection.connection is not None:
            pid = connection.connection.info.backend_pid
            used = int(Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[0])
            self.total += used - self.seen.get(pid, used)
            self.seen[pid] = used
        return self.total


def take_in(raws: Sequence[bytes]) -> None:
    """Store mails as the receiver does."""
    from relevo.channels.mail.doors import intake
    from relevo.channels.mail.doors.envelopes import Envelope
    from relevo.core import clock

    for raw in raws:
        intake.accepts("support@auralis.example")
        intake.store(
            Envelope(raw=raw, mail_from="customer@post.example", rcpt_tos=("support@auralis.example",), peer="127.0.0.1",
                     helo="there", received_at=clock.now(), door="smtp")
        )  # fmt: skip


def work_off(meter: Meter) -> Counter[str]:
    """Run all jobs that are due, the first by priority first, as the worker does; how many of each task."""
    from django.db import connection

    from relevo.events.queue import run_here

    ran: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        [worker] = cursor.fetchone()
    while True:
        with meter.step("queue: fetch") as fetched, connection.cursor() as cursor:
            cursor.execute("SELECT id, task_name, args FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
            job_id, task, arguments = cursor.fetchone()
            part = UP_TO_THE_TICKET if task == "mail.digest" else WHAT_FOLLOWS
            fetched.append(part)
        if job_id is None:
            return ran
        ran[task] += 1
        run_here(task, arguments if isinstance(arguments, dict) else json.loads(arguments))
        with meter.step("queue: finish", part), connection.cursor() as cursor:
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job_id])


def measure(meter: Meter, raws: Sequence[bytes]) -> Counter[str]:
    """Take these mails in and work them off; how many jobs of each task that took."""
    meter.reset()
    take_in(raws)
    ran = work_off(meter)
    meter._change()
    return ran


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} mails instead of {MAILS}")
    parser.add_argument(
        "--texts", action="store_true", help="the statements themselves, the most frequent first"
    )
    options = parser.parse_args()
    number = QUICK if options.quick else MAILS
    os.environ["RELEVO_POOL"] = "1"  # as in the worker
    with world.installation():
        world.grow(1_000, backlog=0)
        world.make_room()
        meter = Meter(time.thread_time_ns)
        watch_steps(meter)
        watch_statements(meter)
        raws = running.mails(WARM + 2 * number)
        measure(meter, raws[:WARM])
        ran = measure(meter, raws[WARM : WARM + number])
        print(f"{world.machine()}; {number} mails, one after the other\n")
        first = copy.copy(meter)
        meter.clock = ServerTime()
        measure(meter, raws[WARM + number :])
    print(_table(number, first, meter.used))
    jobs = ", ".join(f"{count / number:.2f} {name}" for name, count in ran.most_common())
    print(f"\njobs a mail: {ran.total() / number:.2f} ({jobs})")
    print(f"transactions that ended with COMMIT: {first.ends / number:.2f}")
    if options.texts:
        for (part, step, text), count in sorted(first.texts.items(), key=lambda one: (one[0][:2], -one[1])):
            print(f"{count / number:6.2f} {part[:4]} {step[:24]:24} {text[:230]}")


def _table(number: int, meter: Meter, server: Counter[Key]) -> str:
    own, statements = meter.used, meter.statements
    rows: list[tuple[object, ...]] = []

    def row(name: str, keys: Sequence[Key]) -> tuple[object, ...]:
        ms = [sum(used[key] for key in keys) / number / 1e6 for used in (own, server)]
        asked = sum(statements[key] for key in keys) / number
        return (name, f"{asked:.1f}", f"{ms[0]:.2f}", f"{ms[1]:.2f}", f"{sum(ms):.2f}")

    for part in (UP_TO_THE_TICKET, WHAT_FOLLOWS):
        keys = sorted(
            {key for key in (*own, *statements) if key[0] == part}, key=lambda key: -own[key] - server[key]
        )
        rows += [row(f"**{part}**", keys), *(row(key[1], [key]) for key in keys)]
    rows.append(row("**in all**", list({*own, *statements, *server})))
    return world.table(("step", "statements", "own ms", "PostgreSQL ms", "together"), rows)


if __name__ == "__main__":
    main()
