"""An index that another one begins with helps no question and costs every row that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('customers', '0002_wall'),
        ('desks', '0002_no_index_twice'),
    ]

    operations = [
        migrations.AlterField(
            model_name='address',
            name='desk',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desks.desk'),
        ),
    ]
