"""Row-level security, written once: migrations call ``wall`` for every table that a firm owns."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

ORGANIZATIONS = "ANY ((SELECT relevo_scope('organizations'))::bigint[])"
ENGAGEMENTS = "ANY ((SELECT relevo_scope('engagements'))::bigint[])"
USER = "ANY ((SELECT relevo_scope('user'))::bigint[])"
"""Right-hand sides of comparisons. The sub-select makes PostgreSQL ask once a query, not once a row."""


CLIENT = f"client_id = {ORGANIZATIONS}"
"""The row belongs to the client in whose scope we work."""


def wall(table: str, condition: str, *, written: str = "") -> RunSQL:
    """Let the application role see only rows of ``table`` that meet ``condition``, and write only those that meet
    ``written`` (by default the same).

    The owner of the tables, who runs migrations, is not held by it; the application never connects
    as the owner (``relevo check`` refuses).
    """
    changed = written or condition
    policies = [f"CREATE POLICY {table}_wall ON {table} USING ({changed}) WITH CHECK ({changed})"]
    if written:
        policies.append(f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({condition})")
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; {'; '.join(policies)}",
        f"DROP POLICY IF EXISTS {table}_seen ON {table}; DROP POLICY {table}_wall ON {table};"
        f" ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )


def wall_like_ticket(table: str, also: str = "true") -> RunSQL:
    """A row is visible to those who see its ticket (whose own wall answers the inner question), if ``also`` holds.

    Needs ``belongs(table, "ticket_id", "tickets_ticket")`` beside it, so that nobody hangs a row on a foreign ticket.
    """
    seen = (
        "EXISTS (SELECT 1 FROM tickets_ticket t"  # noqa: S608 - names of our own tables
        f" WHERE t.id = {table}.ticket_id AND t.client_id = {table}.client_id)"
    )
    return wall(table, f"({CLIENT} OR {seen}) AND {also}")


def wall_between_firms(table: str, *, written: str = "") -> RunSQL:
    """A row of an engagement is visible to the client and to the provider, to nobody else."""
    return wall(table, f"{CLIENT} OR provider_id = {ORGANIZATIONS}", written=written)


def wall_of_desk(table: str) -> RunSQL:
    """A row of a desk is visible to all who staff the desk, and its client's alone to change."""
    staffed = f"SELECT e.desk_id FROM engagements_engagement e WHERE e.id = {ENGAGEMENTS}"  # noqa: S608
    return wall(table, f"{CLIENT} OR desk_id IN ({staffed})", written=CLIENT)


def belongs(table: str, column: str, parent: str) -> RunSQL:
    """What a row points to is of the row's own client: a foreign key over (id, client_id)."""
    return _composite(table, column, parent, "client_id")


def of_engagement(table: str) -> RunSQL:
    """The client and the provider of a row are those of its engagement."""
    client = _composite(table, "engagement_id", "engagements_engagement", "client_id")
    provider = _composite(table, "engagement_id", "engagements_engagement", "provider_id")
    return RunSQL(f"{client.sql}; {provider.sql}", f"{client.reverse_sql}; {provider.reverse_sql}")


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
