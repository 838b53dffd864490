"""``relevo check`` names what is misconfigured and says what to do."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Self

import pytest
from django.conf import settings
from django.db import connection, connections

from relevo.config import checkup
from relevo.config.checkup import Finding, findings
from tests.channels.mail.certificates import pem


@pytest.fixture(autouse=True)
def well_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation in which nothing is to be said."""
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://desk.example")
    monkeypatch.setattr(settings, "SMTP_SERVER", {"host": "mail.example", "port": 25})
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


def found() -> list[Finding]:
    return list(findings())


def texts() -> str:
    return " ".join(finding.text for finding in found())


def test_a_well_set_installation_has_nothing_to_be_said(own_database: str) -> None:
    assert found() == []


def test_a_role_that_passes_the_walls_is_serious(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(
        connection.settings_dict, "USER", connections["owner"].settings_dict.get("USER", "postgres")
    )
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "")
    try:
        [finding] = found()
    finally:
        connection.close()
    assert finding.serious
    assert "can pass the walls between firms" in finding.text
    assert "DATABASE_APP_URL" in finding.text


def test_tables_that_are_not_up_to_date_are_serious(own_database: str) -> None:
    import psycopg
    from psycopg.conninfo import make_conninfo

    with psycopg.connect(
        make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=own_database), autocommit=True
    ) as owner:
        owner.execute("DELETE FROM django_migrations WHERE app = 'commerce'")
    [finding] = found()
    assert (finding.serious, finding.text) == (True, "The tables are not up to date. Run: relevo migrate")


def test_a_database_that_does_not_answer_is_said_in_one_line(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    [finding] = found()
    assert finding.serious
    assert finding.text.startswith("The database does not answer (")
    assert "\n" not in finding.text


def test_an_old_postgresql_is_serious(monkeypatch: pytest.MonkeyPatch, own_database: str) -> None:
    class Cursor:
        rows = iter([(False, False, 0), ("140011",)])

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def execute(self, _sql: str) -> None:
            return None

        def fetchone(self) -> tuple[object, ...]:
            return next(self.rows)

    monkeypatch.setattr(
        checkup, "connections", {"default": type("Old", (), {"cursor": lambda self: Cursor()})()}
    )
    assert [finding.text for finding in checkup._role()] == [
        "PostgreSQL is older than 15; Relevo needs 15 or newer."
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PUBLIC_URL", "http://desk.example", "sign-in cookies travel unencrypted"),
        ("SMTP_SERVER", {"host": "127.0.0.1", "port": 25}, "set RELEVO_SMTP_URL"),
        ("SMTP_SERVER", {"host": "localhost", "port": 25}, "set RELEVO_SMTP_URL"),
    ],
)
def test_what_is_only_worth_knowing_is_a_note(
    own_database: str, monkeypatch: pytest.MonkeyPatch, name: str, value: object, words: str
) -> None:
    monkeypatch.setattr(settings, name, value)
    [finding] = found()
    assert not finding.serious
    assert words in finding.text


def test_no_engine_at_all_is_a_note(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(settings, "LIBRETRANSLATE_URL", "")
    assert "No translation engine is here" in texts()
    monkeypatch.setattr(settings, "LIBRETRANSLATE_URL", "http://127.0.0.1:5000")
    assert found() == []


def test_a_demo_is_not_told_about_its_addresses(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PUBLIC_URL", "http://127.0.0.1:8000")
    monkeypatch.setattr(settings, "DEMO", True)
    assert found() == []


@pytest.mark.parametrize(
    ("content", "said", "serious"),
    [
        (pem(), "ends on", False),
        (pem(expired=True), "ends on", True),
        (b"no certificate", "cannot be used", True),
        (None, "cannot be used", True),
    ],
    ids=["two days left", "expired", "nonsense", "missing"],
)
def test_a_certificate_that_mail_servers_will_refuse_is_told_and_one_that_they_refuse_now_is_serious(
    own_database: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    content: bytes | None,
    said: str,
    serious: bool,
) -> None:
    file = tmp_path / "mail.pem"
    if content is not None:
        file.write_bytes(content)
    for name in ("MAIL_CERTIFICATE", "MAIL_CERTIFICATE_KEY"):
        monkeypatch.setattr(settings, name, str(file))
    [finding] = (finding for finding in findings() if "CERTIFICATE" in finding.text)
    assert (said in finding.text, finding.serious) == (True, serious)
