"""``record``: the one way in which an event comes to be, and what happens with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection
from psycopg.types.json import Jsonb

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.events.chain import link_hash
from relevo.events.kinds import KINDS
from relevo.events.models import Chain, Event
from relevo.events.subscribers import tell

CHANNEL = "relevo_live"
"""PostgreSQL notification channel that open screens listen to; the trigger in ``0002_wall.py`` names it too."""

# Written several times for each mail, so it is one statement: the head of the chain moves on if it is still where it
# was read, and the event is there if the head has moved.
_WRITTEN: Final = (
    "kind", "at", "actor_kind", "actor_label", "member_id", "organization_id", "client_id", "engagement_id",
    "ticket_id", "subject_id", "facts", "private_to", "position", "previous_hash", "hash",
)  # fmt: skip
_VALUES: Final = ", ".join(f"%({name})s" for name in _WRITTEN)
_INTO: Final = f"INSERT INTO events_event ({', '.join(_WRITTEN)})"
_ADD: Final = f"{_INTO} VALUES ({_VALUES}) RETURNING id"
_LINK: Final = (
    "WITH moved AS (UPDATE events_chain SET length = %(position)s, head = %(hash)s WHERE engagement_id ="  # noqa: S608
    " %(engagement_id)s AND length = %(length)s AND head = %(previous_hash)s RETURNING 1)"
    f" {_INTO} SELECT {_VALUES} FROM moved RETURNING id"
)
_HEAD: Final = "SELECT length, head FROM events_chain WHERE engagement_id = %s FOR UPDATE"


def record(  # noqa: PLR0913 - what a fact consists of
    kind: str,
    *,
    actor: Actor,
    client_id: int | None = None,
    engagement_id: int | None = None,
    ticket_id: int | None = None,
    subject_id: int | None = None,
    private_to: int | None = None,
    facts: Mapping[str, Any] | None = None,
    thing: Any = None,
) -> Event:
    """Record one fact inside the caller's transaction, link it into its engagement's chain, tell subscribers.

    thing: what the event is about, as the caller holds it: its row locked, and all changes saved.
    ``facts`` holds ids, codes and figures only: it is kept for ever and seen by both firms.
    Raises ``ValueError`` for a kind that is not in ``KINDS``.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of event: {kind}")
    event = Event(
        kind=kind, at=now(), actor_kind=actor.kind, actor_label=actor.label, member_id=actor.member_id,
        organization_id=actor.organization_id, client_id=client_id, engagement_id=engagement_id, ticket_id=ticket_id,
        subject_id=subject_id, private_to=private_to, facts=dict(facts or {}),
    )  # fmt: skip
    event.thing = thing
    if engagement_id is not None and private_to is None:
        _link(event, engagement_id)
    else:
        event.pk = _written(_ADD, event)
    event._state.adding = False  # noqa: SLF001 - it is in the database, as after ``save``
    tell(event)  # a trigger announces it to open screens on commit
    return event


def open_chain(*, engagement_id: int, client_id: int, provider_id: int) -> None:
    """Begin the record of a new engagement."""
    Chain.objects.create(engagement_id=engagement_id, client_id=client_id, provider_id=provider_id)


def _link(event: Event, engagement_id: int) -> None:
    """Add the event behind the chain's last one: where this connection saw it last, or else where it is now.

    Raises ``Chain.DoesNotExist`` when there is none in this scope.
    """
    heads: dict[int, tuple[int, str]] | None = getattr(connection, "relevo_chain_heads", None)
    if heads is None:
        connection.relevo_chain_heads = heads = {}  # type: ignore[attr-defined]
    if not (engagement_id in heads and _added(event, heads[engagement_id])):
        with connection.cursor() as cursor:
            cursor.execute(_HEAD, [engagement_id])
            head = cursor.fetchone()
        if head is None or not _added(event, head):
            raise Chain.DoesNotExist
    heads[engagement_id] = event.position or 0, event.hash


def _added(event: Event, head: tuple[int, str]) -> bool:
    length, event.previous_hash = head
    event.position = length + 1
    event.hash = link_hash(event, position=event.position, previous_hash=event.previous_hash)
    event.pk = _written(_LINK, event, length=length)
    return event.pk is not None


def _written(statement: str, event: Event, **more: int) -> int | None:
    values = {name: getattr(event, name) for name in _WRITTEN} | more
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"facts": Jsonb(event.facts)})
        row = cursor.fetchone()
        return row[0] if row else None
