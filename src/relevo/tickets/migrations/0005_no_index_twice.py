"""An index that another one begins with helps no question and costs every row that is written; nor do empty places in one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('customers', '0003_no_index_twice'),
        ('desks', '0002_no_index_twice'),
        ('engagements', '0002_wall'),
        ('tickets', '0004_participants'),
    ]

    operations = [
        migrations.AlterField(
            model_name='draft',
            name='ticket',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='tickets.ticket'),
        ),
        migrations.AlterField(
            model_name='message',
            name='engagement',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='engagements.engagement'),
        ),
        migrations.AlterField(
            model_name='message',
            name='seat',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='engagements.seat'),
        ),
        migrations.AlterField(
            model_name='message',
            name='ticket',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='tickets.ticket'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='desk',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='desks.desk'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='holder',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_tickets', to='engagements.engagement'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='linked_to',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='linked_from', to='tickets.ticket'),
        ),
        migrations.AlterField(
            model_name='ticket',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='tickets.ticket'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('seat', None), _negated=True), fields=['seat'], name='message_by_seat'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('engagement', None), _negated=True), fields=['engagement'], name='message_by_engagement'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('linked_to', None), _negated=True), fields=['linked_to'], name='ticket_linked_to'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('merged_into', None), _negated=True), fields=['merged_into'], name='ticket_merged_into'),
        ),
    ]
