"""An index that another one begins with helps no question and costs every row that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('live', '0002_wall'),
        ('tickets', '0004_participants'),
    ]

    operations = [
        migrations.AlterField(
            model_name='presence',
            name='ticket',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket'),
        ),
    ]
