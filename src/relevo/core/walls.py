"""Row-level security, written once: migrations call ``wall`` for every table that a firm owns."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

ORGANIZATIONS = "ANY ((SELECT relevo_scope('organizations'))::bigint[])"
ENGAGEMENTS = "ANY ((SELECT relevo_scope('engagements'))::bigint[])"
USER = "ANY ((SELECT relevo_scope('user'))::bigint[])"
"""Right-hand sides of comparisons. The sub-select makes PostgreSQL ask once a query, not once a row."""


def wall(table: str, condition: str) -> RunSQL:
    """Let the application role see and write only rows of ``table`` that meet ``condition``.

    The owner of the tables, who runs migrations, is not held by it; the application never connects
    as the owner (``relevo check`` refuses).
    """
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f" CREATE POLICY {table}_wall ON {table} USING ({condition}) WITH CHECK ({condition})",
        f"DROP POLICY {table}_wall ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )


def wall_like_ticket(table: str, also: str = "true") -> RunSQL:
    """A row is visible to those who see its ticket (whose own wall answers the inner question), if ``also`` holds."""
    seen = f"EXISTS (SELECT 1 FROM tickets_ticket t WHERE t.id = {table}.ticket_id AND t.client_id = {table}.client_id)"
    return wall(table, f"(client_id = {ORGANIZATIONS} OR {seen}) AND {also}")


def wall_between_firms(table: str) -> RunSQL:
    """A row of an engagement is visible to the client and to the provider, to nobody else."""
    return wall(table, f"client_id = {ORGANIZATIONS} OR provider_id = {ORGANIZATIONS}")


def belongs(table: str, column: str, parent: str) -> RunSQL:
    """What a row points to is of the row's own client: a foreign key over (id, client_id)."""
    return _composite(table, column, parent, "client_id")


def same_desk(table: str, column: str, parent: str) -> RunSQL:
    """What a row points to is of the row's own desk."""
    return _composite(table, column, parent, "desk_id")


def _composite(table: str, column: str, parent: str, shared: str) -> RunSQL:
    name = f"{table}_{column}_{shared}"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, {shared})"
        f" REFERENCES {parent} (id, {shared}) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def append_only(table: str) -> RunSQL:
    """The database refuses to change or delete a row of ``table``, whoever asks, the owner included."""
    return RunSQL(
        f"""
        CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()
        """,
        f"DROP TRIGGER {table}_append_only ON {table}; DROP FUNCTION {table}_append_only()",
    )
