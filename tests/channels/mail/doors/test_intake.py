"""Taking mail in over real SMTP and LMTP, with real commits, refusals and kills."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from django.db import IntegrityError, connection
from django.test import override_settings
from psycopg.conninfo import make_conninfo

from relevo.channels.mail.doors import door, intake
from relevo.channels.mail.models import RawMail, RawState
from relevo.core.scope import acting
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import (
    HELP,
    SUPPORT,
    child,
    envelope,
    letter,
    messages,
    raws,
    run_mail_jobs,
    tickets,
)
from tests.conftest import point_django_at

SENDER = "jorge@molina.example"
DOOR = (
    "from relevo.channels.mail.doors import door\n"
    "door.run('127.0.0.1', 0, 0, listening=lambda ports: print(*ports, flush=True))"
)


FULL_AT_COMMIT = (
    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'full'; END$$;"
    " CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON mail_rawmail DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION full_disk()"
)


@contextmanager
def open_door(*, lmtp: bool = False) -> Iterator[int]:
    """A receiver in this process."""
    receiver = door.receiver(lmtp=lmtp)
    port = receiver.start("127.0.0.1", 0)
    try:
        yield port
    finally:
        receiver.stop()


@contextmanager
def door_process(database: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """The receiver's own process, its SMTP and LMTP ports."""
    with child(DOOR, database, **environment) as process:
        try:
            assert process.stdout is not None
            yield process, [int(word) for word in process.stdout.readline().split()]
        finally:
            if process.poll() is None:
                process.kill()


def deliver(port: int, raw: bytes, *rcpt_tos: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        smtp.sendmail(SENDER, list(rcpt_tos) or [SUPPORT], raw)


def owner(database: str, statement: str) -> None:
    """Change the database as its owner."""
    with psycopg.connect(
        make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=database), autocommit=True
    ) as db:
        db.execute(statement)


@pytest.fixture
def stage(own_database: str) -> Iterator[str]:
    """A committed world; its name."""
    yield own_database
    connection.close()


def test_a_mail_that_was_answered_with_250_is_stored_with_its_job_and_becomes_a_ticket(stage: str) -> None:
    with open_door() as port:
        deliver(port, letter())
    [raw] = raws()
    assert bytes(raw.raw) == letter()
    assert (raw.state, raw.mail_from, raw.rcpt_to, raw.peer) == (
        RawState.STORED,
        SENDER,
        SUPPORT,
        "127.0.0.1",
    )
    assert run_mail_jobs() == ["mail.digest"]
    assert len(tickets()) == 1


def test_the_same_mail_twice_is_one_ticket_and_two_desks_get_one_each(stage: str) -> None:
    with open_door() as port:
        for _ in range(2):
            deliver(port, letter(), SUPPORT, HELP, "support+abc@auralis.example")
    assert sorted(raw.rcpt_to for raw in raws()) == [HELP, "support+abc@auralis.example"]
    assert run_mail_jobs() == ["mail.digest", "mail.digest"]
    assert sorted(ticket.desk.slug for ticket in tickets()) == ["auralis", "mareko"]


def test_ten_deliveries_of_one_mail_at_once_are_one_mail(stage: str) -> None:
    with open_door() as port, ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: deliver(port, letter()), range(10)))
    assert len(raws()) == 1
    assert run_mail_jobs() == ["mail.digest"]


def test_mail_to_an_unknown_recipient_is_refused(stage: str) -> None:
    with open_door() as port, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        deliver(port, letter(), "nobody@auralis.example")
    assert refused.value.recipients["nobody@auralis.example"][0] == 550
    assert raws() == []


def test_what_is_for_the_postmaster_is_a_ticket_that_a_person_sees(stage: str) -> None:
    with override_settings(MAIL_POSTMASTER=HELP), open_door() as port:
        deliver(port, letter(to="postmaster"), "Postmaster")
    run_mail_jobs()
    assert [raw.rcpt_to for raw in raws()] == [HELP]
    assert [ticket.desk.slug for ticket in tickets()] == ["mareko"]


