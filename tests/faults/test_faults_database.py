"""Faults 22-32: the database is killed, stopped, restarted, full, or has no connection left."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.cast import Cast
from tests.channels.mail.ledger import FULL, moments, note, scale
from tests.channels.mail.servers import until
from tests.faults.agents import Agent, Load
from tests.faults.installation import (
    Installation,
    command,
    copied,
    disk_errors,
    frozen,
    installation,
    small_disk,
)
from tests.stories import customer_writes

AGENTS = ("Mateo", "Valeria")
SLACK = scale(30.0, 3.0)
"""Seconds that a busy machine may add to a limit."""


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


def test_faults_22_and_32_kills_of_the_database_and_of_everything_lose_nothing_that_was_acknowledged(
    there: Installation,
) -> None:
    there.start("web", "worker", "mail")
    work = load(there, "F22", agents=scale(3, 20))
    back: list[float] = []
    with work.going():
        until(lambda: work.noted and work.taken)
        for pause in moments(scale(1, 20), scale(1, 20)):
            time.sleep(pause / 20)
            there.server.kill()
            until(lambda: work.answers[-1].status == 503)
            there.server.start()
            back.append(until(there.well, 90))
            seen = len(work.noted)
            until(lambda seen=seen: len(work.noted) > seen + 5, 60)
        there.kill()
        there.server.kill()
        work.over.set()
    work.answers = [
        answer for answer in work.answers if answer.status
    ]  # the others died with the web process
    with copied(there.server) as again, again.used():
        figures = work.check()
    assert max(back) < 15 + SLACK
    note("F22, F32", f"{len(back)} kills of PostgreSQL, one of everything, started from a copy of the disk: {figures}",
         f"pages back at most {max(back):.1f} s after the database")  # fmt: skip


def test_fault_23_a_database_that_stands_still_is_told_as_such_in_time_and_holds_nobody(
    there: Installation,
) -> None:
    limit = scale(2, 5)
    there.start("web", "mail", RELEVO_PAGE_SECONDS=str(limit))
    work = load(there, "F23", agents=0)
    agents = [there.agent(AGENTS[number % 2]) for number in range(scale(16, 60))]
    assert {agent.get("/work/").status for agent in agents[:2]} == {200}
    with frozen(there.server):
        begun = time.monotonic()
        with ThreadPoolExecutor(len(agents) + 1) as screens:
            looked = screens.submit(there.visitor().get, "/healthz")
            asked = list(screens.map(lambda agent: agent.get("/work/"), agents))
        health = looked.result()
        time.sleep(max(0.0, begun + scale(0, 60) - time.monotonic()))
    back = until(there.well, 90)
    assert {(answer.status, answer.retry_after) for answer in [*asked, health]} == {(503, "5")}
    assert json.loads(health.body) == {"status": "degraded"}
    slowest = max(answer.seconds for answer in asked)
    assert slowest < limit + 5 + SLACK
    with ThreadPoolExecutor(len(agents)) as screens:
        assert {answer.status for answer in screens.map(lambda agent: agent.get("/work/"), agents)} == {200}
    assert back < scale(60, 5)
    assert work.mail() == 250
    note("F23", f"{len(asked)} pages at a database that stands still: all 503, slowest {slowest:.1f} s",
         f"/healthz degraded, well {back:.1f} s after it went on")  # fmt: skip


def test_fault_24_restarts_of_the_database_lose_nothing_and_few_notice(there: Installation) -> None:
    there.start("web", "mail")
    work = load(there, "F24", agents=scale(2, 10))
    with work.going():
        for _ in range(scale(2, 20)):
            time.sleep(scale(1, 30))
            seen = len(work.answers)
            command(there.server, "-m", "fast", "restart")
            until(lambda seen=seen: any(answer.status == 200 for answer in work.answers[seen:]))
    figures = work.check()
    if FULL:
        assert sum(answer.status == 503 for answer in work.answers) < 0.01 * len(work.answers)
    note("F24", f"{scale(2, 20)} restarts; {figures}")


def test_fault_25_a_full_disk_refuses_what_it_cannot_keep_and_recovers_by_itself(own_database: str) -> None:
    with small_disk(400) as disk, installation(own_database) as there:
        there.start("web", "mail")
        work = load(there, "F25", agents=1)
        work.note_words = "palabra" * 6000
        [agent] = work.agents
        page = f"/work/{work.reference}/"
        assert work.mail(100_000) == 250
        ballast = disk / "ballast"
        fill(ballast)
        until(lambda: work.mail(400_000) >= 400 or fill(ballast))
        answered = until_refused(work, agent, page)
        assert agent.get(page).status == 200, "what is there can be read"
        ballast.unlink()
        back = until(lambda: work.mail(400_000) == 250, 60)
        assert agent.post(f"{page}note/", text="F25/after" + work.note_words).status == 200
        work.noted.append("F25/after")
        work.answers.append(agent.get(page))
        figures = work.check()
    connection.close()
    note("F25", f"a page that writes {answered}; {figures}", f"well {back:.1f} s after there was space again")


def fill(ballast: Path) -> bool:
    """Write until nothing fits any more; False, so that ``until`` goes on."""
    with suppress(OSError), ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            with suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    return False


def until_refused(work: Load, agent: Agent, page: str) -> int:
    """Write notes until one is not taken; its status."""
    for number in range(200):
        words = f"F25/{number}"
        answer = agent.post(f"{page}note/", text=words + work.note_words)
        work.answers.append(answer)
        if answer.status != 200:
            return answer.status
        work.noted.append(words)
    raise AssertionError("200 notes of 48 kB fitted on a full disk")


def test_fault_27_what_the_disk_did_not_take_is_never_said_to_be_kept(there: Installation) -> None:
    """Every flush of PostgreSQL's log fails with EIO: it dies of that, as it should, and nobody hears 250 or "saved"."""
    there.start("web", "mail")
    work = load(there, "F27", agents=1)
    [agent] = work.agents
    assert work.mail() == 250
    notes = f"/work/{work.reference}/note/"
    with disk_errors(there.server):
        codes = [work.mail() for _ in range(scale(2, 10))]
        answers = [agent.post(notes, text=f"F27/lost/{number}") for number in range(scale(1, 10))]
    there.server.stop()
    there.server.start()
    until(there.well, 90)
    assert {answer.status for answer in answers} == {503}
    assert all(400 <= code < 500 or code == 0 for code in codes)
    assert agent.post(notes, text="F27/kept").status == 200
    assert work.mail() == 250
    work.noted.append("F27/kept")
    work.answers.extend(answers)
    note("F27", work.check())


