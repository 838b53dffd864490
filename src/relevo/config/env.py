"""The environment, read once, typed, with an error that names the variable."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

APP_ROLE = "relevo_app"
"""The PostgreSQL role that the application connects as: owns nothing, bypasses nothing."""


class Misconfigured(Exception):
    """A setting is missing or makes no sense; the message names it and says what to do."""


def home() -> Path:
    """Where this installation keeps its data (``RELEVO_HOME``, by default ``var`` in the working folder)."""
    return Path(os.environ.get("RELEVO_HOME") or "var").resolve()


def flag(name: str, *, default: bool = False) -> bool:
    """A yes-or-no variable: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise Misconfigured(f"{name} must be yes or no, not {value!r}.")


def text(name: str, default: str = "") -> str:
    """A variable, or the content of the file that ``NAME_FILE`` points to (for secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as exc:
            raise Misconfigured(f"{name}_FILE: cannot read {path} ({exc.strerror}).") from exc
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError:
        raise Misconfigured(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def oauth_clients() -> dict[str, dict[str, str]]:
    """By provider, the client id and secret with which this installation is registered there ("id:secret")."""
    given = {"google": text("RELEVO_GOOGLE_CLIENT"), "microsoft": text("RELEVO_MICROSOFT_CLIENT")}
    return {
        name: dict(zip(("id", "secret"), value.split(":", 1), strict=True))
        for name, value in given.items()
        if ":" in value
    }


def anymail() -> dict[str, str]:
    """What django-anymail is set to: the secret that opens the doors for providers, and the keys of those that sign.

    ``RELEVO_WEBHOOK_KEYS`` names them as django-anymail does: "MAILGUN_WEBHOOK_SIGNING_KEY=…, MANDRILL_WEBHOOK_KEY=…".
    """
    keys = {name: key for name, _is, key in (word.partition("=") for word in words("RELEVO_WEBHOOK_KEYS"))}
    if "" in {*keys, *keys.values()}:
        raise Misconfigured(
            "RELEVO_WEBHOOK_KEYS must look like MAILGUN_WEBHOOK_SIGNING_KEY=…, with commas between."
        )
    secret = text("RELEVO_WEBHOOK_SECRET")
    return keys | ({"WEBHOOK_SECRET": secret} if secret else {})


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """A list of addresses and networks, ``192.0.2.7, 2001:db8::/32``."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as exc:
        raise Misconfigured(f"{name} must list addresses or networks: {exc}.") from None


def secret_key() -> str:
    """``RELEVO_SECRET_KEY``, or one drawn once and kept in the home folder, readable by its owner only."""
    given = text("RELEVO_SECRET_KEY")
    if given:
        return given
    path = home() / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def owner_database() -> dict[str, Any]:
    """Django's settings for the role that owns the tables: ``DATABASE_URL``."""
    return _database(text("DATABASE_URL") or f"postgresql://postgres@/relevo?host={home() / 'postgres'}")


def application_database(secret: str) -> dict[str, Any]:
    """Django's settings for the application role: ``DATABASE_APP_URL``, or ``DATABASE_URL`` with ``APP_ROLE``.

    The derived password is a keyed hash of the secret key, so that nobody has to invent or store one.
    """
    given = text("DATABASE_APP_URL")
    if given:
        return _database(given)
    return owner_database() | {"USER": APP_ROLE, "PASSWORD": application_password(secret)}


def application_password(secret: str) -> str:
    """The application role's password on this installation."""
    return hmac.new(secret.encode(), b"database application role", hashlib.sha256).hexdigest()[:40]


def _database(url: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(url)
    except Exception as exc:
        raise Misconfigured(f"DATABASE_URL is not a PostgreSQL address: {exc}") from exc
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {key: value for key, value in parts.items() if key not in names}
    settings = {django: str(parts[key]) for key, django in names.items() if parts.get(key) is not None}
    if not settings.get("NAME"):
        raise Misconfigured("DATABASE_URL names no database.")
    return {"ENGINE": "django.db.backends.postgresql", **settings, "OPTIONS": options}


def smtp_server() -> dict[str, Any]:
    """Where outgoing mail goes: ``RELEVO_SMTP_URL``, smtp://, smtp+starttls:// or smtps://user:password@host:port."""
    kinds = {"smtp": ("none", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}
    try:
        url = urlsplit(text("RELEVO_SMTP_URL") or "smtp://127.0.0.1:25")
        (security, usual), host, port = kinds[url.scheme], url.hostname, url.port
    except (KeyError, ValueError):
        host = None
    if not host:
        raise Misconfigured("RELEVO_SMTP_URL must look like smtp://host:25, smtp+starttls://… or smtps://….")
    return {
        "host": host, "port": port or usual, "security": security,
        "username": unquote(url.username or ""), "password": unquote(url.password or ""),
    }  # fmt: skip


def use_running_server() -> None:
    """Let a command beside a running installation find the embedded database that it started."""
    note = home() / "database-url"
    if not os.environ.get("DATABASE_URL") and note.exists():
        os.environ["DATABASE_URL"] = note.read_text(encoding="utf-8").strip()


def set_up_django() -> None:
    """Set Django up; a command that only looks may find the embedded server of a running installation."""
    use_running_server()
    import django

    django.setup()
