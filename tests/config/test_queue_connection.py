"""The worker's connections to its queue: no more round trips than needed, and none that a restart has left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from psycopg import AsyncConnection, AsyncCursor
from psycopg._connection_base import BaseConnection

from relevo.config.queue_connection import connector

pytestmark = pytest.mark.usefixtures("own_database")


def on_a_connector(work: Callable[[Any], Awaitable[list[Any]]]) -> list[Any]:
    """What the work gives, on an open connector."""

    async def run() -> list[Any]:
        ours = connector()
        await ours.open_async()
        try:
            return await work(ours)
        finally:
            await ours.close_async()

    return asyncio.run(run())


def test_a_statement_is_one_round_trip(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    execute, command = AsyncCursor.execute, BaseConnection._exec_command

    async def asked(self: Any, query: Any, *rest: Any, **named: Any) -> Any:
        sent.append(query)
        return await execute(self, query, *rest, **named)

    def commanded(self: Any, query: Any, *rest: Any, **named: Any) -> Any:
        sent.append(query)
        return (yield from command(self, query, *rest, **named))

    async def work(ours: Any) -> list[Any]:
        await ours.execute_query_all_async("SELECT 0")
        monkeypatch.setattr(AsyncCursor, "execute", asked)
        monkeypatch.setattr(BaseConnection, "_exec_command", commanded)
        return [await ours.execute_query_all_async("SELECT 1 AS one") for _ in range(3)]

    assert on_a_connector(work) == [[{"one": 1}]] * 3
    assert sent == ["SELECT 1 AS one"] * 3


def test_a_connection_that_the_server_has_ended_is_not_used_again() -> None:
    async def work(ours: Any) -> list[Any]:
        async with ours.pool.connection() as one:
            pid = one.info.backend_pid
        async with await AsyncConnection.connect(one.info.dsn, password=one.info.password) as other:
            await other.execute("SELECT pg_terminate_backend(%s)", [pid])
        await asyncio.sleep(0.2)
        return [pid, *await ours.execute_query_all_async("SELECT pg_backend_pid() AS pid")]

    ended, now = on_a_connector(work)
    assert now["pid"] != ended
