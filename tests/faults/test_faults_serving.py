"""Fault 38: web, worker and mail receiver are asked to end while they are at work."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from django.db import connection

from relevo.channels.mail.models import RawState
from tests.cast import Cast
from tests.channels.mail.ledger import note, scale
from tests.channels.mail.postbox import SUPPORT, raws
from tests.channels.mail.servers import until
from tests.faults.agents import Load
from tests.faults.installation import Installation, installation
from tests.stories import customer_writes

GRACE = scale(60.0, 25.0)
"""Seconds that an operator's supervisor gives them."""
AT_ONCE = scale(40.0, 10.0)
"""Seconds within which a busy machine gets round to closing a door."""


@pytest.fixture
def there(own_database: str) -> Iterator[Installation]:
    """An installation with a database server of its own."""
    with installation(own_database) as found:
        yield found
    connection.close()


def test_fault_38_whoever_is_asked_to_end_finishes_what_has_begun_and_takes_nothing_new(
    there: Installation,
) -> None:
    work = Load("F38", customer_writes(Cast()).reference, [], mail_port=there.mail_port)
    work.agents = [there.agent("Mateo")] * scale(6, 50)
    took = [asked_to_end(there, work, number) for number in range(scale(2, 20))]
    figures = work.check()
    assert {raw.state for raw in raws()} == {RawState.DIGESTED, RawState.STORED}
    note("F38", f"{len(took)} rounds with {len(work.agents)} open requests, a job, a stream and half a mail: {figures}",
         f"all ended at most {max(took):.1f} s after they were asked to, exit 0")  # fmt: skip


def asked_to_end(there: Installation, work: Load, number: int) -> float:
    """Start all three, get them busy, ask them to end, and let the work go on; how long the last of them took."""
    there.start("web", "worker", "mail", RELEVO_PAGE_SECONDS="120", RELEVO_POOL_SIZE="60")
    notes = [f"F38/{number}/{one}" for one in range(len(work.agents))]
    with ExitStack() as stack:
        screen = stack.enter_context(work.agents[0].stream())
        asking = stack.enter_context(ThreadPoolExecutor(len(notes)))
        half = stack.enter_context(half_a_mail(work))
        with held_up(there) as looking:
            assert work.mail() == 250
            sent = [
                asking.submit(agent.post, f"/work/{work.reference}/note/", text=words)
                for agent, words in zip(work.agents, notes, strict=True)
            ]
            until(lambda: waiting(looking) > len(sent) and waiting(looking, "UPDATE desks_desk%") == 1, 90)
            for process in there.processes.values():
                process.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            until(lambda: refused(there.web_port) and refused(there.mail_port), AT_ONCE)
            while screen.readline():
                pass  # it says what it still has to say
            assert time.monotonic() - asked < AT_ONCE, "the stream ends at once, too"
            assert waiting(looking) > len(sent), "and the work is still going on"
        assert half() == 250
        work.answers += [one.result() for one in sent]
        work.noted += notes
        for name, process in there.processes.items():
            assert process.wait(GRACE + AT_ONCE) == 0, (name, there.said[name])
        took = time.monotonic() - asked
    assert took < GRACE
    assert sum(raw.state == RawState.DIGESTED for raw in raws()) > number, "the job was finished"
    return took


@contextmanager
def held_up(there: Installation) -> Iterator[psycopg.Connection]:
    """Somebody holds the ticket and the desk meanwhile: notes and digests wait. Yields who may look at that."""
    address = there.server.url(there.database)
    with psycopg.connect(address, autocommit=True) as looking, psycopg.connect(address) as owner:
        for table in ("desks_desk", "tickets_ticket"):
            owner.execute(f"SELECT 1 FROM {table} FOR NO KEY UPDATE")
        yield looking


def waiting(looking: psycopg.Connection, query: str = "%") -> int:
    """How many connections wait for a lock now, with a query like this one."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"
    [count] = looking.execute(asked, [query]).fetchone() or [0]
    return int(count)


def refused(port: int) -> bool:
    """Whether nobody opens any more."""
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
    except ConnectionRefusedError:
        return True
    return False


@contextmanager
def half_a_mail(work: Load) -> Iterator[object]:
    """A mail that is on its way; called, it brings the rest, and tells the answer's code."""
    raw = work.ledger.mail()
    with socket.create_connection(("127.0.0.1", work.mail_port), 30) as sock, sock.makefile("rwb") as line:

        def say(words: bytes, code: int) -> int:
            line.write(words)
            line.flush()
            answer = line.readline()
            while answer[3:4] == b"-":
                answer = line.readline()
            assert int(answer[:3]) == code, answer
            return code

        def rest() -> int:
            code = say(raw[100:] + b".\r\n", 250)
            work.taken.append(next(n for n, sent in work.ledger.sent.items() if sent == raw))
            return code

        say(b"", 220)
        say(b"EHLO molina.example\r\n", 250)
        say(b"MAIL FROM:<jorge@molina.example>\r\n", 250)
        say(b"RCPT TO:<%s>\r\n" % SUPPORT.encode(), 250)
        say(b"DATA\r\n", 354)
        line.write(raw[:100])
        line.flush()
        yield rest
