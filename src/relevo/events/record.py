"""``record``: the one way in which an event comes to be, and what happens with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection
from psycopg.types.json import Jsonb

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.events.chain import around
from relevo.events.kinds import KINDS
from relevo.events.models import Chain, Event
from relevo.events.subscribers import tell

CHANNEL = "relevo_live"
"""PostgreSQL notification channel that open screens listen to; the trigger in ``0002_wall.py`` names it too."""

_WRITTEN: Final = (
    "kind", "at", "actor_kind", "actor_label", "member_id", "organization_id", "client_id", "engagement_id",
    "ticket_id", "subject_id", "facts", "private_to",
)  # fmt: skip
_VALUES: Final = ", ".join(f"%({name})s" for name in _WRITTEN)
_INTO: Final = f"INSERT INTO events_event ({', '.join(_WRITTEN)}, position, previous_hash, hash)"
_ADD: Final = f"{_INTO} VALUES ({_VALUES}, NULL, '', '') RETURNING id, position, previous_hash, hash"
# Written several times for each mail, so it is one statement: whoever writes into the same chain waits for the lock and
# then reads where the chain ends, and PostgreSQL hashes what ``chain.link_hash`` would.
_LINK: Final = f"""
WITH last AS (
    SELECT engagement_id, length, head FROM events_chain WHERE engagement_id = %(engagement_id)s FOR NO KEY UPDATE
), moved AS (
    UPDATE events_chain chain SET length = last.length + 1, head = encode(sha256(convert_to(
        %(before)s::text || (last.length + 1) || ',"previous_hash":"' || last.head || %(after)s::text, 'UTF8')), 'hex')
    FROM last WHERE chain.engagement_id = last.engagement_id
    RETURNING chain.length AS position, last.head AS previous_hash, chain.head AS hash
)
{_INTO} SELECT {_VALUES}, position, previous_hash, hash FROM moved RETURNING id, position, previous_hash, hash
"""  # noqa: S608 - names of columns alone


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
    Raises ``ValueError`` for a kind that is not in ``KINDS``, ``Chain.DoesNotExist`` for an engagement whose record is
    not in this scope.
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
        before, after = around(event)
        _write(event, _LINK, before=before, after=after)
    else:
        _write(event, _ADD)
    event._state.adding = False  # noqa: SLF001 - it is in the database, as after ``save``
    tell(event)  # a trigger announces it to open screens on commit
    return event


def open_chain(*, engagement_id: int, client_id: int, provider_id: int) -> None:
    """Begin the record of a new engagement."""
    Chain.objects.create(engagement_id=engagement_id, client_id=client_id, provider_id=provider_id)


def _write(event: Event, statement: str, **more: str) -> None:
    values = {name: getattr(event, name) for name in _WRITTEN} | more
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"facts": Jsonb(event.facts)})
        row = cursor.fetchone()
    if row is None:
        raise Chain.DoesNotExist
    event.pk, event.position, event.previous_hash, event.hash = row
