"""``relevo``: every command says what it does, and every failure that can be mended is one line that says how."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, ProgrammingError, connection
from psycopg.conninfo import make_conninfo
from typer.testing import CliRunner, Result

from relevo.config import cli, env, mail_commands, serving, starting
from relevo.config.cli import app
from relevo.config.env import Misconfigured
from tests.cast import Cast

COMMANDS = (
    "up",
    "demo",
    "web",
    "worker",
    "mail",
    "migrate",
    "check",
    "create-admin",
    "verify-record",
    "clock",
    "jobs",
    "calc",
)
AWAY = "postgresql://nobody@127.0.0.1:1/relevo"


def call(*arguments: str, **more: Any) -> Result:
    """A command in this process."""
    return CliRunner().invoke(app, list(arguments), **more)


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as an operator runs it."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("RELEVO_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "relevo.config.cli", *arguments], capture_output=True, text=True, timeout=60, check=False,
        env=clean | {"RELEVO_HOME": str(home), "PYTHONPATH": "src"} | environment,
    )  # fmt: skip


def test_help_names_every_command_that_an_operator_needs(tmp_path: Path) -> None:
    shown = run("--help", home=tmp_path)
    assert shown.returncode == 0
    assert all(command in shown.stdout for command in COMMANDS)
    assert "town" not in shown.stdout.replace("Let no demo", ""), "the demo starts that by itself"


@pytest.mark.parametrize("command", [*COMMANDS, "jobs list", "jobs retry"])
def test_every_command_says_what_it_does(command: str) -> None:
    shown = call(*command.split(), "--help")
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 3


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["migrate"], {"DATABASE_URL": AWAY}, "The database does not answer; look at DATABASE_URL."),
        (["jobs", "list"], {"DATABASE_URL": AWAY}, "The database does not answer"),
        (["jobs", "list"], {"DATABASE_URL": "mysql://x"}, "DATABASE_URL is not a PostgreSQL address"),
        (["check"], {"RELEVO_DEMO": "maybe"}, "RELEVO_DEMO must be yes or no, not 'maybe'."),
        (["check"], {"RELEVO_SMTP_URL": "zz"}, "RELEVO_SMTP_URL must look like"),
        (
            ["check"],
            {"RELEVO_SECRET_KEY_FILE": "/nowhere/key"},
            "RELEVO_SECRET_KEY_FILE: cannot read /nowhere/key",
        ),
        (["clock", "Mon 09:00"], {}, "No demo is running here."),
    ],
)
def test_what_an_operator_can_mend_is_one_line(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    ended = run(*arguments, home=tmp_path, **environment)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"relevo: {words}")
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "Traceback" not in ended.stdout + ended.stderr


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Misconfigured("Do this."), "Do this."),
        (OperationalError("first line\nsecond line"), "It said: first line"),
        (ProgrammingError("some other mistake"), None),
        (ValueError("no"), None),
    ],
)
def test_which_errors_can_be_mended(error: Exception, words: str | None) -> None:
    told = cli._to_mend(error)
    assert told is words or (told is not None and words is not None and told.endswith(words))


def test_tables_that_are_not_there_are_made_by_migrate(db: None) -> None:
    from django.db import transaction

    with pytest.raises(ProgrammingError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
    assert cli._to_mend(raised.value) == "The tables are not there yet. Run: relevo migrate"


def test_main_tells_on_standard_error_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise Misconfigured("Do this.")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "relevo: Do this.\n"


# -- each command hands on what it was given ------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the commands would have started."""
    calls: list[tuple[object, ...]] = []
    for module, name in ((starting, "up"), (serving, "web"), (serving, "worker"), (serving, "mail")):

        def note(*given: object, called: str = name, **more: object) -> None:
            calls.append((called, *given, *more.values()))

        monkeypatch.setattr(module, name, note)
    for module in (cli, mail_commands):
        monkeypatch.setattr(
            module, "require_free", lambda host, port, setting: calls.append((setting, host, port))
        )
    return calls


@pytest.mark.parametrize(
    ("command", "calls"),
    [
        ("up", [("up", "127.0.0.1", 8000, 2525, 2424)]),
        ("up --host 0.0.0.0 --port 1 --smtp-port 2 --lmtp-port 0", [("up", "0.0.0.0", 1, 2, 0)]),
        ("web --port 8080", [("--port", "127.0.0.1", 8080), ("web", "127.0.0.1", 8080)]),
        ("worker", [("worker", 4, True)]),
        ("worker --once --concurrency 2", [("worker", 2, False)]),
        ("mail serve", [("--smtp-port", "127.0.0.1", 2525), ("--lmtp-port", "127.0.0.1", 2424), ("mail", "127.0.0.1", 2525, 2424)]),
        ("mail serve --lmtp-port 0", [("--smtp-port", "127.0.0.1", 2525), ("--lmtp-port", "127.0.0.1", 0),
                                ("mail", "127.0.0.1", 2525, None)]),
    ],
)  # fmt: skip
def test_processes_start_with_what_was_asked_for(
    asked: list[tuple[object, ...]], command: str, calls: list[tuple[object, ...]]
) -> None:
    assert call(*command.split()).exit_code == 0
    assert asked == calls


