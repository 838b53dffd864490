"""Style guides are read by all who staff the desk; findings and approvals follow their ticket."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("conduct", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall(
            "conduct_styleguide",
            f"client_id = {walls.ORGANIZATIONS} OR desk_id IN"
            f" (SELECT e.desk_id FROM engagements_engagement e WHERE e.id = {walls.ENGAGEMENTS})",
        ),
        walls.wall_like_ticket("conduct_findingrecord"),
        walls.wall_like_ticket("conduct_approval"),
    ]
