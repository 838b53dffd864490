"""What the database keeps beside the rows is written anew with them: no index that another one makes needless."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

_WITHIN = """
SELECT t.relname, one.relname, other.relname
FROM pg_index i JOIN pg_class one ON one.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_index j ON j.indrelid = i.indrelid AND j.indexrelid <> i.indexrelid JOIN pg_class other ON other.oid = j.indexrelid
WHERE t.relname = ANY(%s) AND one.relam = other.relam
AND NOT i.indisunique AND i.indpred IS NULL AND j.indpred IS NULL AND i.indexprs IS NULL AND j.indexprs IS NULL
AND (j.indkey::text || ' ') LIKE (i.indkey::text || ' %%')
AND (j.indclass::text || ' ') LIKE (i.indclass::text || ' %%')
ORDER BY 1, 2
"""


@pytest.mark.django_db
def test_no_index_of_ours_is_the_beginning_of_another() -> None:
    ours = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("relevo.")]
    assert len(ours) > 40
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN, [ours])
        assert cursor.fetchall() == []
