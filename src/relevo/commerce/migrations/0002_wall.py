"""Money is between two firms."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("commerce", "0001_initial"), ("tickets", "0002_wall")]
    operations = [
        walls.wall_between_firms("commerce_ratecard"),
        walls.wall_between_firms("commerce_charge"),
    ]
