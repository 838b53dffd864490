"""What the fetcher says to an IMAP server, in its own words, with every failure as one of three faults.

``Refused``: a person must mend something (the password, the certificate, the folder). ``Unreachable``: the network or
the server; it comes right by itself. ``Unreadable``: one mail that the server cannot hand out.
"""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from imapclient.exceptions import IMAPClientError, IMAPClientReadOnlyError, ProtocolError

from relevo.channels.mail.imap.connection import PATIENCE, BoundedClient, ImapServer, Patience

PIECE: Final = 512 * 1024
"""Bytes of a large mail that are fetched at a time."""
_WINDOW: Final = 50_000  # UIDs searched at a time: their answer stays within imaplib's longest line
_SLICE: Final = 1.0  # seconds after which somebody who waits looks whether it shall leave
_SLACK: Final = (
    1024 * 1024
)  # bytes that an answer may have beside the mails; servers' sizes are estimates, too

_PASSING = re.compile(
    r"(?i)\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA)|too many|try again|temporar|timed? ?out"
)


class ImapFault(Exception):
    """Something is wrong with an account. ``code`` is stable and for programs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(ImapFault):
    """A person must mend it: "login", "certificate", "tls", "folder", "key"."""


class Unreachable(ImapFault):
    """It comes right by itself: "connection", "stalled", "server", "protocol", "token"."""


class Unreadable(ImapFault):
    """The server says of one mail that it cannot hand it out."""

    def __init__(self, uid: int) -> None:
        super().__init__("unreadable")
        self.uid = uid


@dataclass(frozen=True, slots=True)
class Login:
    """Who we are: a password, or an access token for XOAUTH2."""

    username: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """A selected folder. uidnext: the next mail's UID at the time; None where the server does not say."""

    uidvalidity: int
    uidnext: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail in the folder, not fetched yet. arrived: when the server got it, aware; None where it does not say."""

    uid: int
    size: int
    arrived: datetime | None


class Session:
    """A connection on which we are known. Close it, or use it as a context."""

    def __init__(self, client: BoundedClient, patience: Patience) -> None:
        self.client = client
        self.patience = patience
        self.writable = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye where somebody listens."""
        with suppress(Exception):
            self.client.imap.answers.allow(seconds=2.0, size=_SLACK)
            self.client.logout()
        with suppress(Exception):
            self.client.shutdown()

    def select(self, folder: str) -> Folder:
        """Open the folder, also to look anew. One that may only be read is read. Raises ``Refused("folder")``."""
        with self._exchange(on_no=Refused("folder")):
            try:
                answer = self.client.select_folder(folder, readonly=not self.writable)
            except IMAPClientReadOnlyError:
                self.writable = False
                answer = self.client.select_folder(folder, readonly=True)
            return Folder(int(answer[b"UIDVALIDITY"]), answer.get(b"UIDNEXT"))

    def above(self, folder: Folder, mark: int) -> Iterator[list[int]]:
        """The UIDs past ``mark``, ascending, a stretch at a time."""
        low = mark + 1
        while folder.uidnext is None or low < folder.uidnext:
            high = "*" if folder.uidnext is None else str(low + _WINDOW - 1)
            with self._exchange():
                found = self.client.search(["UID", f"{low}:{high}"])
            uids = sorted(uid for uid in set(found) if uid >= low)  # "*" names the last mail, even below
            if uids:
                yield uids
            if folder.uidnext is None:
                return
            low += _WINDOW

    def sizes(self, uids: Sequence[int]) -> list[Listed]:
        """Those that are still there, ascending."""
        with self._exchange():
            found = self.client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return [
            Listed(uid, int(told[b"RFC822.SIZE"]), _aware(told.get(b"INTERNALDATE")))
            for uid, told in sorted(found.items()) if b"RFC822.SIZE" in told
        ]  # fmt: skip

    def mails(self, listed: Sequence[Listed]) -> dict[int, bytes]:
        """The bytes of small mails, of those that are still there. Raises ``Unreadable`` for a single one."""
        size = sum(one.size for one in listed)
        with self._exchange(size=2 * size, on_no=Unreadable(listed[0].uid)):
            found = self.client.fetch([one.uid for one in listed], ["BODY.PEEK[]"])
        return {uid: told[b"BODY[]"] for uid, told in found.items() if told.get(b"BODY[]") is not None}

    def pieces(self, uid: int, most: int) -> Iterator[bytes]:
        """A mail of any size up to ``most`` bytes, piece by piece. Nothing when it is gone."""
        begin = 0
        while begin < most:
            size = min(PIECE, most - begin)
            with self._exchange(size=2 * size, on_no=Unreadable(uid)):
                told = self.client.fetch([uid], [f"BODY.PEEK[]<{begin}.{size}>"]).get(uid, {})
            piece = told.get(f"BODY[]<{begin}>".encode()) or b""
            yield piece
            if len(piece) < size:
                return
            begin += size

    def there(self, uid: int) -> bool:
        """Whether the folder still has this mail."""
        with self._exchange():
            return uid in self.client.search(["UID", str(uid)])

    def flag_seen(self, uids: Sequence[int]) -> None:
        """Mark mails as read, for people who look into the mailbox. A server that refuses is left alone."""
        if not self.writable:
            return
        with suppress(Unreadable), self._exchange(on_no=Unreadable(uids[0])):
            self.client.add_flags(uids, [rb"\Seen"], silent=True)

    def fullness(self, folder: str) -> float | None:
        """How full the mailbox is, from 0 to 1; None where the server does not say."""
        with suppress(Unreadable), self._exchange(on_no=Unreadable(0)):
            if self.client.has_capability("QUOTA"):
                _, quotas = self.client.get_quota_root(folder)
                return max((quota.usage / quota.limit for quota in quotas if quota.limit), default=None)
        return None

    def wait(self, leaving: Callable[[], bool]) -> None:
        """Until the server tells of something, by IDLE, or it is time to look again, or ``leaving`` says so."""
        with self._exchange():
            idles = self.client.has_capability("IDLE")
            if self._told_already():
                return
            told = idles and self.client.imap.idle_begin()
        until = time.monotonic() + (self.patience.idle if idles else self.patience.poll)
        while not told and not leaving() and time.monotonic() < until:
            told = self.client.imap.answers.wait(min(_SLICE, self.patience.poll))
        if idles:
            with self._exchange():
                self.client.imap.idle_end()

    def _told_already(self) -> bool:
        """Whether mail came since the folder was selected: beside its answers to other questions the server says how
        many there are, once. (SELECT forgets what was said before, and brings a number of its own.)"""
        said = self.client.imap.untagged_responses
        counts = said.get("EXISTS", [])
        return len(set(counts)) > 1 or (len(counts) > 1 and "EXPUNGE" in said)

    @contextmanager
    def _exchange(self, *, size: int = 0, on_no: ImapFault | None = None) -> Iterator[None]:
        """One question and its answer: within bounds, failures as faults. on_no: what it means that the server
        understands and declines."""
        self.client.imap.answers.allow(seconds=self.patience.answer, size=size + _SLACK)
        with _faults(on_no):
            yield


