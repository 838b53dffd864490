"""An index that another one begins with helps no question and costs every row that is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('coverage', '0002_wall'),
        ('organizations', '0004_no_index_twice'),
    ]

    operations = [
        migrations.AlterField(
            model_name='shift',
            name='member',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='organizations.member'),
        ),
    ]
