"""An index that another one begins with helps no question and costs every row that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('commerce', '0002_wall'),
        ('engagements', '0002_wall'),
    ]

    operations = [
        migrations.AlterField(
            model_name='charge',
            name='engagement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='engagements.engagement'),
        ),
        migrations.AlterField(
            model_name='ratecard',
            name='engagement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rate_cards', to='engagements.engagement'),
        ),
    ]
