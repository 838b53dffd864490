"""Guesses that come at the same moment, on connections of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, connections
from django.test import Client
from pytest_django import Settings

from relevo.organizations.models import User
from tests.web.signin.knocking import sign_in

MATEO = "mateo@noctua.example"


def guess(_: int) -> str:
    """One guess, on this thread's connection."""
    try:
        return sign_in(Client(), MATEO, "guess").content.decode()
    finally:
        connections.close_all()


@pytest.mark.usefixtures("own_database")
def test_attack_72_guesses_that_come_at_once_are_counted_one_by_one(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    User.objects.filter(email=MATEO).update(password=make_password("something else"))
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(guess, range(18)))
    heard = sum("do not belong together" in answer for answer in answers)
    assert 1 <= heard <= 5
    assert sum("Too many attempts" in answer for answer in answers) == 18 - heard


@pytest.mark.usefixtures("own_database")
def test_the_counts_are_kept_by_the_role_that_owns_nothing() -> None:
    for _ in range(6):
        answer = sign_in(Client(), MATEO, "guess")
    assert "Too many attempts" in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, (SELECT tableowner FROM pg_tables WHERE tablename = 'core_cache')"
        )
        role, owner = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM core_cache")
        assert cursor.fetchone()[0] > 0
    assert role == "relevo_app"
    assert owner != role
