"""How long the pages take that people look at all day, with few and with many tickets in the database.

    .venv/bin/python -m benchmarks.pages [--quick] [--statements]

Each page is asked for 3 + 30 times through Django's client, in this process, as a signed-in person; the first three are
not counted. Reference: ``/healthz`` in the same run, a page that asks the database for ``SELECT 1`` and nothing else.
Nothing in a page may depend on how long the past is: the last column says how it does.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from benchmarks import world

REQUESTS, WARM_UP = 30, 3
SIZES, QUICK_SIZES = (1_000, 50_000), (1_000, 5_000)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and who looks at it. fragment: what htmx asks for when something changed."""

    name: str
    who: str
    url: str
    fragment: bool = False


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
    """Milliseconds and statements of one page at one size. rows: tickets shown, as far as it shows rows."""

    median: float
    p95: float
    database: float
    statements: int
    kilobytes: int


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
        Page("reference: SELECT 1", agent, "/healthz"),
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


def measure(page: Page, *, requests: int, report: bool) -> Measured:
    """Ask for a page again and again. Raises ``RuntimeError`` when it does not answer 200."""
    from django.db import connection
    from django.test import Client

    from relevo.organizations.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=page.who), backend="relevo.web.signin.backend.Backend")
    headers = {"hx-request": "true"} if page.fragment else {}
    seen, times, size = Statements(), [], 0
    watching: AbstractContextManager[None] = connection.execute_wrapper(seen)
    with watching:
        for number in range(WARM_UP + requests):
            if number == WARM_UP:
                seen.by_text.clear()
            seen.begin()
            began = time.perf_counter()
            response = client.get(page.url, headers=headers)
            times.append(time.perf_counter() - began)
            if response.status_code != 200:
                raise RuntimeError(f"{page.url} answered {response.status_code}")
            size = len(response.content)
    if report:
        _report(page, seen, requests)
    taken = [1000 * one for one in times[WARM_UP:]]
    return Measured(
        world.quantile(taken, 0.5), world.quantile(taken, 0.95),
        1000 * world.quantile(seen.seconds[WARM_UP:], 0.5), max(seen.counts[WARM_UP:]), size // 1024,
    )  # fmt: skip


def _report(page: Page, seen: Statements, requests: int) -> None:
    """The statements that cost most, in milliseconds a request."""
    print(f"\n## {page.name}")
    worst = sorted(seen.by_text.items(), key=lambda pair: -sum(pair[1]))[:4]
    for text, took in worst:
        print(f"  {1000 * sum(took) / requests:8.2f} ms, {len(took) / requests:.0f} x  {text[:2000]}")


def main() -> None:
    """Measure all pages at each size and print them side by side."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="5,000 tickets at most, 10 requests")
    parser.add_argument(
        "--statements", action="store_true", help="print the costliest statements of each page"
    )
    options = parser.parse_args()
    requests, sizes = (10, QUICK_SIZES) if options.quick else (REQUESTS, SIZES)
    found: dict[str, list[Measured]] = defaultdict(list)
    with world.installation():
        print(f"{world.machine()}; {requests} requests each")
        for size in sizes:
            took = world.grow(size)
            print(f"{size} tickets written in {took:.0f} s; load {world.load()}")
            for page in pages():
                found[page.name].append(measure(page, requests=requests, report=options.statements))
        print(f"load at the end {world.load()}\n")
    print(_table(found, sizes))


def _table(found: dict[str, list[Measured]], sizes: tuple[int, ...]) -> str:
    few, many = (f"{size:,}" for size in sizes)
    reference = next(iter(found.values()))
    head = (
        "page", f"statements at {few}", f"at {many}", f"median ms (p95) at {few}", f"at {many}", "of which database",
        "x reference", f"{many} / {few}",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            name, small.statements, big.statements, f"{small.median:.1f} ({small.p95:.1f})",
            f"{big.median:.1f} ({big.p95:.1f})", f"{big.database:.1f}", f"{big.median / reference[1].median:.1f}",
            f"{big.median / small.median:.2f}",
        )
        for name, (small, big) in found.items()
    ]  # fmt: skip
    return world.table(head, rows)


if __name__ == "__main__":
    main()
