"""Promises are seen by all who staff the desk; segments and clocks follow their ticket."""

from django.db import migrations

from relevo.core import walls

# The periodic job works for no client yet; it learns which tickets have a clock that has run out, nothing else.
OVERDUE = """
CREATE FUNCTION relevo_overdue(at timestamptz) RETURNS TABLE (ticket_id bigint, client_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
SELECT c.ticket_id, c.client_id FROM promises_clock c
WHERE c.verdict = 'running' AND c.due_at < at AND c.paused_since IS NULL
GROUP BY c.ticket_id, c.client_id ORDER BY min(c.due_at)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_of_desk("promises_promise"),
        walls.wall_like_ticket("promises_segment"),
        walls.wall_like_ticket("promises_clock"),
        walls.belongs("promises_promise", "desk_id", "desks_desk"),
        walls.belongs("promises_segment", "ticket_id", "tickets_ticket"),
        walls.belongs("promises_clock", "ticket_id", "tickets_ticket"),
        migrations.RunSQL(OVERDUE, "DROP FUNCTION relevo_overdue(timestamptz)"),
    ]
