"""How a worker's loop speaks with the queue: one round trip for a job fetched, one for a job finished.

Procrastinate's own connector asks the server before each use of a connection whether it is still there, and puts each
of its single statements into a transaction: four round trips instead of one, eight for each job, which was a tenth of
what a mail cost.
"""

from __future__ import annotations

from typing import Any

from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from relevo.config.patience import calls


def connector() -> PsycopgConnector:
    """A connector to the application's database, for the loop of one worker."""
    return PsycopgConnector(
        kwargs=connector_params(), pool_factory=_pool, configure=_commit_each, min_size=1, max_size=4
    )


def _pool(**options: Any) -> AsyncConnectionPool:
    return AsyncConnectionPool(**options | {"check": _still_there})


async def _commit_each(connection: AsyncConnection[Any]) -> None:
    await connection.set_autocommit(True)


async def _still_there(connection: AsyncConnection[Any]) -> None:
    """Raise ``psycopg.OperationalError`` for a connection that a restarted server has left behind."""
    if calls(connection):
        await AsyncConnectionPool.check_connection(connection)
