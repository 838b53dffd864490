"""Who reads events, and that nobody changes them."""

from django.db import migrations

from relevo.core import walls

# Tells open screens on commit. Ids only: each screen asks again through its own view. A trigger, because an event is
# written several times a mail, and one that is forgotten would be a screen that stands still.
ANNOUNCE = """
CREATE FUNCTION events_event_announce() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
PERFORM pg_notify('relevo_live', json_build_object('event', NEW.id, 'kind', NEW.kind, 'client', NEW.client_id,
  'engagement', NEW.engagement_id, 'organization', NEW.organization_id, 'ticket', NEW.ticket_id,
  'private_to', NEW.private_to, 'former', CASE WHEN NEW.kind = 'ticket.held' THEN NEW.facts -> 'from' END)::text);
RETURN NULL; END $$;
CREATE TRIGGER events_event_announce AFTER INSERT ON events_event
FOR EACH ROW EXECUTE FUNCTION events_event_announce()
"""
SILENCE = "DROP TRIGGER events_event_announce ON events_event; DROP FUNCTION events_event_announce()"


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
        migrations.RunSQL(ANNOUNCE, SILENCE),
    ]