def test_lmtp_takes_mail_too(stage: str) -> None:
    with open_door(lmtp=True) as port, smtplib.LMTP("127.0.0.1", port) as lmtp:
        lmtp.sendmail(SENDER, [SUPPORT], letter())
    assert len(raws()) == 1


@pytest.mark.parametrize(
    ("break_it", "mend_it"),
    [
        ("REVOKE INSERT ON mail_rawmail FROM relevo_app", "GRANT INSERT ON mail_rawmail TO relevo_app"),
        (
            "REVOKE INSERT ON procrastinate_jobs FROM relevo_app",
            "GRANT INSERT ON procrastinate_jobs TO relevo_app",
        ),
        (FULL_AT_COMMIT, "DROP TRIGGER at_commit ON mail_rawmail"),
    ],
    ids=["insert", "job", "commit"],
)
def test_250_comes_only_after_the_commit(stage: str, break_it: str, mend_it: str) -> None:
    owner(stage, break_it)
    with open_door() as port:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            deliver(port, letter(), SUPPORT, HELP)
        assert refused.value.smtp_code == 451
        assert raws() == []
        owner(stage, mend_it)
        deliver(port, letter(), SUPPORT, HELP)
    assert len(raws()) == 2


def test_fault_13_a_database_that_is_away_means_try_later_and_nothing_is_lost_when_it_is_back(
    stage: str,
) -> None:
    with open_door() as port:
        deliver(port, letter("Uno."))
        point_django_at("relevo_is_away")
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            deliver(port, letter("Dos."))
        assert refused.value.recipients[SUPPORT][0] == 451
        point_django_at(stage)
        deliver(port, letter("Dos."))
    assert len(raws()) == 2


def test_a_connection_that_the_database_cut_is_not_used_again(stage: str) -> None:
    with open_door() as port:
        deliver(port, letter("Uno."))
        owner(stage, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              " WHERE usename = 'relevo_app' AND datname = current_database()")  # fmt: skip
        deliver(port, letter("Dos."))
    connection.close()
    assert len(raws()) == 2


def test_a_mailbox_that_went_away_between_rcpt_and_data_means_try_later(stage: str) -> None:
    with pytest.raises(LookupError):
        intake.store(envelope(letter(), "gone@auralis.example"))


def test_fault_19_a_mail_of_thirty_megabytes_arrives_whole(stage: str) -> None:
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3\r\n"
    raw = (
        b"From: jorge@molina.example\r\nTo: support@auralis.example\r\nSubject: Grande\r\n"
        b'Content-Type: multipart/mixed; boundary="xx"\r\n\r\n--xx\r\n\r\nMire la foto.\r\n--xx\r\n'
        b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="a.bin"\r\n\r\n'
        + line * (30_000_000 // len(line))
        + b"--xx--\r\n"
    )
    with open_door() as port:
        deliver(port, raw)
    [kept] = raws()
    assert bytes(kept.raw) == raw
    run_mail_jobs()
    assert messages(tickets()[0])[0].text == "Mire la foto."


def test_a_flood_to_one_desk_waits_behind_the_mail_of_another(stage: str) -> None:
    for number in range(45):
        intake.store(envelope(letter(f"Mail {number}.")))
    intake.store(envelope(letter(to=HELP), HELP))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT priority, count(*) FROM procrastinate_jobs WHERE queue_name = 'mail'"
            " GROUP BY priority ORDER BY priority DESC"
        )
        assert cursor.fetchall() == [(1000, 21), (999, 20), (998, 5)]


# The process


def test_the_process_takes_mail_on_both_ports_and_ends_when_asked(stage: str) -> None:
    with door_process(stage) as (process, (smtp_port, lmtp_port)):
        deliver(smtp_port, letter())
        with smtplib.LMTP("127.0.0.1", lmtp_port) as lmtp:
            lmtp.sendmail(SENDER, [SUPPORT], letter("Otra."))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert len(raws()) == 2


