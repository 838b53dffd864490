"""A password that is stored is only ever offered where it was given for.

Else whoever may change a mailbox, but does not know its password, would have it sent to a server of her own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from relevo.core.errors import RuleBroken

_STRENGTH: Final = {"none": 0, "starttls": 1, "tls": 2}


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """Where a password goes: to which server, as whom, by which way of signing in, and how well protected."""

    host: str
    port: int
    username: str
    security: str
    way: str = ""


def refuse_moving(stored: SecretPlace, wanted: SecretPlace) -> None:
    """Raises ``RuleBroken`` unless a password that was given for one place may be used at the other as well."""
    same = (stored.host, stored.port, stored.username, stored.way) == (
        wanted.host, wanted.port, wanted.username, wanted.way,
    )  # fmt: skip
    weaker = _STRENGTH.get(wanted.security, 0) < _STRENGTH.get(stored.security, 0)
    if weaker or not same:
        raise RuleBroken(
            _(
                "The stored password was given for another server, port or user, or for a better protected connection."
                " Type the password again."
            )
        )
