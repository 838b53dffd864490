"""Faults 15-19: poison between good mails, a burst, a neighbour's burst, and very large mails."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection
from django.test import Client

from relevo.channels.mail.actions import replay
from relevo.channels.mail.models import RawMail, RawState
from relevo.channels.mail.reading import WALL_SECONDS
from relevo.core.scope import acting
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail import poisoned_reader
from tests.channels.mail.fetchers import account, alarms, connect, fetcher_process, waited
from tests.channels.mail.ledger import FULL, Ledger, deadlocks, note, scale
from tests.channels.mail.memory import watched
from tests.channels.mail.postbox import HELP, child, digest, letter, messages, raws, run_mail_jobs, tickets
from tests.channels.mail.servers import Dovecot, dovecot, heard, until

WORKER = "from relevo.config import serving\nserving.worker()"
MIB_ALLOWED = 500


@pytest.fixture
def imap() -> Iterator[Dovecot]:
    """A running Dovecot with two empty mailboxes."""
    with dovecot("support", "help") as server:
        yield server


@pytest.fixture
def stage(own_database: str) -> Iterator[str]:
    """A committed world."""
    yield own_database
    connection.close()


@contextmanager
def workers(database: str, count: int = 1, code: str = WORKER) -> Iterator[list[int]]:
    """Worker processes; their numbers."""
    with ExitStack() as stack:
        processes = [stack.enter_context(child(code, database)) for _ in range(count)]
        for process in processes:
            stack.enter_context(heard(process))
        yield [process.pid for process in processes]


def left() -> int:
    """Mails that nobody has read yet."""
    with acting(EVERYWHERE):
        return RawMail.objects.filter(state=RawState.STORED).count()


def delays(address: str = "") -> list[float]:
    """Seconds from a mail's commit to its ticket, sorted."""
    with acting(EVERYWHERE):
        read = RawMail.objects.filter(state=RawState.DIGESTED, mailbox__address__contains=address)
        return sorted(
            (to - since).total_seconds() for since, to in read.values_list("received_at", "digested_at")
        )


def p95(values: list[float]) -> float:
    return values[min(len(values) - 1, round(len(values) * 0.95))]


