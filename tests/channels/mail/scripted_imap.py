"""An IMAP server that says what a test has written down, hostile things included."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Say = Callable[[bytes], None]
GREETING = b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] there\r\n"


@dataclass
class Scripted:
    """answers: by the beginning of a command without its tag, what is said before the tagged line, and that line.

    The longest beginning counts. A callable gets the whole command and a way to say things, and says all of it, the
    tag as ``%s`` included. heard: the commands that came.
    """

    answers: dict[str, bytes | Callable[[str, str, Say], None]]
    greeting: bytes = GREETING
    heard: list[str] = field(default_factory=list)
    port: int = 0
    ended: bool = False

    def talk(self, sock: socket.socket) -> None:
        """Serve one client."""
        with sock, contextlib.suppress(OSError):
            sock.sendall(self.greeting)
            stream = sock.makefile("rb")
            while line := stream.readline().decode("utf-8", "replace").rstrip("\r\n"):
                tag, _, command = line.partition(" ")
                self.heard.append(command or line)
                if command.startswith("AUTHENTICATE"):
                    sock.sendall(b"+ \r\n")
                    stream.readline()
                self._answer(tag, command, sock.sendall)
                if self.ended:
                    return

    def _answer(self, tag: str, command: str, say: Say) -> None:
        known = STANDARD | self.answers
        found = max((one for one in known if command.startswith(one)), key=len, default=None)
        answer = b"%s BAD what?\r\n" if found is None else known[found]
        if callable(answer):
            answer(tag, command, say)
        else:
            say(answer.replace(b"%s", tag.encode()))
            self.ended = answer.startswith(b"* BYE")


STANDARD: dict[str, bytes | Callable[[str, str, Say], None]] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%s OK done\r\n",
    "AUTHENTICATE PLAIN": b"%s OK [CAPABILITY IMAP4rev1] in\r\n",
    "LOGOUT": b"* BYE gone\r\n%s OK done\r\n",
    "SELECT": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 4] .\r\n%s OK [READ-WRITE] open\r\n",
    "NOOP": b"%s OK done\r\n",
    "UID STORE": b"%s OK done\r\n",
    "UID SEARCH": b"* SEARCH 1 2 3\r\n%s OK done\r\n",
}


def fetched(*mails: tuple[int, bytes]) -> bytes:
    """An answer to UID FETCH with whole mails."""
    lines = [b"* %d FETCH (UID %d BODY[] {%d}\r\n%b)\r\n" % (uid, uid, len(raw), raw) for uid, raw in mails]
    return b"".join(lines) + b"%s OK done\r\n"


def sized(*sizes: tuple[int, int]) -> bytes:
    """An answer to UID FETCH with sizes."""
    lines = [
        b'* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE "22-Nov-2026 02:00:00 +0100")\r\n' % (uid, uid, size)
        for uid, size in sizes
    ]
    return b"".join(lines) + b"%s OK done\r\n"


@contextlib.contextmanager
def scripted(
    answers: dict[str, bytes | Callable[[str, str, Say], None]] | None = None, *, greeting: bytes = GREETING
) -> Iterator[Scripted]:
    """Such a server, on a port of its own."""
    server = Scripted(answers or {}, greeting)
    with socket.create_server(("127.0.0.1", 0), backlog=20) as listener:
        server.port = listener.getsockname()[1]

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=server.talk, args=(listener.accept()[0],), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
