"""The wall in the database, looked at with raw SQL as the application role."""

from __future__ import annotations

import pytest
from django.db import connection

from relevo.core.actor import system
from relevo.core.scope import Scope, acting
from tests.cast import Cast


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_attack_61_without_a_scope_nothing_is_visible(cast: Cast) -> None:
    assert count("desks_desk") == 0
    assert count("engagements_engagement") == 0


def test_a_client_sees_its_own_desk_alone(cast: Cast) -> None:
    with acting(cast.actor("Carmen")):
        assert count("desks_desk") == 1
        assert count("engagements_engagement") == 3
