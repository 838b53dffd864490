"""What happens to desks."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from relevo.core.actor import Actor
from relevo.desks.models import Desk
from relevo.events.record import record
from relevo.organizations.models import Organization

CHANGEABLE = frozenset(
    {"name", "hue", "zone", "working_language", "languages", "topics", "terms", "engines", "tone"}
)
"""Fields of a desk that its client may change at any time."""


@transaction.atomic
def create_desk(client: Organization, *, name: str, slug: str, key: str, actor: Actor, **fields: Any) -> Desk:
    """Open a desk for a client. ``fields`` are those in ``CHANGEABLE``; the zone defaults to the client's."""
    actor.require("desk.manage", client)
    _refuse_unknown(fields)
    fields.setdefault("zone", client.zone)
    desk = Desk.objects.create(client=client, name=name, slug=slug, key=key.upper(), **fields)
    record("desk.created", actor=actor, client_id=client.pk, subject_id=desk.pk)
    return desk


@transaction.atomic
def change_desk(desk: Desk, *, actor: Actor, **fields: Any) -> Desk:
    """Change a desk's settings; only fields in ``CHANGEABLE``."""
    actor.require("desk.manage", desk)
    _refuse_unknown(fields)
    for name, value in fields.items():
        setattr(desk, name, value)
    desk.full_clean()
    desk.save(update_fields=list(fields))
    record("desk.changed", actor=actor, client_id=desk.client_id, subject_id=desk.pk,
           facts={"fields": sorted(fields)})  # fmt: skip
    return desk


def _refuse_unknown(fields: dict[str, Any]) -> None:
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"not a changeable field of a desk: {', '.join(sorted(unknown))}")
