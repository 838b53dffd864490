"""``record``: the one way in which an event comes to be, and what happens with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.events.chain import link_hash
from relevo.events.kinds import KINDS
from relevo.events.models import Chain, Event
from relevo.events.subscribers import tell

CHANNEL = "relevo_live"
"""PostgreSQL notification channel that open screens listen to; the trigger in ``0002_wall.py`` names it too."""


def record(
    kind: str,
    *,
    actor: Actor,
    client_id: int | None = None,
    engagement_id: int | None = None,
    ticket_id: int | None = None,
    subject_id: int | None = None,
    private_to: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Record one fact inside the caller's transaction, link it into its engagement's chain, tell subscribers.

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
    if engagement_id is not None and private_to is None:
        _link(event, engagement_id)
    event.save(force_insert=True)  # a trigger announces it to open screens on commit
    tell(event)
    return event


def open_chain(*, engagement_id: int, client_id: int, provider_id: int) -> None:
    """Begin the record of a new engagement."""
    Chain.objects.create(engagement_id=engagement_id, client_id=client_id, provider_id=provider_id)


def _link(event: Event, engagement_id: int) -> None:
    chain = Chain.objects.select_for_update().get(engagement_id=engagement_id)
    event.position, event.previous_hash = chain.length + 1, chain.head
    event.hash = link_hash(event, position=event.position, previous_hash=event.previous_hash)
    chain.length, chain.head = event.position, event.hash
    chain.save(update_fields=["length", "head"])
