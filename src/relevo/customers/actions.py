"""What happens to customers."""

from __future__ import annotations

from typing import Final

from django.db import connection
from django.db.models import QuerySet

from relevo.core.actor import Actor
from relevo.core.prepared import prepared
from relevo.customers.models import Address, Customer
from relevo.desks.models import Desk
from relevo.events.record import record

# The address decides, so it goes first, in one statement with whom it is of: to try and to go back to before it failed
# would take four.
_NEW: Final = """
WITH address AS (
    INSERT INTO customers_address (client_id, desk_id, customer_id, channel, value)
    VALUES (%(client_id)s, %(desk_id)s, nextval(pg_get_serial_sequence('customers_customer', 'id')), %(channel)s,
            %(value)s)
    ON CONFLICT (desk_id, channel, value) DO NOTHING RETURNING customer_id
)
INSERT INTO customers_customer (id, client_id, desk_id, name, language, zone, created_at)
SELECT customer_id, %(client_id)s, %(desk_id)s, %(name)s, %(language)s, %(zone)s, %(at)s FROM address RETURNING id
"""


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
    made = _create(
        Customer(client_id=desk.client_id, desk=desk, name=name[:150], language=language),
        channel,
        folded,
        actor,
    )
    return made or Customer.objects.get(
        addresses__desk=desk, addresses__channel=channel, addresses__value=folded
    )


def _create(customer: Customer, channel: str, value: str, actor: Actor) -> Customer | None:
    """The customer, stored with her address; None if somebody has it already."""
    with connection.cursor() as cursor:
        cursor.execute(
            _NEW,
            {
                "client_id": customer.client_id, "desk_id": customer.desk_id, "name": customer.name,
                "language": customer.language, "zone": customer.zone, "at": customer.created_at, "channel": channel,
                "value": value,
            },
        )  # fmt: skip
        made = cursor.fetchone()
    if made is None:
        return None
    [customer.pk] = made
    customer._state.adding = False  # noqa: SLF001 - it is in the database, as after ``save``
    record("customer.created", actor=actor, client_id=customer.client_id, subject_id=customer.pk)
    return customer


def _folded(address: str) -> str:
    return address.strip().lower()[:320]


def remember_language(customer: Customer, language: str) -> None:
    """Keep what a customer was found to write in; the latest reliable finding wins."""
    if language and customer.language != language:
        customer.language = language
        customer.save(update_fields=["language"])
