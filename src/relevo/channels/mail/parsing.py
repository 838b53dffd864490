"""A mail's raw bytes made into what a person reads. Total, bounded and without side effects.

``parse`` never raises: what cannot be read is named by a code in ``notices`` and the rest is there. The raw bytes
stay the truth; a later release may read more of them.

Who sent it: there must be exactly one From header holding exactly one clear address. Otherwise ``from_addr``
is "", nobody, and ``senders`` lists the claims. After the notice ``headers_cut`` a second From may lie beyond the
bound: such a sender is to be treated as unverified. Nothing in the mail that speaks of Relevo's own matters
(``X-Relevo-...``) is read.
"""

from __future__ import annotations

import email.utils
import logging
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from relevo.channels.mail import addresses, bodies, mime, names, replies
from relevo.channels.mail.attachments import Attachment
from relevo.channels.mail.bodies import Delivery
from relevo.channels.mail.headers import Headers

SUBJECT_LIMIT: Final = 250  # characters
REFERENCES_LIMIT: Final = 50
_KEPT_HEADERS: Final = 200
_KEPT_VALUE: Final = 2000  # characters
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
_FORWARD = re.compile(r"(?i)\s*(?:fwd?|rv|wg|tr|i|enc|pārs|fs|пересл|fwd|pd)\s?:")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What one mail says.

    from_addr, to, cc: canonical addresses (lower case, ASCII domain). from_name: "" if it shows another address.
    senders: every address that claims to be the sender. text: all of it; reply: without history and signature.
    html: harmless, "" when the mail has none. contents: the attachments' bytes, by ``Attachment.index``.
    message_id, in_reply_to, references (newest last): ids without their angle brackets.
    date: as the sender says, in UTC. auto_submitted: the value of Auto-Submitted unless it is "no".
    charset_guesses: codecs that we chose ourselves. notices: codes of what could not be read or was left out.
    headers: (lower-case name, text) of the mail's own fields, bounded; for judging, never for trusting.
    """

    subject: str = ""
    from_addr: str = ""
    from_name: str = ""
    senders: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    text: str = ""
    reply: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    contents: tuple[bytes, ...] = field(default=(), repr=False)
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    auto_submitted: str = ""
    charset_guesses: tuple[str, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    notices: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def header(self, name: str) -> str:
        """The first header of that (lower-case) name, or ""."""
        return next((value for key, value in self.headers if key == name), "")

    def content(self, attachment: Attachment) -> bytes:
        """The bytes of one of this mail's attachments."""
        return self.contents[attachment.index]


def parse(raw: bytes) -> ParsedMail:
    """Read one mail as it came over the wire."""
    try:
        return _parse(raw)
    except Exception:  # the promise is total: the ticket opens and the raw mail is kept
        log.exception("mail could not be read")
        return ParsedMail(notices=("unreadable",))


def _parse(raw: bytes) -> ParsedMail:
    root, notices = mime.read(raw)
    found = bodies.gather(root, notices)
    headers = root.headers
    subject = names.one_line(headers.text("subject"), SUBJECT_LIMIT + 1)
    if len(subject) > SUBJECT_LIMIT:
        notices.add("subject_cut")
    sender, senders = _sender(headers, notices)
    return ParsedMail(
        subject=subject[:SUBJECT_LIMIT].rstrip(),
        from_addr=sender.address,
        from_name=sender.name,
        senders=senders,
        to=_recipients(headers, "to", notices),
        cc=_recipients(headers, "cc", notices),
        text=found.text,
        reply=_reply(found.text, subject),
        html=found.html,
        attachments=tuple(found.files),
        contents=tuple(found.contents),
        message_id=_ids(headers, "message-id")[0],
        in_reply_to=_ids(headers, "in-reply-to")[0],
        references=tuple(filter(None, _ids(headers, "references")[-REFERENCES_LIMIT:])),
        date=_date(headers.plain("date")),
        auto_submitted=_auto_submitted(headers),
        charset_guesses=tuple(dict.fromkeys(found.guesses)),
        deliveries=tuple(found.deliveries),
        notices=tuple(sorted(notices)),
        headers=_kept(headers),
    )


def _sender(headers: Headers, notices: set[str]) -> tuple[addresses.Address, tuple[str, ...]]:
    fields = [value for name, value in headers.fields if name == "from"]
    lists = [addresses.parse(value) for value in fields[:10]]
    found = [address for one in lists for address in one.addresses]
    claims = tuple(dict.fromkeys(address.address for address in found))[:10]
    nobody = addresses.Address("", "")
    if len(fields) == 1 and len(found) == 1 and lists[0].clear:
        return found[0], claims
    if len(fields) > 1 or len(found) > 1:
        notices.add("several_senders")
    else:
        notices.add("sender_unclear" if any(fields) else "no_sender")
    return nobody, claims


def _recipients(headers: Headers, name: str, notices: set[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for key, value in headers.fields:
        if key == name and len(found) < addresses.ADDRESSES_LIMIT:
            read = addresses.parse(value)
            found.update(dict.fromkeys(address.address for address in read.addresses))
            if not read.clear:
                notices.add(f"{name}_unclear")
            if read.cut or len(found) > addresses.ADDRESSES_LIMIT:
                notices.add("recipients_cut")
    return tuple(found)[: addresses.ADDRESSES_LIMIT]


def _ids(headers: Headers, name: str) -> list[str]:
    """The message ids in a header; at least one, which may be ""."""
    written = headers.plain(name)
    found = [names.one_line(match, 250) for match in _MESSAGE_ID.findall(written)]
    if found or name != "message-id":
        return found or [""]
    return [names.one_line(written, 250).strip("<>").replace(" ", "")]


def _reply(text: str, subject: str) -> str:
    """What the person wrote; in a forward, that is all of it."""
    return text.strip() if _FORWARD.match(subject) else replies.cut(text).reply


def _date(written: str) -> datetime | None:
    try:
        return email.utils.parsedate_to_datetime(written[:100]).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _auto_submitted(headers: Headers) -> str:
    value = names.one_line(headers.plain("auto-submitted").split(";")[0], 60).lower()
    return "" if value == "no" else value


def _kept(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, names.one_line(headers_text, _KEPT_VALUE))
        for name, headers_text in ((name, _text(value)) for name, value in headers.fields[:_KEPT_HEADERS])
    )


def _text(value: bytes) -> str:
    return Headers((("x", value[: _KEPT_VALUE * 4]),)).text("x")
