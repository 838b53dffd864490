"""A mailbox file (mbox) as a table: one row a mail, read as a stream.

A mail that answers another (it has In-Reply-To or References) goes on with a contact that began before. Whether a
mail was sent by a machine is told by its headers as RFC 3834 wishes (and by what many use instead).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from relevo.study.history.errors import HistoryError
from relevo.study.history.text_files import Progress

MAIL_COLUMNS = (
    "id",
    "created_at",
    "subject",
    "text",
    "customer",
    "language",
    "automatic",
    "follow_up",
    "spam",
)
MOST_OF_MAIL = 65_536
"""Bytes of each mail that are looked at: the headers and the beginning of the text."""
_TEXT = 1_000
_MACHINES = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)[@+.-]", re.IGNORECASE
)


def looks_like_mailbox(path: Path) -> bool:
    """Whether a file begins like an mbox."""
    try:
        with path.open("rb") as file:
            return re.match(rb"From \S+.*\d{4}\r?\n[A-Za-z-]+:", file.read(2_000)) is not None
    except OSError:
        return False


def table_of(path: Path, folder: Path, progress: Progress) -> tuple[Path, int]:
    """Write the mails as CSV into ``folder``; the file and how many. Raises HistoryError."""
    table, mails = folder / f"{path.stem[:40]}-mails.csv", 0
    try:
        with table.open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out).writerow
            write(MAIL_COLUMNS)
            for raw in _mails(path, progress):
                write(_row(raw))
                mails += 1
    except OSError as error:
        raise HistoryError("unreadable_file", path=path.name, reason=error.strerror or error) from None
    return table, mails


def _mails(path: Path, progress: Progress) -> Iterator[bytes]:
    """Yield the beginning of each mail. A mail begins with a line "From ..." after an empty one (RFC 4155)."""
    size, done, length = path.stat().st_size, 0, 0
    mail: list[bytes] = []
    empty = True
    with path.open("rb") as file:
        for line in iter(lambda: file.readline(MOST_OF_MAIL), b""):
            done += len(line)
            if empty and line.startswith(b"From "):
                if mail:
                    yield b"".join(mail)
                    progress("checking", done / size)
                mail, length = [], 0
            elif length < MOST_OF_MAIL:
                mail.append(line)
                length += len(line)
            empty = not line.strip()
    if mail:
        yield b"".join(mail)


def _row(raw: bytes) -> tuple[str, ...]:
    mail = message_from_bytes(raw)
    sender = parseaddr(_header(mail, "From"))[1].lower()
    return (
        _header(mail, "Message-ID").strip(),
        _date(mail),
        _header(mail, "Subject"),
        _text(mail),
        sender,
        _header(mail, "Content-Language"),
        str(_automatic(mail, sender)),
        str("In-Reply-To" in mail or "References" in mail),
        str(_header(mail, "X-Spam-Flag").strip().upper() == "YES"),
    )


def _header(mail: Message, name: str) -> str:
    value = mail.get(name)
    try:
        text = str(make_header(decode_header(str(value)))) if value is not None else ""
    except (LookupError, ValueError):
        text = str(value)
    return " ".join(text.encode("utf-8", "replace").decode().split())[:_TEXT]


def _date(mail: Message) -> str:
    """Return when it was sent or, where that says nothing, received; the bare words where neither can be read."""
    written = _header(mail, "Date")
    for value in (written, _header(mail, "Received").rpartition(";")[2]):
        try:
            found: datetime = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError):
            continue
        return found.isoformat(sep=" ", timespec="seconds")
    return written


def _text(mail: Message) -> str:
    part = next((one for one in mail.walk() if one.get_content_type() == "text/plain"), mail)
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return ""
    try:
        text = body.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        text = body.decode("utf-8", "replace")
    own = [line for line in text.splitlines() if not line.startswith(">")]
    return " ".join(" ".join(own).split())[:_TEXT]


def _automatic(mail: Message, sender: str) -> bool:
    said = _header(mail, "Auto-Submitted").lower()
    return (
        (bool(said) and not said.startswith("no"))
        or _header(mail, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}
        or any(name in mail for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Failed-Recipients"))
        or _MACHINES.match(sender) is not None
    )
