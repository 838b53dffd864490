"""Promises are seen by all who staff the desk; segments and clocks follow their ticket."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall(
            "promises_promise",
            f"client_id = {walls.ORGANIZATIONS} OR desk_id IN"
            f" (SELECT e.desk_id FROM engagements_engagement e WHERE e.id = {walls.ENGAGEMENTS})",
        ),
        walls.wall_like_ticket("promises_segment"),
        walls.wall_like_ticket("promises_clock"),
    ]
