"""Which of a mail's addresses are ours: a mailbox, a colleague's, or one under the client's own domain.

Asked of the database in one question, whatever the scope: a partner's people are not the client's to list, yet their
names must not be borrowed either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from django.db import connection

from relevo.channels.mail import addresses

Standing = Literal["mailbox", "elsewhere", "colleague", "domain"]
"""mailbox: an address of the client's desks. elsewhere: of another client's. colleague: a member of the client or of a
firm that staffs its desks. domain: an address under the domain of one of the client's mailboxes."""

ASKED: Final = 60


def insiders(client_id: int, written: Iterable[str]) -> dict[str, Standing]:
    """The standing of those of the addresses that have one, by address without tag. At most 60 are looked at."""
    plain = list(dict.fromkeys(filter(None, map(addresses.without_tag, written))))[:ASKED]
    if not plain:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, standing FROM relevo_insiders(%s, %s)", [client_id, plain])
        return dict(cursor.fetchall())
