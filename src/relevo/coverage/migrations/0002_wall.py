"""Coverage is between two firms, shifts are the provider's, hand-overs follow their ticket."""

from django.db import migrations

from relevo.core import walls

# Periodic jobs work for no client yet; they learn which desks have work, and nothing about it.
DESKS_AT_WORK = """
CREATE FUNCTION relevo_desks_at_work() RETURNS TABLE (desk_id bigint, client_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
SELECT d.id, d.client_id FROM desks_desk d WHERE EXISTS (
    SELECT 1 FROM tickets_ticket t
    WHERE t.client_id = d.client_id AND t.desk_id = d.id AND t.status IN ('new', 'open', 'pending', 'on_hold')
) ORDER BY d.id
$$
"""


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_between_firms("coverage_coverageblock", written=walls.CLIENT),
        walls.wall("coverage_shift", f"organization_id = {walls.ORGANIZATIONS}"),
        walls.wall_like_ticket("coverage_handover"),
        walls.wall_like_ticket("coverage_handovernote"),
        walls.of_engagement("coverage_coverageblock"),
        walls.belongs("coverage_handover", "ticket_id", "tickets_ticket"),
        walls.belongs("coverage_handovernote", "ticket_id", "tickets_ticket"),
        migrations.RunSQL(DESKS_AT_WORK, "DROP FUNCTION relevo_desks_at_work()"),
    ]
