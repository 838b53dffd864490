"""Agents are told of their tickets by mail, where a client allows it; what they are shown is of the row's own client."""

import django.db.models.deletion
from django.db import migrations, models

from relevo.core import walls


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0002_wall'),
        ('mail', '0002_wall'),
        ('tickets', '0003_merging'),
    ]

    operations = [
        migrations.AddField(
            model_name='mailbox',
            name='agents_by_mail',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='seat',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='engagements.seat'),
        ),
        migrations.AddField(
            model_name='outgoingmail',
            name='shown',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.message'),
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='message',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outgoing_mail', to='tickets.message'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.UniqueConstraint(fields=('seat', 'shown'), name='agent_told_once'),
        ),
        migrations.AddConstraint(
            model_name='outgoingmail',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('message', None), ('seat__isnull', False)), models.Q(('message__isnull', False), ('seat', None), ('shown', None)), _connector='OR'), name='outgoing_to_customer_or_agent'),
        ),
        walls.belongs("mail_outgoingmail", "shown_id", "tickets_message"),
    ]
