"""Fetches from all IMAP accounts, each in a thread of its own, so that a server that stalls holds up nobody else.

One thread looks which accounts are due, starts their turns and renews their leases. With more accounts than places,
whoever has had half a minute makes room for who has waited longest. Several fetchers may run, on one machine or many:
the leases share the accounts out.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.db import DatabaseError, connection

from relevo.channels.mail.imap import leases
from relevo.channels.mail.imap.connection import PATIENCE, Patience
from relevo.channels.mail.imap.fetching import Memory, take_turn
from relevo.channels.mail.imap.leases import Lease
from relevo.core.ending import asked_to_end, until

PLACES: Final = 200
"""Accounts that one process fetches from at a time."""
GRACE: Final = 20.0
"""Seconds in which turns may end what they have begun; a turn cut off later loses nothing either."""
_BEAT: Final = 1.5  # seconds between two looks; a lease outlives four
_TURN: Final = 30.0  # seconds that a turn may last while others wait

log = logging.getLogger(__name__)


@dataclass
class _Place:
    """A turn that is being taken."""

    thread: threading.Thread | None = None
    lease: Lease | None = None
    begun: float = field(default_factory=time.monotonic)
    leave: bool = False


class Fetcher:
    """Runs in threads until it is stopped."""

    def __init__(self, *, patience: Patience = PATIENCE, places: int = PLACES) -> None:
        self.patience = patience
        self.free = places
        self._places: dict[int, _Place] = {}
        self._memories: dict[int, Memory] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._waiting = 0  # accounts that are due and have no place
        self._away = False  # the database
        self._thread = threading.Thread(target=self._watch, name="imap-fetcher", daemon=True)

    def start(self) -> None:
        """Begin to fetch."""
        self._thread.start()

    def stop(self, grace: float = GRACE) -> None:
        """Let the turns end within ``grace`` seconds."""
        self._stopping.set()
        self._thread.join()
        deadline = time.monotonic() + grace
        for place in list(self._places.values()):
            if place.thread is not None:
                place.thread.join(max(0.0, deadline - time.monotonic()))

    def _watch(self) -> None:
        try:
            while not self._stopping.is_set():
                self._look()
                self._stopping.wait(_BEAT)
        finally:
            connection.close()

    def _look(self) -> None:
        """Renew what we hold, and give places to those that wait."""
        try:
            held = [place.lease for place in list(self._places.values()) if place.lease is not None]
            lost, waiting = leases.renew(held), leases.due()
        except Exception as error:  # noqa: BLE001 - fetching must not end because the database is away
            connection.close()
            if not self._away:
                log.warning("IMAP: the database does not answer (%s); trying on", type(error).__name__)
            self._away = True
            return
        self._away = False
        for place in list(self._places.values()):
            place.leave = place.leave or (place.lease is not None and place.lease.account.pk in lost)
        strangers = [
            (client_id, account_id) for client_id, account_id in waiting if account_id not in self._places
        ]
        room = max(0, self.free - len(self._places))
        for client_id, account_id in strangers[:room]:
            self._begin(client_id, account_id)
        with self._lock:
            self._waiting = len(strangers[room:])

    def _begin(self, client_id: int, account_id: int) -> None:
        place = self._places[account_id] = _Place()
        place.thread = threading.Thread(
            target=self._turn, args=(place, client_id, account_id), name=f"imap-{account_id}", daemon=True
        )
        place.thread.start()

    def _turn(self, place: _Place, client_id: int, account_id: int) -> None:
        try:
            place.lease = leases.take(client_id, account_id)
            if place.lease is not None:
                memory = self._memories.setdefault(account_id, Memory())
                take_turn(place.lease, memory, self.patience, lambda: self._leaving(place))
        except DatabaseError as error:
            log.warning("IMAP account %s could not be taken (%s)", account_id, type(error).__name__)
        finally:
            connection.close()
            del self._places[account_id]

    def _leaving(self, place: _Place) -> bool:
        """Whether a turn shall end now; as many say yes for others' sake as others wait."""
        if place.leave or self._stopping.is_set():
            return True
        if self._waiting and time.monotonic() - place.begun > _TURN:
            with self._lock:
                place.leave = self._waiting > 0
                self._waiting -= place.leave
        return place.leave


@contextmanager
def running(fetcher: Fetcher | None = None) -> Iterator[None]:
    """Fetch in the background, for as long as this lasts."""
    fetcher = fetcher or Fetcher()
    fetcher.start()
    try:
        yield
    finally:
        fetcher.stop()


def run(fetcher: Fetcher | None = None) -> None:
    """Fetch until SIGTERM or SIGINT, then end what has begun."""
    with asked_to_end() as asked, running(fetcher):
        until(asked)
