"""Whom a receiver takes mail for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from relevo.channels.mail import addresses
from relevo.channels.mail.doors.guesses import Guesses
from relevo.channels.mail.judging.peers import public

_POSTMASTER: Final = "postmaster"

log = logging.getLogger(__name__)


class Unknown(Exception):
    """Nobody's address; the words are the answer to the sender."""


class Recipients:
    """The mailboxes of a receiver, as it asks for them; called from several threads at once.

    accepts: whether there is such a mailbox. forged: whether an address bears a token that only pretends to be ours;
    guesses: how many of those there may be. postmaster: the mailbox that gets what is for ``postmaster``, "" for none.
    """

    def __init__(
        self,
        accepts: Callable[[str], bool],
        *,
        postmaster: str,
        forged: Callable[[str], bool],
        guesses: Guesses,
    ) -> None:
        self._accepts = accepts
        self._postmaster = addresses.normal(postmaster)
        self._forged = forged
        self._guesses = guesses

    def find(self, address: str, sender: str, peer: str) -> str:
        """Which of our addresses is meant. Raises ``Unknown``, and what ``accepts`` raises.

        ``postmaster`` alone, or at a domain without a mailbox of that name, is the receiver's (RFC 5321, 4.5.1).
        """
        local, _, domain = address.strip().lower().partition("@")
        known = addresses.normal(address)
        if not known and (domain or local != _POSTMASTER):
            raise Unknown("550 5.1.3 Error: not a mail address")
        wanted = [known, self._postmaster if local == _POSTMASTER else ""]
        found = next((one for one in wanted if one and self._accepts(one)), "")
        if not found or self._guessed(found, sender, peer):
            raise Unknown("550 5.1.1 Error: no such mailbox here")
        return found

    def _guessed(self, known: str, sender: str, peer: str) -> bool:
        """Whether one reply address more that we never wrote is one too many. A single one may be a slip."""
        if not self._forged(known):
            return False
        keys = [f"from {sender}", *([f"peer {peer}"] if public(peer) else [])]
        enough = self._guesses.one_more(keys)
        if enough:
            log.warning("reply addresses are being guessed from %s", peer)
        return enough
