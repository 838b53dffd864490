"""A reply may go to several people, each with a mail, a state and a return path of her own."""

import django.db.models.deletion
from django.db import migrations, models

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_agents_by_mail"), ("tickets", "0004_participants")]
    operations = [
        migrations.RemoveConstraint(model_name="outgoingmail", name="outgoing_header_id"),
        migrations.RemoveConstraint(model_name="outgoingmail", name="outgoing_to_customer_or_agent"),
        migrations.AddField(
            model_name="outgoingmail",
            name="participant",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+", to="tickets.participant",
            ),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="message",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="outgoing_mails",
                to="tickets.message",
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.UniqueConstraint(fields=("header_id", "rcpt_to"), name="outgoing_header_id"),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.UniqueConstraint(fields=("message", "rcpt_to"), name="outgoing_once_to_each"),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("message", None), ("participant", None), ("seat__isnull", False))
                | models.Q(("message__isnull", False), ("seat", None), ("shown", None)),
                name="outgoing_to_customer_or_agent",
            ),
        ),
        walls.belongs("mail_outgoingmail", "participant_id", "tickets_participant"),
    ]  # fmt: skip
