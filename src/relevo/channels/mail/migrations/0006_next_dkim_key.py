"""A new key to sign with waits beside the one that counts until the DNS has it. Keys that there are go on signing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0005_outcomes")]
    operations = [
        migrations.AddField(
            model_name="sendingaccount",
            name="next_dkim_domain",
            field=models.CharField(blank=True, default="", max_length=255),
        ),
        migrations.AddField(
            model_name="sendingaccount",
            name="next_dkim_selector",
            field=models.CharField(blank=True, default="", max_length=63),
        ),
        migrations.AddField(
            model_name="sendingaccount",
            name="next_dkim_key",
            field=models.TextField(blank=True, default=""),
        ),
    ]
