"""How many mails a second are taken in for good, and how many become tickets.

    .venv/bin/python -m benchmarks.intake [--quick]

First the mail receiver alone: mails over 1 and over 4 connections at a time; each 250 stands for a raw mail and its job,
committed. Then one worker process (four jobs at a time, as by default) digests them all, counted from the first to the
last one done, and two processes digest as many again; what follows from them (routing, translation) runs beside it, as in
life. Reference: ``INSERT`` of the same bytes with a commit each, in the same database, over as many connections.
"""

from __future__ import annotations

import argparse
import smtplib
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from benchmarks import running, world

MAILS, QUICK = 300, 60
PATIENCE = 240.0
"""Seconds that the worker gets for all mails."""

DIGESTED = "SELECT count(*) FROM mail_rawmail WHERE state <> 'stored'"


@dataclass(frozen=True, slots=True)
class Rate:
    """Something so many times a second. reference: the same database's bare commits a second at the same width."""

    name: str
    number: int
    a_second: float
    reference: float


def take_in(port: int, raws: Sequence[bytes], *, connections: int) -> float:
    """Mails a second that the receiver says 250 to, over so many connections at a time."""

    def send(part: Sequence[bytes]) -> None:
        for start in range(0, len(part), running.MAILS_A_CONNECTION):
            with smtplib.SMTP(running.HOST, port, timeout=60) as smtp:
                for raw in part[start : start + running.MAILS_A_CONNECTION]:
                    running.post(smtp, raw)

    return len(raws) / running.at_once(send, [raws[start::connections] for start in range(connections)])


def digest(home: world.Home, expected: int, *, workers: int) -> float:
    """Mails a second that so many workers turn into tickets, from the first to the last. Raises ``TimeoutError``.

    expected: how many there are then in all.
    """
    processes = [running.worker() for _ in range(workers)]
    with psycopg.connect(home.url, autocommit=True) as owner, running.running(*processes):

        def done() -> int:
            row = owner.execute(DIGESTED).fetchone()
            return int(row[0]) if row else 0

        before = done()
        running.wait_for(lambda: done() > before, seconds=60, what="the first digested mail")
        first, already = time.perf_counter(), done()
        running.wait_for(lambda: done() >= expected, seconds=PATIENCE, what="all mails digested")
        seconds = time.perf_counter() - first
        tickets = owner.execute(
            "SELECT count(*) FROM mail_rawmail WHERE state = 'digested' AND message_id IS NOT NULL"
        )
        found = tickets.fetchone()
        if found is None or found[0] != expected:
            raise RuntimeError(f"{expected} mails were taken in, {found} are on tickets")
        return (expected - already) / seconds


def measure(number: int, home: world.Home) -> list[Rate]:
    """All rates."""
    raws = running.mails(4 * number + 10)
    warm, alone, wide, later = (
        raws[:10], raws[10 : 10 + number], raws[10 + number : 10 + 2 * number], raws[10 + 2 * number :],
    )  # fmt: skip
    running.commits_a_second(home.url, warm, connections=1)
    bare = {width: running.commits_a_second(home.url, alone, connections=width) for width in (1, 4)}
    smtp_port = running.free_port()
    with running.running(running.mail(smtp_port)):
        running.wait_for(lambda: running.listens(smtp_port), seconds=90, what="the receiver")
        take_in(smtp_port, warm, connections=1)
        taken = {1: take_in(smtp_port, alone, connections=1), 4: take_in(smtp_port, wide, connections=4)}
    first = len(warm) + len(alone) + len(wide)
    _require_stored(home, first)
    digested = {1: digest(home, first, workers=1)}
    with running.running(running.mail(smtp_port)):
        running.wait_for(lambda: running.listens(smtp_port), seconds=90, what="the receiver")
        take_in(smtp_port, later, connections=4)
    _require_stored(home, len(raws))
    digested[2] = digest(home, len(raws), workers=2)
    return [
        Rate("SMTP to committed raw mail, 1 connection", number, taken[1], bare[1]),
        Rate("SMTP to committed raw mail, 4 connections", number, taken[4], bare[4]),
        Rate("raw mail to ticket, 1 worker process", first, digested[1], bare[4]),
        Rate("raw mail to ticket, 2 worker processes", len(later), digested[2], bare[4]),
    ]


def _require_stored(home: world.Home, expected: int) -> None:
    """Raises ``RuntimeError`` unless every 250 is a row."""
    with psycopg.connect(home.url) as owner:
        row = owner.execute("SELECT count(*) FROM mail_rawmail").fetchone()
    if row is None or row[0] != expected:
        raise RuntimeError(f"{expected} mails were answered with 250, but {row} are stored")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} mails instead of {MAILS}")
    options = parser.parse_args()
    number = QUICK if options.quick else MAILS
    with world.installation() as home:
        world.grow(1_000, backlog=0)
        size = sum(map(len, running.mails(20))) // 20
        print(f"{world.machine()}; 1000 finished tickets, mails of {size} bytes on average")
        rates = measure(number, home)
        print(f"load at the end {world.load()}\n")
    rows: list[tuple[object, ...]] = [
        (
            rate.name,
            rate.number,
            f"{rate.a_second:.1f}",
            f"{rate.reference:.0f}",
            f"{rate.a_second / rate.reference:.3f}",
        )
        for rate in rates
    ]
    print(
        world.table(
            ("what", "mails", "a second", "reference: INSERT + COMMIT a second", "share of reference"), rows
        )
    )


if __name__ == "__main__":
    main()
