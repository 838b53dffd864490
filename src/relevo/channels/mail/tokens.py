"""Keyed tokens that tie a mail to its ticket: in our Message-IDs, our Reply-To and our return path.

A token is 26 bytes in 42 letters and digits: 12 bytes of HMAC-SHA256 (96 bits nobody can guess) over purpose,
desk, ticket and nonce, then those three, veiled by a key stream drawn from the first 12 bytes, so that customers
cannot read ticket numbers from it. Upper and lower case are one, since mail servers change case.

A valid token says only that we once wrote it. Whoever holds it may have got it forwarded: the sender is checked
elsewhere.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from relevo.channels.mail import addresses

if TYPE_CHECKING:
    from relevo.channels.mail.parsing import ParsedMail

Purpose = Literal["reply", "bounce", "agent"]

LENGTH: Final = 42
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_TAG_BYTES: Final = 12
_PAYLOAD_BYTES: Final = 14  # desk 4, ticket 6, nonce 4
_LOCAL_PART_LIMIT: Final = 64
_BOUNCE_MARK: Final = "b-"
_SHORTEST_SECRET: Final = 16
_FOUND_LIMIT: Final = 20
_TOKEN = re.compile(rf"(?i)(?<![0-9a-z])[{_ALPHABET}]{{{LENGTH}}}(?![0-9a-z])")
_VALUES: Final = {sign: value for value, sign in enumerate(_ALPHABET)}


@dataclass(frozen=True, slots=True)
class TicketReference:
    """What a token says: whose ticket it is, and which of our mails (``nonce``) carried it."""

    desk_id: int
    ticket_id: int
    nonce: int


def issue(secret: bytes, *, desk_id: int, ticket_id: int, nonce: int, purpose: Purpose = "reply") -> str:
    """A token for one mail of one ticket; the same arguments give the same token.

    ``nonce`` tells mails or recipients apart: a message's id, or 32 random bits. Raises ValueError for a secret
    shorter than 16 bytes or a number out of range (desk and nonce 32 bits, ticket 48 bits).
    """
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError("a token secret has at least 16 bytes")
    try:
        payload = desk_id.to_bytes(4) + ticket_id.to_bytes(6) + nonce.to_bytes(4)
    except OverflowError:
        raise ValueError("desk, ticket or nonce is out of range") from None
    tag = _tag(secret, purpose, payload)
    return _encode(tag + _veiled(secret, tag, payload))


def read(
    secrets: bytes | Sequence[bytes], token: str, *, purpose: Purpose = "reply"
) -> TicketReference | None:
    """What ``token`` refers to, or None unless one of ``secrets`` (newest first, old ones kept) has issued it."""
    content = _decode(token)
    if content is None:
        return None
    tag, veiled = content[:_TAG_BYTES], content[_TAG_BYTES:]
    found = None
    for secret in [secrets] if isinstance(secrets, bytes) else secrets:
        payload = _veiled(secret, tag, veiled)
        if hmac.compare_digest(_tag(secret, purpose, payload), tag):
            found = payload
    if found is None:
        return None
    return TicketReference(*(int.from_bytes(part) for part in (found[:4], found[4:10], found[10:])))


def message_id_for(token: str, domain: str) -> str:
    """The Message-ID, with its angle brackets, of the mail that carries ``token``."""
    return f"<{token}@{domain}>"


def reply_address(token: str, mailbox: str) -> str:
    """``mailbox`` with the token as its plus tag: ``support+token@auralis.example``.

    A mailbox whose local part leaves no room for it comes back unchanged; the Message-ID then has to do.
    """
    return _tagged(mailbox, token)


def bounce_address(token: str, mailbox: str) -> str:
    """The return path (VERP) for a mail; ``token`` must be issued for the purpose "bounce".

    Only a report that comes to such an address says anything about a recipient. Raises ValueError if the
    mailbox's local part leaves no room.
    """
    address = _tagged(mailbox, _BOUNCE_MARK + token)
    if address == mailbox:
        raise ValueError("the mailbox's local part is too long for a return path")
    return address


def tokens_in(mail: ParsedMail, rcpt_tos: Iterable[str] = ()) -> list[str]:
    """The strings in a mail that could be tokens, newest first: addressed to, answered to, referred to.

    ``rcpt_tos`` are the envelope's recipients, which a Bcc leaves out of the header.
    """
    places = [
        *(_tag_of(address) for address in (*rcpt_tos, *mail.to, *mail.cc)),
        mail.in_reply_to.partition("@")[0],
        *(reference.partition("@")[0] for reference in reversed(mail.references)),
    ]
    found = (match.lower() for place in places for match in _TOKEN.findall(place))
    return list(dict.fromkeys(found))[:_FOUND_LIMIT]


def bounce_tokens_in(rcpt_tos: Iterable[str]) -> list[str]:
    """The tokens of the return paths among an envelope's recipients."""
    tags = (_tag_of(address) for address in rcpt_tos)
    marked = (tag.removeprefix(_BOUNCE_MARK) for tag in tags if tag.startswith(_BOUNCE_MARK))
    return [tag for tag in dict.fromkeys(marked) if _TOKEN.fullmatch(tag)][:_FOUND_LIMIT]


def _tagged(mailbox: str, tag: str) -> str:
    local, _, domain = mailbox.rpartition("@")
    tagged = f"{local}+{tag}"
    return f"{tagged}@{domain}" if len(tagged) <= _LOCAL_PART_LIMIT else mailbox


def _tag_of(address: str) -> str:
    return addresses.normal(address).rpartition("@")[0].partition("+")[2]


def _tag(secret: bytes, purpose: str, payload: bytes) -> bytes:
    return hmac.digest(secret, b"relevo mail " + purpose.encode() + b"\0" + payload, "sha256")[:_TAG_BYTES]


def _veiled(secret: bytes, tag: bytes, payload: bytes) -> bytes:
    stream = hmac.digest(secret, b"relevo veil\0" + tag, "sha256")
    return bytes(one ^ other for one, other in zip(payload, stream, strict=False))


def _encode(content: bytes) -> str:
    number = int.from_bytes(content)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))


def _decode(token: str) -> bytes | None:
    if not _TOKEN.fullmatch(token):
        return None
    number = 0
    for sign in token.lower():
        number = number << 5 | _VALUES[sign]
    if number >> 8 * (_TAG_BYTES + _PAYLOAD_BYTES):
        return None  # 42 signs hold two bits more than 26 bytes
    return number.to_bytes(_TAG_BYTES + _PAYLOAD_BYTES)
