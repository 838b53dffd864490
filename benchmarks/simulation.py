"""How many contacts a second the simulation of a shared desk serves.

    .venv/bin/python -m benchmarks.simulation [--quick]

Three desks: one queue; three languages with teams of one and of several; the same overloaded, with people who give up.
Reference: drawing the two random times that each contact needs (until the next arrival, handling), from the same generator.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable, Sequence
from random import Random

from benchmarks import world
from relevo.calc.shared_desk import Stream, Team, simulate

CONTACTS, QUICK, TIMES = 1_000_000, 100_000, 3

SPANISH, LATVIAN, ENGLISH = (
    Stream("es", 120, 300, 120),
    Stream("lv", 60, 300, 120),
    Stream("en", 60, 240, 180, 1),
)
TEAMS = [Team(6, frozenset({"es"})), Team(4, frozenset({"lv"})), Team(8, frozenset({"es", "lv", "en"}))]
DESKS: dict[str, tuple[Sequence[Stream], Sequence[Team]]] = {
    "one queue, 12 agents, 10 erlangs": ([Stream("es", 120, 300)], [Team(12, frozenset({"es"}))]),
    "three languages, 18 agents, 19 erlangs": ([SPANISH, LATVIAN, ENGLISH], TEAMS),
    "the same with 9 agents": (
        [SPANISH, LATVIAN, ENGLISH],
        [Team(team.agents // 2, team.serves) for team in TEAMS],
    ),
}


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds, the least of a few runs."""
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def draw(contacts: int) -> None:
    """The reference."""
    random = Random(1)
    for _ in range(contacts):
        random.expovariate(1.0)
        random.expovariate(1.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} contacts instead of {CONTACTS}")
    contacts = QUICK if parser.parse_args().quick else CONTACTS
    drawing = seconds(lambda: draw(contacts))
    rows: list[tuple[object, ...]] = [("reference: drawing the times", f"{contacts / drawing:,.0f}", "1.00")]
    for name, (streams, teams) in DESKS.items():
        spent = seconds(lambda: simulate(streams, teams, contacts=contacts, seed=1))  # noqa: B023 - called at once
        rows.append((name, f"{contacts / spent:,.0f}", f"{drawing / spent:.2f}"))
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}; {contacts} contacts, load {world.load()}\n"
    )
    print(world.table(("desk", "contacts a second", "speed over reference"), rows))


if __name__ == "__main__":
    main()
