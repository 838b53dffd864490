"""Whose turn it is at an IMAP account: a lease with a fence, so that one fetcher at a time stores its mail.

A lease runs out by itself when its fetcher dies or sleeps. Then another takes over under the next number; the old one
finds that number in the transaction in which it would store, and stores nothing. Threads hold a database connection
only while they are in here, and a few at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection
from django.db.models import F, Q

from relevo.channels.mail.doors.intake import own_connection
from relevo.channels.mail.models import ImapAccount
from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.scope import acting

LEASE: Final = timedelta(seconds=7)
"""How long an account waits for a fetcher that died; a living one renews it several times in that time."""

_connections = threading.BoundedSemaphore(8)
_RENEW = """
UPDATE mail_imapaccount SET leased_until = %s WHERE id IN (SELECT a.id FROM mail_imapaccount a
JOIN unnest(%s::bigint[], %s::bigint[]) AS mine (id, fence) ON a.id = mine.id AND a.fence = mine.fence
FOR UPDATE OF a SKIP LOCKED)
"""
_KEPT = """
SELECT a.id FROM mail_imapaccount a
JOIN unnest(%s::bigint[], %s::bigint[]) AS mine (id, fence) ON a.id = mine.id AND a.fence = mine.fence WHERE a.active
"""


class Overtaken(Exception):
    """Somebody else fetches this account now, or it was changed or switched off."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to fetch an account, as it was when it was taken. fence: the number under which it was."""

    account: ImapAccount
    fence: int

    @property
    def actor(self) -> Actor:
        """The machine, working for the account's client."""
        return system(self.account.client_id)


def due() -> list[tuple[int, int]]:
    """(client, account) of those that wait for a fetcher, the longest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_id, account_id FROM relevo_imap_due(%s)", [now()])
        return [(client_id, account_id) for client_id, account_id in cursor.fetchall()]


def take(client_id: int, account_id: int) -> Lease | None:
    """Lease an account, if it is due and free; one of several fetchers at once succeeds."""
    at = now()
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    with _at_database(), acting(system(client_id)):
        waiting = ImapAccount.objects.filter(free, pk=account_id, active=True, next_try_at__lte=at)
        if not waiting.update(fence=F("fence") + 1, leased_until=at + LEASE):
            return None
        account = ImapAccount.objects.select_related("mailbox").get(pk=account_id)
        return Lease(account, account.fence)


def renew(leases: Sequence[Lease]) -> set[int]:
    """Keep these leases; the ids of accounts that are somebody else's now. Those being stored to keep themselves."""
    if not leases:
        return set()
    ids, fences = [lease.account.pk for lease in leases], [lease.fence for lease in leases]
    with acting(system(*{lease.account.client_id for lease in leases})), connection.cursor() as cursor:
        cursor.execute(_RENEW, [now() + LEASE, ids, fences])
        cursor.execute(_KEPT, [ids, fences])
        return set(ids) - {account_id for (account_id,) in cursor.fetchall()}


@contextmanager
def holding(lease: Lease) -> Iterator[None]:
    """A transaction in which the account is ours to the end. Raises ``Overtaken`` when it is not any more."""
    with _at_database(), acting(lease.actor):
        change(lease, leased_until=now() + LEASE, last_fetch_at=now())
        yield


def settle(lease: Lease, **fields: object) -> None:
    """Write down how far the turn came, in a transaction of its own. Raises ``Overtaken``."""
    with _at_database(), acting(lease.actor):
        change(lease, **fields)


def change(lease: Lease, **fields: object) -> None:
    """Change the account's row, which stays locked to the transaction's end. Raises ``Overtaken``."""
    ours = ImapAccount.objects.filter(pk=lease.account.pk, fence=lease.fence, active=True)
    if not ours.update(**fields):
        raise Overtaken
    for name, value in fields.items():
        setattr(lease.account, name, value)


@contextmanager
def _at_database() -> Iterator[None]:
    with _connections, own_connection():
        yield
