"""For tests of fetching: accounts on a real Dovecot, and fetchers in this process or in one of their own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from relevo.channels.mail.imap.accounts import ImapSettings, connect_imap
from relevo.channels.mail.imap.connection import Patience
from relevo.channels.mail.imap.fetcher import Fetcher
from relevo.channels.mail.models import Alarm, ImapAccount, Mailbox
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event
from tests.cast import EVERYWHERE
from tests.channels.mail.postbox import SUPPORT, child
from tests.channels.mail.servers import PASSWORD, Dovecot, heard, until

QUICK = Patience(connect=3, answer=3, idle=20, poll=1)
"""Seconds as short as a machine that is busy with tests allows."""
FETCH = (
    "from relevo.channels.mail.imap import fetcher\n"
    "from relevo.channels.mail.imap.connection import Patience\n"
    "print('begun', flush=True)\n"
    "fetcher.run(fetcher.Fetcher(patience=Patience(connect=3, answer=3, idle=20, poll=1)))"
)


def mailbox(address: str = SUPPORT) -> Mailbox:
    with acting(EVERYWHERE):
        return Mailbox.objects.select_related("desk").get(address=address)


def connect(
    server: Dovecot, address: str = SUPPORT, *, user: str = "", port: int = 0, **fields: object
) -> ImapAccount:
    """Fetch an address from a user's mail on the server, or through a proxy on another port."""
    box = mailbox(address)
    actor = system(box.client_id)
    wanted = {"host": "127.0.0.1", "username": user or address.partition("@")[0], "secret": PASSWORD,
              "port": port or server.port, "security": "none"} | fields  # fmt: skip
    with acting(actor):
        return connect_imap(box, ImapSettings(**wanted), actor=actor)  # type: ignore[arg-type]


def account(address: str = SUPPORT) -> ImapAccount:
    with acting(EVERYWHERE):
        return ImapAccount.objects.select_related("mailbox").get(mailbox__address=address)


def try_again_now(address: str = SUPPORT) -> None:
    """Spare the test the pause."""
    with acting(EVERYWHERE):
        ImapAccount.objects.filter(mailbox__address=address).update(next_try_at="2026-01-01T00:00Z")


def alarms(*, on: bool = True) -> list[str]:
    """Kinds of alarms that are on, or that are over."""
    with acting(EVERYWHERE):
        found = Alarm.objects.filter(ended_at=None) if on else Alarm.objects.exclude(ended_at=None)
        return sorted(found.values_list("kind", flat=True))


def told() -> list[tuple[str, str]]:
    """(event, kind of alarm), oldest first."""
    with acting(EVERYWHERE):
        events = Event.objects.filter(kind__startswith="mail.alarm").order_by("pk")
        return [(event.kind.partition(".")[2], event.facts["kind"]) for event in events]


@contextmanager
def fetching(patience: Patience = QUICK, *, places: int = 200) -> Iterator[Fetcher]:
    """A fetcher in this process."""
    fetcher = Fetcher(patience=patience, places=places)
    fetcher.start()
    try:
        yield fetcher
    finally:
        fetcher.stop()


@contextmanager
def fetcher_process(database: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A fetcher in a process of its own, once it has begun to look; killed at the end."""
    with child(FETCH, database, **environment) as process, heard(process):
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        yield process


def waited(count: int, seconds: float = 240.0) -> float:
    """Wait until so many mails are stored; how long that took."""
    from relevo.channels.mail.models import RawMail

    def there() -> bool:
        with acting(EVERYWHERE):
            return RawMail.objects.count() >= count

    return until(there, seconds)
