"""Money is read by two firms and written in the client's scope alone; a charge is never rewritten."""

from django.db import migrations

from relevo.core import walls


def written_by_client(table: str) -> migrations.RunSQL:
    """Let nobody add a row in the provider's scope, though it reads them."""
    return migrations.RunSQL(
        f"ALTER POLICY {table}_wall ON {table} WITH CHECK (client_id = {walls.ORGANIZATIONS})",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("commerce", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_between_firms("commerce_ratecard"),
        walls.wall_between_firms("commerce_charge"),
        written_by_client("commerce_ratecard"),
        written_by_client("commerce_charge"),
        walls.belongs("commerce_ratecard", "engagement_id", "engagements_engagement"),
        walls.belongs("commerce_charge", "engagement_id", "engagements_engagement"),
        walls.belongs("commerce_charge", "ticket_id", "tickets_ticket"),
        walls.append_only("commerce_charge"),
    ]
