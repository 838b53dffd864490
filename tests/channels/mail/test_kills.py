"""Workers killed at every named point of their work, on a real database: none lost, none doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from relevo.channels.mail import jobs
from relevo.channels.mail.doors import intake
from relevo.channels.mail.models import OutState, RawState
from relevo.channels.mail.out import outbox
from relevo.core import clock
from tests.cast import Cast
from tests.channels.mail.postbox import (
    Sink,
    answer,
    child,
    envelope,
    letter,
    messages,
    open_sink,
    outgoing,
    raws,
    run_mail_jobs,
    tickets,
)


@pytest.fixture
def stage(own_database: str) -> Iterator[str]:
    """A committed world; its name."""
    yield own_database
    connection.close()


def run_in_child(call: str, database: str, **environment: str) -> int:
    code = f"from relevo.channels.mail.jobs import *\nfrom tests.channels.mail.postbox import digest\n{call}"
    with child(code, database, **environment) as process:
        _, errors = process.communicate(timeout=120)
    assert process.returncode in {0, 17}, errors
    return process.returncode


@pytest.mark.parametrize(
    ("point", "done"),
    [
        ("digest_claimed", False),
        ("digest_parsed", False),
        ("digest_ticket_opened", False),
        ("digest_before_commit", False),
        ("after_digest", True),
    ],
)
def test_fault_3_a_worker_killed_while_reading_leaves_nothing_half_done(
    stage: str, point: str, done: bool
) -> None:
    intake.store(envelope(letter()))
    [raw] = raws()
    call = f"digest({raw.pk}, {raw.client_id})"
    assert run_in_child(call, stage, RELEVO_FAILPOINT=point) == 17
    assert raws()[0].state == (RawState.DIGESTED if done else RawState.STORED)
    assert raws()[0].attempts == 0, "nobody knows yet that the worker is dead"
    assert len(tickets()) == int(done)
    with clock.travel(clock.now() + timedelta(seconds=90)):
        jobs.sweep(timestamp=0)
    run_mail_jobs()
    assert [len(messages(ticket)) for ticket in tickets()] == [1]
    assert tickets()[0].number == 1001


def test_fault_16_a_try_that_may_have_killed_its_worker_is_counted_before_it_is_made_again(
    stage: str,
) -> None:
    intake.store(envelope(letter()))
    [raw] = raws()
    for given_out in range(jobs.KILLS + 1):
        call = f"digest({raw.pk}, {raw.client_id}, attempts={given_out})"
        assert run_in_child(call, stage, RELEVO_FAILPOINT="digest_parsed") == 17
        assert (raws()[0].state, raws()[0].attempts) == (RawState.STORED, given_out)
    assert run_in_child(f"digest({raw.pk}, {raw.client_id}, attempts={jobs.KILLS + 1})", stage) == 0
    assert (raws()[0].state, raws()[0].note) == (RawState.PARKED, "killed_its_worker")


def test_two_workers_with_one_mail_make_one_ticket(stage: str) -> None:
    intake.store(envelope(letter()))
    [raw] = raws()
    code = f"from tests.channels.mail.postbox import digest\ndigest({raw.pk}, {raw.client_id})"
    with child(code, stage) as first, child(code, stage) as second:
        assert (first.wait(120), second.wait(120)) == (0, 0)
    assert [len(messages(ticket)) for ticket in tickets()] == [1]


@pytest.mark.parametrize(("point", "copies"), [("before_smtp", 1), ("after_smtp", 2)])
def test_fault_33_a_sender_killed_at_work_loses_nothing_and_doubles_at_most_once_under_one_id(
    stage: str, settings: object, point: str, copies: int
) -> None:
    intake.store(envelope(letter()))
    run_mail_jobs()
    with open_sink() as sink:
        answer(Cast(), tickets()[0])
        [mail] = outgoing()
        call = f"send(outgoing_id={mail.pk}, client_id={mail.client_id})"
        url = f"smtp://127.0.0.1:{sink.port}"
        assert run_in_child(call, stage, RELEVO_FAILPOINT=point, RELEVO_SMTP_URL=url) == 17
        assert outgoing()[0].state == OutState.QUEUED
        run_mail_jobs_at(sink, settings, minutes=1)
        assert len(sink.mails) == copies - 1
        run_mail_jobs_at(sink, settings, minutes=outbox.LEASE.total_seconds() / 60 + 1)
        run_mail_jobs_at(sink, settings, minutes=60)
    assert len(sink.mails) == copies
    assert {wire for _, _, wire in sink.mails} == {bytes(mail.raw)}
    assert outgoing()[0].state == OutState.SENT


def test_faults_24_and_33_a_database_that_is_away_when_the_server_has_taken_the_mail_makes_no_second_copy(
    stage: str, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake.store(envelope(letter()))
    run_mail_jobs()
    settle, away = outbox._settle, [OperationalError("restarting"), OperationalError("deadlock detected")]

    def fails_twice(*given: Any) -> None:
        if away:
            raise away.pop()
        settle(*given)

    monkeypatch.setattr(outbox, "_settle", fails_twice)
    monkeypatch.setattr(outbox, "_PAUSES", (0.01, 0.01))
    with open_sink() as sink:
        answer(Cast(), tickets()[0])
        run_mail_jobs_at(sink, settings, minutes=1)
        assert (len(sink.mails), away, outgoing()[0].state) == (1, [], OutState.SENT)
        run_mail_jobs_at(sink, settings, minutes=outbox.LEASE.total_seconds() / 60 + 1)
        assert len(sink.mails) == 1


def run_mail_jobs_at(sink: Sink, settings: object, *, minutes: float) -> None:
    """The sweep and what it finds, some minutes from now."""
    server = {"host": "127.0.0.1", "port": sink.port, "security": "none", "username": "", "password": ""}
    settings.SMTP_SERVER = server  # type: ignore[attr-defined]
    with clock.travel(clock.now() + timedelta(minutes=minutes)):
        jobs.sweep(timestamp=0)
        run_mail_jobs()


def test_the_worker_process_reads_what_was_stored(stage: str) -> None:
    for number in range(12):
        intake.store(envelope(letter(f"Mail {number} sobre el altavoz.")))
    with child("from relevo.config import serving\nserving.worker(wait=False)", stage) as process:
        _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert sorted(ticket.number for ticket in tickets()) == list(range(1001, 1013))
    assert {raw.attempts for raw in raws()} == {0}
