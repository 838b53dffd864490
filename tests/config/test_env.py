"""The environment: typed, and every error names the variable and says what to do."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from relevo.config import env
from relevo.config.env import APP_ROLE, Misconfigured


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment of this test's own."""
    for name in (
        "DATABASE_URL",
        "DATABASE_APP_URL",
        "RELEVO_SECRET_KEY",
        "RELEVO_SMTP_URL",
        "RELEVO_X",
        "RELEVO_X_FILE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RELEVO_HOME", str(tmp_path))


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("1", True), ("true", True), (" YES ", True), ("on", True), ("0", False), ("False", False), ("no", False),
     ("OFF", False), ("", True), ("  ", True)],
)  # fmt: skip
def test_yes_and_no_in_any_case_and_else_the_default(
    monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool
) -> None:
    monkeypatch.setenv("RELEVO_X", value)
    assert env.flag("RELEVO_X", default=True) is meaning


def test_without_it_a_flag_is_off() -> None:
    assert env.flag("RELEVO_X") is False


def test_anything_else_is_neither_yes_nor_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVO_X", "maybe")
    with pytest.raises(Misconfigured, match="RELEVO_X must be yes or no, not 'maybe'"):
        env.flag("RELEVO_X")


@pytest.mark.parametrize(("value", "meaning"), [("7", 7), (" 8 ", 8), ("-1", -1), ("", 3)])
def test_a_whole_number(monkeypatch: pytest.MonkeyPatch, value: str, meaning: int) -> None:
    monkeypatch.setenv("RELEVO_X", value)
    assert env.number("RELEVO_X", 3) == meaning


@pytest.mark.parametrize("value", ["seven", "1.5", "1e3", "0x10"])
def test_anything_else_is_no_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RELEVO_X", value)
    with pytest.raises(Misconfigured, match="RELEVO_X must be a whole number"):
        env.number("RELEVO_X", 3)


def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVO_X", " a.example , ,b.example,")
    assert env.words("RELEVO_X") == ["a.example", "b.example"]
    monkeypatch.delenv("RELEVO_X")
    assert env.words("RELEVO_X", "one,two") == ["one", "two"]