def test_faults_15_and_16_poison_is_parked_and_the_others_are_read_meanwhile(
    stage: str, imap: Dovecot
) -> None:
    good = Ledger("F15")
    kinds = ("time", "memory", "crash")
    poison = [letter(f"poison: {kind}", message_id=f"<{kind}@x.example>") for kind in kinds]
    mails = good.mails(scale(30, 100))
    for number, raw in enumerate(poison):
        mails.insert((number + 1) * len(mails) // 4, raw)
    connect(imap)
    code = f"from relevo.channels.mail import reading\nreading.WALL_SECONDS = {scale(5.0, WALL_SECONDS)}\n"
    with (
        workers(stage, code=code + poisoned_reader.WORKER) as [pid],
        watched(pid) as memory,
        fetcher_process(stage),
    ):
        for raw in mails:
            imap.drop("support", raw)
            time.sleep(0.2)
        waited(len(mails))
        until(lambda: left() == 0, 240, pause=0.5)
    parked = [raw for raw in raws() if raw.state == RawState.PARKED]
    assert sorted(bytes(raw.raw) for raw in parked) == sorted(poison)
    assert {raw.attempts for raw in parked} <= {1, 2, 3}
    assert good.said() == dict.fromkeys(good.sent, 1)
    assert p95(delays()) < scale(120, 10)
    assert max(memory.alone) < MIB_ALLOWED
    note("F15", f"{len(good.sent)} good mails p95 {p95(delays()):.1f} s, 3 of 3 poisonous ones parked",
         f"worker at most {max(memory.alone):.0f} MiB, with its readers {max(memory.together):.0f} MiB")  # fmt: skip
    cast = Cast()
    with acting(cast.machine("auralis")):
        replay(parked[0], actor=cast.machine("auralis"))
    run_mail_jobs()  # after an upgrade: the reader without the bug
    assert len(good.stored()) == len(mails)
    assert sum(raw.state == RawState.PARKED for raw in raws()) == len(kinds) - 1


def test_fault_17_attack_48_a_burst_is_read_in_time_in_order_and_memory_stays_flat(
    stage: str, imap: Dovecot
) -> None:
    ledger = Ledger("F17")
    count = scale(100, 10_000)
    follows: dict[str, str] = {}  # numbers of second mails, and of the first ones
    for number in range(count):
        first = f"F17-{number - 40:05}" if number % 50 == 49 else ""
        imap.drop("support", ledger.mail(after=first))
        follows |= {f"F17-{number:05}": first} if first else {}
    connect(imap)
    client = Client()
    client.force_login(Cast().user("Mateo"))
    pages: list[float] = []
    begun = time.monotonic()
    with (
        workers(stage, 2 if FULL else 1) as pids, fetcher_process(stage) as fetcher,
        watched(pids[0]) as worker, watched(fetcher.pid) as fetching,
    ):  # fmt: skip
        while account().last_uid < count or left():
            asked = time.monotonic()
            assert client.get("/", follow=True).status_code == 200
            pages.append(time.monotonic() - asked)
            assert time.monotonic() - begun < scale(600, 3600)
            time.sleep(0.5)
        took = time.monotonic() - begun
        until(lambda: not due(), scale(120, 1800), pause=0.5)
    ledger.check(f"all on tickets after {took:.0f} s, {count / took:.0f} a second",
                 f"a page meanwhile p95 {p95(sorted(pages)) * 1000:.0f} ms", flatness("fetcher", fetching.together),
                 flatness("worker with its readers", worker.together),
                 f"processor time a mail: fetched {fetching.milliseconds(count):.1f} ms", told=True)  # fmt: skip
    assert max(fetching.together) < MIB_ALLOWED
    assert max(worker.alone) < MIB_ALLOWED
    assert deadlocks() == 0
    place = places()
    # Nobody has vouched for these senders, so a second mail is a ticket of its own, linked to the first one's: which
    # shows that the first was read before it.
    assert {number: place[number][1] for number in follows} == {
        number: place[first][0] for number, first in follows.items()
    }
    assert follows


def due() -> int:
    """Jobs that run or could run now: routing, translations and the like, which follow a mail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
            " OR status = 'todo' AND coalesce(scheduled_at, now()) <= now()"
        )
        return int(cursor.fetchone()[0])


def places() -> dict[str, tuple[int, int]]:
    """For each mail its ticket, and the ticket that one is linked to."""
    with acting(EVERYWHERE):
        found = RawMail.objects.values_list(
            "header_id", "message__ticket_id", "message__ticket__linked_to_id"
        )
        return {header_id.strip("<>").partition("@")[0]: (ticket, old) for header_id, ticket, old in found}


def flatness(name: str, mib: list[float]) -> str:
    """Memory in the second and in the last quarter of the work."""
    quarter = max(1, len(mib) // 4)
    early, late = statistics.mean(mib[quarter : 2 * quarter] or mib), statistics.mean(mib[-quarter:])
    return f"{name} {early:.0f} then {late:.0f} MiB"


def test_fault_18_and_attack_48_a_neighbours_burst_delays_nobody_else(stage: str, imap: Dovecot) -> None:
    flood, quiet = Ledger("F18a"), Ledger("F18b")
    imap.drop("support", *flood.mails(scale(150, 9900)))
    connect(imap)
    connect(imap, HELP)
    with workers(stage, 2 if FULL else 1), fetcher_process(stage):
        waited(scale(40, 1000))
        for _ in range(scale(5, 100)):
            imap.drop("help", quiet.mail(to=HELP))
            time.sleep(0.2)
        until(lambda: len(delays(HELP)) == len(quiet.sent), 120, pause=0.3)
    assert p95(delays(HELP)) < scale(120, 15)
    note("F18", f"{len(flood.sent)} mails to one desk, {len(quiet.sent)} to another: the other's p95"
         f" {p95(delays(HELP)):.1f} s, longest {delays(HELP)[-1]:.1f} s")  # fmt: skip


def large(number: int, size: int) -> bytes:
    """A mail with an attachment of about so many bytes."""
    line = (
        f"{number:08}QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM\r\n".encode()
    )
    return (
        f"From: Jorge <jorge@molina.example>\r\nTo: support@auralis.example\r\nSubject: Grande {number}\r\n"
        f"Message-ID: <large-{number}@molina.example>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="xx"\r\n\r\n--xx\r\n'
        "Content-Type: text/plain; charset=utf-8\r\n\r\nMire la foto del altavoz.\r\n--xx\r\n"
        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        'Content-Disposition: attachment; filename="a.bin"\r\n\r\n'
    ).encode() + line * (size // len(line)) + b"--xx--\r\n"  # fmt: skip


def test_fault_19_very_large_mails_take_little_memory_and_one_past_the_limit_is_told(
    stage: str, imap: Dovecot
) -> None:
    count = scale(3, 100)
    for number in range(count):
        imap.drop("support", large(number, 25_000_000))
    imap.drop("support", large(count, 50_000_000))
    connect(imap)
    with fetcher_process(stage) as fetcher, watched(fetcher.pid) as memory:
        until(lambda: account().last_uid == count + 1, scale(120, 900), pause=0.3)
    assert max(memory.together) < MIB_ALLOWED
    assert alarms() == ["imap.too_large"]
    with acting(EVERYWHERE):
        stored = list(RawMail.objects.defer("raw").order_by("pk"))
        assert [raw.size for raw in stored[:-1]] == [
            len(large(number, 25_000_000)) for number in range(count)
        ]
        beginning = bytes(RawMail.objects.get(pk=stored[-1].pk).raw)
    assert stored[-1].size > 50_000_000
    assert large(count, 300_000).startswith(beginning)
    digest(stored[-1].pk, stored[-1].client_id)
    [ticket] = [ticket for ticket in tickets() if ticket.subject == f"Grande {count}"]
    assert messages(ticket)[0].text == "Mire la foto del altavoz."
    note("F19", f"{count} mails of 25 MB and one of 50 MB: fetcher at most {max(memory.together):.0f} MiB",
         "the one past the limit is a ticket with its beginning, and an alarm")  # fmt: skip
