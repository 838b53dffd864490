"""What happens to customers."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from relevo.core.actor import Actor
from relevo.customers.models import Address, Customer
from relevo.desks.models import Desk
from relevo.events.record import record


def find_or_create_customer(
    desk: Desk, *, channel: str, address: str, name: str = "", actor: Actor
) -> Customer:
    """The desk's customer behind an address, made on first contact.

    Two mails of one new customer at the same moment make one customer: the unique address decides.
    """
    folded = address.strip().lower()[:320]
    known = Customer.objects.filter(
        addresses__desk=desk, addresses__channel=channel, addresses__value=folded
    ).first()
    if known is not None:
        return known
    try:
        return _create(desk, channel, folded, name, actor)
    except IntegrityError:
        return Customer.objects.get(addresses__desk=desk, addresses__channel=channel, addresses__value=folded)


@transaction.atomic
def _create(desk: Desk, channel: str, folded: str, name: str, actor: Actor) -> Customer:
    customer = Customer.objects.create(client_id=desk.client_id, desk=desk, name=name[:150])
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
