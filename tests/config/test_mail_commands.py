"""``relevo mail …`` as an operator types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from relevo.channels.mail.doors import intake
from relevo.channels.mail.jobs import park
from relevo.channels.mail.models import RawMail, RawState
from relevo.config import mail_parking
from relevo.config.cli import app
from relevo.core.actor import system
from relevo.core.scope import acting
from tests.cast import Cast
from tests.channels.mail.postbox import SUPPORT, envelope, run_mail_jobs

LETTER = b"From: Jorge Molina <jorge@molina.example>\r\nSubject: Hola\r\n\r\nNo enciende \xe2\x9c\x93\r\n"


def relevo(*arguments: str, stdin: bytes = b"") -> SimpleNamespace:
    done = CliRunner().invoke(app, ["mail", *arguments], input=stdin)
    return SimpleNamespace(code=done.exit_code, out=done.stdout, err=done.stderr)


def test_parse_prints_one_json_object_with_every_promised_field(tmp_path: Path) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(LETTER)
    told = relevo("parse", str(file))
    assert told.out.count("\n") == 1
    found = json.loads(told.out)
    assert set(found) == {
        "subject", "from_addr", "from_name", "to", "cc", "text", "reply", "html", "attachments", "message_id",
        "in_reply_to", "references", "date", "auto_submitted", "charset_guesses", "notices",
    }  # fmt: skip
    assert (found["subject"], found["from_addr"], found["reply"]) == (
        "Hola",
        "jorge@molina.example",
        "No enciende ✓",
    )
    assert relevo("parse", "-", stdin=LETTER).out == told.out


def test_parse_needs_no_database_no_settings_and_little_time(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C"}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-m", "relevo.config.cli", "mail", "parse", "-"], input=LETTER, capture_output=True,
        check=True, env=environment, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout)["from_name"] == "Jorge Molina"
    assert list(tmp_path.iterdir()) == []


def test_parse_says_what_file_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from relevo.config.env import Misconfigured

    done = CliRunner().invoke(app, ["mail", "parse", str(tmp_path / "none.eml")])
    assert isinstance(done.exception, Misconfigured)
    assert "No such file" in str(done.exception)


@pytest.fixture
def parked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> int:
    """A mail of Auralis that could not be read; its number."""
    intake.store(envelope(LETTER))
    with acting(cast.everywhere):
        raw = RawMail.objects.get()
        park(raw.pk, "crash", actor=system(raw.client_id))
    # The owner's connection cannot see into this test's transaction.
    monkeypatch.setattr(RawMail.objects, "using", lambda alias: RawMail.objects.all())
    return raw.pk


def test_parked_mail_is_listed_and_read_again(cast: Cast, parked: int) -> None:
    with acting(cast.everywhere):
        [mail] = mail_parking.parked_mails()
        assert (mail.pk, mail.note, mail.mailbox.address) == (parked, "crash", SUPPORT)
        assert mail_parking.replay_parked([parked, 999_999]) == (1, [999_999])
        assert mail_parking.parked_mails() == []
        assert mail_parking.replay_parked([parked]) == (0, [parked])
    run_mail_jobs("mail.digest")
    with acting(cast.everywhere):
        assert RawMail.objects.get().state == RawState.DIGESTED


def test_all_parked_mail_is_read_again(cast: Cast, parked: int) -> None:
    with acting(cast.everywhere):
        assert mail_parking.replay_parked(None) == (1, [])


def test_fetching_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from relevo.config import serving

    calls: list[str] = []
    monkeypatch.setattr(serving, "fetch", lambda: calls.append("fetch"))
    assert relevo("fetch").code == 0
    assert calls == ["fetch"]


def test_an_installation_names_its_registrations(monkeypatch: pytest.MonkeyPatch) -> None:
    from relevo.config import env

    monkeypatch.setenv("RELEVO_GOOGLE_CLIENT", "an-id:a:secret")
    monkeypatch.setenv("RELEVO_MICROSOFT_CLIENT", "no secret")
    assert env.oauth_clients() == {"google": {"id": "an-id", "secret": "a:secret"}}


def test_replay_wants_to_know_which() -> None:
    for arguments in ((), ("3", "--all")):
        done = CliRunner().invoke(app, ["mail", "replay", *arguments])
        assert "Say which mails" in str(done.exception)


def test_receive_answers_with_an_exit_code_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("relevo.config.mail_commands.env.use_running_server", fail)
    told = relevo("receive", SUPPORT, stdin=LETTER)
    assert told.code == os.EX_TEMPFAIL
    assert "secret" not in told.err + told.out
