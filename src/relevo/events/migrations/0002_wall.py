"""Who reads events, and that nobody changes them."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("core", "0001_scope_functions")]
    operations = [
        walls.wall(
            "events_event",
            f"(private_to IS NULL OR private_to = {walls.ORGANIZATIONS}) AND ("
            f"client_id = {walls.ORGANIZATIONS} OR organization_id = {walls.ORGANIZATIONS}"
            f" OR engagement_id = {walls.ENGAGEMENTS})",
            # A firm adds to its own record and to those it shares, never to a foreign one in its own name.
            written=f"(private_to IS NULL OR private_to = {walls.ORGANIZATIONS}) AND ({walls.CLIENT}"
            f" OR engagement_id = {walls.ENGAGEMENTS}"
            f" OR client_id IS NULL AND engagement_id IS NULL AND organization_id = {walls.ORGANIZATIONS})",
        ),
        walls.wall(
            "events_chain",
            f"client_id = {walls.ORGANIZATIONS} OR provider_id = {walls.ORGANIZATIONS}"
            f" OR engagement_id = {walls.ENGAGEMENTS}",
        ),
        walls.wall("events_handled", f"organization_id = {walls.ORGANIZATIONS}"),
        walls.append_only("events_event"),
    ]
