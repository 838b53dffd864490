"""A ticket is seen by its client and by the engagements that hold or held it; the rest follows the ticket."""

from django.db import migrations

from relevo.core import walls

# A periodic job works for no client yet; it learns which replies are due and whose they are, nothing of what they say.
REPLIES_DUE = """
CREATE FUNCTION relevo_replies_due(moment timestamptz) RETURNS TABLE (message_id bigint, client_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.id, m.client_id FROM tickets_message m WHERE m.delivery = 'scheduled' AND m.release_at <= moment
   ORDER BY m.release_at LIMIT 1000 $$
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial"), ("engagements", "0002_wall")]
    operations = [
        walls.wall(
            "tickets_ticket",
            f"client_id = {walls.ORGANIZATIONS} OR holder_id = {walls.ENGAGEMENTS}"
            " OR shared_with && (SELECT relevo_scope('engagements'))::bigint[]",
        ),
        walls.wall_like_ticket("tickets_message"),
        walls.wall_like_ticket("tickets_attachment"),
        walls.wall_like_ticket("tickets_note", f"(audience = 'both' OR organization_id = {walls.ORGANIZATIONS})"),
        walls.wall_like_ticket("tickets_draft", f"organization_id = {walls.ORGANIZATIONS}"),
        walls.wall_like_ticket("tickets_draftfile", f"organization_id = {walls.ORGANIZATIONS}"),
        walls.belongs("tickets_ticket", "desk_id", "desks_desk"),
        walls.belongs("tickets_ticket", "holder_id", "engagements_engagement"),
        walls.belongs("tickets_message", "ticket_id", "tickets_ticket"),
        walls.belongs("tickets_attachment", "ticket_id", "tickets_ticket"),
        walls.belongs("tickets_note", "ticket_id", "tickets_ticket"),
        walls.belongs("tickets_draft", "ticket_id", "tickets_ticket"),
        walls.belongs("tickets_draftfile", "ticket_id", "tickets_ticket"),
        walls.same_desk("tickets_ticket", "customer_id", "customers_customer"),
        migrations.RunSQL(REPLIES_DUE, "DROP FUNCTION relevo_replies_due(timestamptz)"),
    ]
