"""The walls as SQL: they go up and come down again. What they let through is in ``tests/test_walls.py``."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db.migrations.operations import RunSQL
from psycopg.conninfo import make_conninfo

from relevo.core import walls


@pytest.fixture
def owner(own_database: str) -> Iterator[psycopg.Connection]:
    """The owner of the tables, with a table to try things on."""
    url = make_conninfo(os.environ["RELEVO_TEST_SERVER"], dbname=own_database)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE mine (id bigint PRIMARY KEY, client_id bigint, provider_id bigint,"
                           " engagement_id bigint, ticket_id bigint, desk_id bigint, customer_id bigint)")  # fmt: skip
        yield connection


def state(owner: psycopg.Connection) -> tuple[object, ...]:
    """What hangs on the table: policies, constraints, triggers, whether it is walled."""
    return tuple(
        owner.execute(sql).fetchall()  # type: ignore[arg-type]
        for sql in (
            "SELECT policyname, cmd FROM pg_policies WHERE tablename = 'mine' ORDER BY 1",
            "SELECT conname FROM pg_constraint WHERE conrelid = 'mine'::regclass AND contype = 'f' ORDER BY 1",
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'mine'::regclass AND NOT tgisinternal",
            "SELECT relrowsecurity FROM pg_class WHERE oid = 'mine'::regclass",
            "SELECT proname FROM pg_proc WHERE proname LIKE 'mine%'",
        )
    )


@pytest.mark.parametrize(
    ("operation", "policies", "constraints"),
    [
        (walls.wall("mine", "true"), ["mine_wall"], []),
        (walls.wall("mine", "true", written="false"), ["mine_seen", "mine_wall"], []),
        (walls.wall_like_ticket("mine"), ["mine_wall"], []),
        (walls.wall_between_firms("mine"), ["mine_wall"], []),
        (walls.wall_of_desk("mine"), ["mine_seen", "mine_wall"], []),
        (walls.belongs("mine", "ticket_id", "tickets_ticket"), [], ["mine_ticket_id_client_id"]),
        (walls.same_desk("mine", "customer_id", "customers_customer"), [], ["mine_customer_id_desk_id"]),
        (walls.of_engagement("mine"), [], ["mine_engagement_id_client_id", "mine_engagement_id_provider_id"]),
        (walls.append_only("mine"), [], []),
    ],
)
def test_a_wall_goes_up_and_comes_down(
    owner: psycopg.Connection, operation: RunSQL, policies: list[str], constraints: list[str]
) -> None:
    before = state(owner)
    owner.execute(str(operation.sql))
    assert [name for name, _command in state(owner)[0]] == policies  # type: ignore[misc,attr-defined]
    assert [name for (name,) in state(owner)[1]] == constraints  # type: ignore[misc,attr-defined]
    assert state(owner) != before
    owner.execute(str(operation.reverse_sql))
    assert state(owner) == before


@pytest.mark.parametrize("table", ["events_event", "commerce_charge"])
@pytest.mark.parametrize("command", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_attack_92_not_even_the_owner_changes_an_event_or_a_charge(
    owner: psycopg.Connection, table: str, command: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute(command.format(table))  # type: ignore[arg-type]
