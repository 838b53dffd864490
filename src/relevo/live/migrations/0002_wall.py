"""Presence follows the ticket; which names are shown to whom is the view's to say."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("live", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_like_ticket("live_presence"),
        walls.belongs("live_presence", "ticket_id", "tickets_ticket"),
    ]
