"""Hand a mail to a mail server and say, recipient by recipient, what became of it.

"sent": the server has taken responsibility. "retry": nobody has refused it for good; try again by ``next_try``.
"refused": it will never be taken. When the connection breaks after the mail's last byte and before the answer,
nobody can know; the outcome is "retry", and since a mail keeps its Message-ID the reader sees one mail.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal, cast

from relevo.channels.mail import names
from relevo.channels.mail.out import wire
from relevo.core import outside

Security = Literal["none", "starttls", "tls"]
Status = Literal["sent", "retry", "refused"]

_CONNECT_SECONDS: Final = 20.0  # until a server has greeted us and taken our login
_REPLY_LIMIT: Final = 64 * 1024  # bytes of all a server's replies in one session
_TEXT_LIMIT: Final = 300
_SAFE_ADDRESS = re.compile(r"[^\s<>\x00-\x20\x7f]{1,254}\Z")
_TROUBLE: Final = (OSError, smtplib.SMTPException, ValueError)
_OUR_FAULT: Final = frozenset({530, 534, 535, 538})  # the account, not the mail: an administrator can mend it

# Minutes from the first try to the next ones: 1, 5, 15 and 60 minutes after each other, then wider, up to 48 hours.
_SCHEDULE: Final = (1, 6, 21, 81, 180, 300, 480, 720, 960, 1200, 1440, 1800, 2160, 2520, 2880)
LAST_TRY_AFTER: Final = timedelta(minutes=_SCHEDULE[-1])
"""From the first try to the last one: 48 hours."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where to hand mail to.

    tls: a context of one's own, for a private certificate authority. trusted: named by whoever runs the installation;
    one that a client names is reached in the open internet only.
    """

    host: str
    port: int
    security: Security = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False, compare=False)
    local_hostname: str = ""
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail for one recipient. ``code`` is the server's, 0 when it said nothing.

    down: the way out is closed for every mail (no connection, a refused login), so trying others now is in vain.
    accepted_as: the provider and its own id of the mail, by which it tells later what became of it; "" over SMTP.
    """

    status: Status
    code: int
    text: str
    down: bool = False
    accepted_as: str = ""


_ASCII_ONLY: Final = Outcome("refused", 0, "the mail server takes ASCII addresses only")


class _Answers:
    """Reads a server's replies line by line within one deadline and a bound on their size."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self.sock = sock
        self.deadline = deadline
        self.buffer = b""
        self.room = _REPLY_LIMIT

    def readline(self, limit: int) -> bytes:
        """One line, or what there is of it at the end of the stream. Raises OSError past the bounds."""
        while b"\n" not in self.buffer and len(self.buffer) < limit:
            left = self.deadline - time.monotonic()
            if left <= 0 or self.room <= 0:
                raise TimeoutError("the mail server's answer takes too long")
            self.sock.settimeout(left)
            chunk = self.sock.recv(4096)
            self.room -= len(chunk)
            if not chunk:
                break
            self.buffer += chunk
        end = self.buffer.find(b"\n", 0, limit) + 1 or min(limit, len(self.buffer))
        line, self.buffer = self.buffer[:end], self.buffer[end:]
        return line

    def close(self) -> None:
        """The socket belongs to the connection."""


class _Bounded:
    """Makes an smtplib connection obey one deadline for the whole session."""

    deadline: float
    sock: Any
    file: Any
    trusted = True

    def getreply(self) -> tuple[int, bytes]:
        """The server's next reply."""
        if self.file is None and self.sock is not None:
            self.file = _Answers(self.sock, self.deadline)
        return super().getreply()  # type: ignore[misc, no-any-return]

    def dial(self, host: str, port: int, timeout: float) -> socket.socket:
        """The bare connection. smtplib asks ``_get_socket`` for its own."""
        if self.trusted:
            return socket.create_connection((host, port), timeout)
        return outside.connect(host, port, timeout)


