"""A session with a mail server, each step of which has its time.

smtplib knows one timeout for each single read; a server that sends a letter a minute is never late by it. Here every
step has a deadline, all that a server says is bounded, and so a session ends whatever the server does.
"""

from __future__ import annotations

import math
import smtplib
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from relevo.core import outside

Security = Literal["none", "starttls", "tls"]

_DIAL_SECONDS: Final = 20.0  # for each address of a server
_REPLY_LIMIT: Final = 64 * 1024  # bytes of all a server's replies in one session
_PIECE: Final = 64 * 1024  # bytes that are written at a time
_FAREWELL_SECONDS: Final = 5.0
_LOGGED_IN: Final = frozenset({235, 503})


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
class Patience:
    """Seconds that a mail server has for each step.

    greeting: until it has taken our login. envelope: until it wants the mail. mail: until it has all of it, and a
    second more for each ``bytes_a_second``. verdict: from the last byte to its answer; RFC 5321 4.5.3.2.6 asks for ten
    minutes, since whoever waits less has mail sent twice. whole: for everything together.
    """

    greeting: float = 60.0
    envelope: float = 300.0
    mail: float = 60.0
    bytes_a_second: int = 50_000
    verdict: float = 600.0
    whole: float = math.inf

    def for_mail(self, size: int) -> float:
        """Seconds for handing over a mail of ``size`` bytes."""
        return self.mail + size / self.bytes_a_second

    def longest(self, size: int) -> float:
        """Seconds after which a session with a mail of ``size`` bytes has ended, whatever the server does."""
        steps = self.greeting + self.envelope + self.for_mail(size) + self.verdict + _FAREWELL_SECONDS
        return min(self.whole, steps)


PATIENT: Final = Patience()
"""For the queue, which loses nothing by waiting."""
HURRIED: Final = Patience(whole=60.0)
"""Where a person waits for the outcome."""


class _Answers:
    """Reads a server's replies line by line, each within the time ``left`` and all within a bound on their size."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self.sock = sock
        self.left = left
        self.buffer = b""
        self.room = _REPLY_LIMIT

    def readline(self, limit: int) -> bytes:
        """One line, or what there is of it at the end of the stream. Raises OSError past the bounds."""
        while b"\n" not in self.buffer and len(self.buffer) < limit:
            if self.room <= 0:
                raise TimeoutError("the mail server's answer takes too long")
            self.sock.settimeout(self.left())
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
    """Makes an smtplib connection obey a deadline, which ``allow`` sets anew for each step."""

    end = math.inf
    deadline = math.inf
    sock: Any
    file: Any
    trusted = True

    def allow(self, seconds: float) -> None:
        """Give the next step its time; never more than the whole session has."""
        self.deadline = min(time.monotonic() + seconds, self.end)

    def left(self) -> float:
        """Seconds until the deadline. Raises TimeoutError when it is over."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the mail server's answer takes too long")
        return seconds

    def getreply(self) -> tuple[int, bytes]:
        """The server's next reply."""
        if self.file is None and self.sock is not None:
            self.file = _Answers(self.sock, self.left)
        return super().getreply()  # type: ignore[misc, no-any-return]

    def send(self, s: Any) -> None:
        """Write in pieces: over TLS each write has its own timeout, and one big one would never be looked at."""
        for start in range(0, len(s), _PIECE):
            if self.sock is not None:
                self.sock.settimeout(self.left())
            super().send(s[start : start + _PIECE])  # type: ignore[misc]

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


class Session:
    """An open session with a mail server that has greeted us and taken our login."""

    def __init__(self, server: SmtpServer, patience: Patience) -> None:
        """Connect. Raises OSError, SMTPException or ValueError where that fails."""
        self.patience = patience
        self.smtp = cast("smtplib.SMTP", _opened(server, patience))
        self._bounded = cast("_Bounded", self.smtp)
        self._bounded.allow(patience.envelope)

    def hand_over(self, mail: bytes) -> tuple[int, bytes, bool]:
        """Say DATA and, if the server wants it, the mail; its answer, and whether that is the answer to the mail.

        ``mail``: every line ends in CRLF.
        """
        code, text = self.smtp.docmd("DATA")
        if code != 354:
            return code, text, False
        self._bounded.allow(self.patience.for_mail(len(mail)))
        stuffed = (b"." if mail.startswith(b".") else b"") + mail.replace(b"\r\n.", b"\r\n..")
        self.smtp.send(stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        self._bounded.allow(self.patience.verdict)
        return *self.smtp.getreply(), True

    def leave(self) -> None:
        """Say goodbye; nothing depends on the answer."""
        self._bounded.allow(_FAREWELL_SECONDS)
        try:
            self.smtp.docmd("QUIT")
        except (OSError, smtplib.SMTPException):
            return

    def close(self) -> None:
        """End the connection."""
        self.smtp.close()


def _opened(server: SmtpServer, patience: Patience) -> Any:
    context = server.tls or ssl.create_default_context()
    local, dialling = server.local_hostname or None, min(_DIAL_SECONDS, patience.greeting, patience.whole)
    smtp: Any
    if server.security == "tls":
        smtp = _Tls(local_hostname=local, timeout=dialling, context=context)
    else:
        smtp = _Plain(local_hostname=local, timeout=dialling)
    smtp.end, smtp.trusted = time.monotonic() + patience.whole, server.trusted
    smtp.allow(patience.greeting)
    smtp._host = server.host  # noqa: SLF001 - smtplib checks the certificate against it, and connect() forgets it
    try:
        _greet(smtp, server, context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _greet(smtp: smtplib.SMTP, server: SmtpServer, context: ssl.SSLContext) -> None:
    code, text = smtp.connect(server.host, server.port)
    if code != 220:
        raise smtplib.SMTPConnectError(code, text)
    smtp.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        smtp.starttls(context=context)
        smtp.ehlo()
    if not server.username:
        return
    if (server.username + server.password).isascii():
        smtp.login(server.username, server.password)
    else:
        _log_in(smtp, server.username.encode(), server.password.encode())


def _log_in(smtp: smtplib.SMTP, username: bytes, password: bytes) -> None:
    """Log in with words in UTF-8, as RFC 4616 has them; smtplib sends ASCII alone."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, text = smtp.docmd("AUTH", "PLAIN " + b64encode(b"\0" + username + b"\0" + password).decode())
    elif "LOGIN" in offered:
        code, text = smtp.docmd("AUTH", "LOGIN")
        for word in (username, password):
            if code == 334:
                code, text = smtp.docmd(b64encode(word).decode())
    else:
        raise smtplib.SMTPNotSupportedError("the mail server takes no login in UTF-8")
    if code not in _LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(code, text)
