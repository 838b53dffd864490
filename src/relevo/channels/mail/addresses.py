"""Mail addresses read so that nobody is taken for somebody else.

Only what is plainly one address counts: ``local@domain`` with an ordinary local part, alone or between angle
brackets. Everything that two programs could read in two ways (RFC 5322's comments inside addresses, quoted
local parts, stray brackets as in CVE-2023-27043) makes the whole list unclear: its addresses are claims then,
and identify nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.headers import decode_words

ADDRESSES_LIMIT: Final = 200  # of one header
ADDRESS_LIMIT: Final = 254  # characters, RFC 5321 4.5.3.1.3 less the angle brackets

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*\.?\Z")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\Z")
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[(),;:<>]|[^(),;:<>"]+', re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"\Z', re.DOTALL)
_LIKE_ADDRESS = re.compile(r"[^\s<>\"'@,;]{1,64}@[^\s<>\"'@,;]{1,255}")


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the name shown (cleaned, may be empty) and the address in its canonical case."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class AddressList:
    """The mailboxes of one header. ``clear`` is false when it could be read in two ways: never trust it then."""

    addresses: tuple[Address, ...] = ()
    clear: bool = True
    cut: bool = False


def normal(address: str) -> str:
    """``address`` in the form in which it is stored and compared, or "" if it is none.

    Lower case, the domain in its ASCII (``xn--``) form, so that a look-alike in another script stays visibly
    another address.
    """
    local, at, domain = address.strip().rpartition("@")
    if not at or len(address) > ADDRESS_LIMIT or not _LOCAL.match(local) or len(local.encode()) > 64:
        return ""
    domain = _domain(domain)
    return f"{local.lower()}@{domain}" if domain else ""


def _domain(domain: str) -> str:
    labels = []
    for label in domain.lower().removesuffix(".").split("."):
        try:
            known = label if label.isascii() else label.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
        if not _LABEL.match(known) or (not label.isascii() and not known.startswith("xn--")):
            return ""  # the second: full-width letters that would silently turn into ASCII ones
        labels.append(known)
    return ".".join(labels) if len(labels) > 1 else ""


def without_tag(address: str) -> str:
    """The address with its plus tag removed, in canonical form: whose mailbox it is."""
    local, _, domain = normal(address).rpartition("@")
    return f"{local.split('+', 1)[0] or local}@{domain}" if domain else ""


def parse(raw: bytes) -> AddressList:
    """Read a From, To or Cc field.

    Names are decoded only after the structure is known, so an encoded comma or bracket stays part of a name.
    """
    reading = _Reading()
    for piece in _PIECES.findall(raw.decode("utf-8", "surrogateescape")):
        reading.take(piece)
        if len(reading.found) > ADDRESSES_LIMIT:
            return AddressList(tuple(reading.found[:ADDRESSES_LIMIT]), reading.clear, cut=True)
    reading.end_of_mailbox()
    clear = reading.clear and not reading.depth and not reading.inside
    return AddressList(tuple(reading.found), clear)


class _Reading:
    """The state of going through one header's pieces once, from left to right."""

    def __init__(self) -> None:
        self.found: list[Address] = []
        self.clear = True
        self.depth = 0  # of comments
        self.inside = False  # angle brackets
        self.words: list[str] = []
        self.angle: list[str] = []
        self.closed = False  # this mailbox's angle brackets are over

    def take(self, piece: str) -> None:
        """Move on by one word, quoted string or sign."""
        if piece == "(":
            self.depth += 1
        elif self.depth:
            self.depth -= piece == ")"
        elif piece == "<":
            self.clear = self.clear and not self.inside and not self.closed
            self.inside = True
        elif piece == ">":
            self.clear = self.clear and self.inside
            self.inside, self.closed = False, True
        elif self.inside:
            self.angle.append(piece)
        elif piece in {",", ";"}:
            self.end_of_mailbox()
        elif piece == ":":  # "undisclosed recipients: ;" names a group
            self.clear = self.clear and not self.closed and "@" not in " ".join(self.words)
            self.words.clear()
        elif piece == ")" or (piece.startswith('"') and not _QUOTED.match(piece)):
            self.clear = False
        else:
            self._word(piece)

    def _word(self, piece: str) -> None:
        if self.closed and piece.strip():
            self.clear = False  # text after the address
        self.words.append(piece)

    def end_of_mailbox(self) -> None:
        """Add what was read since the last comma."""
        phrase = " ".join(word.strip() for word in self.words).strip()
        written = " ".join(self.angle if self.closed else self.words).strip()
        address = normal(written)
        if address:
            self.found.append(Address(_name(phrase, address) if self.closed else "", address))
        elif written or (phrase and self.closed):
            self.clear = self.clear and not self.closed and "@" not in phrase
        self.words, self.angle, self.closed = [], [], False


def _name(phrase: str, address: str) -> str:
    """The display name; one that shows another address than the real one is dropped."""
    if phrase.startswith('"') and phrase.endswith('"') and len(phrase) > 1:
        phrase = re.sub(r"\\(.)", r"\1", phrase[1:-1])
    raw = phrase.encode("utf-8", "surrogateescape")
    name = names.one_line(decode_words(raw)).strip("'\" ")
    shown = {normal(match) for match in _LIKE_ADDRESS.findall(name)}
    return "" if shown - {address} else name
