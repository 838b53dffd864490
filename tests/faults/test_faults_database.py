"""Faults 22-32: the database is killed, stopped, restarted, full, or has no connection left."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import connection

from tests.cast import Cast
from tests.channels.mail.ledger import moments, note, scale
from tests.channels.mail.servers import until
from tests.faults.agents import Load
from tests.faults.installation import Installation, command, frozen, installation
from tests.stories import customer_writes

AGENTS = ("Mateo", "Valeria")


@pytest.fixture
def there(own_database: str) -> Iterator[Installation]:
    """An installation with a database server of its own."""
    with installation(own_database) as found:
        yield found
    connection.close()


def load(there: Installation, name: str, *, agents: int, mail: bool = True) -> Load:
    """Work on one ticket of Jorge's."""
    reference = customer_writes(Cast()).reference
    return Load(
        name, reference, [there.agent(AGENTS[number % 2]) for number in range(agents)],
        mail_port=there.mail_port if mail else 0,
    )  # fmt: skip


def test_fault_22_a_database_killed_under_load_loses_nothing_that_was_acknowledged(there: Installation) -> None:
    there.start("web", "worker", "mail")
    work = load(there, "F22", agents=scale(4, 20))
    back: list[float] = []
    with work.going():
        until(lambda: work.noted and work.taken)
        for pause in moments(scale(2, 20), scale(1, 20)):
            time.sleep(pause / 20)
            there.server.kill()
            until(lambda: work.answers[-1].status == 503)
            there.server.start()
            back.append(until(there.well, 60))
    figures = work.check()
    note("F22", f"{there.server.kills} kills of PostgreSQL; {figures}", f"back at most {max(back):.1f} s after it")
