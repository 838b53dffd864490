"""One listening connection per process, any number of open screens."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from django.db import connections

from relevo.events.record import CHANNEL
from relevo.live import news
from relevo.live.news import News

log = logging.getLogger(__name__)

_FULL = 200  # news kept for a slow reader; past that it is told to fetch everything again
_PAUSE = 2.0  # seconds before the listener tries the database again


class Hub:
    """Listens to PostgreSQL while somebody is subscribed, and hands each announcement to every subscriber."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[News | None]] = set()
        self._listener: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def subscribed(self) -> AsyncIterator[asyncio.Queue[News | None]]:
        """A queue of announcements; None in it means that some may have been missed."""
        queue: asyncio.Queue[News | None] = asyncio.Queue(_FULL)
        self._queues.add(queue)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            yield queue
        finally:
            self._queues.discard(queue)
            if not self._queues and self._listener is not None:
                self._listener.cancel()
                self._listener = None

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **_parameters(), autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._tell(None)
                    async for notify in connection.notifies():
                        if (heard := news.read(notify.payload)) is not None:
                            self._tell(heard)
            except (psycopg.Error, OSError) as error:
                log.warning("live: the database does not answer, trying again: %s", error)
                await asyncio.sleep(_PAUSE)

    def _tell(self, heard: News | None) -> None:
        for queue in self._queues:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                heard = None
            queue.put_nowait(heard)


def _parameters() -> dict[str, Any]:
    parameters = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context", "pool"):
        parameters.pop(name, None)
    return parameters


_hubs: dict[int, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop."""
    return _hubs.setdefault(id(asyncio.get_running_loop()), Hub())
