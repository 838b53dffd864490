"""An index that another one begins with helps no question and costs every row that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('desks', '0002_no_index_twice'),
        ('promises', '0002_wall'),
    ]

    operations = [
        migrations.AlterField(
            model_name='promise',
            name='desk',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='desks.desk'),
        ),
    ]
