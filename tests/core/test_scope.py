"""A scope ends with its work, whatever happens; nothing of it is left on the connection for the next one.

What a scope lets through is in ``tests/test_walls.py``. These tests need real commits.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from relevo.core.scope import NOWHERE, Scope, acting, current, lending, looking
from relevo.events.subscribers import run_subscriber
from tests.cast import Cast


def ask(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return cursor.fetchall()


def desks() -> list[int]:
    return [row[0] for row in ask("SELECT client_id FROM desks_desk")]


def leftovers() -> dict[str, str]:
    names = ("organizations", "engagements", "user")
    return {
        name: value
        for name in names
        if (value := ask("SELECT current_setting(%s, true)", f"relevo.{name}")[0][0])
    }


def test_a_scope_ends_with_its_transaction_on_the_same_connection(own_database: str) -> None:
    carmen = Cast().actor("Carmen")
    with acting(carmen):
        assert desks() == [carmen.organization_id]
    assert leftovers() == {}
    assert desks() == []


def test_a_scope_ends_with_an_error_too(own_database: str) -> None:
    carmen = Cast().actor("Carmen")
    with pytest.raises(ZeroDivisionError), acting(carmen):
        raise ZeroDivisionError
    assert leftovers() == {}
    with pytest.raises(DatabaseError), acting(carmen):
        ask("SELECT 1/0")
    assert leftovers() == {}
    assert desks() == []


def test_looking_with_other_eyes_ends_with_the_look(own_database: str) -> None:
    cast = Cast()
    carmen, ilze = cast.actor("Carmen"), cast.actor("Ilze")
    with acting(carmen):
        with looking(ilze):
            assert (desks(), current()) == ([ilze.organization_id], ilze.scope)
        assert (desks(), current()) == ([carmen.organization_id], carmen.scope)
        with pytest.raises(ZeroDivisionError), looking(ilze):
            raise ZeroDivisionError
        assert (desks(), current()) == ([carmen.organization_id], carmen.scope)
        with pytest.raises(DatabaseError), transaction.atomic(), looking(ilze):
            ask("SELECT 1/0")
        assert (desks(), current()) == ([carmen.organization_id], carmen.scope)
    assert (leftovers(), current()) == ({}, NOWHERE)


@pytest.mark.parametrize("url", ["/console/", "/work/", "/work/AUR-1/", "/console/?desk=MAR"])
def test_a_request_leaves_no_scope_on_its_connection(own_database: str, url: str) -> None:
    client = Client()
    client.force_login(Cast().user("Carmen"))
    client.get(url)
    assert leftovers() == {}


def test_a_job_leaves_no_scope_on_its_connection(own_database: str) -> None:
    firm = Cast().desk("auralis").client_id
    with pytest.raises(KeyError):
        run_subscriber.func(event_id=1, subscriber="nobody", organization_id=firm)
    assert leftovers() == {}


def test_pooled_connections_carry_no_scope_from_one_work_to_the_next(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two firms in turn on a pool of one connection, one of them failing half-way."""
    actors = [Cast().actor(name) for name in ("Carmen", "Ilze")]
    connection.close()
    monkeypatch.setitem(
        connection.settings_dict["OPTIONS"], "pool", {"min_size": 1, "max_size": 1, "timeout": 5}
    )
    processes = set()
    try:
        for actor in actors * 2:
            with pytest.raises(ZeroDivisionError), acting(actor):
                assert desks() == [actor.organization_id]
                raise ZeroDivisionError
            processes |= {row[0] for row in ask("SELECT pg_backend_pid()")}
            assert leftovers() == {}
            assert desks() == []
            connection.close()  # back into the pool
    finally:
        connection.close_pool()
    assert len(processes) == 1


def test_work_that_waits_between_two_transactions_holds_no_connection(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pool of one connection, and somebody who waits for a stranger's server in the middle of her work."""
    carmen, ilze = (Cast().actor(name) for name in ("Carmen", "Ilze"))
    waiting, answered = Event(), Event()

    def work() -> list[int]:
        try:
            with lending():
                with acting(carmen):
                    before = desks()
                waiting.set()
                assert answered.wait(30)
                with acting(carmen):
                    return before + desks()
        finally:
            connection.close()

    connection.close()
    monkeypatch.setitem(
        connection.settings_dict["OPTIONS"], "pool", {"min_size": 1, "max_size": 1, "timeout": 3}
    )
    try:
        with ThreadPoolExecutor(1) as other:
            done = other.submit(work)
            try:
                assert waiting.wait(30)
                with acting(ilze):
                    assert desks() == [ilze.organization_id]
                connection.close()
            finally:
                answered.set()
            assert done.result() == [carmen.organization_id] * 2
    finally:
        connection.close()
        connection.close_pool()


def test_a_connection_is_lent_on_between_transactions_only(own_database: str) -> None:
    carmen = Cast().actor("Carmen")
    with lending():
        with transaction.atomic():
            with acting(carmen):
                assert desks() == [carmen.organization_id]
            assert connection.connection is not None
        with pytest.raises(ZeroDivisionError), acting(carmen):
            raise ZeroDivisionError
        assert connection.connection is None
    with acting(carmen):
        assert desks() == [carmen.organization_id]
    assert connection.connection is not None


def test_the_scope_that_holds_is_known_and_comes_back(own_database: str) -> None:
    mine, inner = Scope(organizations=frozenset({1})), Scope(organizations=frozenset({2}), user_id=3)
    assert current() == NOWHERE
    with acting(mine):
        assert current() == mine
        with acting(inner):
            assert current() == inner
        assert current() == mine
        with pytest.raises(ZeroDivisionError), acting(inner):
            raise ZeroDivisionError
        assert current() == mine
    assert current() == NOWHERE
