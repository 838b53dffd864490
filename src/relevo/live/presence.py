"""Who else has a ticket open, told without naming the other firm's people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.events.record import CHANNEL
from relevo.live.models import Presence
from relevo.organizations.models import Organization
from relevo.tickets.models import Ticket

FRESH = timedelta(seconds=45)
"""How long a sign of presence counts; open pages repeat it every 20 s."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else at the ticket. name: the colleague's, or the other firm's."""

    name: str
    typing: bool


def note(ticket: Ticket, *, typing: bool, actor: Actor) -> None:
    """Keep that the actor is at the ticket; colleagues' pages hear of it when something is new."""
    before = Presence.objects.filter(ticket=ticket, member_id=actor.as_member).first()
    news = before is None or before.typing != typing or before.seen_at < now() - FRESH
    Presence.objects.update_or_create(
        ticket=ticket, member_id=actor.as_member,
        defaults={"client_id": ticket.client_id, "organization_id": actor.own_firm,
                  "shown_name": actor.label, "typing": typing, "seen_at": now()},
    )  # fmt: skip
    if news:
        _announce(ticket)


def others(ticket: Ticket, *, actor: Actor) -> list[Other]:
    """Everybody else who is at the ticket now, those who type first; the other firm's people as their firm."""
    rows = Presence.objects.filter(ticket=ticket, seen_at__gte=now() - FRESH).exclude(
        member_id=actor.as_member
    )
    firms = dict(
        Organization.objects.filter(pk__in={row.organization_id for row in rows}).values_list("pk", "name")
    )
    found: dict[str, bool] = {}
    for row in rows:
        own = row.organization_id == actor.organization_id
        name = row.shown_name if own else firms.get(row.organization_id, "")
        if name:
            found[name] = found.get(name, False) or row.typing
    return [
        Other(name, typing) for name, typing in sorted(found.items(), key=lambda item: (not item[1], item[0]))
    ]


def _announce(ticket: Ticket) -> None:
    news = {
        "kind": "presence",
        "client": ticket.client_id,
        "engagement": ticket.holder_id,
        "ticket": ticket.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(news)])
