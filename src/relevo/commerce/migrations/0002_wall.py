"""Money is read by two firms and written in the client's scope alone; a charge is never rewritten."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("commerce", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_between_firms("commerce_ratecard", written=walls.CLIENT),
        walls.wall_between_firms("commerce_charge", written=walls.CLIENT),
        walls.of_engagement("commerce_ratecard"),
        walls.of_engagement("commerce_charge"),
        walls.belongs("commerce_charge", "ticket_id", "tickets_ticket"),
        walls.append_only("commerce_charge"),
    ]
