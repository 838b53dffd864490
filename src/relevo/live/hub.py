"""One listening connection per process, any number of open screens."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from asyncio import AbstractEventLoop
from collections import deque
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connections

from relevo.core.clock import now
from relevo.events.record import CHANNEL
from relevo.live import news
from relevo.live.news import News

log = logging.getLogger(__name__)

SLACK = timedelta(seconds=2)
"""A page looked at the database some time before the moment that it names."""

CLOSING: News = {"kind": "closing"}
"""What a reader finds in its queue when this process ends."""

_FULL = 200  # news kept for a slow reader; past that it is told to fetch everything again
_KEPT = 500  # news remembered for pages that were made a moment ago
_PAUSE = 2.0  # seconds before the listener tries the database again
_LINGER = 60.0  # seconds for which it listens on without a reader: between two pages there is none


class Hub:
    """Listens to PostgreSQL while somebody is subscribed, and hands each announcement to every subscriber."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[News | None]] = set()
        self._listener: asyncio.Task[None] | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._awake_since: datetime | None = None
        self._recent: deque[tuple[datetime, News]] = deque(maxlen=_KEPT)
        self._closing = False

    @contextlib.asynccontextmanager
    async def subscribed(self, since: datetime | None = None) -> AsyncIterator[asyncio.Queue[News | None]]:
        """A queue of announcements, those after ``since`` first; None in it means that some may have been missed."""
        queue: asyncio.Queue[News | None] = asyncio.Queue(_FULL)
        for heard in self._after(since):
            queue.put_nowait(heard)
        if self._closing:
            queue.put_nowait(CLOSING)
        self._queues.add(queue)
        self._wake()
        try:
            yield queue
        finally:
            self._queues.discard(queue)
            if not self._queues:
                self._rest = asyncio.get_running_loop().call_later(_LINGER, self._sleep)

    def close(self) -> None:
        """Send every reader away, those who come now too; call it in the hub's loop."""
        self._closing = True
        self._tell(CLOSING)

    def _after(self, since: datetime | None) -> list[News | None]:
        if self._awake_since is None:
            return []  # the listener will say so itself, as soon as it hears anything
        begins = self._awake_since
        if len(self._recent) == _KEPT:
            begins = max(begins, self._recent[0][0])
        if since is None or since - SLACK < begins:
            return [None]
        missed: list[News | None] = [heard for at, heard in self._recent if at >= since - SLACK]
        return missed if len(missed) < _FULL else [None]

    def _wake(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())

    def _sleep(self) -> None:
        if self._listener is not None and not self._queues:
            self._listener.cancel()
            self._listener = None
            self._forget()

    def _forget(self) -> None:
        self._awake_since = None
        self._recent.clear()

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError) as error:
                self._forget()
                log.warning("live: the database does not answer, trying again: %s", error)
                await asyncio.sleep(_PAUSE)

    async def _hear(self) -> None:
        async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._awake_since = now()
            self._tell(None)
            async for notify in connection.notifies():
                if (heard := news.read(notify.payload)) is not None:
                    self._recent.append((now(), heard))
                    self._tell(heard)

    def _tell(self, heard: News | None) -> None:
        for queue in self._queues:
            if not queue.full():
                queue.put_nowait(heard)
                continue
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(None)


def _parameters() -> dict[str, Any]:
    parameters = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context", "pool"):
        parameters.pop(name, None)
    return parameters


_hubs: WeakKeyDictionary[AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
