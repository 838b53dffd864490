"""What happens to customers."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from relevo.core.actor import Actor
from relevo.core.prepared import prepared
from relevo.customers.models import Address, Customer
from relevo.desks.models import Desk
from relevo.events.record import record


def find_customer(desk: Desk, *, channel: str, address: str) -> Customer | None:
    """The desk's customer behind an address; None on first contact."""
    known = _behind(desk.pk, channel, _folded(address))
    return known[0].customer if known else None


@prepared
def _behind(desk_id: int, channel: str, value: str) -> QuerySet[Address]:
    return Address.objects.filter(desk_id=desk_id, channel=channel, value=value).select_related("customer")


def find_or_create_customer(
    desk: Desk, *, channel: str, address: str, name: str = "", actor: Actor
) -> Customer:
    """The desk's customer behind an address, made on first contact."""
    known = find_customer(desk, channel=channel, address=address)
    return known or create_customer(desk, channel=channel, address=address, name=name, actor=actor)


def create_customer(
    desk: Desk, *, channel: str, address: str, name: str = "", language: str = "", actor: Actor
) -> Customer:
    """A customer of whom ``find_customer`` knew nothing. language: what she was found to write in, if that is sure.

    Two mails of one new customer at the same moment make one customer: the unique address decides.
    """
    folded = _folded(address)
    try:
        return _create(desk, channel, folded, name, language, actor)
    except IntegrityError:
        return Customer.objects.get(addresses__desk=desk, addresses__channel=channel, addresses__value=folded)


def _folded(address: str) -> str:
    return address.strip().lower()[:320]


@transaction.atomic
def _create(desk: Desk, channel: str, folded: str, name: str, language: str, actor: Actor) -> Customer:
    customer = Customer.objects.create(
        client_id=desk.client_id, desk=desk, name=name[:150], language=language
    )
    Address.objects.create(
        client_id=desk.client_id, desk=desk, customer=customer, channel=channel, value=folded
    )
    record("customer.created", actor=actor, client_id=desk.client_id, subject_id=customer.pk)
    return customer


def remember_language(customer: Customer, language: str) -> None:
    """Keep what a customer was found to write in; the latest reliable finding wins."""
    if language and customer.language != language:
        customer.language = language
        customer.save(update_fields=["language"])
