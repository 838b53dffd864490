"""The secret behind this installation's mail tokens, and the tokens of our own tickets and messages."""

from __future__ import annotations

import hmac

from django.conf import settings

from relevo.channels.mail import tokens
from relevo.channels.mail.tokens import Purpose, TicketReference
from relevo.tickets.models import Message

_NONCE_BITS = 0xFFFF_FFFF


def token_for(message: Message, desk_id: int, purpose: Purpose = "reply") -> str:
    """The token that a mail carrying ``message`` bears; always the same one."""
    return tokens.issue(
        _secret(), desk_id=desk_id, ticket_id=message.ticket_id, nonce=nonce_of(message.pk), purpose=purpose
    )


def reference(token: str, desk_id: int, purpose: Purpose = "reply") -> TicketReference | None:
    """What a token of *this desk* refers to; None for every other string."""
    found = tokens.read(_secret(), token, purpose=purpose)
    return found if found is not None and found.desk_id == desk_id else None


def nonce_of(message_id: int) -> int:
    """The part of a message's id that its tokens hold."""
    return message_id & _NONCE_BITS


def _secret() -> bytes:
    """Derived, so that a leaked token key opens nothing else."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"relevo mail tokens", "sha256")
