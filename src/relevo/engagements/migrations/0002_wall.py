"""Engagements and seats are seen by both firms; through them each sees the other's name and the desk."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("engagements", "0001_initial"), ("desks", "0001_initial"), ("organizations", "0002_wall")]
    operations = [
        walls.wall_between_firms("engagements_engagement", written=walls.CLIENT),
        walls.wall_between_firms("engagements_seat"),
        walls.wall(
            "desks_desk",
            f"{walls.CLIENT} OR id IN (SELECT e.desk_id FROM engagements_engagement e WHERE e.id = {walls.ENGAGEMENTS})",
            written=walls.CLIENT,
        ),
        walls.wall(
            "organizations_organization",
            f"id = {walls.ORGANIZATIONS}"
            " OR id IN (SELECT e.client_id FROM engagements_engagement e)"
            " OR id IN (SELECT e.provider_id FROM engagements_engagement e)"
            f" OR id IN (SELECT m.organization_id FROM organizations_member m WHERE m.user_id = {walls.USER})",
            written=f"id = {walls.ORGANIZATIONS}",
        ),
        walls.belongs("engagements_engagement", "desk_id", "desks_desk"),
        walls.of_engagement("engagements_seat"),
    ]
