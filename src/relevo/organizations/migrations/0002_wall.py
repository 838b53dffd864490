"""Members are their firm's, and each person finds her own memberships. The firms' wall needs engagements."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial"), ("core", "0001_scope_functions")]
    operations = [
        walls.wall(
            "organizations_member",
            f"organization_id = {walls.ORGANIZATIONS} OR user_id = {walls.USER}",
            written=f"organization_id = {walls.ORGANIZATIONS}",  # she finds her places, and gives herself none
        ),
    ]
