"""An index that another one begins with helps no question and costs every row that is written; nor do empty places in one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('engagements', '0002_wall'),
        ('mail', '0006_next_dkim_key'),
        ('tickets', '0004_participants'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rawmail',
            name='raw_mail_once_by_uid',
        ),
        migrations.AlterField(
            model_name='automaticanswer',
            name='mailbox',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.mailbox'),
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='message',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outgoing_mails', to='tickets.message'),
        ),
        migrations.AlterField(
            model_name='outgoingmail',
            name='seat',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='engagements.seat'),
        ),
        migrations.AlterField(
            model_name='rawmail',
            name='mailbox',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='raw_mails', to='mail.mailbox'),
        ),
        migrations.AddConstraint(
            model_name='rawmail',
            constraint=models.UniqueConstraint(condition=models.Q(('uid', None), _negated=True), fields=('mailbox', 'uidvalidity', 'uid'), name='raw_mail_once_by_uid'),
        ),
    ]