def connect(server: ImapServer, login: Login, patience: Patience = PATIENCE) -> Session:
    """Connect, encrypt as told (never less), and say who we are. Raises ``Refused`` and ``Unreachable``."""
    with _faults(Refused("tls") if server.security == "starttls" else None):
        client = BoundedClient(server, patience)
    session = Session(client, patience)
    try:
        _log_in(session, login)
    except BaseException:
        session.close()
        raise
    return session


def _log_in(session: Session, login: Login) -> None:
    client = session.client
    client.imap.answers.allow(seconds=session.patience.answer, size=_SLACK)
    with _faults(Refused("login")):
        if login.token:
            client.oauth2_login(login.username, login.token)
        elif client.has_capability("AUTH=PLAIN"):  # the one way for passwords that are not ASCII
            client.plain_login(login.username, login.password)
        else:
            client.login(_quoted(login.username), login.password)


def _quoted(text: str) -> str:
    """The library quotes the password alone."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _faults(on_no: ImapFault | None) -> Iterator[None]:
    try:
        yield
    except ImapFault:
        raise
    except ssl.SSLCertVerificationError as error:
        raise Refused("certificate") from error
    except TimeoutError as error:
        raise Unreachable("stalled") from error
    except OSError as error:  # TLS that breaks is one, too
        raise Unreachable("connection") from error
    except IMAPClientError as error:
        raise _meaning(error, on_no) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Unreachable("protocol") from error  # nonsense, which the library reads with little care


def _meaning(error: Exception, on_no: ImapFault | None) -> ImapFault:
    """A library's error as a fault; for logins it hides the one below, which tells a broken line from a no."""
    below = error.__context__ if type(error).__name__ == "LoginError" else error
    if isinstance(below, OSError):
        return Unreachable("stalled" if isinstance(below, TimeoutError) else "connection")
    if isinstance(below, imaplib.IMAP4.abort):
        return Unreachable("connection")
    if isinstance(below, ProtocolError):
        return Unreachable("protocol")
    return Unreachable("server") if on_no is None or _PASSING.search(str(error)) else on_no


def _aware(moment: object) -> datetime | None:
    return moment if isinstance(moment, datetime) and moment.tzinfo is not None else None
