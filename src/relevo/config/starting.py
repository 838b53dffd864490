"""What happens between ``relevo up`` and a page that answers."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from relevo.config import env
from relevo.config.database import create_database, embedded_server, migrate, revive
from relevo.config.env import Misconfigured
from relevo.config.ports import require_free
from relevo.config.processes import Process, run

Say = Callable[[str], None]
_PATIENCE = 60.0  # seconds until the first page must answer
_PAUSE = 10.0  # seconds between tries to start a database that does not want to


def up(host: str, port: int, smtp_port: int, lmtp_port: int, *, say: Say = print) -> None:
    """Start an installation and keep it running until Ctrl-C."""
    for number, setting in ((port, "--port"), (smtp_port, "--smtp-port"), (lmtp_port, "--lmtp-port")):
        if number:
            require_free(host, number, setting=setting)
    with database(say) as look_after:
        prepare(say)
        run(
            group(host, port, smtp_port, lmtp_port),
            ready=lambda: _announce(host, port, smtp_port, lmtp_port, say),
            tick=look_after,
            say=say,
        )


@contextlib.contextmanager
def database(say: Say) -> Iterator[Callable[[], None]]:
    """The database that ``DATABASE_URL`` names, or else the bundled one in the home folder.

    Gives what to call about every second: the bundled one is started again when it has ended.
    """
    if os.environ.get("DATABASE_URL"):
        yield lambda: None
        return
    home = env.home()
    home.mkdir(parents=True, exist_ok=True)
    say("Starting the bundled PostgreSQL …")
    with embedded_server(home / "postgres") as server:
        os.environ["DATABASE_URL"] = url = create_database(server, "relevo")
        note = home / "database-url"
        note.touch(mode=0o600)
        note.write_text(url, encoding="utf-8")
        try:
            yield _Keeper(home / "postgres", say)
        finally:
            note.unlink(missing_ok=True)
            del os.environ["DATABASE_URL"]


class _Keeper:
    """Starts the bundled PostgreSQL again when it has ended (killed for its memory, say), as often as that takes."""

    def __init__(self, folder: Path, say: Say) -> None:
        self.folder, self.say, self.again_at = folder, say, 0.0

    def __call__(self) -> None:
        if time.monotonic() < self.again_at:
            return
        try:
            if revive(self.folder):
                self.say("PostgreSQL had ended; it runs again.")
        except Misconfigured as error:
            self.say(str(error))
            self.again_at = time.monotonic() + _PAUSE


def prepare(say: Say) -> None:
    """Set Django up in this process and bring the tables up to date."""
    import django
    from django.db import OperationalError

    say("Bringing the tables up to date …")
    django.setup()
    try:
        migrate()
    except OperationalError as error:
        raise Misconfigured(database_is_away(error)) from error


def database_is_away(error: Exception) -> str:
    """What to tell an operator whose database does not answer, in one line."""
    return f"The database does not answer; look at DATABASE_URL. It said: {str(error).splitlines()[0]}"


def group(host: str, port: int, smtp_port: int, lmtp_port: int) -> list[Process]:
    """Web, worker and mail receiver."""
    return [
        Process("web", ["web", "--host", host, "--port", str(port)]),
        Process("worker", ["worker"]),
        Process(
            "mail",
            ["mail", "serve", "--host", host, "--smtp-port", str(smtp_port), "--lmtp-port", str(lmtp_port)],
        ),
    ]


def wait_until_it_answers(host: str, port: int) -> None:
    """Return once pages are served. Raises ``Misconfigured`` when that takes longer than a minute."""
    deadline = time.monotonic() + _PATIENCE
    url = f"http://{_reachable(host)}:{port}/healthz"
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Misconfigured(f"No page answers at {url}; the lines above say why.")


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared, not bound


def _announce(host: str, port: int, smtp_port: int, lmtp_port: int, say: Say) -> None:
    wait_until_it_answers(host, port)
    say(f"\nRelevo answers at http://{host}:{port}/")
    say(
        f"Mail comes in at {host}:{smtp_port} (SMTP)"
        + (f" and {host}:{lmtp_port} (LMTP)." if lmtp_port else ".")
    )
    say(f"Data is kept in {env.home()}. First time? {sys.argv[0]} create-admin you@your-firm.example")
    say("Ctrl-C stops everything.\n")
