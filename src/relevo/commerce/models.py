"""Rate cards and charges."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.engagements.models import Engagement
from relevo.tickets.models import Ticket


class RateCardQuerySet(models.QuerySet["RateCard"]):
    """Rate cards as an actor may see them."""

    def visible_to(self, actor: Actor) -> RateCardQuerySet:
        """Cards between the actor's firm and another."""
        return self.filter(
            Q(client_id__in=actor.scope.organizations) | Q(provider_id__in=actor.scope.organizations)
        )


class RateCard(models.Model):
    """Price rules of an engagement from a day on; ``terms`` is the JSON of ``calc.pricing.RateCard``."""

    client_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="rate_cards", db_index=False)
    valid_from = models.DateField()
    terms = models.JSONField()

    objects = RateCardQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "valid_from"], name="one_rate_card_from_a_day")
        ]

    def __str__(self) -> str:
        return f"rate card of engagement {self.engagement_id} from {self.valid_from}"


class Unit(models.TextChoices):
    """What is priced."""

    CONTACT = "contact", _("Contact")
    RESOLUTION = "resolution", _("Resolution")
    CLAWBACK = "clawback", _("Clawback")


class ChargeQuerySet(models.QuerySet["Charge"]):
    """Charges as an actor may see them."""

    def visible_to(self, actor: Actor) -> ChargeQuerySet:
        """Charges between the actor's firm and another."""
        return self.filter(
            Q(client_id__in=actor.scope.organizations) | Q(provider_id__in=actor.scope.organizations)
        )


class Charge(models.Model):
    """One priced fact, never changed afterwards.

    unit: what was priced (see ``Unit``). event_id: the fact in the record. explanation: how the amount came about,
    as codes and figures. holding_id: for a contact, the ``ticket.held`` event that began the holding. corrects: for
    a clawback, the charge that it takes back.
    """

    client_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="charges", db_index=False)
    rate_card = models.ForeignKey(RateCard, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="charges")
    event_id = models.BigIntegerField()
    unit = models.CharField(max_length=20, choices=Unit.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    explanation = models.JSONField(default=dict)
    holding_id = models.BigIntegerField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    at = models.DateTimeField(default=now)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event_id", "unit"], name="a_fact_is_charged_once"),
            models.UniqueConstraint(
                fields=["ticket", "engagement", "holding_id"],
                condition=Q(unit="contact"),
                name="one_contact_a_holding",
            ),
            models.CheckConstraint(
                condition=Q(unit="clawback", amount__lte=0, corrects__isnull=False)
                | (~Q(unit="clawback") & Q(amount__gte=0, corrects=None)),
                name="only_a_clawback_takes_back",
            ),
        ]
        indexes = [models.Index(fields=["engagement", "at"], name="charge_of_engagement")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} for {self.unit} on ticket {self.ticket_id}"

    def guards(self) -> tuple[Key, ...]:
        """Both firms' ground."""
        return (("organization", self.client_id), ("organization", self.provider_id))
