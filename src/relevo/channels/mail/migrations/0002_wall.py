"""Raw mail is the client's alone; the receiver may ask which mailbox an address is, and nothing else."""

from django.db import migrations

from relevo.core import walls

# Runs with its owner's rights, because the receiver has no scope before it knows whose mail it holds.
MAILBOX_OF = """
CREATE FUNCTION relevo_mailbox_of(wanted text) RETURNS TABLE (mailbox_id bigint, client_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.id, m.client_id FROM mail_mailbox m WHERE lower(m.address) = lower(wanted) $$
"""

# A periodic job works for no client yet; it learns which mails wait and whose they are, nothing of what they say.
UNFINISHED = """
CREATE FUNCTION relevo_mail_unfinished(at timestamptz) RETURNS TABLE (task text, client_id bigint, mail_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
SELECT 'mail.send', o.client_id, o.id FROM mail_outgoingmail o
WHERE o.state = 'queued' AND o.next_try_at <= at AND (o.leased_until IS NULL OR o.leased_until <= at)
UNION ALL
SELECT 'mail.digest', r.client_id, r.id FROM mail_rawmail r
WHERE r.state = 'stored' AND r.received_at <= at - interval '60 seconds'
$$
"""


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_of_desk("mail_mailbox"),
        walls.wall("mail_rawmail", walls.CLIENT),
        walls.wall_like_ticket("mail_outgoingmail"),
        *(
            walls.wall(table, walls.CLIENT)
            for table in ("mail_sendingaccount", "mail_imapaccount", "mail_alarm", "mail_automaticanswer")
        ),
        walls.belongs("mail_mailbox", "desk_id", "desks_desk"),
        walls.belongs("mail_rawmail", "message_id", "tickets_message"),
        walls.belongs("mail_outgoingmail", "ticket_id", "tickets_ticket"),
        walls.belongs("mail_outgoingmail", "message_id", "tickets_message"),
        walls.belongs("mail_automaticanswer", "ticket_id", "tickets_ticket"),
        migrations.RunSQL(UNFINISHED, "DROP FUNCTION relevo_mail_unfinished(timestamptz)"),
        migrations.RunSQL(MAILBOX_OF, "DROP FUNCTION relevo_mailbox_of(text)"),
    ]
