"""A study is its firm's alone."""

from django.db import migrations

from relevo.core import walls


class Migration(migrations.Migration):
    dependencies = [("study", "0001_initial"), ("events", "0002_wall")]
    operations = [
        walls.wall("study_study", walls.CLIENT),
        walls.wall("study_studyfile", walls.CLIENT),
        walls.wall("study_studyscenario", walls.CLIENT),
        walls.wall("study_studyreport", walls.CLIENT),
    ]
