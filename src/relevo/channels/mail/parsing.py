"""A mail's raw bytes made into what a person reads. Total, bounded and without side effects.

``parse`` never raises: what cannot be read is named by a code in ``notices`` and the rest is there. The raw bytes
stay the truth; a later release may read more of them.

Who sent it: there must be exactly one From header holding exactly one clear address. Otherwise ``from_addr``
is "", nobody, and ``senders`` lists the claims. After the notice ``headers_cut`` a second From may lie beyond the
bound: such a sender is to be treated as unverified. Nothing in the mail that speaks of Relevo's own matters
(``X-Relevo-...``) is read.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from relevo.channels.mail import addresses, names
from relevo.channels.mail.addresses import Address, AddressList
from relevo.channels.mail.mime import bodies, charsets, dates, tree
from relevo.channels.mail.mime.attachments import Attachment
from relevo.channels.mail.mime.bodies import Delivery
from relevo.channels.mail.mime.encoded_words import decode_words
from relevo.channels.mail.mime.headers import Headers
from relevo.channels.mail.replies import cutting

SUBJECT_LIMIT: Final = 1000  # characters
REFERENCES_LIMIT: Final = 200
_KEPT_HEADERS: Final = 200
_KEPT_VALUE: Final = 2000  # characters
_ID_LIMIT: Final = 250  # characters
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
_BROKEN_ID = re.compile(r"<([^<>]{1,300})>")
_BARE_ID = re.compile(r"[^\s<>,;\"()]{1,200}@[^\s<>,;\"()]{1,200}")
_FORWARD = re.compile(r"(?i)\s*(?:fwd?|rv|wg|tr|i|enc|pārs|fs|пересл|fwd|pd)\s?:")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What one mail says.

    from_addr: canonical (lower case, ASCII domain), "" unless exactly one clear sender is named. from_name: "" if it
    shows another address. senders: every address that claims to be the sender. to, cc: canonical where an address
    has a canonical form. text: all of it; reply: without history and signature. html: harmless, "" when the mail has
    none. contents: the attachments' bytes, by ``Attachment.index``.
    message_id, in_reply_to, references (newest last): ids without their angle brackets.
    date: as the sender says, in UTC. auto_submitted: the value of Auto-Submitted unless it is "no".
    charset_guesses: codecs that we chose ourselves. notices: codes of what could not be read or was left out.
    headers: (lower-case name, text) of the mail's own fields, bounded; for judging, never for trusting.
    source_html: the HTML as it came, bounded but not harmless: for finding quotes in it, never to be shown or let out.
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
    source_html: str = field(default="", repr=False)

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
    root, notices = tree.read(raw)
    found = bodies.gather(root, notices)
    headers = root.headers
    subject = names.as_written(headers.text("subject"), SUBJECT_LIMIT + 1)
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
        reply=_reply(found.text, "" if "html_cut" in notices else found.raw_html, subject),
        html=found.html,
        attachments=tuple(found.files),
        contents=tuple(found.contents),
        message_id=_ids(headers, "message-id")[0],
        in_reply_to=_ids(headers, "in-reply-to")[0],
        references=tuple(filter(None, _ids(headers, "references")[-REFERENCES_LIMIT:])),
        date=dates.read(headers.plain("date")),
        auto_submitted=_auto_submitted(headers),
        charset_guesses=tuple(dict.fromkeys(found.guesses)),
        deliveries=tuple(found.deliveries),
        notices=tuple(sorted(notices)),
        headers=_kept(headers),
        source_html=found.raw_html,
    )


def _sender(headers: Headers, notices: set[str]) -> tuple[Address, tuple[str, ...]]:
    """The one clear sender, or else an empty address with the first claimant's name; and all claimants."""
    fields = [value for name, value in headers.fields if name == "from"]
    lists = [addresses.parse(value, headers.hints) for value in dict.fromkeys(fields[:10])]
    claims = [claim for one in lists for claim in one.claims]
    claimed = tuple(dict.fromkeys(claim.address for claim in claims))[:10]
    if len(lists) == 1 and len(fields) <= 10 and _is_clear(lists[0]):
        return lists[0].addresses[0], claimed
    if len(lists) > 1 or len(claimed) > 1:
        notices.add("several_senders")
    else:
        notices.add("sender_unclear" if any(fields) else "no_sender")
    return Address(claims[0].name if claims else "", ""), claimed


def _is_clear(found: AddressList) -> bool:
    return found.clear and len(found.addresses) == 1


def _recipients(headers: Headers, name: str, notices: set[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for key, value in headers.fields:
        if key == name and len(found) < addresses.ADDRESSES_LIMIT:
            read = addresses.parse(value, headers.hints)
            found.update(dict.fromkeys(claim.address for claim in read.claims))
            if not read.clear:
                notices.add(f"{name}_unclear")
            if read.cut or len(found) > addresses.ADDRESSES_LIMIT:
                notices.add("recipients_cut")
    return tuple(found)[: addresses.ADDRESSES_LIMIT]


def _ids(headers: Headers, name: str) -> list[str]:
    """The message ids in a header; at least one, which may be "".

    Some programs encode long ones, break them over lines, leave the brackets out or write several such headers.
    """
    raw = headers.raw(name)
    if name == "references":
        raw = b" ".join(value for key, value in headers.fields if key == name)
    encoded = b"=?" in raw
    written = decode_words(raw).replace(" ", "") if encoded else charsets.decode(raw, "", headers.hints).text
    found = _MESSAGE_ID.findall(written) or [match.replace(" ", "") for match in _BROKEN_ID.findall(written)]
    if not found and name == "message-id":
        found = [written.strip("<>").replace(" ", "")]
    return [names.one_line(match, _ID_LIMIT) for match in found or _BARE_ID.findall(written)] or [""]


def _reply(text: str, html: str, subject: str) -> str:
    """What the person wrote; in a forward, that is all of it. html: as it came, and whole."""
    return text.strip() if _FORWARD.match(subject) else cutting.cut(text, html).reply


def _auto_submitted(headers: Headers) -> str:
    words = headers.plain("auto-submitted").split(";")[0].split("(")[0]
    value = names.one_line(words, 60).lower()
    return "" if value == "no" else value


def _kept(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, names.one_line(decode_words(value[: _KEPT_VALUE * 4], headers.hints), _KEPT_VALUE))
        for name, value in headers.fields[:_KEPT_HEADERS]
    )
