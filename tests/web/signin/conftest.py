"""The browser for the journey through the door, and passwords that are quick to check for everything else."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from relevo.organizations.models import User
from tests.browser import browser, chromium, open_page, page, site  # noqa: F401
from tests.cast import PASSWORD, Cast


@pytest.fixture
def cast(db: None, settings: Settings) -> Cast:
    """Everybody, with passwords that take no time: what is counted here is guesses, not seconds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.update(password=make_password(PASSWORD))
    return Cast()


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The half minute in which a code counts does not end in the middle of a test."""
    middle = time.time() // 30 * 30 + 15
    for reader in ("allauth.mfa.totp.internal.auth", "tests.web.signin.knocking"):
        monkeypatch.setattr(f"{reader}.time", SimpleNamespace(time=lambda: middle))


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for the commit happens within the request, as it does where views commit; a test never commits."""

    def at_once(then: Callable[[], None], **_: object) -> None:
        then()

    monkeypatch.setattr("django.db.transaction.on_commit", at_once)
