"""Customers belong to one desk: the same person writing to two desks is two customers, and neither desk knows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from relevo.core.actor import Actor, Key
from relevo.core.clock import now
from relevo.desks.models import Desk


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers as an actor may see them."""

    def visible_to(self, actor: Actor) -> CustomerQuerySet:
        """A client sees its customers; a partner those whose tickets it was handed."""
        engagements = list(actor.scope.engagements)
        handed = Q(tickets__holder_id__in=engagements) | Q(tickets__shared_with__overlap=engagements)
        return self.filter(Q(client_id__in=actor.scope.organizations) | handed).distinct()


class Customer(models.Model):
    """One customer of one desk. language: what she writes in ("" until known); zone: IANA name, if known."""

    client_id = models.BigIntegerField()
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="customers")
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["id", "desk"], name="customer_of_desk")]

    def __str__(self) -> str:
        return self.name or _("customer %(number)s") % {"number": self.pk}

    def guards(self) -> tuple[Key, ...]:
        """A customer is its client's."""
        return (("organization", self.client_id),)


class Address(models.Model):
    """A way to reach a customer, unique on its desk. ``value`` is folded: lower case for mail."""

    client_id = models.BigIntegerField()
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=20, default="mail")
    value = models.CharField(max_length=320)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "channel", "value"], name="address_once_on_a_desk")
        ]

    def __str__(self) -> str:
        return self.value
