"""A ticket may end in another one of its client."""

from django.db import migrations, models

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_wall")]
    operations = [
        migrations.AddField(
            model_name="ticket",
            name="merged_into",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="merged_from", to="tickets.ticket"
            ),
        ),
        walls.belongs("tickets_ticket", "merged_into_id", "tickets_ticket"),
    ]
