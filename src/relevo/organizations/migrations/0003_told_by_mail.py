"""Whether a person wants word of her tickets by mail."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0002_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='told_by_mail',
            field=models.BooleanField(default=False),
        ),
    ]
