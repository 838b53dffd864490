"""How long the pages take that people look at all day, with few and with many tickets in the database.

    .venv/bin/python -m benchmarks.pages [--quick] [--statements]

Each page is asked for 30 times through Django's client, in this process, as a signed-in person, in three turns that
alternate between a database with few tickets and one with many; the first two requests of a turn do not count.
Reference: ``/healthz``, asked for before each of them: a page that asks the database for ``SELECT 1`` and nothing else.
A page should not depend on how long the past is: the last column says how much it does, both measured in their reference.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks import world

REQUESTS, TURNS, WARM_UP = 30, 3, 2
REFERENCE = "/healthz"
SIZES, QUICK_SIZES = (1_000, 50_000), (1_000, 5_000)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and who looks at it. fragment: what htmx asks for when something changed."""

    name: str
    who: str
    url: str
    fragment: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """What the browser sends along."""
        return {"hx-request": "true"} if self.fragment else {}


@dataclass
class Statements:
    """Counts and times what a request asks the database (savepoints and scopes included)."""

    counts: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    by_text: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def begin(self) -> None:
        """A request begins."""
        self.counts.append(0)
        self.seconds.append(0.0)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            self.counts[-1] += 1
            self.seconds[-1] += took
            self.by_text[re.sub(r"\s+", " ", str(sql))].append(took)


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds and statements of one page at one size. database: of which waiting for the database.
    cpu: this process's own processor time, which neighbours on the machine hardly change. ratio: to the reference."""

    median: float
    p95: float
    database: float
    cpu: float
    statements: int
    kilobytes: int
    ratio: float


def pages() -> list[Page]:
    """The pages, with a ticket that the agent holds and has answered."""
    from relevo.core.scope import acting
    from relevo.engagements.grants import actor_for
    from relevo.organizations.models import User
    from relevo.tickets.models import Ticket

    actor = actor_for(User.objects.get(email="mateo@noctua.example").pk)
    with acting(actor):
        held = Ticket.objects.visible_to(actor).filter(
            status="open", language="es", holder__in=actor.scope.engagements
        )
        reference = held.select_related("desk").earliest("pk").reference
    agent, manager = "mateo@noctua.example", "carmen@auralis.example"
    return [
        Page("reference: SELECT 1", agent, REFERENCE),
        Page("queue, for me", agent, "/work/?list=mine"),
        Page("queue, all", agent, "/work/?list=all"),
        Page("queue, all (fragment)", agent, "/work/?list=all", fragment=True),
        Page("queue, unassigned", agent, "/work/?list=unassigned"),
        Page("queue, done", agent, "/work/?list=done"),
        Page("queue, search by reference", agent, f"/work/?q={reference}"),
        Page("queue, search by name", agent, "/work/?q=Elena"),
        Page("ticket", agent, f"/work/{reference}/"),
        Page("ticket, thread (fragment)", agent, f"/work/{reference}/thread/", fragment=True),
        Page("queue, all (manager)", manager, "/work/?list=all"),
        Page("queue, done (manager)", manager, "/work/?list=done"),
        Page("console, overview, day", manager, "/console/"),
        Page("console, overview, 28 days", manager, "/console/?period=month"),
        Page("console, tickets missed", manager, "/console/tickets/?only=missed&period=month"),
        Page("console, all tickets", manager, "/console/tickets/?only=all"),
        Page("console, costs, day", manager, "/console/costs/"),
    ]


