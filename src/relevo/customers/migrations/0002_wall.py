"""A client sees its customers; a provider those whose tickets it sees."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall(
            "customers_customer",
            f"client_id = {walls.ORGANIZATIONS}"
            " OR EXISTS (SELECT 1 FROM tickets_ticket t WHERE t.customer_id = customers_customer.id)",
            written=walls.CLIENT,
        ),
        walls.wall(
            "customers_address",
            f"client_id = {walls.ORGANIZATIONS}"
            " OR EXISTS (SELECT 1 FROM tickets_ticket t WHERE t.customer_id = customers_address.customer_id)",
            written=walls.CLIENT,
        ),
        walls.belongs("customers_customer", "desk_id", "desks_desk"),
        walls.belongs("customers_address", "desk_id", "desks_desk"),
        walls.same_desk("customers_address", "customer_id", "customers_customer"),
    ]
