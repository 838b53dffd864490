"""Coverage blocks, shifts, and hand-overs."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.engagements.models import Engagement
from relevo.organizations.models import Member
from relevo.tickets.models import Ticket


class CoverageBlock(models.Model):
    """A weekly span in which an engagement answers; the stored form of ``calc.coverage.Block``.

    weekdays: 0 is Monday. start_minute, end_minute: local minutes of the day in ``zone``; an end past
    1440 runs into the next day. channels, languages: empty means all. rank: lower answers first.
    holidays: local dates on which the span does not start.
    """

    client_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="coverage")
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    start_minute = models.PositiveSmallIntegerField()
    end_minute = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=60)
    channels = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    rank = models.PositiveSmallIntegerField(default=1)
    holidays = ArrayField(models.DateField(), default=list, blank=True)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_minute__gt=F("start_minute")), name="coverage_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(start_minute__lt=1440), name="coverage_starts_within_day"),
        ]

    def __str__(self) -> str:
        return f"coverage {self.pk} of engagement {self.engagement_id}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts as an actor may see them."""

    def visible_to(self, actor: Actor) -> ShiftQuerySet:
        """Shifts of the actor's own firm."""
        return self.filter(organization_id__in=actor.scope.organizations)


class Shift(models.Model):
    """One agent's working time. An agent is on duty while a shift of hers contains now."""

    organization_id = models.BigIntegerField()
    member = models.ForeignKey(Member, models.CASCADE, related_name="shifts", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start")
        ]
        indexes = [models.Index(fields=["member", "starts_at"], name="shift_of_member")]

    def __str__(self) -> str:
        return f"shift {self.pk} of member {self.member_id}"

    def guards(self) -> tuple[Key, ...]:
        """A shift is the agent's firm's."""
        return (("organization", self.organization_id),)


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """Hand-overs as an actor may see them."""

    def visible_to(self, actor: Actor) -> HandOverQuerySet:
        """Hand-overs of visible tickets."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))


class HandOver(models.Model):
    """The ball changes firms, with a note in four parts (situation, background, assessment, recommendation).

    situation, background: facts as ``coverage.composing`` gathers them, put into the reader's language by
    ``coverage.words``; assessment, recommendation: the former holder's own words, empty when none were prepared.
    promises: what the customer was promised and has not got, each with kind, due_at and verdict.
    reason: as in ``tickets.actions.hold_ticket``. to_engagement is None when nobody now holds the ticket.
    keeps: a person decided it, so the hours do not move the ticket on until a person gives it back.
    author: the alias of whoever handed over, "" when the hours did.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="hand_overs")
    from_engagement = models.ForeignKey(Engagement, models.PROTECT, null=True, related_name="+")
    to_engagement = models.ForeignKey(Engagement, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=20)
    author = models.CharField(max_length=150, blank=True)
    situation = models.JSONField(default=dict, blank=True)
    background = models.JSONField(default=dict, blank=True)
    assessment = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    promises = models.JSONField(default=list, blank=True)
    keeps = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)
    accepted_by = models.CharField(max_length=150, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(keeps=True), name="one_keeping_hand_over")
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk} of ticket {self.ticket_id}"


class HandOverNote(models.Model):
    """What the present holder prepares for whoever comes next; becomes part of the hand-over when it happens."""

    client_id = models.BigIntegerField()
    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="hand_over_note")
    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="+")
    author = models.CharField(max_length=150)
    assessment = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    written_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"hand-over note for ticket {self.ticket_id}"
