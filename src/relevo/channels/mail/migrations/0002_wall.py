"""Raw mail is the client's alone; the receiver may ask which mailbox an address is, and nothing else."""

from django.db import migrations

from relevo.core import walls

# Runs with its owner's rights, because the receiver has no scope before it knows whose mail it holds.
MAILBOX_OF = """
CREATE FUNCTION relevo_mailbox_of(wanted text) RETURNS TABLE (mailbox_id bigint, client_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.id, m.client_id FROM mail_mailbox m WHERE lower(m.address) = lower(wanted) $$
"""


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall(
            "mail_mailbox",
            f"client_id = {walls.ORGANIZATIONS} OR desk_id IN"
            f" (SELECT e.desk_id FROM engagements_engagement e WHERE e.id = {walls.ENGAGEMENTS})",
        ),
        walls.wall("mail_rawmail", f"client_id = {walls.ORGANIZATIONS}"),
        walls.wall_like_ticket("mail_outgoingmail"),
        migrations.RunSQL(MAILBOX_OF, "DROP FUNCTION relevo_mailbox_of(text)"),
    ]
