"""Faults 12-14: a real Postfix hands mail on while answers are lost, the database dies, and Relevo dies."""

from __future__ import annotations

import re
import signal
import smtplib
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from django.db import connection

from tests.channels.mail.ledger import FULL, Ledger, moments, note, scale
from tests.channels.mail.postbox import SUPPORT, child, raws
from tests.channels.mail.proxy import proxy
from tests.channels.mail.second_server import SecondServer, second_server
from tests.channels.mail.servers import Postfix, answers, free_port, heard, postfix, until

NUMBER = re.compile(rb"Subject: El altavoz (\S+)")
WORK = "from relevo.config import serving\nserving.worker()"


@pytest.fixture
def stage(own_database: str) -> Iterator[str]:
    """A committed world; the database's name."""
    yield own_database
    connection.close()


def arrived(ledger: Ledger) -> Counter[str]:
    """How often each mail came in; every one of them whole, behind what the mail server wrote on top."""
    found: Counter[str] = Counter()
    for raw in raws():
        content = bytes(raw.raw)
        number = NUMBER.search(content)
        assert number is not None
        assert content.endswith(ledger.sent[number[1].decode()])
        found[number[1].decode()] += 1
    return found


def hand_in(server: Postfix, mails: list[bytes], *, a_second: float = 0) -> None:
    """Give mails to the mail server, as the world does."""
    begun = time.monotonic()
    with smtplib.SMTP("127.0.0.1", server.port, timeout=60) as smtp:
        for number, mail in enumerate(mails):
            if a_second:
                time.sleep(max(0.0, begun + number / a_second - time.monotonic()))
            smtp.sendmail("jorge@molina.example", [SUPPORT], mail)


def all_arrive(server: Postfix, ledger: Ledger, seconds: float = 240.0) -> float:
    """Wait until all have come, and then for what the mail server may repeat; 0 lost, 0 doubled."""
    once = dict.fromkeys(ledger.sent, 1)
    took = until(lambda: arrived(ledger) == once or server.waiting() == 0, seconds, pause=0.3)
    emptied(server, 20)
    assert arrived(ledger) == once
    return took


def emptied(server: Postfix, seconds: float) -> float:
    """Wait for the mail server's queue, not for ever: it may keep an entry that it has handed over and tries no more."""
    with suppress(AssertionError):
        return until(lambda: server.waiting() == 0, seconds, pause=0.3)
    return seconds


@contextmanager
def app(database: str, port: int, **environment: str) -> Iterator[list[subprocess.Popen[str]]]:
    """Relevo's door at a port, and a worker; killed at the end."""
    code = f"from relevo.channels.mail.doors import door\ndoor.run('127.0.0.1', 0, {port})"
    with ExitStack() as stack:
        processes = []
        for program in (code, WORK):
            processes.append(stack.enter_context(child(program, database, **environment)))
            stack.enter_context(heard(processes[-1]))
        until(lambda: answers(port), 60)
        yield processes


def test_fault_12_answers_that_are_lost_make_the_mail_server_repeat_and_nothing_doubles(stage: str) -> None:
    ledger = Ledger("F12")
    count, lost = scale(20, 300), scale(8, 150)
    port = free_port()
    with (
        app(stage, port),
        proxy(port, cut_line=b"250 2.0.0", cuts=lost) as line,
        postfix(f"lmtp:inet:[127.0.0.1]:{line.port}") as server,
    ):
        hand_in(server, ledger.mails(count))
        all_arrive(server, ledger)
        assert line.done == lost
    note("F12", f"{count} mails, {lost} answers lost, 0 lost, 0 doubled")


def test_fault_13_a_database_killed_during_data_means_try_later_and_nothing_is_lost(stage: str) -> None:
    ledger = Ledger("F13")
    count = scale(40, 500)
    port = free_port()
    with second_server() as database, app(stage, port, DATABASE_URL=database.url(stage)):
        with postfix(f"lmtp:inet:[127.0.0.1]:{port}") as server:
            mails = ledger.mails(count)
            handing = threading.Thread(target=hand_in, args=(server, mails), kwargs={"a_second": 50})
            handing.start()
            refused = _kill_now_and_then(database, server, handing)
            took = emptied(server, 120)
            assert "dsn=5" not in server.log()
        with database.used():
            assert arrived(ledger) == dict.fromkeys(ledger.sent, 1)
    assert refused
    note("F13", f"{count} mails, {database.kills} kills of PostgreSQL, {refused} answers 4xx, 0 lost, 0 doubled",
         f"the queue was empty {took:.1f} s later")  # fmt: skip


def _kill_now_and_then(database: SecondServer, server: Postfix, handing: threading.Thread) -> int:
    for pause in moments(scale(2, 5), scale(1, 8)):
        time.sleep(pause / 3)
        database.kill()
        if handing.is_alive():
            time.sleep(1.0)
        until(lambda: "dsn=4" in server.log(), 90)
        database.start()
    handing.join()
    return server.log().count("status=deferred")


def test_fault_14_relevo_killed_under_load_loses_nothing_that_it_took_and_doubles_nothing(stage: str) -> None:
    ledger = Ledger("F14")
    count, kills = scale(60, 500), scale(2, 10)
    port = free_port()
    with postfix(f"lmtp:inet:[127.0.0.1]:{port}") as server:
        mails = ledger.mails(count)
        handing = threading.Thread(target=hand_in, args=(server, mails), kwargs={"a_second": 50})
        with app(stage, port):
            handing.start()
            time.sleep(0.3)
        for pause in moments(kills - 1, 1.5 * (kills - 1)):
            with app(stage, port):
                time.sleep(pause / kills)
        _half_a_minute_passes()
        with app(stage, port):
            handing.join()
            all_arrive(server, ledger)
            until(lambda: all(raw.state != "stored" for raw in raws()), 240, pause=1)
    assert ledger.said() == dict.fromkeys(ledger.sent, 1)
    note("F14", f"{count} mails at 50 a second, {kills} kills of everything, 0 lost, 0 doubled")


def _half_a_minute_passes() -> None:
    """So long nothing was heard of the dead workers; the short form does not wait for it."""
    if not FULL:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")


def test_fault_14_a_receiver_that_ends_in_good_order_takes_what_it_has_begun(stage: str) -> None:
    ledger = Ledger("F14b")
    port = free_port()
    with postfix(f"lmtp:inet:[127.0.0.1]:{port}") as server, app(stage, port) as (receiver, _):
        hand_in(server, ledger.mails(10))
        receiver.send_signal(signal.SIGTERM)
        assert receiver.wait(60) == 0
        with app(stage, port):
            server.flush()
            all_arrive(server, ledger)
