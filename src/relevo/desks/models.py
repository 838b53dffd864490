"""The desk: one client's help desk."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.organizations.models import Organization


class DeskQuerySet(models.QuerySet["Desk"]):
    """Desks as an actor may see them."""

    def visible_to(self, actor: Actor) -> DeskQuerySet:
        """Desks of the actor's own firm and desks it staffs."""
        return self.filter(
            models.Q(client_id__in=actor.scope.organizations)
            | models.Q(engagements__pk__in=actor.scope.engagements)
        ).distinct()


class Desk(models.Model):
    """One client's help desk, a brand.

    key: the letters before a ticket's number. hue: the desk's own colour, 0-359 degrees.
    working_language: what every message is translated into for those who answer.
    languages: what customers write in. topics: what tickets are about (codes).
    terms: product names and words that no translation may touch.
    engines: names of the translation engines to try, in order.
    taken_back_at: since when the client holds the whole queue itself (the one switch), or None.
    """

    client = models.ForeignKey(Organization, models.PROTECT, related_name="desks", db_index=False)
    name = models.CharField(max_length=80)
    slug = models.SlugField()
    key = models.CharField(max_length=6)
    hue = models.PositiveSmallIntegerField(default=180)
    zone = models.CharField(max_length=60)
    working_language = models.CharField(max_length=10, default="en")
    languages = ArrayField(models.CharField(max_length=10), default=list)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    terms = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    engines = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    tone = models.CharField(max_length=200, blank=True)
    last_number = models.PositiveIntegerField(default=1000)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = DeskQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["client", "slug"], name="desk_slug_in_client"),
            models.UniqueConstraint(fields=["key"], name="desk_key"),
            models.UniqueConstraint(fields=["id", "client"], name="desk_of_client"),
        ]

    def __str__(self) -> str:
        return self.name

    def guards(self) -> tuple[Key, ...]:
        """A desk is its client's ground."""
        return (("organization", self.client_id),)
