"""An index that another one begins with helps no question and costs every row that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('language', '0002_wall'),
        ('tickets', '0004_participants'),
    ]

    operations = [
        migrations.AlterField(
            model_name='translation',
            name='message',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='tickets.message'),
        ),
    ]
