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

# The fetcher learns which IMAP accounts are due and whose they are; what they are it reads in that client's scope.
IMAP_DUE = """
CREATE FUNCTION relevo_imap_due(at timestamptz) RETURNS TABLE (client_id bigint, account_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
SELECT a.client_id, a.id FROM mail_imapaccount a
WHERE a.active AND a.next_try_at <= at AND (a.leased_until IS NULL OR a.leased_until <= at)
ORDER BY a.next_try_at LIMIT 1000
$$
"""

# Whose address it is may depend on other firms' rows; the answer names none of them. Asked for each mail: to plan it
# costs five times what it costs to run, and who asks makes no difference to the plan.
INSIDERS = """
CREATE FUNCTION relevo_insiders(client bigint, wanted text[]) RETURNS TABLE (address text, standing text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS
$$
SELECT s.address, s.standing FROM (
    SELECT w AS address, CASE
        WHEN EXISTS (SELECT 1 FROM mail_mailbox m WHERE lower(m.address) = w AND m.client_id = client) THEN 'mailbox'
        WHEN EXISTS (SELECT 1 FROM mail_mailbox m WHERE lower(m.address) = w) THEN 'elsewhere'
        WHEN EXISTS (
            SELECT 1 FROM organizations_user u JOIN organizations_member p ON p.user_id = u.id
            WHERE lower(u.email) = w AND p.ended_at IS NULL AND (p.organization_id = client OR EXISTS (
                SELECT 1 FROM engagements_engagement e WHERE e.client_id = client
                AND e.provider_id = p.organization_id AND e.state IN ('trial', 'live', 'notice')))
        ) THEN 'colleague'
        WHEN EXISTS (
            SELECT 1 FROM mail_mailbox m WHERE m.client_id = client
            AND right('.' || split_part(w, '@', 2), length(split_part(m.address, '@', 2)) + 1)
                = '.' || lower(split_part(m.address, '@', 2))
        ) THEN 'domain'
    END AS standing FROM unnest(wanted) AS w
) s WHERE s.standing IS NOT NULL AND client = ANY (relevo_scope('organizations'))
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
        migrations.RunSQL(IMAP_DUE, "DROP FUNCTION relevo_imap_due(timestamptz)"),
        migrations.RunSQL(UNFINISHED, "DROP FUNCTION relevo_mail_unfinished(timestamptz)"),
        migrations.RunSQL(INSIDERS, "DROP FUNCTION relevo_insiders(bigint, text[])"),
        migrations.RunSQL(MAILBOX_OF, "DROP FUNCTION relevo_mailbox_of(text)"),
    ]
