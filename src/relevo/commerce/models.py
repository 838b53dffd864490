"""Rate cards and charges."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.engagements.models import Engagement
from relevo.tickets.models import Ticket


class RateCard(models.Model):
    """Price rules of an engagement from a day on; ``terms`` is the JSON of ``calc.pricing.RateCard``."""

    client_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="rate_cards")
    valid_from = models.DateField()
    terms = models.JSONField()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [models.UniqueConstraint(fields=["engagement", "valid_from"], name="one_rate_card_from_a_day")]

    def __str__(self) -> str:
        return f"rate card of engagement {self.engagement_id} from {self.valid_from}"


class ChargeQuerySet(models.QuerySet["Charge"]):
    """Charges as an actor may see them."""

    def visible_to(self, actor: Actor) -> ChargeQuerySet:
        """Charges between the actor's firm and another."""
        return self.filter(
            Q(client_id__in=actor.scope.organizations) | Q(provider_id__in=actor.scope.organizations)
        )


class Charge(models.Model):
    """One priced fact. unit: what was priced (``contact``, ``resolution``); explanation: how, as codes and figures."""

    client_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="charges")
    rate_card = models.ForeignKey(RateCard, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="charges")
    event_id = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    explanation = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event_id", "unit"], name="a_fact_is_charged_once")]
        indexes = [models.Index(fields=["engagement", "at"], name="charge_of_engagement")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} for {self.unit} on ticket {self.ticket_id}"

    def guards(self) -> tuple[Key, ...]:
        """Both firms' ground."""
        return (("organization", self.client_id), ("organization", self.provider_id))