def test_networks_are_read_and_what_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEVO_X", "192.0.2.7, 2001:db8::/32")
    assert [str(network) for network in env.networks("RELEVO_X")] == ["192.0.2.7/32", "2001:db8::/32"]
    monkeypatch.setenv("RELEVO_X", "mx.example")
    with pytest.raises(Misconfigured, match="RELEVO_X must list addresses or networks"):
        env.networks("RELEVO_X")


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("  s3cret\n", encoding="utf-8")
    monkeypatch.setenv("RELEVO_X_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("RELEVO_X", "the file goes first")
    assert env.text("RELEVO_X") == "s3cret"


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RELEVO_X_FILE", str(tmp_path / "missing"))
    with pytest.raises(Misconfigured, match=r"RELEVO_X_FILE: cannot read .*missing \(No such file"):
        env.text("RELEVO_X")


def test_the_home_is_where_it_says_or_var(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert env.home() == tmp_path.resolve()
    monkeypatch.delenv("RELEVO_HOME")
    monkeypatch.chdir(tmp_path)
    assert env.home() == (tmp_path / "var").resolve()


# -- the secret key -------------------------------------------------------------------------------------------------


def test_a_key_is_drawn_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = env.secret_key()
    assert len(first) > 50
    assert env.secret_key() == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_key_that_is_given_goes_first_and_none_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RELEVO_SECRET_KEY", "given")
    assert env.secret_key() == "given"
    assert list(tmp_path.iterdir()) == []


# -- the database ---------------------------------------------------------------------------------------------------


def test_an_address_becomes_settings_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:p%40ss@db.example:5433/relevo?sslmode=require")
    assert env.owner_database() == {
        "ENGINE": "django.db.backends.postgresql", "NAME": "relevo", "USER": "owner", "PASSWORD": "p@ss",
        "HOST": "db.example", "PORT": "5433", "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip


def test_without_an_address_it_is_the_server_in_the_home(tmp_path: Path) -> None:
    owner = env.owner_database()
    assert (owner["NAME"], owner["USER"], owner["HOST"]) == ("relevo", "postgres", str(tmp_path / "postgres"))


def test_the_application_connects_as_its_own_role_with_a_derived_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:secret@db.example/relevo")
    made = env.application_database("key")
    assert (made["USER"], made["NAME"], made["HOST"]) == (APP_ROLE, "relevo", "db.example")
    assert made["PASSWORD"] == env.application_password("key") != env.application_password("another key")
    assert len(made["PASSWORD"]) == 40


def test_the_application_s_role_may_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_APP_URL", "postgresql://mine:word@db.example/relevo")
    made = env.application_database("key")
    assert (made["USER"], made["PASSWORD"]) == ("mine", "word")


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "://", "postgresql://a b/c", "host=x bogus_option=1 dbname=y"]
)
def test_what_is_no_postgresql_address_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(Misconfigured, match="DATABASE_URL"):
        env.owner_database()


def test_an_address_without_a_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.example")
    with pytest.raises(Misconfigured, match="DATABASE_URL names no database"):
        env.owner_database()


def test_a_command_beside_a_running_installation_finds_its_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import os

    env.use_running_server()
    assert "DATABASE_URL" not in os.environ
    (tmp_path / "database-url").write_text("postgresql://x@/relevo\n", encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", "postgresql://given@/relevo")
    env.use_running_server()
    assert os.environ["DATABASE_URL"] == "postgresql://given@/relevo"
    monkeypatch.delenv("DATABASE_URL")
    env.use_running_server()
    assert os.environ["DATABASE_URL"] == "postgresql://x@/relevo"


# -- outgoing mail --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "host", "port", "security", "username", "password"),
    [
        ("", "127.0.0.1", 25, "none", "", ""),
        ("smtp://mail.example", "mail.example", 25, "none", "", ""),
        ("smtp://mail.example:2525", "mail.example", 2525, "none", "", ""),
        ("smtp+starttls://me:word@mail.example", "mail.example", 587, "starttls", "me", "word"),
        ("smtps://mail.example", "mail.example", 465, "tls", "", ""),
        (
            "smtps://me%40mail.example:p%40ss%3A@mail.example",
            "mail.example",
            465,
            "tls",
            "me@mail.example",
            "p@ss:",
        ),
        ("smtp://[::1]:25", "::1", 25, "none", "", ""),
    ],
)
def test_where_outgoing_mail_goes(
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    host: str,
    port: int,
    security: str,
    username: str,
    password: str,
) -> None:
    monkeypatch.setenv("RELEVO_SMTP_URL", url)
    assert env.smtp_server() == {
        "host": host, "port": port, "security": security, "username": username, "password": password,
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    ["mail.example", "http://mail.example", "smtp://", "smtp:25", "smtp://mail.example:port", "smtp://[::1"],
)
def test_what_is_no_mail_server_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("RELEVO_SMTP_URL", url)
    with pytest.raises(Misconfigured, match="RELEVO_SMTP_URL must look like"):
        env.smtp_server()


def test_keys_of_providers_that_sign_are_named_as_anymail_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RELEVO_WEBHOOK_SECRET", "RELEVO_WEBHOOK_KEYS"):
        monkeypatch.delenv(name, raising=False)
    assert env.anymail() == {}
    monkeypatch.setenv("RELEVO_WEBHOOK_SECRET", "door:a long secret")
    assert env.anymail() == {"WEBHOOK_SECRET": "door:a long secret"}
    monkeypatch.setenv("RELEVO_WEBHOOK_KEYS", "MAILGUN_WEBHOOK_SIGNING_KEY=abc=, MANDRILL_WEBHOOK_KEY=def")
    assert env.anymail() == {
        "WEBHOOK_SECRET": "door:a long secret",
        "MAILGUN_WEBHOOK_SIGNING_KEY": "abc=",
        "MANDRILL_WEBHOOK_KEY": "def",
    }
    for wrong in ("abc", "=abc"):
        monkeypatch.setenv("RELEVO_WEBHOOK_KEYS", wrong)
        with pytest.raises(Misconfigured, match="RELEVO_WEBHOOK_KEYS"):
            env.anymail()
