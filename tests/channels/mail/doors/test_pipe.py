"""``relevo mail receive``: mail on standard input, answered by the exit code alone."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.pipe import receive
from tests.channels.mail.postbox import HELP, SUPPORT, letter, raws, run_mail_jobs, tickets
from tests.conftest import point_django_at


def take(raw: bytes, *recipients: str, mail_from: str | None = "jorge@molina.example") -> int:
    return receive(recipients, mail_from, io.BytesIO(raw))


@pytest.fixture
def stage(own_database: str) -> Iterator[str]:
    """A committed world."""
    yield own_database
    connection.close()


def test_a_mail_is_stored_for_all_its_recipients_and_the_answer_is_0(db: None) -> None:
    assert take(letter(), SUPPORT, HELP, "support+token@auralis.example") == os.EX_OK
    assert sorted((raw.rcpt_to, raw.door, raw.mail_from) for raw in raws()) == [
        (HELP, "pipe", "jorge@molina.example"),
        ("support+token@auralis.example", "pipe", "jorge@molina.example"),
    ]
    assert run_mail_jobs() == ["mail.digest"] * 2
    assert len(tickets()) == 2


def test_the_same_mail_again_is_0_and_one_mail(db: None) -> None:
    assert (take(letter(), SUPPORT), take(letter(), SUPPORT)) == (0, 0)
    assert len(raws()) == 1


@pytest.mark.parametrize(
    ("mail_from", "top", "path"),
    [
        ("<jorge@molina.example>", b"", "jorge@molina.example"),
        ("<>", b"", ""),
        ("MAILER-DAEMON", b"", ""),
        ("", b"", ""),
        (None, b"Return-Path: <bounces@molina.example>\r\n", "bounces@molina.example"),
        (None, b"Return-Path: <>\r\n", ""),
        (None, b"Return-Path: <MAILER-DAEMON>\r\n", ""),
        (None, b"", "jorge@molina.example"),
    ],
)
def test_the_return_path_is_what_was_given_or_what_the_mail_says(
    db: None, mail_from: str | None, top: bytes, path: str
) -> None:
    assert take(top + letter(), SUPPORT, mail_from=mail_from) == 0
    assert raws()[0].mail_from == path


def test_the_first_line_of_an_mbox_file_is_no_part_of_the_mail(db: None) -> None:
    assert take(b"From jorge@molina.example Sun Nov 22 03:00:00 2026\n" + letter(), SUPPORT) == 0
    assert bytes(raws()[0].raw) == letter()


@pytest.mark.parametrize(
    ("raw", "recipients", "code"),
    [
        (letter(), [], os.EX_USAGE),
        (b"", [SUPPORT], os.EX_DATAERR),
        (b"\r\n \r\n", [SUPPORT], os.EX_DATAERR),
        (letter("x" * 3000), [SUPPORT], os.EX_DATAERR),
        (letter(), ["nobody@auralis.example"], os.EX_NOUSER),
        (letter(), [SUPPORT, "nobody@auralis.example"], os.EX_NOUSER),
        (letter(), ["not an address"], os.EX_NOUSER),
    ],
)
def test_what_will_never_be_taken_is_said_and_nothing_is_stored(
    db: None, settings: object, caplog: pytest.LogCaptureFixture, raw: bytes, recipients: list[str], code: int
) -> None:
    settings.MAIL_SIZE_LIMIT = 2000  # type: ignore[attr-defined]
    with caplog.at_level(logging.WARNING):
        assert take(raw, *recipients) == code
    assert raws() == []
    assert caplog.text.count("\n") == 1


def test_a_mail_of_exactly_the_limit_is_taken(db: None, settings: object) -> None:
    settings.MAIL_SIZE_LIMIT = len(letter())  # type: ignore[attr-defined]
    assert take(letter(), SUPPORT) == 0


@pytest.mark.parametrize("error", [KeyError("x"), ValueError("x"), MemoryError(), OSError("x")])
def test_a_mistake_of_ours_makes_the_mail_server_keep_the_mail(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def fail(envelope: object) -> None:
        raise error

    monkeypatch.setattr(intake, "store", fail)
    assert take(letter(), SUPPORT) == os.EX_TEMPFAIL
    assert "Traceback" not in caplog.text


def test_fault_13_a_database_that_is_away_makes_the_mail_server_keep_the_mail(stage: str) -> None:
    point_django_at("relevo_is_away")
    assert take(letter(), SUPPORT) == os.EX_TEMPFAIL
    point_django_at(stage)
    assert take(letter(), SUPPORT) == 0


def test_the_command_answers_with_its_exit_code_and_no_traceback(stage: str) -> None:
    def run(*words: str, database: str = stage, raw: bytes = letter()) -> tuple[int, str]:
        url = make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=database)
        done = subprocess.run(
            [sys.executable, "-m", "relevo.config.cli", "mail", "receive", *words], input=raw, capture_output=True,
            check=False, env=os.environ | {"DATABASE_URL": url, "PYTHONPATH": "src"}, timeout=120,
        )  # fmt: skip
        return done.returncode, (done.stdout + done.stderr).decode()

    assert run(SUPPORT, "--from", "jorge@molina.example") == (os.EX_OK, "")
    code, words = run("nobody@auralis.example")
    assert (code, "Traceback" in words) == (os.EX_NOUSER, False)
    code, words = run(SUPPORT, database="relevo_is_away")
    assert (code, "Traceback" in words) == (os.EX_TEMPFAIL, False)
    assert len(raws()) == 1
