"""People in copy: who was let in on a ticket and since when, and which messages are theirs."""

import django.db.models.deletion
from django.db import migrations, models

import relevo.core.clock
from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_merging")]
    operations = [
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.BigIntegerField()),
                ("address", models.CharField(max_length=320)),
                ("name", models.CharField(blank=True, max_length=150)),
                ("since", models.DateTimeField(default=relevo.core.clock.now)),
                ("let_in_by", models.CharField(max_length=150)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="tickets.ticket"
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("ticket", "address"),
                name="participant_once_on_a_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("id", "client_id"), name="participant_of_client"),
        ),
        migrations.AddField(
            model_name="message",
            name="participant",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="messages", to="tickets.participant",
            ),
        ),
        walls.wall_like_ticket("tickets_participant"),
        walls.belongs("tickets_participant", "ticket_id", "tickets_ticket"),
        walls.belongs("tickets_message", "participant_id", "tickets_participant"),
    ]  # fmt: skip
