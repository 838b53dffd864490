"""``relevo check``: what is misconfigured, in words that say what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor

from relevo.channels.mail.doors import certificates
from relevo.core.clock import now

_CERTIFICATE_LEFT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know. serious: it must be mended before customers' mail comes in."""

    text: str
    serious: bool = True


def findings() -> Iterator[Finding]:
    """Look at the database, its roles, the tables, the addresses, the certificate and the engines."""
    try:
        yield from _role()
        yield from _tables()
    except Error as error:
        yield Finding(
            f"The database does not answer ({str(error).splitlines()[0]}). Is it running? See DATABASE_URL."
        )
    yield from _addresses()
    yield from _certificate()
    yield from _engines()


def _role() -> Iterator[Finding]:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper, r.rolbypassrls, (SELECT count(*) FROM pg_tables t WHERE t.schemaname = 'public' AND"
            " pg_has_role(current_user, t.tableowner, 'MEMBER')) FROM pg_roles r WHERE r.rolname = current_user"
        )
        superuser, bypasses, owned = cursor.fetchone()
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])
    if superuser or bypasses or owned:
        yield Finding(
            "The application's database role can pass the walls between firms (it is a superuser, bypasses row-level"
            " security, or owns tables). Let DATABASE_APP_URL name a plain role, or leave it out."
        )
    if version < 150000:
        yield Finding("PostgreSQL is older than 15; Relevo needs 15 or newer.")


def _tables() -> Iterator[Finding]:
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("The tables are not up to date. Run: relevo migrate")


def _addresses() -> Iterator[Finding]:
    if settings.DEMO:
        return
    if not settings.PUBLIC_URL.startswith("https://"):
        yield Finding(
            f"RELEVO_PUBLIC_URL is {settings.PUBLIC_URL}: sign-in cookies travel unencrypted. Put a proxy with TLS in"
            " front and set RELEVO_PUBLIC_URL=https://…",
            serious=False,
        )
    if settings.SMTP_SERVER["host"] in {"127.0.0.1", "localhost"} and settings.SMTP_SERVER["port"] == 25:
        yield Finding(
            "Outgoing mail goes to 127.0.0.1:25; set RELEVO_SMTP_URL if that is not yours.", serious=False
        )


def _certificate() -> Iterator[Finding]:
    if not settings.MAIL_CERTIFICATE:
        return
    try:
        certificates.context(Path(settings.MAIL_CERTIFICATE), Path(settings.MAIL_CERTIFICATE_KEY))
    except OSError as error:  # ssl's own among them
        yield Finding(f"The certificate of RELEVO_MAIL_CERTIFICATE cannot be used: {error}")
        return
    ends = certificates.ends_at(Path(settings.MAIL_CERTIFICATE))
    if ends < now() + _CERTIFICATE_LEFT:
        yield Finding(
            f"The certificate of RELEVO_MAIL_CERTIFICATE ends on {ends:%Y-%m-%d}.", serious=ends < now()
        )


def _engines() -> Iterator[Finding]:
    if shutil.which("apertium") is None and not settings.LIBRETRANSLATE_URL:
        yield Finding(
            "No translation engine is here: tickets go to people who speak the language. Install apertium with"
            " apertium-eng-spa, or set RELEVO_LIBRETRANSLATE_URL.",
            serious=False,
        )
