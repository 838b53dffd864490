"""Style guides, findings on sent or waiting replies, approvals."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement
from relevo.tickets.models import Message, Ticket


class StyleGuideQuerySet(models.QuerySet["StyleGuide"]):
    """Style guides as an actor may see them."""

    def visible_to(self, actor: Actor) -> StyleGuideQuerySet:
        """Guides of the actor's own desks and of those it staffs."""
        return self.filter(desk__in=Desk.objects.visible_to(actor))


class StyleGuide(models.Model):
    """How a desk writes in one language; the stored form of ``conduct.checks.StyleRules``.

    words_to_avoid: list of [word, better]. tone: two or three words that agents see while they write.
    """

    client_id = models.BigIntegerField()
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="style_guides", db_index=False)
    language = models.CharField(max_length=10)
    tone = models.CharField(max_length=120, blank=True)
    address_form = models.CharField(max_length=10, blank=True)
    greeting = models.CharField(max_length=200, blank=True)
    closing = models.CharField(max_length=200, blank=True)
    greeting_required = models.BooleanField(default=True)
    closing_required = models.BooleanField(default=True)
    words_to_avoid = models.JSONField(default=list, blank=True)
    promises_forbidden = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    max_exclamations = models.PositiveSmallIntegerField(default=1)
    emoji_allowed = models.BooleanField(default=False)
    min_words = models.PositiveSmallIntegerField(default=12)

    objects = StyleGuideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "language"], name="one_style_guide_per_language")
        ]

    def __str__(self) -> str:
        return f"style guide {self.language} of desk {self.desk_id}"

    def guards(self) -> tuple[Key, ...]:
        """A style guide is the client's."""
        return (("organization", self.client_id),)


class FindingQuerySet(models.QuerySet["FindingRecord"]):
    """Findings as an actor may see them."""

    def visible_to(self, actor: Actor) -> FindingQuerySet:
        """Findings on the client's own tickets, and on what the actor's engagements wrote, never another partner's."""
        own = Q(client_id__in=actor.scope.organizations)
        written = Q(message__engagement_id__in=actor.scope.engagements)
        return self.filter(own | written, ticket__in=Ticket.objects.visible_to(actor))


class FindingRecord(models.Model):
    """One rule that a submitted reply broke, with the words. in_translation: in what the customer reads."""

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.CharField(max_length=300)
    in_translation = models.BooleanField(default=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return f"{self.rule} on message {self.message_id}"


class Decision(models.TextChoices):
    """What became of a request for approval."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Approvals as an actor may see them."""

    def visible_to(self, actor: Actor) -> ApprovalQuerySet:
        """Approvals on the client's own tickets, and of the actor's engagements, never another partner's."""
        own = Q(client_id__in=actor.scope.organizations)
        asked = Q(engagement_id__in=actor.scope.engagements)
        return self.filter(own | asked, ticket__in=Ticket.objects.visible_to(actor))

    def waiting(self) -> ApprovalQuerySet:
        """Those that somebody must still decide."""
        return self.filter(decision=Decision.WAITING)


class Approval(models.Model):
    """A reply that a lead looks at before the customer does.

    reasons: codes why it waits (see ``approvals.REASONS``). due_at: when somebody should have decided;
    escalated_at: since when it shows as overdue. It never goes out by itself. comment: a lead's; a reply that is
    returned without one came back because the ticket went to another team.
    """

    client_id = models.BigIntegerField()
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="approvals")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, models.CASCADE, related_name="approval")
    reasons = ArrayField(models.CharField(max_length=20))
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(
                fields=["engagement", "asked_at"], condition=Q(decision="waiting"), name="approval_waiting"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(decision="waiting", escalated_at=None),
                name="approval_not_escalated",
            ),
        ]

    def __str__(self) -> str:
        return f"approval of message {self.message_id}"

    @property
    def said(self) -> str:
        """What its writer is told: the lead's comment; for one that came back by itself, that the ticket had moved."""
        if self.comment or self.decision != Decision.RETURNED:
            return self.comment
        return str(_("The ticket went to another team before this reply was approved. It was not sent."))

    @property
    def age(self) -> timedelta:
        """How long somebody waited for the decision, or has been waiting."""
        return (self.decided_at or now()) - self.asked_at

    @property
    def overdue(self) -> bool:
        """Whether somebody should have decided by now."""
        return self.decision == Decision.WAITING and self.due_at <= now()

    def guards(self) -> tuple[Key, ...]:
        """The same as its ticket: a firm that has lost the ticket decides nothing on it."""
        return self.ticket.guards()
