"""How a customer's mail program writes: a first mail, and an answer with its thread and the quoted history.

The Message-IDs say which letter a mail belongs to and how far its thread has come (``key.round.turn@host``), so
that an answer which comes back is recognised by what it refers to and nothing else needs to be remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from zoneinfo import ZoneInfo

from relevo.demo.customers import Customer, by_first_name
from relevo.demo.letters.values import DESKS, Letter

GATEWAY = "mx.demo.example"
"""The mail server that stands in front of Relevo in the demo, and says of the customers' mail whose it is."""
_OURS = re.compile(r"<([a-z0-9-]{1,60})\.(\d{1,6})\.(\d{1,3})@[a-z0-9.-]+\.example>")
_REPLIES = re.compile(r"(?i)\s*re\s*:")
_MACHINE_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail of a customer stands: in the thread of which letter, in which round of the town, which turn.

    turn: 0 is the first mail.
    """

    key: str
    round: int = 0
    turn: int = 0

    def message_id(self, address: str) -> str:
        """The Message-ID of this mail, sent from ``address``."""
        return f"<{self.key}.{self.round}.{self.turn}@{address.partition('@')[2]}>"


def first_mail(letter: Letter, *, at: datetime, place: Place | None = None) -> EmailMessage:
    """The mail that begins a thread. at: aware; shown in the writer's own zone."""
    writer = by_first_name(letter.writer)
    mail = _headed(
        writer, to=DESKS[letter.desk], subject=letter.subject, at=at, place=place or Place(letter.key)
    )
    mail.set_content(letter.body, charset="utf-8")
    if letter.file is not None:
        name, text = letter.file
        mail.add_attachment(text, filename=name)
    return mail


def answer(
    received: EmailMessage, text: str, *, writer: Customer, place: Place, at: datetime
) -> EmailMessage:
    """What ``writer`` answers to a mail she got: to its Reply-To, in its thread, its text quoted below hers."""
    subject = str(received["Subject"] or "")
    subject = subject if _REPLIES.match(subject) else f"Re: {subject}"
    to = parseaddr(str(received["Reply-To"] or received["From"]))[1]
    mail = _headed(writer, to=to, subject=subject, at=at, place=place)
    parent = _compact(received["Message-ID"])
    mail["In-Reply-To"] = parent
    mail["References"] = f"{_compact(received['References'])} {parent}".strip()
    mail.set_content(f"{text}\n\n{_attribution(received, writer)}\n{_quoted(received)}\n", charset="utf-8")
    return mail


def place_of(mail: EmailMessage) -> Place | None:
    """Which mail of the town this one answers: the furthest one that it refers to, or None."""
    known = f"{mail['References'] or ''} {mail['In-Reply-To'] or ''}"
    places = [Place(key, int(round_), int(turn)) for key, round_, turn in _OURS.findall(known)]
    return max(places, key=lambda place: place.turn, default=None)


def own_place(mail: EmailMessage) -> Place | None:
    """Where a mail that the town itself wrote stands."""
    found = _OURS.search(str(mail["Message-ID"] or ""))
    return Place(found[1], int(found[2]), int(found[3])) if found else None


def is_automatic(mail: EmailMessage) -> bool:
    """Whether a machine wrote it (RFC 3834): nobody answers such mail, and no loop begins."""
    submitted = str(mail["Auto-Submitted"] or "no").strip().lower()
    precedence = str(mail["Precedence"] or "").strip().lower().replace("-", "_")
    no_return = str(mail["Return-Path"] or "").strip() == "<>"
    return submitted != "no" or precedence in _MACHINE_PRECEDENCE or no_return or "List-Id" in mail


def plain_text(mail: EmailMessage) -> str:
    """The mail's plain text, "" when it has none."""
    part = mail.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n").strip("\n") if part is not None else ""


def _headed(writer: Customer, *, to: str, subject: str, at: datetime, place: Place) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["Authentication-Results"] = f"{GATEWAY}; dmarc=pass header.from={writer.address.rpartition('@')[2]}"
    mail["From"] = writer.sender
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at.astimezone(ZoneInfo(writer.zone)).replace(microsecond=0))
    mail["Message-ID"] = place.message_id(writer.address)
    return mail


def _compact(header: object) -> str:
    return " ".join(str(header or "").split())


def _attribution(received: EmailMessage, writer: Customer) -> str:
    name = parseaddr(str(received["From"]))[0] or str(received["From"])
    at = parsedate_to_datetime(str(received["Date"])).astimezone(ZoneInfo(writer.zone))
    if writer.language == "es":
        return f"El {at:%d/%m/%Y} a las {at:%H:%M}, {name} escribió:"
    if writer.language == "lv":
        return f"{at:%d.%m.%Y} plkst. {at:%H:%M} {name} rakstīja:"
    return f"On {at:%d/%m/%Y} at {at:%H:%M}, {name} wrote:"


def _quoted(received: EmailMessage) -> str:
    lines = plain_text(received).split("\n")
    return "\n".join(f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines)
