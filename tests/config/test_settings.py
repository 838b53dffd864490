"""What the settings become in a given environment."""

from __future__ import annotations

import runpy
from typing import Any

import pytest

from relevo.config import settings as module
from relevo.config.env import APP_ROLE


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings anew, in an environment with these variables."""

    def read(**environment: str) -> dict[str, Any]:
        for name in (
            "RELEVO_PUBLIC_URL",
            "RELEVO_BEHIND_PROXY",
            "RELEVO_POOL",
            "RELEVO_DEMO",
            "RELEVO_HOSTS",
        ):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(module.__file__))

    return read


def test_an_address_with_tls_makes_cookies_secure(read: Any) -> None:
    made = read(RELEVO_PUBLIC_URL="https://desk.example/")
    assert made["PUBLIC_URL"] == "https://desk.example"
    assert made["SESSION_COOKIE_SECURE"]
    assert made["CSRF_COOKIE_SECURE"]
    assert made["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert made["CSRF_TRUSTED_ORIGINS"] == ["https://desk.example"]


def test_without_tls_they_still_reach_a_laptop(read: Any) -> None:
    made = read()
    assert not made["SESSION_COOKIE_SECURE"]
    assert made["SECURE_HSTS_SECONDS"] == 0


def test_attack_91_a_proxys_header_is_believed_only_when_one_is_there(read: Any) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in read()
    assert read(RELEVO_BEHIND_PROXY="yes")["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert not read(RELEVO_BEHIND_PROXY="yes")["USE_X_FORWARDED_HOST"]


def test_attack_93_nothing_is_explained_to_strangers(read: Any) -> None:
    made = read()
    assert made["DEBUG"] is False
    assert made["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert read(RELEVO_HOSTS="desk.example, www.desk.example")["ALLOWED_HOSTS"] == [
        "desk.example",
        "www.desk.example",
    ]


def test_the_application_is_never_the_owner(read: Any) -> None:
    databases = read()["DATABASES"]
    assert databases["default"]["USER"] == APP_ROLE != databases["owner"]["USER"]


def test_a_process_of_many_threads_shares_its_connections(read: Any) -> None:
    assert "pool" not in read()["DATABASES"]["default"]["OPTIONS"]
    pooled = read(RELEVO_POOL="1", RELEVO_POOL_SIZE="7")["DATABASES"]["default"]
    assert (pooled["OPTIONS"]["pool"]["max_size"], pooled["CONN_HEALTH_CHECKS"]) == (7, True)


def test_the_postmaster_is_whoever_the_installations_own_letters_come_from(read: Any) -> None:
    letters = "Relevo <help@mareko.example>"
    assert read(RELEVO_FROM=letters)["MAIL_POSTMASTER"] == "help@mareko.example"
    told = read(RELEVO_FROM=letters, RELEVO_POSTMASTER="support@auralis.example")
    assert told["MAIL_POSTMASTER"] == "support@auralis.example"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(read: Any) -> None:
    made = read()
    assert made["SESSION_COOKIE_HTTPONLY"]
    assert (made["SESSION_COOKIE_SAMESITE"], made["CSRF_COOKIE_SAMESITE"]) == ("Lax", "Lax")
    assert made["X_FRAME_OPTIONS"] == "DENY"
