"""A reply made into the bytes of a mail. Pure: the same reply gives the same bytes, whenever it is composed.

Whatever stands in names, subjects and texts, there is one line per header, no recipient but the given ones, and no
line longer than SMTP allows. The HTML alternative is made from the text; it never carries a stranger's markup.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final, Literal

from relevo.channels.mail import addresses, names, tokens
from relevo.channels.mail.out import phrases, rich, wire

RECIPIENTS_LIMIT: Final = 50
_REFERENCES_LIMIT: Final = 20
_SUBJECT_LIMIT: Final = 200
_NOTICE_LIMIT: Final = 300
_QUOTE_LIMIT: Final = 20_000  # characters of history below a reply
_REPLY_PREFIXES = re.compile(
    r"(?i)\A(?:\s*(?:re|aw|sv|vs|rv|fwd?|wg|tr|odp|atb|ats|vast|res|rif|ynt|отв|ответ)(?:\[\d{1,3}\])?\s?:)+\s*"
)
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,250}\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}\Z")
_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}\Z")

Automatic = Literal["", "auto-replied", "auto-generated"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who a mail is from or to."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class QuotedMessage:
    """The message being answered. sent_at: aware, in the zone in which it is to be shown."""

    author: str
    sent_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to send along."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutgoingReply:
    """All that makes up one mail to a customer.

    sender: the desk's mailbox under the client's name. subject: without "Re:" and tag. tag: such as "AUR-1042".
    token: from ``tokens.issue``; in the Message-ID and the Reply-To. date: aware. language: of the text, a
    BCP 47 tag. notice: a line of our own below the text. in_reply_to, references: ids without angle brackets, newest
    last. automatic: for mail that no person wrote. answers: whether the subject gets "Re:".
    """

    sender: Person
    to: tuple[Person, ...]
    subject: str
    tag: str
    text: str
    token: str
    date: datetime
    cc: tuple[Person, ...] = ()
    language: str = "en"
    notice: str = ""
    signature: str = ""
    quoted: QuotedMessage | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    automatic: Automatic = ""
    answers: bool = True

    @property
    def message_id(self) -> str:
        """The Message-ID without its angle brackets."""
        return tokens.message_id_for(self.token, self.sender.address.rpartition("@")[2]).strip("<>")


def compose(reply: OutgoingReply, *, reader: str = "") -> bytes:
    """The mail's bytes, lines ending in CRLF.

    reader: whose copy it is. Unless her own address needs SMTPUTF8, people whose addresses need it stand in hers by
    name alone: a header that holds one raw may only go to servers that know SMTPUTF8 (RFC 6531 3.4).

    Raises ValueError for an address that is none, for no or too many recipients, and for a naive date.
    """
    _check(reply)
    body = _alternative(reply)
    if reply.files:
        body = _multipart("mixed", reply, [body, *(_file(file) for file in reply.files)])
    return b"".join([*_headers(reply, reader), b"MIME-Version: 1.0\r\n", body])


def tagged_subject(subject: str, tag: str, *, answers: bool = True) -> str:
    """``Re: subject [tag]`` with older "Re:"s and the same tag taken away first."""
    mark = f"[{tag}]" if tag else ""
    bare = names.one_line(subject, _SUBJECT_LIMIT * 2)
    if mark:
        bare = bare.replace(mark, " ")
    bare = names.one_line(_REPLY_PREFIXES.sub("", bare, count=1), _SUBJECT_LIMIT)
    return " ".join(filter(None, ["Re:" if answers else "", bare, mark]))


def _check(reply: OutgoingReply) -> None:
    people = (reply.sender, *reply.to, *reply.cc)
    wrong = next((person for person in people if not addresses.normal(person.address)), None)
    if wrong is not None:
        raise ValueError(f"not a mail address: {names.one_line(wrong.address, 80)!r}")
    if not reply.to:
        raise ValueError("a mail needs a recipient")
    if len(people) - 1 > RECIPIENTS_LIMIT:
        raise ValueError(f"a mail has at most {RECIPIENTS_LIMIT} recipients")
    if reply.date.tzinfo is None:
        raise ValueError("a mail's date has a time zone")


def _headers(reply: OutgoingReply, reader: str) -> list[bytes]:
    sender = addresses.normal(reply.sender.address)
    plain = bool(reader) and reader.isascii()
    answer_to = tokens.reply_address(reply.token, sender)
    fields = [
        wire.address_field("From", [(reply.sender.name, sender)]),
        wire.address_field("To", _people(reply.to), ascii_only=plain),
        wire.address_field("Reply-To", [(reply.sender.name, answer_to)]),
        wire.text_field("Subject", tagged_subject(reply.subject, reply.tag, answers=reply.answers)),
        wire.token_field("Date", [format_datetime(reply.date)]),
        wire.token_field("Message-ID", [f"<{reply.message_id}>"]),
    ]
    if reply.cc:
        fields.insert(2, wire.address_field("Cc", _people(reply.cc), ascii_only=plain))
    if _MESSAGE_ID.match(reply.in_reply_to):
        fields.append(wire.token_field("In-Reply-To", [f"<{reply.in_reply_to}>"]))
    if references := _references(reply):
        fields.append(wire.token_field("References", [f"<{reference}>" for reference in references]))
    if reply.automatic:
        fields.append(wire.token_field("Auto-Submitted", [reply.automatic]))
        fields.append(wire.token_field("X-Auto-Response-Suppress", ["All"]))
        # RFC 3834 3.1.8 allows it: responders older than Auto-Submitted stay silent for it.
        fields.append(wire.token_field("Precedence", ["bulk"]))
    if _LANGUAGE.match(reply.language):
        fields.append(wire.token_field("Content-Language", [reply.language]))
    return fields


def _people(people: Sequence[Person]) -> list[tuple[str, str]]:
    return [(person.name, addresses.normal(person.address)) for person in people]


def _references(reply: OutgoingReply) -> list[str]:
    """The thread so far: its first mail and the latest ones, at most 20."""
    known = dict.fromkeys((*reply.references, reply.in_reply_to))
    found = [reference for reference in known if _MESSAGE_ID.match(reference)]
    return found if len(found) <= _REFERENCES_LIMIT else [found[0], *found[1 - _REFERENCES_LIMIT :]]


def _alternative(reply: OutgoingReply) -> bytes:
    plain = _part("text/plain; charset=utf-8", wire.quoted_printable(_plain(reply)))
    rich = _part("text/html; charset=utf-8", wire.quoted_printable(_rich(reply)))
    return _multipart("alternative", reply, [plain, rich])


def _part(content_type: str, body: bytes, encoding: str = "quoted-printable", *more: bytes) -> bytes:
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n".encode("ascii")
    return b"".join([head, *more, b"\r\n", body])


def _multipart(kind: str, reply: OutgoingReply, parts: Sequence[bytes]) -> bytes:
    # "=_" occurs in neither quoted-printable nor base64, so no part can hold this line.
    boundary = f"=_{kind}-{hashlib.sha256(reply.message_id.encode()).hexdigest()[:24]}"
    line = f"--{boundary}".encode("ascii")
    pieces = [f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")]
    for part in parts:
        pieces += [line, b"\r\n", part, b"" if part.endswith(b"\r\n") else b"\r\n"]
    return b"".join([*pieces, line, b"--\r\n"])


def _file(file: OutgoingFile) -> bytes:
    media = file.content_type.lower()
    if not _MEDIA.match(media) or media.startswith(("multipart/", "message/")):
        media = "application/octet-stream"
    name = wire.parameter("filename", names.file_name(file.name))
    disposition = f"Content-Disposition: attachment;\r\n {name}\r\n".encode("ascii")
    return _part(media, wire.in_base64(file.content), "base64", disposition)


def _plain(reply: OutgoingReply) -> str:
    pieces = [names.body(reply.text).strip("\n")]
    if reply.notice:
        pieces.append(names.one_line(reply.notice, _NOTICE_LIMIT))
    if reply.signature.strip():
        pieces.append("-- \n" + names.body(reply.signature).strip("\n"))
    if reply.quoted is not None:
        lines = _quoted_text(reply.quoted).split("\n")
        history = "\n".join(
            f"> {line}".rstrip() if not line.startswith(">") else f">{line}" for line in lines
        )
        pieces.append(f"{_attribution(reply, reply.quoted)}\n\n{history}")
    return "\n\n".join(pieces) + "\n"


def _attribution(reply: OutgoingReply, quoted: QuotedMessage) -> str:
    return phrases.attribution(names.plain_name(quoted.author), quoted.sent_at, reply.language)


def _quoted_text(quoted: QuotedMessage) -> str:
    text = names.body(quoted.text).strip()
    return text if len(text) <= _QUOTE_LIMIT else text[:_QUOTE_LIMIT].rstrip() + " […]"


def _rich(reply: OutgoingReply) -> str:
    return rich.page(
        rich.Parts(
            text=names.body(reply.text),
            language=reply.language if _LANGUAGE.match(reply.language) else "en",
            notice=names.one_line(reply.notice, _NOTICE_LIMIT),
            signature=names.body(reply.signature) if reply.signature.strip() else "",
            attribution=_attribution(reply, reply.quoted) if reply.quoted else "",
            quoted=_quoted_text(reply.quoted) if reply.quoted else "",
        )
    )
