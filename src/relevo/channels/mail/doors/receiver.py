"""The SMTP and LMTP doors: take a mail, store it, and only then say 250.

The raw bytes go to ``store`` exactly as they came, less the dots that SMTP adds; what the connection tells
stands beside them in the ``Envelope``. Only CR LF . CR LF ends a mail; a bare CR or LF around a dot is
content, so no second mail can be smuggled in behind a sloppy server. Nothing is relayed and nobody logs in.

``store`` and ``accepts`` run in threads, never in the event loop. When the connection dies while ``store`` runs,
the sender will try again though the mail is kept: ``store`` must make a repeated mail harmless.
"""

from __future__ import annotations

import asyncio
import collections
import logging
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, AnyStr, Final

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from relevo.channels.mail import names
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.doors.guesses import Guesses
from relevo.channels.mail.doors.recipients import Recipients, Unknown
from relevo.channels.mail.doors.room import Room
from relevo.core import clock

SIZE_LIMIT: Final = 40 * 1024 * 1024
_ALWAYS: Final = 1024 * 1024  # bytes of a mail that take no shared room: nearly all mails are smaller
_BUFFER: Final = 128 * 1024
_COMMAND_LIMIT: Final = 1024
_LAST_LINE: Final = b".\r\n"
_END: Final = b"\r\n.\r\n"
_TOO_BIG: Final = "552 5.3.4 Error: message too big"
_NO_ROOM: Final = "452 4.3.1 Error: too many large mails at once, please try later"
_MESSAGE_LIMITS: Final = {"RSET": 100, "NOOP": 50, "EHLO": 10, "HELO": 10, "LHLO": 10, "*": 50}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one receiver bears at a time.

    connections: in all; connections_per_peer: from one address; mails: per connection. idle_seconds: between two
    commands, and for one whole mail. storing_seconds: for ``store``. workers: mails stored at a time.
    memory: bytes of all mails that are received or stored, beyond the first MiB of each; at least four of the largest
    mails. More is put off. One address of the open internet gets half of it.
    refusals: 5xx answers to one connection before it is closed. guesses: reply addresses that nobody has ever written,
    from one sender or one peer in ``guess_seconds``; more are refused.
    """

    connections: int = 200
    connections_per_peer: int = 50
    mails: int = 200
    idle_seconds: float = 300.0
    storing_seconds: float = 120.0
    workers: int = 8
    memory: int = 256 * 1024 * 1024
    refusals: int = 100
    guesses: int = 10
    guess_seconds: float = 3600.0


class Receiver:
    """A server in a thread of its own. ``store`` and ``accepts`` are called from several threads at once.

    store: keeps the envelope for good before it returns; whatever it raises makes the sender try again (451).
    accepts: whether there is such a mailbox. forged: whether an address bears a token that only pretends to be ours.
    postmaster: the mailbox that gets what is for ``postmaster``, which every server must take; "" for none.
    hostname: what the server calls itself. lmtp: speak LMTP, with one answer for each recipient, instead of SMTP.
    tls: offer STARTTLS with this context.
    """

    def __init__(  # noqa: PLR0913 - what a server is told once
        self,
        store: Callable[[Envelope], None],
        accepts: Callable[[str], bool],
        *,
        hostname: str,
        size_limit: int = SIZE_LIMIT,
        recipients_limit: int = 100,
        lmtp: bool = False,
        tls: ssl.SSLContext | None = None,
        limits: Limits = Limits(),
        forged: Callable[[str], bool] = lambda address: False,
        postmaster: str = "",
    ) -> None:
        self.store = store
        self.forged = forged
        self.guesses = Guesses(limits.guesses, limits.guess_seconds)
        self.recipients = Recipients(accepts, postmaster=postmaster, forged=forged, guesses=self.guesses)
        self.hostname = hostname
        self.size_limit = size_limit
        self.recipients_limit = recipients_limit
        self.lmtp = lmtp
        self.tls = tls
        self.limits = limits
        self.room = Room(max(limits.memory, 4 * size_limit))
        self.stopping = False
        self.connections: dict[_Session, str] = {}
        self.pool: ThreadPoolExecutor
        self._loop: asyncio.AbstractEventLoop
        self._server: asyncio.Server
        self._thread: threading.Thread | None = None

    def start(self, host: str, port: int) -> int:
        """Listen, and return the port (of use when ``port`` is 0). Raises OSError if that is impossible."""
        if self._thread is not None:
            raise RuntimeError("the receiver is running already")
        self.stopping = False
        self.pool = ThreadPoolExecutor(self.limits.workers, thread_name_prefix="mail-store")
        self._loop = asyncio.new_event_loop()
        try:
            self._server = self._loop.run_until_complete(
                self._loop.create_server(self._protocol, host, port, backlog=100)
            )
        except OSError:
            self._loop.close()
            raise
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail-receiver", daemon=True)
        self._thread.start()
        return int(self._server.sockets[0].getsockname()[1])

    def stop(self, grace: float = 25.0) -> None:
        """Take no new connections, let mails being received or stored finish within ``grace`` seconds, end."""
        if self._thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._wind_down(grace), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        self._thread = None
        self.pool.shutdown(wait=False, cancel_futures=True)

    def full(self, peer: str) -> bool:
        """Whether one connection more from ``peer`` is too many."""
        from_peer = sum(one == peer for one in self.connections.values())
        return (
            len(self.connections) >= self.limits.connections or from_peer >= self.limits.connections_per_peer
        )

    def _protocol(self) -> _Session:
        return _LmtpSession(self) if self.lmtp else _SmtpSession(self)

    async def _wind_down(self, grace: float) -> None:
        self.stopping = True
        self._server.close()
        for session in list(self.connections):
            session.leave_if_idle()
        tasks = [session.task for session in self.connections if session.busy and session.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        # Whoever is still here never fetched what we sent, or does not answer the end of TLS.
        await asyncio.gather(*(session.drop() for session in list(self.connections)), return_exceptions=True)


class _Session(SMTP):
    """One connection. Replaces what aiosmtpd does for DATA: bounded memory, threads, an answer per recipient."""

    line_length_limit = _BUFFER

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.busy = False
        self.held = 0
        self.refusals = 0
        self.peer = ""
        self.welcome = False
        limits = receiver.limits
        super().__init__(
            _Hooks(receiver),
            data_size_limit=receiver.size_limit,
            enable_SMTPUTF8=True,
            hostname=receiver.hostname,
            ident="ready",
            tls_context=receiver.tls,
            timeout=limits.idle_seconds,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            command_call_limit={
                **_MESSAGE_LIMITS,
                "MAIL": limits.mails,
                "DATA": limits.mails,
                "RCPT": limits.mails + receiver.recipients_limit * 20,
            },
            loop=asyncio.get_running_loop(),
        )
        self.command_size_limits = collections.defaultdict(lambda: _COMMAND_LIMIT)
        self._smtp_methods.pop("AUTH", None)

    @property
    def task(self) -> asyncio.Task[None] | None:
        """The task that talks to the client."""
        return self._handler_coroutine

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the connection, then greet. Called once more when STARTTLS succeeds."""
        if self.transport is None:
            peer = transport.get_extra_info("peername")
            self.peer = str(peer[0]) if isinstance(peer, tuple) else ""
            self.welcome = not self.receiver.stopping and not self.receiver.full(self.peer)
            if self.welcome:
                self.receiver.connections[self] = self.peer
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        self.receiver.connections.pop(self, None)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        if not self.welcome:
            await self.push(f"421 4.3.2 {self.hostname} too busy, please try later")
            self._writer.close()
            return
        await super()._handle_client()

    def _timeout_cb(self) -> None:
        """Say goodbye to a client that takes too long."""
        self._goodbye("421 4.4.2 timeout, closing")

    def leave_if_idle(self) -> None:
        """At the server's end: close now, unless a mail is on its way."""
        if not self.busy:
            self._goodbye("421 4.3.2 closing, please try later")

    def _goodbye(self, words: str) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self._writer.write(f"{words}\r\n".encode("ascii"))
            self.transport.close()

    async def drop(self) -> None:
        """Close without any further word."""
        self._writer.transport.abort()
        await self._writer.wait_closed()

    async def push(self, status: AnyStr) -> None:
        """Answer, and let other connections have their turn. Too many refusals end the connection."""
        await super().push(status)
        await asyncio.sleep(0)  # a client that sends faster than we answer would never give up the loop
        self.refusals += status[:1] in {"5", b"5"}
        if self.refusals > self.receiver.limits.refusals:
            self._goodbye("421 4.7.0 too many errors, closing")

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd finds it by this name
        """Receive a mail, store it, answer."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        self.busy = True
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            raw = await self._content()
            answer = await self._stored(raw) if isinstance(raw, bytes) else raw
            for _ in self.envelope.rcpt_tos if self.receiver.lmtp else [None]:
                await self.push(answer)
        finally:
            self.busy = False
            self._let_go()
            self.envelope = self._create_envelope()
        if self.receiver.stopping:
            self._goodbye("421 4.3.2 closing, please try later")

    async def _content(self) -> bytes | str:
        """The mail's bytes with the dots undone, or why they were not kept. Memory stays within the limits."""
        received = bytearray(b"\r\n")  # so that a dot on the first line ends the mail too
        size, refusal = 0, ""
        while not received.endswith(_END):
            try:
                piece = await self._reader.readuntil(_LAST_LINE)
            except asyncio.LimitOverrunError as error:
                piece = await self._reader.read(error.consumed)
            size += len(piece)
            if size - len(_LAST_LINE) > self.receiver.size_limit:
                refusal = _TOO_BIG
            elif not refusal and not self._fits(size):
                refusal = _NO_ROOM
            if refusal:  # the rest must be heard all the same
                del received[: -len(_END)]
                self._let_go()
            received += piece
        if refusal:
            return refusal
        with memoryview(received) as view:
            content = bytes(view[: -len(_LAST_LINE)])
        received.clear()  # a mail of 40 MiB need not lie here three times
        return content.replace(b"\r\n.", b"\r\n")[2:]

    def _fits(self, size: int) -> bool:
        """Take room for a mail that has come to ``size`` bytes; whether there is some."""
        more = max(0, size - _ALWAYS) - self.held
        if more > 0 and not self.receiver.room.take(self.peer, more):
            return False
        self.held += max(0, more)
        return True

    def _let_go(self) -> None:
        self.receiver.room.give_back(self.peer, self.held)
        self.held = 0

    async def _stored(self, raw: bytes) -> str:
        envelope = self._describe(raw)
        self._reset_timeout(self.receiver.limits.storing_seconds)
        try:
            await self.loop.run_in_executor(self.receiver.pool, self.receiver.store, envelope)
        except Exception:  # whatever it was, the mail is not safe: the sender must keep it
            log.exception("mail could not be stored")
            return "451 4.3.0 Error: could not store, please try later"
        self._reset_timeout()
        return "250 2.0.0 OK, stored"

    def _describe(self, raw: bytes) -> Envelope:
        envelope: Any = self.envelope
        session: Any = self.session
        return Envelope(
            raw=raw,
            mail_from="" if envelope.mail_from == "<>" else envelope.mail_from,
            rcpt_tos=tuple(dict.fromkeys(envelope.rcpt_tos)),
            peer=self.peer,
            helo=names.one_line(session.host_name or "", 255),
            received_at=clock.now(),
            door="lmtp" if self.receiver.lmtp else "smtp",
            encrypted=session.ssl is not None,
        )

    async def handle_exception(self, error: Exception) -> str:
        """A command that broke something inside: tell the log, not the client."""
        log.error("mail session failed", exc_info=error)
        return "451 4.3.0 Error: internal error"


class _SmtpSession(_Session):
    """A connection that speaks SMTP."""


class _LmtpSession(_Session, LMTP):
    """A connection that speaks LMTP."""


class _Hooks:
    """What the receiver says to single commands."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer no login."""
        session.host_name = hostname
        offers = [line for line in responses if not line[4:].startswith("AUTH")]
        return [*offers[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", offers[-1]]

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take mail for known mailboxes only."""
        receiver = self.receiver
        if len(envelope.rcpt_tos) >= receiver.recipients_limit:
            return "452 4.5.3 Error: too many recipients"
        peer = server.peer if isinstance(server, _Session) else ""
        try:
            found = await server.loop.run_in_executor(
                receiver.pool, receiver.recipients.find, address, envelope.mail_from, peer
            )
        except Unknown as unknown:
            return str(unknown)
        except Exception:  # the directory is out of order; the sender shall ask again
            log.exception("mailbox could not be looked up")
            return "451 4.3.0 Error: could not look up the mailbox"
        envelope.rcpt_tos.append(found)  # a repeated one too: LMTP owes an answer for each
        return "250 2.1.5 OK"
