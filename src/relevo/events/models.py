"""Append-only facts, and the chain that lets two firms verify them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from relevo.core.actor import Actor
from relevo.core.clock import now


class EventQuerySet(models.QuerySet["Event"]):
    """Events as an actor may see them."""

    def visible_to(self, actor: Actor) -> EventQuerySet:
        """Facts of the actor's own firm, of its desks, and of the engagements it works on."""
        own = Q(client_id__in=actor.scope.organizations) | Q(organization_id__in=actor.scope.organizations)
        handed = Q(engagement_id__in=actor.scope.engagements)
        private = ~Q(private_to=None) & ~Q(private_to__in=actor.scope.organizations)
        return self.filter(own | handed).exclude(private)


class Event(models.Model):
    """Who did what to what, when. Never changed, never deleted; holds ids and figures, no customer text.

    kind: ``noun.verb`` as listed in ``events/kinds.py``.
    organization_id: the firm that acted (None for the machine). client_id: whose desk it concerns.
    engagement_id: the engagement it is part of; such events form the engagement's chain.
    private_to: the one firm that may read it; private events are not part of a chain.
    position, previous_hash, hash: place in the engagement's chain; see ``events/chain.py``.
    """

    thing: Any = None
    """What it is about, for those who listen inside the transaction that records it; None for all others."""

    kind = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=200)
    member_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    client_id = models.BigIntegerField(null=True)
    engagement_id = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    subject_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    private_to = models.BigIntegerField(null=True)
    position = models.BigIntegerField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["ticket_id", "id"], name="event_ticket"),
            models.Index(fields=["client_id", "id"], name="event_client"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["engagement_id", "position"], name="event_chain_position"),
            models.CheckConstraint(
                condition=Q(position=None) | (Q(private_to=None) & ~Q(engagement_id=None)),
                name="event_private_not_chained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class Chain(models.Model):
    """The head of an engagement's chain: how long it is and the last hash. Locked while an event is added."""

    engagement_id = models.BigIntegerField(primary_key=True)
    client_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    length = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"chain of engagement {self.engagement_id}"


class Handled(models.Model):
    """A subscriber has handled an event: written in the same transaction as what the subscriber did,
    so that a job that runs twice has one effect."""

    event_id = models.BigIntegerField()
    subscriber = models.CharField(max_length=120)
    organization_id = models.BigIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "subscriber"], name="handled_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} handled {self.event_id}"
