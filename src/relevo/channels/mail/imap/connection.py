"""imaplib on a connection that is bounded: in the time of one exchange, and in the bytes that a server may send.

The standard library waits for each piece of an answer anew, so a server that sends one byte a minute would keep us
for ever, and one that announces a literal of ten gigabytes would fill the memory. Here every exchange has one
deadline and one measure.
"""

from __future__ import annotations

import imaplib
import select
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from imapclient import IMAPClient

from relevo.core import outside

Security = Literal["tls", "starttls", "none"]

_PIECE: Final = 64 * 1024
_KEEPALIVE: Final = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3))
"""Seconds of silence before the first probe, between two, and how many: a dead line is noticed in two minutes."""


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where a mailbox is kept. tls: a context of one's own, for a private certificate authority."""

    host: str
    port: int = 993
    security: Security = "tls"
    tls: ssl.SSLContext | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that we wait: for a connection, for one exchange, in one IDLE, between two looks without IDLE."""

    connect: float = 20.0
    answer: float = 45.0
    idle: float = 240.0
    poll: float = 30.0


PATIENCE: Final = Patience()


class Answers:
    """Reads what the server sends, in place of the socket's file, within one deadline and one measure of bytes."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self._deadline = time.monotonic()
        self._room = 0

    def allow(self, *, seconds: float, size: int) -> None:
        """Begin an exchange that may last this long and bring this many bytes."""
        self._deadline, self._room = time.monotonic() + seconds, size
        self._sock.settimeout(seconds)

    def read(self, size: int) -> bytes:
        """Exactly ``size`` bytes, fewer at the end of the stream. Raises OSError past the bounds."""
        if size > self._room + len(self._buffer):
            raise OSError("the server sends more than was asked for")
        while len(self._buffer) < size and self._more():
            pass
        return self._take(size)

    def readline(self, limit: int) -> bytes:
        """One line, or what there is of it at the end of the stream. Raises OSError for one past ``limit``."""
        looked = 0
        while (end := self._buffer.find(b"\n", looked)) < 0:
            looked = len(self._buffer)
            if looked > limit:
                raise OSError("the server sends a line without end")
            if not self._more():
                break
        return self._take(end + 1 if end >= 0 else limit)

    def wait(self, seconds: float) -> bool:
        """Whether something comes, or the connection ends, within this time."""
        pending = self._sock.pending() if isinstance(self._sock, ssl.SSLSocket) else 0
        if self._buffer or pending:
            return True
        poll = select.poll()
        poll.register(self._sock.fileno(), select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def close(self) -> None:
        """The socket belongs to the connection."""

    def _more(self) -> bool:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the server's answer takes too long")
        if self._room <= 0:
            raise OSError("the server sends more than was asked for")
        self._sock.settimeout(left)
        piece = self._sock.recv(min(_PIECE, self._room))
        self._room -= len(piece)
        self._buffer += piece
        return bool(piece)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken


class BoundedImap(imaplib.IMAP4):
    """imaplib that reads by ``Answers``. ``idle_begin`` and ``idle_end`` lose nothing that comes in between."""

    answers: Answers

    def __init__(self, server: ImapServer, patience: Patience) -> None:
        self._server, self._patience = server, patience
        self._idle_tag: Any = None
        super().__init__(server.host, server.port, patience.connect)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        sock = outside.connect(self._server.host, self._server.port, timeout)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _KEEPALIVE:
            if hasattr(socket, name):
                sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        if self._server.security != "tls":
            return sock
        try:
            return self._context().wrap_socket(sock, server_hostname=self._server.host)
        except BaseException:
            sock.close()
            raise

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Connect, and read the greeting within bounds."""
        super().open(*args, **kwargs)
        self._listen()

    def encrypt(self) -> None:
        """STARTTLS. What the other side sent before is forgotten, since anybody may have put it there."""
        if "STARTTLS" not in self.capabilities:
            raise self.error("STARTTLS is not offered")
        typ, data = self._simple_command("STARTTLS")
        if typ != "OK":
            raise self.error(f"STARTTLS refused: {data!r}")
        self.sock = self._context().wrap_socket(self.sock, server_hostname=self.host)
        self.untagged_responses = {}
        self._listen()
        self._get_capabilities()

    def idle_begin(self) -> bool:
        """Ask to be told. Whether the server told something already, before it began to wait."""
        self._idle_tag = self._command("IDLE")
        told = False
        while self._get_response() is not None:  # None: "+ idling"
            if self.tagged_commands.get(self._idle_tag):
                raise self.error("IDLE refused")
            told = True
        return told

    def idle_end(self) -> None:
        """Stop being told."""
        self.send(b"DONE\r\n")
        typ, _ = self._get_tagged_response(self._idle_tag)
        if typ != "OK":
            raise self.error("IDLE ended badly")

    def _context(self) -> ssl.SSLContext:
        return self._server.tls or ssl.create_default_context()

    def _listen(self) -> None:
        self.file.close()
        self.answers = Answers(self.sock)
        self.file: Any = self.answers
        self.answers.allow(seconds=self._patience.connect, size=_PIECE)


class BoundedClient(IMAPClient):  # type: ignore[misc]  # the library says nothing of its types
    """imapclient on such a connection, encrypted before anything is said of who we are."""

    def __init__(self, server: ImapServer, patience: Patience) -> None:
        self._server, self._patience = server, patience
        super().__init__(server.host, server.port, ssl=server.security == "tls", timeout=patience.answer)
        self._imap.debug = 0  # its own log formats every line, for nobody
        self.normalise_times = False
        if server.security == "starttls":
            try:
                self.imap.encrypt()
            except BaseException:
                self.shutdown()
                raise
            self._starttls_done = True

    def _create_IMAP4(self) -> BoundedImap:  # noqa: N802 - the library calls it by this name
        return BoundedImap(self._server, self._patience)

    @property
    def imap(self) -> BoundedImap:
        """The connection itself."""
        bounded: BoundedImap = self._imap
        return bounded