def test_fault_28_more_people_than_connections_wait_a_moment_or_are_asked_to_come_again(
    there: Installation,
) -> None:
    with psycopg.connect(there.server.url("postgres"), autocommit=True) as owner:
        owner.execute("ALTER SYSTEM SET max_connections = 10")
        owner.execute("ALTER SYSTEM SET max_wal_senders = 0")
    connection.close()
    command(there.server, "-m", "fast", "restart")
    there.start("web", RELEVO_LOG="CRITICAL")
    work = load(there, "F28", agents=0, mail=False)
    people = [there.agent(AGENTS[number % 2]) for number in range(scale(30, 200))]
    with ExitStack() as screens:
        for number in range(scale(14, 20)):
            screens.enter_context(people[number].stream())
        begun = time.monotonic()
        with ThreadPoolExecutor(len(people)) as asking:
            work.answers += asking.map(lambda agent: agent.get("/work/"), people)
        took = time.monotonic() - begun
    assert {answer.status for answer in work.answers} <= {200, 503}
    assert all(0 < int(answer.retry_after) <= 5 for answer in work.answers if answer.status == 503)
    assert any(answer.status == 200 for answer in work.answers)
    until(lambda: people[0].get("/work/").status == 200, 90)
    note("F28", f"{len(people)} people at once on 10 connections, {scale(14, 20)} of them with an open screen",
         f"all answered within {took:.1f} s; {work.failed()}")  # fmt: skip


def test_fault_30_a_slow_query_is_ended_and_holds_nobody_else_up(there: Installation) -> None:
    """A lock on the tickets stands for the slow query: pages that need them wait for it as for a slow report."""
    there.start("web", RELEVO_PAGE_SECONDS="2")
    work = load(there, "F30", agents=2, mail=False)
    quick, slow = work.agents
    with psycopg.connect(there.server.url(there.database)) as owner:
        owner.execute("LOCK TABLE tickets_note IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(slow.post, f"/work/{work.reference}/note/", text="F30/late")
            pages = [quick.get("/work/") for _ in range(scale(5, 50))]
        answer = waiting.result()
    assert (answer.status, answer.retry_after) == (503, "5")
    assert answer.seconds < 2 + SLACK
    assert {page.status for page in pages} == {200}
    note("F30", f"a query past its 2 s: 503 after {answer.seconds:.1f} s",
         f"others' pages meanwhile at most {max(page.seconds for page in pages) * 1000:.0f} ms")  # fmt: skip