class _Plain(_Bounded, smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.dial(host, port, timeout)


class _Tls(_Bounded, smtplib.SMTP_SSL):
    _host: str

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(self.dial(host, port, timeout), server_hostname=self._host)


def send(
    raw: bytes, *, mail_from: str, rcpt_tos: Sequence[str], server: SmtpServer, timeout: float = 60.0
) -> dict[str, Outcome]:
    """Send ``raw`` to each of ``rcpt_tos`` in one session of at most ``timeout`` seconds.

    ``mail_from`` is the return path, "" for none. Never raises for what the server or the network does.
    """
    outcomes: dict[str, Outcome] = {}
    good = []
    for address in dict.fromkeys(rcpt_tos):
        if _wire_address(address):
            good.append(address)
        else:
            outcomes[address] = Outcome("refused", 0, "not a mail address")
    if good and (not mail_from or _wire_address(mail_from)):
        outcomes |= _session(wire.crlf(raw), mail_from, good, server, timeout)
    else:
        outcomes |= dict.fromkeys(good, Outcome("refused", 0, "not a return path"))
    return outcomes


def next_try(attempt: int, first_try_at: datetime, *, now: datetime | None = None) -> datetime | None:
    """When to try again after try number ``attempt`` (from 1) got "retry"; None when 48 hours are over.

    With ``now`` given, never earlier than a minute from it: after an outage the missed tries are not made up.
    """
    if attempt > len(_SCHEDULE):
        return None
    due = first_try_at + timedelta(minutes=_SCHEDULE[attempt - 1])
    if now is not None:
        due = max(due, now + timedelta(minutes=1))
    return due if due <= first_try_at + timedelta(minutes=_SCHEDULE[-1]) else None


def _session(
    raw: bytes, mail_from: str, rcpt_tos: list[str], server: SmtpServer, timeout: float
) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    try:
        smtp = _connect(server, timeout)
    except _TROUBLE as error:
        return dict.fromkeys(rcpt_tos, replace(_trouble(error), down=True))
    try:
        _transaction(smtp, raw, mail_from, rcpt_tos, outcomes)
    except _TROUBLE as error:
        rest = _trouble(error)
    else:
        rest = Outcome("retry", 0, "no answer")
    finally:
        smtp.close()
    return {address: outcomes.get(address, rest) for address in rcpt_tos}


def _trouble(error: Exception) -> Outcome:
    """A connection that broke, or a server that refuses us (at greeting, STARTTLS or login) and not this mail."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _outcome("retry", error.smtp_code, error.smtp_error)
    return Outcome("retry", 0, names.one_line(f"{type(error).__name__}: {error}", _TEXT_LIMIT))


def _connect(server: SmtpServer, timeout: float) -> smtplib.SMTP:
    context = server.tls or ssl.create_default_context()
    local = server.local_hostname or None
    smtp: Any
    if server.security == "tls":
        smtp = _Tls(local_hostname=local, timeout=min(timeout, _CONNECT_SECONDS), context=context)
    else:
        smtp = _Plain(local_hostname=local, timeout=min(timeout, _CONNECT_SECONDS))
    began = time.monotonic()
    smtp.deadline, smtp.trusted = began + smtp.timeout, server.trusted
    smtp._host = server.host  # noqa: SLF001 - smtplib checks the certificate against it, and connect() forgets it
    try:
        _greet(smtp, server, context)
    except BaseException:
        smtp.close()
        raise
    _give_time(smtp, began + timeout)
    return cast("smtplib.SMTP", smtp)


def _give_time(smtp: Any, deadline: float) -> None:
    """From here on the whole session's deadline holds, for its writing and its reading."""
    smtp.deadline = deadline
    if smtp.file is not None:
        smtp.file.deadline = deadline
    if smtp.sock is not None:
        smtp.sock.settimeout(max(0.001, deadline - time.monotonic()))


def _greet(smtp: smtplib.SMTP, server: SmtpServer, context: ssl.SSLContext) -> None:
    code, text = smtp.connect(server.host, server.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, text)
    smtp.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        smtp.starttls(context=context)
        smtp.ehlo()
    if server.username:
        smtp.login(server.username, server.password)


def _transaction(
    smtp: smtplib.SMTP, raw: bytes, mail_from: str, rcpt_tos: list[str], outcomes: dict[str, Outcome]
) -> None:
    sender = _wire_address(mail_from)
    if not sender.isascii() and not smtp.has_extn("smtputf8"):
        outcomes.update(dict.fromkeys(rcpt_tos, _ASCII_ONLY))
        return
    code, text = smtp.mail(sender, _options(smtp, raw, (sender, *rcpt_tos)))
    if code != 250:
        status = _status(code) if code not in _OUR_FAULT else "retry"
        outcomes.update(dict.fromkeys(rcpt_tos, _outcome(status, code, text)))
        return
    accepted = [address for address in rcpt_tos if _recipient(smtp, address, outcomes)]
    if accepted:
        try:
            code, text = smtp.data(raw)
        except smtplib.SMTPDataError as error:  # refused before the mail itself was sent
            code, text = error.smtp_code, _bytes(error.smtp_error)
        outcomes.update(dict.fromkeys(accepted, _outcome(_status(code), code, text)))
    _farewell(smtp)


def _options(smtp: smtplib.SMTP, raw: bytes, people: tuple[str, ...]) -> list[str]:
    options = [f"SIZE={len(raw)}"] if smtp.has_extn("size") else []
    if not raw.isascii() and smtp.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not all(_wire_address(address).isascii() for address in people) and smtp.has_extn("smtputf8"):
        options.append("SMTPUTF8")
    return options


def _recipient(smtp: smtplib.SMTP, address: str, outcomes: dict[str, Outcome]) -> bool:
    written = _wire_address(address)
    if not written.isascii() and smtp.command_encoding == "ascii":
        outcomes[address] = _ASCII_ONLY
        return False
    code, text = smtp.rcpt(written)
    if code in {250, 251}:
        return True
    # RFC 5321 4.5.3.1.10: 552 after RCPT means "too many", which passes.
    outcomes[address] = _outcome("retry" if code == 552 else _status(code), code, text)
    return False


def _farewell(smtp: smtplib.SMTP) -> None:
    try:
        smtp.docmd("QUIT")
    except (OSError, smtplib.SMTPException):
        return  # the mail is with the server already


def _status(code: int) -> Status:
    if 200 <= code < 300:
        return "sent"
    return "refused" if 500 <= code < 600 else "retry"


def _outcome(status: Status, code: int, text: bytes | str) -> Outcome:
    return Outcome(status, code, names.one_line(_bytes(text).decode("utf-8", "replace"), _TEXT_LIMIT))


def _bytes(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _wire_address(address: str) -> str:
    """The address as it goes over the wire, its domain in ASCII; "" if it cannot."""
    local, _, domain = address.rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode('ascii')}" if local and domain else ""
    except UnicodeError:
        return ""
    return written if _SAFE_ADDRESS.match(written) else ""
