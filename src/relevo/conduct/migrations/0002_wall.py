"""Style guides are read by all who staff the desk. Findings and approvals are the client's and the writing team's:
a partner who held the ticket before or after does not read how another partner's agents write."""

from django.db import migrations

from relevo.core import walls

WRITTEN_BY_US = (
    "EXISTS (SELECT 1 FROM tickets_message m WHERE m.id = conduct_findingrecord.message_id"
    f" AND m.client_id = conduct_findingrecord.client_id AND m.engagement_id = {walls.ENGAGEMENTS})"
)

# Runs with its owner's rights, because the clock that looks for them works for no firm; it gives ids and nothing else.
OVERDUE = """
CREATE FUNCTION relevo_overdue_approvals(at timestamptz) RETURNS TABLE (approval_id bigint, client_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT a.id, a.client_id FROM conduct_approval a
   WHERE a.decision = 'waiting' AND a.escalated_at IS NULL AND a.due_at <= at ORDER BY a.due_at LIMIT 1000 $$
"""


class Migration(migrations.Migration):
    dependencies = [("conduct", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_of_desk("conduct_styleguide"),
        walls.wall("conduct_findingrecord", f"client_id = {walls.ORGANIZATIONS} OR {WRITTEN_BY_US}"),
        walls.wall("conduct_approval", f"client_id = {walls.ORGANIZATIONS} OR engagement_id = {walls.ENGAGEMENTS}"),
        walls.belongs("conduct_styleguide", "desk_id", "desks_desk"),
        walls.belongs("conduct_findingrecord", "ticket_id", "tickets_ticket"),
        walls.belongs("conduct_approval", "ticket_id", "tickets_ticket"),
        walls.belongs("conduct_findingrecord", "message_id", "tickets_message"),
        walls.belongs("conduct_approval", "message_id", "tickets_message"),
        walls.belongs("conduct_approval", "engagement_id", "engagements_engagement"),
        migrations.RunSQL(OVERDUE, "DROP FUNCTION relevo_overdue_approvals(timestamptz)"),
    ]