class Reader:
    """A signed-in person who asks for one page in one database, in several rounds."""

    def __init__(self, page: Page, database: str) -> None:
        from django.test import Client

        from relevo.organizations.models import User

        self.page, self.database, self.seen = page, database, Statements()
        self.times: list[float] = []
        self.cpu: list[float] = []
        self.reference: list[float] = []
        self.size = 0
        self.client = Client(headers={"host": "127.0.0.1"})
        world.use(database)
        self.client.force_login(User.objects.get(email=page.who), backend="relevo.web.signin.backend.Backend")

    def read(self, requests: int) -> None:
        """Ask so many times, each time after asking for the reference; the first few do not count.

        Raises ``RuntimeError`` when the page does not answer 200.
        """
        from django.db import connection

        world.use(self.database)
        for number in range(WARM_UP + requests):
            began = time.perf_counter()
            self.client.get(REFERENCE)
            between, worked = time.perf_counter(), time.process_time()
            seen = self.seen if number >= WARM_UP else Statements()
            seen.begin()
            with connection.execute_wrapper(seen):
                response = self.client.get(self.page.url, headers=self.page.headers)
            if response.status_code != 200:
                raise RuntimeError(f"{self.page.url} answered {response.status_code}")
            if number >= WARM_UP:
                self.reference.append(between - began)
                self.times.append(time.perf_counter() - between)
                self.cpu.append(time.process_time() - worked)
                self.size = len(response.content)

    def measured(self) -> Measured:
        """What came out."""
        taken = [1000 * one for one in self.times]
        median, reference = world.quantile(taken, 0.5), 1000 * world.quantile(self.reference, 0.5)
        return Measured(
            median, world.quantile(taken, 0.95), 1000 * world.quantile(self.seen.seconds, 0.5),
            1000 * world.quantile(self.cpu, 0.5), max(self.seen.counts), self.size // 1024, median / reference,
        )  # fmt: skip


def measure(page: Page, databases: tuple[str, ...], *, requests: int, report: bool) -> list[Measured]:
    """One page in each database, in turns, so that a busy minute of the machine falls on all of them."""
    readers = [Reader(page, database) for database in databases]
    for _ in range(TURNS):
        for reader in readers:
            reader.read(requests // TURNS)
    if report:
        _report(page, readers[-1].seen, requests)
    return [reader.measured() for reader in readers]


def _report(page: Page, seen: Statements, requests: int) -> None:
    """The statements that cost most, in milliseconds a request."""
    print(f"\n## {page.name}")
    worst = sorted(seen.by_text.items(), key=lambda pair: -sum(pair[1]))[:4]
    for text, took in worst:
        print(f"  {1000 * sum(took) / requests:8.2f} ms, {len(took) / requests:.0f} x  {text[:2000]}")


def main() -> None:
    """Measure all pages in a small and in a large database and print them side by side."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="5,000 tickets at most, 9 requests")
    parser.add_argument(
        "--statements", action="store_true", help="print the costliest statements of each page"
    )
    options = parser.parse_args()
    requests, sizes = (9, QUICK_SIZES) if options.quick else (REQUESTS, SIZES)
    with world.installation():
        print(f"{world.machine()}; {requests} requests each")
        world.grow(sizes[0])
        world.copy("relevo_small")
        took = world.grow(sizes[1])
        print(f"{sizes[1]} tickets written in {took:.0f} s; load {world.load()}")
        found = {
            page.name: measure(page, ("relevo_small", "relevo"), requests=requests, report=options.statements)
            for page in pages()
        }
        print(f"load at the end {world.load()}\n")
    print(_table(found, sizes))


def _table(found: dict[str, list[Measured]], sizes: tuple[int, ...]) -> str:
    few, many = (f"{size:,}" for size in sizes)
    head = (
        "page", f"statements at {few}", f"at {many}", f"median ms (p95) at {few}", f"at {many}", "of which database",
        "own CPU ms", "kB", "x reference", f"{many} / {few}",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            name, small.statements, big.statements, f"{small.median:.1f} ({small.p95:.1f})",
            f"{big.median:.1f} ({big.p95:.1f})", f"{big.database:.1f}", f"{big.cpu:.1f}", big.kilobytes,
            f"{big.ratio:.1f}", f"{big.ratio / small.ratio:.2f}",
        )
        for name, (small, big) in found.items()
    ]  # fmt: skip
    return world.table(head, rows)


if __name__ == "__main__":
    main()
