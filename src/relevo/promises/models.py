"""Promises, holder segments, clocks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import WaitingOn


class Kind(models.TextChoices):
    """What is promised."""

    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_RESPONSE = "next_response", _("Next response")
    RESOLUTION = "resolution", _("Resolution")


class Promise(models.Model):
    """A target towards the desk's customers. calendar: ``calc.working_time`` JSON, {} means round the clock."""

    client_id = models.BigIntegerField()
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="promises", db_index=False)
    kind = models.CharField(max_length=15, choices=Kind.choices)
    minutes = models.PositiveIntegerField()
    calendar = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "kind"], name="one_promise_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} within {self.minutes} min"

    def guards(self) -> tuple[Key, ...]:
        """A promise is the client's to make."""
        return (("organization", self.client_id),)


class OnTicketQuerySet(models.QuerySet["Segment"]):
    """Segments as an actor may see them."""

    def visible_to(self, actor: Actor) -> OnTicketQuerySet:
        """Segments of visible tickets."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))


class Segment(models.Model):
    """From when to when one engagement held the ball (None: nobody did), and whose move it was.

    The segments of a ticket follow each other without gap or overlap, so they sum to its wall time.
    reason: why it began: as in ``tickets.actions.hold_ticket``, or ``waiting``, ``resumed``, ``reopened``, ``solved``,
    ``closed``, ``merged``. in_house: whether the holder is the client's own team, kept here for firms that do not see
    its row.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="segments")
    engagement = models.ForeignKey(Engagement, models.PROTECT, null=True, related_name="+")
    waiting_on = models.CharField(max_length=12, choices=WaitingOn.choices)
    reason = models.CharField(max_length=20)
    in_house = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OnTicketQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="one_running_segment")
        ]

    def __str__(self) -> str:
        return f"segment {self.pk} of ticket {self.ticket_id}"


class Verdict(models.TextChoices):
    """How a clock stands."""

    RUNNING = "running", _("Running")
    KEPT = "kept", _("Kept")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("No longer due")


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks as an actor may see them."""

    def visible_to(self, actor: Actor) -> ClockQuerySet:
        """Clocks of visible tickets."""
        return self.filter(ticket__in=Ticket.objects.visible_to(actor))


class Clock(models.Model):
    """One promise running on one ticket, with the terms that held when it began.

    paused_since: since when it stands still, because the customer's answer is awaited (resolution alone does);
    ``due_at`` is moved when it goes on. met_at: when what was promised happened, also when that was too late.
    responsible: the engagement that held the ball when it was met, or when the due time passed.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    minutes = models.PositiveIntegerField()
    calendar = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_since = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.RUNNING)
    responsible = models.ForeignKey(Engagement, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "kind"], condition=Q(verdict="running"), name="one_running_clock_of_a_kind"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(verdict="running"), name="clock_due"),
            models.Index(fields=["client_id", "verdict", "due_at"], name="clock_settled"),
            models.Index(fields=["client_id", "kind", "met_at"], name="clock_met"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of ticket {self.ticket_id}"
