"""Translations follow their ticket."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("language", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_like_ticket("language_translation"),
        walls.belongs("language_translation", "ticket_id", "tickets_ticket"),
        walls.belongs("language_translation", "message_id", "tickets_message"),
    ]
