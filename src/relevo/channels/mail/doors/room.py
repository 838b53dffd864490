"""Memory for the mails that a receiver holds at a time."""

from __future__ import annotations

from collections import Counter

from relevo.channels.mail.judging.peers import public


class Room:
    """So many bytes for all connections together; used from one thread alone.

    One address of the open internet gets half of them, so that a single stranger does not take them all.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._taken: Counter[str] = Counter()

    def take(self, peer: str, size: int) -> bool:
        """Take so many bytes more for a peer, if they are there for it."""
        own = self._taken[peer] + size
        if self._taken.total() + size > self._size or (own > self._size // 2 and public(peer)):
            return False
        self._taken[peer] = own
        return True

    def give_back(self, peer: str, size: int) -> None:
        """Leave them to others."""
        self._taken[peer] -= size
        if not self._taken[peer]:
            del self._taken[peer]
