"""How many tickets wait for a member, over all clients: the one figure about other clients that routing may know."""

from django.db import migrations

# An agent serves several clients, and no scope of one client sees her work for the others; a count gives nothing away.
OPEN_LOAD = """
CREATE FUNCTION relevo_open_load(members bigint[]) RETURNS TABLE (member_id bigint, tickets bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
SELECT s.member_id, count(*) FROM engagements_seat s JOIN tickets_ticket t ON t.assignee_id = s.id
WHERE s.member_id = ANY (members) AND t.status IN ('new', 'open') GROUP BY s.member_id
$$
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_wall"), ("engagements", "0002_wall")]
    operations = [migrations.RunSQL(OPEN_LOAD, "DROP FUNCTION relevo_open_load(bigint[])")]