def test_the_door_stops_on_a_signal_and_gives_the_signal_back(stage: str) -> None:
    before = signal.getsignal(signal.SIGTERM)

    def use(ports: list[int]) -> None:
        deliver(ports[0], letter())
        with smtplib.LMTP("127.0.0.1", ports[1]) as lmtp:
            lmtp.sendmail(SENDER, [SUPPORT], letter("Otra."))
        signal.raise_signal(signal.SIGTERM)

    door.run("127.0.0.1", 0, 0, listening=use)
    assert signal.getsignal(signal.SIGTERM) == before
    assert len(raws()) == 2


def test_without_an_lmtp_port_there_is_smtp_alone(stage: str) -> None:
    def use(ports: list[int]) -> None:
        assert len(ports) == 1
        signal.raise_signal(signal.SIGINT)

    door.run("127.0.0.1", 0, None, listening=use)


def test_fault_12_killed_after_the_commit_and_before_250_the_repeated_mail_is_one_ticket(stage: str) -> None:
    with door_process(stage, RELEVO_FAILPOINT="after_store") as (process, (port, _)):
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            deliver(port, letter())
        assert process.wait(60) == 17
    assert len(raws()) == 1
    with open_door() as port:
        deliver(port, letter())
    assert run_mail_jobs() == ["mail.digest"]
    assert [len(messages(ticket)) for ticket in tickets()] == [1]


@pytest.mark.parametrize("point", ["before_store", "store_before_commit"])
def test_fault_14_killed_before_the_commit_nothing_was_promised_and_the_repeated_mail_arrives(
    stage: str, point: str
) -> None:
    with door_process(stage, RELEVO_FAILPOINT=point) as (process, (port, _)):
        with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
            deliver(port, letter(), SUPPORT, HELP)
        assert process.wait(60) == 17
    assert raws() == []
    with open_door() as port:
        deliver(port, letter(), SUPPORT, HELP)
    assert len(raws()) == 2


def test_fault_14_a_kill_in_the_middle_of_a_stream_loses_nothing_that_was_answered(stage: str) -> None:
    answered: list[int] = []

    def deliver_until_it_dies(process: subprocess.Popen[str], port: int) -> None:
        for number in range(100_000):
            deliver(port, letter(f"Mail {number}."))
            answered.append(number)
            if number == 25:
                process.kill()

    with door_process(stage) as (process, (port, _)):
        with pytest.raises((smtplib.SMTPException, OSError)):
            deliver_until_it_dies(process, port)
        process.wait(60)
    assert len(answered) >= 26
    assert len(raws()) - len(answered) in {0, 1}


def test_a_port_that_is_taken_ends_the_process_with_an_error(stage: str) -> None:
    with open_door() as port:
        code = f"from relevo.channels.mail.doors import door\ndoor.run('127.0.0.1', 0, {port})"
        with child(code, stage) as process:
            _, errors = process.communicate(timeout=90)
        assert process.returncode == 1
        assert "address already in use" in errors.lower()


@pytest.mark.parametrize(("told", "kept"), [(None, 0), (0, 0), (1, 0), (9_000_000, 9_000_000)])
def test_a_mails_size_is_that_of_its_bytes_or_of_the_larger_mail_that_they_begin(
    cast: Cast, told: int | None, kept: int
) -> None:
    intake.store(replace(envelope(letter()), whole_size=told))
    [raw] = raws()
    assert raw.size == max(kept, len(bytes(raw.raw))) == max(kept, len(letter()))


def test_the_database_refuses_a_size_below_the_bytes(cast: Cast) -> None:
    intake.store(envelope(letter()))
    with pytest.raises(IntegrityError, match="raw_mail_no_larger_than_its_size"), acting(EVERYWHERE):
        RawMail.objects.update(size=len(letter()) - 1)
