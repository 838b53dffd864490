"""The secret behind this installation's mail tokens, and the tokens of our own tickets and messages."""

from __future__ import annotations

import hmac
import re
from typing import get_args

from django.conf import settings

from relevo.channels.mail import addresses, tokens
from relevo.channels.mail.tokens import Purpose, TicketReference
from relevo.tickets.models import Message

_NONCE_BITS = 0xFFFF_FFFF
_LIKE_OURS = re.compile(r"(?:b-)?([0-9a-z]{36,48})")


def token_for(message: Message, desk_id: int) -> str:
    """The token that every mail carrying ``message`` bears; always the same one."""
    return token_of(desk_id, ticket_id=message.ticket_id, nonce=nonce_of(message.pk))


def token_of(desk_id: int, *, ticket_id: int, nonce: int, purpose: Purpose = "reply") -> str:
    """A token of a desk; ``nonce`` tells what it was issued for."""
    return tokens.issue(_secret(), desk_id=desk_id, ticket_id=ticket_id, nonce=nonce, purpose=purpose)


def reference(token: str, desk_id: int, purpose: Purpose = "reply") -> TicketReference | None:
    """What a token of *this desk* refers to; None for every other string."""
    found = tokens.read(_secret(), token, purpose=purpose)
    return found if found is not None and found.desk_id == desk_id else None


def forged(address: str) -> bool:
    """Whether an address bears what looks like a reply token or a return path of ours, and none that we have issued."""
    found = _LIKE_OURS.fullmatch(addresses.normal(address).rpartition("@")[0].partition("+")[2])
    if found is None:
        return False
    return all(tokens.read(_secret(), found[1], purpose=purpose) is None for purpose in get_args(Purpose))


def nonce_of(row_id: int) -> int:
    """The part of a message's or a mail's id that its tokens hold."""
    return row_id & _NONCE_BITS


def _secret() -> bytes:
    """Derived, so that a leaked token key opens nothing else."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"relevo mail tokens", "sha256")
