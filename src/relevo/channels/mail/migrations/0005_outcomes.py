"""Providers tell later what became of a mail that they took: under which id they know it, and who complained."""

import django.db.models.functions.text
from django.db import migrations, models

# The door has no scope before it knows whose mail it is told of; it learns which mail that is and nothing of it.
# Both the provider's own id of the mail and its recipient must be right.
ACCEPTED_AS = """
CREATE FUNCTION relevo_mail_accepted_as(wanted text, recipient text) RETURNS TABLE (client_id bigint, mail_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
SELECT o.client_id, o.id FROM mail_outgoingmail o
WHERE o.accepted_as = wanted AND o.accepted_as <> '' AND lower(o.rcpt_to) = lower(recipient)
$$
"""

# Whether a mail to this recipient is with a sender now: a provider may tell of it before its id is written down.
UNDER_WAY = """
CREATE FUNCTION relevo_mail_under_way(recipient text, at timestamptz) RETURNS TABLE (mail_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$
SELECT o.id FROM mail_outgoingmail o
WHERE o.state = 'queued' AND o.leased_until > at AND lower(o.rcpt_to) = lower(recipient) LIMIT 1
$$
"""


class Migration(migrations.Migration):
    dependencies = [("mail", "0004_copies")]
    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="accepted_as",
            field=models.CharField(blank=True, default="", max_length=250),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="complained_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("accepted_as", ""), _negated=True), fields=["accepted_as"],
                name="outgoing_accepted_as",
            ),
        ),
        migrations.RunSQL(
            "UPDATE mail_rawmail SET size = octet_length(raw) WHERE size < octet_length(raw)", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="rawmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gte", django.db.models.functions.text.Length("raw"))),
                name="raw_mail_no_larger_than_its_size",
            ),
        ),
        migrations.RunSQL(ACCEPTED_AS, "DROP FUNCTION relevo_mail_accepted_as(text, text)"),
        migrations.RunSQL(UNDER_WAY, "DROP FUNCTION relevo_mail_under_way(text, timestamptz)"),
    ]  # fmt: skip
