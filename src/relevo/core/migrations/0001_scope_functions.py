"""The function that row-level security policies ask for the ids in scope."""

from django.db import migrations

CREATE = """
CREATE FUNCTION relevo_scope(kind text) RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog AS
$$ SELECT coalesce(nullif(current_setting('relevo.' || kind, true), '')::bigint[], '{}') $$
"""


class Migration(migrations.Migration):
    dependencies: list = []
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION relevo_scope(text)")]
