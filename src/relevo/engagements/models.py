"""Engagements and the seats on them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.desks.models import Desk
from relevo.organizations.models import Member, Organization


class State(models.TextChoices):
    """Where an engagement stands. ``STAFFING`` states give rights; the others give none."""

    DRAFT = "draft", _("Draft")
    TRIAL = "trial", _("Trial")
    LIVE = "live", _("Live")
    NOTICE = "notice", _("Notice given")
    ENDED = "ended", _("Ended")


STAFFING = frozenset({State.TRIAL, State.LIVE, State.NOTICE})

MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.TRIAL, State.LIVE, State.ENDED}),
    State.TRIAL: frozenset({State.LIVE, State.NOTICE, State.ENDED}),
    State.LIVE: frozenset({State.NOTICE, State.ENDED}),
    State.NOTICE: frozenset({State.LIVE, State.ENDED}),
    State.ENDED: frozenset(),
}
"""Which state may follow which."""


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Engagements as an actor may see them."""

    def visible_to(self, actor: Actor) -> EngagementQuerySet:
        """Those on the actor's desks, and those its firm provides (a partner's agent: where she has a seat)."""
        return self.filter(Q(client_id__in=actor.scope.organizations) | Q(pk__in=actor.scope.engagements))

    def staffing(self) -> EngagementQuerySet:
        """Those that give rights now."""
        return self.filter(state__in=STAFFING)


class Engagement(models.Model):
    """A desk, the firm that staffs it, and the terms. ``provider == client`` is the in-house team.

    topics, languages, channels: what it covers; an empty list means all.
    tier: the depth of expertise it answers for.
    first_week_days: for so many days after a seat is given, its replies wait for a lead (0: never).
    """

    client = models.ForeignKey(Organization, models.PROTECT, related_name="client_engagements")
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="engagements")
    provider = models.ForeignKey(Organization, models.PROTECT, related_name="provided_engagements")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    channels = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    tier = models.PositiveSmallIntegerField(default=1)
    first_week_days = models.PositiveSmallIntegerField(default=7)
    created_at = models.DateTimeField(default=now)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["desk__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "provider"],
                condition=~Q(state="ended"),
                name="engagement_once_per_desk_and_provider",
            ),
            models.UniqueConstraint(fields=["id", "client"], name="engagement_of_client"),
            models.UniqueConstraint(fields=["id", "provider"], name="engagement_of_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.desk.name}: {self.provider.name}"

    @property
    def in_house(self) -> bool:
        """Whether the client's own team staffs it."""
        return self.provider_id == self.client_id

    def guards(self) -> tuple[Key, ...]:
        """The client's ground, the provider's ground, and the engagement itself."""
        return (("organization", self.client_id), ("engagement", self.pk))


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats as an actor may see them."""

    def visible_to(self, actor: Actor) -> SeatQuerySet:
        """Seats on the actor's desks and on the engagements it works on."""
        return self.filter(
            Q(client_id__in=actor.scope.organizations)
            | Q(provider_id__in=actor.scope.organizations)
            | Q(engagement_id__in=actor.scope.engagements)
        )

    def active(self) -> SeatQuerySet:
        """Seats that have not ended."""
        return self.filter(ended_at=None)


class Readiness(models.TextChoices):
    """How far an agent is trusted to write in this client's name."""

    NEW = "new", _("In the first week")
    CERTIFIED = "certified", _("Certified")
    LAPSED = "lapsed", _("Lapsed")


class Seat(models.Model):
    """An agent's place on an engagement.

    alias: the name that customers and the client read. languages: what she writes well.
    capacity: how many open tickets she may hold at once. works_from: ISO country where she works.
    """

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="seats")
    client_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    member = models.ForeignKey(Member, models.PROTECT, related_name="seats")
    alias = models.CharField(max_length=80)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    tier = models.PositiveSmallIntegerField(default=1)
    readiness = models.CharField(max_length=10, choices=Readiness.choices, default=Readiness.NEW)
    capacity = models.PositiveSmallIntegerField(default=8)
    works_from = models.CharField(max_length=2, blank=True)
    given_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["alias"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "member"], condition=Q(ended_at=None), name="one_seat_per_member"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("given_at")), name="seat_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.alias

    def guards(self) -> tuple[Key, ...]:
        """The engagement, and the provider's ground."""
        return (("organization", self.provider_id), ("engagement", self.engagement_id))
