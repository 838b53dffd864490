"""What the database lets the current work see.

Every request, job and stream states its scope to PostgreSQL inside its transaction; row-level
security refuses every other row even where a query forgets its filter (DESIGN.md section 4).
Without a scope nothing is visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.db import connection, transaction
from psycopg.pq import TransactionStatus


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids that open the wall.

    organizations: firms whose own rows are visible (a client sees all of its desks).
    engagements: engagements whose tickets are visible (what a provider was handed).
    user_id: the signed-in person, who may always find her own memberships.
    """

    organizations: frozenset[int] = frozenset()
    engagements: frozenset[int] = frozenset()
    user_id: int | None = None


NOWHERE = Scope()


class Scoped(Protocol):
    """Anything that knows its scope, an actor for instance."""

    @property
    def scope(self) -> Scope:
        """The scope to work in."""
        ...


@contextmanager
def acting(who: Scoped | Scope) -> Iterator[None]:
    """Run one transaction in the scope of ``who``; the scope that held before comes back afterwards.

    Nested uses join the outer transaction as a savepoint. An exception rolls back both the writes
    and the scope. In the scope that holds already there is nothing to do: it is simply gone on.
    """
    scope = who if isinstance(who, Scope) else who.scope
    nested = connection.in_atomic_block
    before = current() if nested else NOWHERE
    if nested and scope == before:
        yield
        return
    try:
        with transaction.atomic():
            _state(scope)
            yield
            if nested:
                _state(before)
    finally:
        # The end of the transaction, or the rollback to the savepoint, has reset PostgreSQL's side.
        connection.relevo_scope = before  # type: ignore[attr-defined]
        if not nested and getattr(connection, "relevo_lent", False):
            connection.close()


@contextmanager
def lending() -> Iterator[None]:
    """In here each outermost ``acting`` gives the connection back to the pool at its end.

    For work that waits for somebody else between two transactions: a process has a dozen connections, and one that a
    waiting thread holds is lost to all others for as long as a stranger's server likes.
    """
    before = getattr(connection, "relevo_lent", False)
    connection.relevo_lent = True  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.relevo_lent = before  # type: ignore[attr-defined]


@contextmanager
def looking(who: Scoped | Scope) -> Iterator[None]:
    """Read in the scope of ``who`` inside a transaction, and go on in the scope that held before.

    Cheaper than ``acting`` by a savepoint, which nothing needs that writes nothing.
    """
    before = current()
    _state(who if isinstance(who, Scope) else who.scope)
    try:
        yield
    finally:
        if connection.connection.info.transaction_status == TransactionStatus.INTRANS:
            _state(before)
        else:  # broken: its end, or the way back to a savepoint, resets PostgreSQL's side
            connection.relevo_scope = before  # type: ignore[attr-defined]


def current() -> Scope:
    """The scope that holds on this thread's connection now."""
    return getattr(connection, "relevo_scope", NOWHERE)


def _state(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('relevo.organizations', %s, true),"
            " set_config('relevo.engagements', %s, true), set_config('relevo.user', %s, true)",
            [
                _array(scope.organizations),
                _array(scope.engagements),
                _array(scope.user_id and [scope.user_id]),
            ],
        )
    connection.relevo_scope = scope  # type: ignore[attr-defined]


def _array(ids: Iterable[int] | int | None) -> str:
    return "{" + ",".join(str(int(i)) for i in sorted(ids or ())) + "}"  # type: ignore[arg-type]