def test_ports_may_stand_in_the_environment(asked: list[tuple[object, ...]]) -> None:
    given = {"RELEVO_PORT": "1", "RELEVO_SMTP_PORT": "2", "RELEVO_LMTP_PORT": "3"}
    assert call("up", env=given).exit_code == 0
    assert asked == [("up", "127.0.0.1", 1, 2, 3)]


def test_the_demo_and_its_town_start_with_what_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from relevo.demo import running, town

    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(running, "demo", lambda *given, **more: calls.append((*given, *more.values())))
    monkeypatch.setattr(town, "run", lambda home, **more: calls.append((home, *more.values())))
    assert call("demo", "--fresh", "--quiet-town", "--port", "1").exit_code == 0
    assert call("town", "--port", "5", "--receiver", "127.0.0.1", "--receiver-port", "6").exit_code == 0
    assert calls == [
        ("127.0.0.1", 1, 2525, 2424, True, True), (env.home() / "town", 5, ("127.0.0.1", 6), False),
    ]  # fmt: skip


def test_migrate_brings_up_to_date_and_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bool] = []
    monkeypatch.setattr("relevo.config.database.migrate", lambda *, progress: calls.append(progress))
    assert call("migrate").exit_code == 0
    assert calls == [True]


@pytest.mark.parametrize("serious", [True, False])
def test_check_ends_with_1_when_something_must_be_mended(
    monkeypatch: pytest.MonkeyPatch, serious: bool
) -> None:
    from relevo.config.checkup import Finding

    monkeypatch.setattr("relevo.config.checkup.findings", lambda: [Finding("This.", serious=serious)])
    shown = call("check")
    assert shown.exit_code == int(serious)
    assert ("must be mended  This." if serious else "note            This.") in shown.output
    assert ("Nothing must be mended." in shown.output) is not serious


def test_the_first_admin_is_asked_for_what_is_missing(cast: Cast) -> None:
    word = "a good long password"
    shown = call("create-admin", "ada@first.example", input=f"First\nAda\n{word}\n{word}\n")
    assert shown.exit_code == 0, shown.output
    assert "Ada can sign in as ada@first.example and is the admin of First." in shown.output
    assert word not in shown.output


def test_a_record_that_does_not_hold_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([(True, "holds"), (False, "does NOT hold")])
    monkeypatch.setattr("relevo.config.verifying.verify", lambda number, *, export, against: next(answers))
    good, bad = call("verify-record", "1"), call("verify-record", "1", "--export", "x", "--against", "y")
    assert (good.exit_code, good.output) == (0, "holds\n")
    assert (bad.exit_code, bad.output) == (1, "does NOT hold\n")


def test_the_demos_clock_is_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relevo.demo.clockwork.move", lambda when: f"It is {when}.")
    assert call("clock", "Mon 09:00").output == "It is Mon 09:00.\n"


def test_failed_jobs_are_listed_and_tried_again(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES"
            " ('events', 'coverage.tick', '{\"timestamp\": 7}', 'failed') RETURNING id"
        )
        job_id = cursor.fetchone()[0]
    listed = call("jobs", "list").output
    assert f"{job_id:8} " in listed
    assert "coverage.tick {'timestamp': 7}" in listed
    assert listed.endswith("1 failed.\n")
    assert call("jobs", "retry", str(job_id)).output == "Queued again.\n"
    assert call("jobs", "list").output == "0 failed.\n"
    refused = call("jobs", "retry", str(job_id))
    assert isinstance(refused.exception, Misconfigured)
    assert str(refused.exception) == f"There is no failed job {job_id}."


def test_a_failed_job_without_an_end_is_listed_too(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES"
            " ('events', 'coverage.tick', '{}', 'failed')"
        )
        cursor.execute("DELETE FROM procrastinate_events")
    listed = call("jobs", "list")
    assert listed.exit_code == 0, listed.exception
    assert listed.output.endswith("1 failed.\n")


def test_a_real_command_sees_a_real_database(own_database: str, tmp_path: Path) -> None:
    """The whole way, as an operator walks it, beside a running installation whose address is noted in its home."""
    (tmp_path / "database-url").write_text(
        make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=own_database), encoding="utf-8"
    )
    connection.close()
    ended = run("jobs", "list", home=tmp_path, RELEVO_SECRET_KEY=os.environ["RELEVO_SECRET_KEY"])
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "0 failed.\n", "")
