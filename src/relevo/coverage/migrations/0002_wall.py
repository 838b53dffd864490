"""Coverage is between two firms, shifts are the provider's, hand-overs follow their ticket."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_between_firms("coverage_coverageblock"),
        walls.wall("coverage_shift", f"organization_id = {walls.ORGANIZATIONS}"),
        walls.wall_like_ticket("coverage_handover"),
        walls.wall_like_ticket("coverage_handovernote"),
    ]
