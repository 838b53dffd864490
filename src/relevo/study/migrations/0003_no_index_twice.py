"""An index that another one begins with helps no question and costs every row that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('study', '0002_wall'),
    ]

    operations = [
        migrations.AlterField(
            model_name='studyreport',
            name='scenario',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='study.studyscenario'),
        ),
    ]
