"""Reading mail in a child process with limits, so that no mail can take a worker with it.

A mail is a stranger's program for our parser. The parser is bounded and total, but libraries have bugs: so it runs in
a child that has no database, no secrets and no Django, with a limit on memory and processor time (the operating
system's) and on wall time (ours). Children are kept warm; one that had to be killed is replaced.

What goes over the pipe is length and bytes; what comes back is JSON and the attachments' bytes, never a pickle: a child
that a mail has taken over can lie about the mail, and do nothing else.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import IO, Any, Final

from relevo.channels.mail.mime.attachments import Attachment
from relevo.channels.mail.mime.bodies import Delivery
from relevo.channels.mail.parsing import ParsedMail

WALL_SECONDS: Final = 10.0
MEMORY_BYTES: Final = 1024 * 1024 * 1024
"""Address space of a child; a mail of 50 MB takes about 300 MB of it."""

WARM: Final = 4
"""Children kept for the next mail; as many as a worker reads at a time by default."""

UNREADABLE: Final = "unreadable"
CUT_SHORT: Final = "cut_short"
_LENGTH: Final = struct.Struct(">Q")
_ANSWER_LIMIT: Final = 512 * 1024 * 1024
_SALVAGED_BYTES: Final = 64 * 1024
_FILE: Final = re.compile(
    rb"(?im)^content-(?:disposition:[ \t]*(?:attachment|inline)|type:[ \t]*(?:image|application)/)"
)


class Unreadable(Exception):
    """A mail that cannot be read within the limits. ``why``: "time", "memory" or "crash"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(raw: bytes) -> ParsedMail:
    """Read a mail. One whose whole cannot be read is read as far as its first 64 kB, or else its first file, with the
    notice ``cut_short``.

    Raises ``Unreadable`` when not even that is possible.
    """
    found: ParsedMail | None = None
    fault = Unreadable("crash")
    for part in _beginnings(raw):
        try:
            mail = _pool.read(part)
        except Unreadable as error:
            fault = error
            continue
        found = mail if part is raw else with_notice(mail, CUT_SHORT)
        if UNREADABLE not in mail.notices:
            break
    if found is None:
        raise fault
    return found


def _beginnings(raw: bytes) -> list[bytes]:
    """The mail and what is tried where it cannot be read: its beginning, and the words before its first file."""
    beginning = raw[:_SALVAGED_BYTES]
    file = _FILE.search(beginning)
    words = beginning[: file.start()] if file else b""
    return [raw, *([beginning] if len(beginning) < len(raw) else []), *([words] if words else [])]


def with_notice(mail: ParsedMail, notice: str) -> ParsedMail:
    """The same mail, with one more notice."""
    values = {one.name: getattr(mail, one.name) for one in fields(mail)}
    return ParsedMail(**(values | {"notices": tuple(sorted({*mail.notices, notice}))}))


def to_wire(mail: ParsedMail, *, last: bool = False) -> list[bytes]:
    """The mail as frames: JSON, then the bytes of every attachment. last: the child ends after this one."""
    plain = {one.name: getattr(mail, one.name) for one in fields(mail) if one.name != "contents"}
    plain["attachments"] = [_plain(file) for file in mail.attachments]
    plain["deliveries"] = [_plain(delivery) for delivery in mail.deliveries]
    plain["date"] = mail.date.isoformat() if mail.date else None
    plain["frames"], plain["last"] = len(mail.contents), last
    return [json.dumps(plain).encode("ascii"), *mail.contents]


def from_wire(told: Mapping[str, Any], contents: tuple[bytes, ...]) -> ParsedMail:
    """The mail from its frames, the first of them decoded. Raises ``TypeError`` or ``KeyError`` for anything else."""
    plain = dict(told)
    plain.pop("frames")
    plain.pop("last")
    files = tuple(Attachment(**_tuples(file)) for file in plain.pop("attachments"))
    deliveries = tuple(Delivery(**_tuples(delivery)) for delivery in plain.pop("deliveries"))
    date = plain.pop("date")
    return ParsedMail(
        **_tuples(plain), attachments=files, deliveries=deliveries, contents=contents,
        date=datetime.fromisoformat(date) if date else None,
    )  # fmt: skip


def _plain(value: Attachment | Delivery) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _tuple(value) for key, value in values.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(item) for item in value) if isinstance(value, list) else value


class _Child:
    """One reader process."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "relevo.channels.mail.reader", str(MEMORY_BYTES)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True,
        )  # fmt: skip
        self.retired = False

    def read(self, raw: bytes) -> ParsedMail:
        """One mail; raises ``Unreadable`` and is of no more use then."""
        deadline = time.monotonic() + WALL_SECONDS
        killer = threading.Timer(WALL_SECONDS, self.kill)
        killer.start()
        try:
            self._write(raw)
            head = self._frame()
            told = json.loads(head)
            self.retired = bool(told["last"])
            return from_wire(told, tuple(self._frame() for _ in range(int(told["frames"]))))
        except (OSError, EOFError, ValueError, TypeError, KeyError) as error:
            self.kill()
            raise Unreadable(self._why(deadline)) from error
        finally:
            killer.cancel()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()

    def close(self) -> None:
        """End it and leave nothing behind."""
        self.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()

    def _write(self, raw: bytes) -> None:
        pipe = self._pipe(self.process.stdin)
        pipe.write(_LENGTH.pack(len(raw)))
        pipe.write(raw)
        pipe.flush()

    def _frame(self) -> bytes:
        length = _LENGTH.unpack(self._bytes(_LENGTH.size))[0]
        if length > _ANSWER_LIMIT:
            raise ValueError("a frame of no sensible size")
        return self._bytes(length)

    def _bytes(self, length: int) -> bytes:
        found = self._pipe(self.process.stdout).read(length)
        if len(found) < length:
            raise EOFError
        return found

    def _why(self, deadline: float) -> str:
        code = self.process.wait()
        if time.monotonic() >= deadline or code == -signal.SIGXCPU:
            return "time"
        return "memory" if code == MEMORY_EXIT else "crash"

    @staticmethod
    def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
        if stream is None:
            raise EOFError
        return stream


MEMORY_EXIT: Final = 77
"""The exit code of a child that ran out of memory."""

_INHERITED: Final = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH")
"""What of our environment a child gets: nothing that is secret."""


class _Pool:
    """The warm children of this process."""

    def __init__(self) -> None:
        self.idle: list[_Child] = []
        self.lock = threading.Lock()

    def read(self, raw: bytes) -> ParsedMail:
        """By an idle child or a new one."""
        child = self._take()
        try:
            mail = child.read(raw)
        except BaseException:
            child.close()
            raise
        self._give_back(child)
        return mail

    def close(self) -> None:
        """End all that are idle."""
        with self.lock:
            idle, self.idle = self.idle, []
        for child in idle:
            child.close()

    def _take(self) -> _Child:
        with self.lock:
            return self.idle.pop() if self.idle else _Child()

    def _give_back(self, child: _Child) -> None:
        with self.lock:
            if not child.retired and len(self.idle) < WARM:
                self.idle.append(child)
                return
        child.close()


_pool = _Pool()
atexit.register(_pool.close)
close = _pool.close
