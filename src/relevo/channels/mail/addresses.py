"""Mail addresses read so that nobody is taken for somebody else.

Only what is plainly one address counts: ``local@domain`` with an ordinary local part, alone or between angle
brackets. Everything that two programs could read in two ways (RFC 5322's comments inside addresses, quoted
local parts, stray brackets as in CVE-2023-27043) makes the whole list unclear: its addresses are claims then,
and identify nobody. Claims are read as a person would read them, so that an agent sees what the mail says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.mime import charsets
from relevo.channels.mail.mime.encoded_words import decode_words

ADDRESSES_LIMIT: Final = 200  # of one header
_WORDS_BEFORE: Final = 4  # parts of one name between unquoted commas
ADDRESS_LIMIT: Final = 254  # characters, RFC 5321 4.5.3.1.3 less the angle brackets

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.+[\w!#$%&'*+/=?^`{|}~-]+)*\.?\Z")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\Z")
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[(),;:<>]|[^(),;:<>"]+', re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"\Z', re.DOTALL)
_QUOTED_LOCAL = re.compile(r'"((?:[^"\\]|\\.){1,64}+)"@([^\s"@]+)\Z', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SECOND: Final = r"\1"
_QUOTED_WORD = re.compile(r'"(=\?[^\s"]{1,200}\?=)"')
_SCHEME = re.compile(r"(?i)(?:mailto|smtp)\s?:")
_LIKE_ADDRESS = re.compile(r"[^\s<>\"'@,;]{1,64}@[^\s<>\"'@,;]{1,255}")
_ONE_CLAIM = re.compile(r'(?:"[^"\s]{1,64}"|[^\s<>()"@,;:]{1,64})@(?:[^\s<>()"@,;:]{1,255})\Z')
_COMMA = re.compile(r"\s*=\?[^?]{1,40}\?q\?=2C_?\?=\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: the name shown (cleaned, may be empty) and the address in its canonical case."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class AddressList:
    """The mailboxes of one header. ``clear`` is false when it could be read in two ways: never trust it then.

    claims: what a person takes for its addresses, among them such as no mail of ours could go to
    (``root@localhost``); canonical where they have a canonical form.
    """

    addresses: tuple[Address, ...] = ()
    clear: bool = True
    cut: bool = False
    claims: tuple[Address, ...] = ()


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


def parse(raw: bytes, hints: Sequence[str] = ()) -> AddressList:
    """Read a From, To or Cc field. hints: codecs that the mail uses elsewhere.

    Names are decoded only after the structure is known, so an encoded comma or bracket stays part of a name.
    """
    reading = _Reading()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        reading.legacy = True
    if reading.legacy or b"\x1b$" in raw:  # bytes of a letter may look like brackets
        text = charsets.decode(raw, "", hints).text
    for piece in _PIECES.findall(text):
        reading.take(piece)
        if len(reading.claims) > ADDRESSES_LIMIT:
            return reading.result(cut=True)
    reading.end_of_mailbox()
    if not reading.claims and "=?" in text:  # brackets and all were encoded
        return AddressList(clear=False, claims=_claims_in(decode_words(raw, hints)))
    return reading.result()


def _claims_in(text: str) -> tuple[Address, ...]:
    return parse(names.one_line(text, 1000).replace("=?", "").encode()).claims


class _Reading:
    """The state of going through one header's pieces once, from left to right."""

    def __init__(self) -> None:
        self.claims: list[Address] = []
        self.clear = True
        self.legacy = False  # the header was not UTF-8
        self.depth = 0  # of comments
        self.comment: list[str] = []
        self.inside = False  # angle brackets
        self.before: list[str] = []  # words before an unquoted comma
        self.words: list[str] = []
        self.angle: list[str] = []
        self.closed = False  # this mailbox's angle brackets are over

    def result(self, *, cut: bool = False) -> AddressList:
        """What was read so far."""
        clear = self.clear and (cut or not (self.depth or self.inside))
        claims = tuple(self.claims[:ADDRESSES_LIMIT])
        plain = tuple(claim for claim in claims if normal(claim.address) == claim.address)
        return AddressList(plain, clear and len(plain) == len(claims), cut, claims)

    def take(self, piece: str) -> None:
        """Move on by one word, quoted string or sign."""
        if piece == "(" or self.depth:
            self._comment(piece)
        elif piece == "<":
            self.clear = self.clear and not self.inside and not self.closed
            self.inside = True
        elif piece == ">":
            self.clear = self.clear and self.inside
            self.inside, self.closed = False, True
        elif self.inside:
            self.angle.append(piece)
        elif piece in {",", ";"}:
            self.end_of_mailbox(comma=piece == ",")
        elif piece == ":":  # "undisclosed recipients: ;" names a group
            self.clear = self.clear and not self.closed and "@" not in "".join(self.words)
            self.words.clear()
        elif piece == ")" or (piece.startswith('"') and not _QUOTED.match(piece)):
            self.clear = False
        else:
            self._word(piece)

    def _comment(self, piece: str) -> None:
        self.depth += (piece == "(") - (piece == ")")
        (self.angle if self.inside else self.words).append(" ")  # it parts what stands on its two sides
        if piece not in {"(", ")"}:
            self.comment.append(piece)

    def _word(self, piece: str) -> None:
        if self.closed and piece.strip():
            self.clear = False  # text after the address
        comma = _COMMA.search(piece) if "=?" in piece else None
        if comma and (self.closed or "@" in piece[: comma.start()]):
            self.clear = False  # some programs encode the comma along with the next name
            self.words.append(piece[: comma.start()])
            self.end_of_mailbox()
            piece = piece[comma.end() :]
        self.words.append(piece)

    def end_of_mailbox(self, *, comma: bool = False) -> None:
        """Add what was read since the last comma."""
        phrase = " ".join(word.strip() for word in self.words).strip()
        written = "".join(self.angle if "".join(self.angle).strip() else self.words).strip()
        has_angle = bool(self.angle)
        address, clear = _address(written, lone=not has_angle)
        self.clear = self.clear and clear and not (self.legacy and not address.isascii())
        if address:
            shown = self._shown(phrase, written, has_angle=has_angle)
            self.claims.append(Address(_name(shown, address), address))
        elif written:
            self.clear = self.clear and not self.closed and "@" not in phrase
        waiting = comma and not has_angle and "@" not in phrase and len(self.before) < _WORDS_BEFORE
        self.before = [*self.before, phrase] if waiting and phrase else []
        self.words, self.angle, self.comment, self.closed = [], [], [], False

    def _shown(self, phrase: str, written: str, *, has_angle: bool) -> str:
        """The words that name the mailbox: before the brackets, else in a comment."""
        if not has_angle:
            quoted = _QUOTED_LOCAL.match(written) is not None
            phrase = "" if quoted else written.removesuffix(written.rsplit(maxsplit=1)[-1]).strip()
        phrase = ", ".join([*self.before, phrase]) if has_angle and phrase else phrase
        return phrase or "".join(self.comment).strip()


def _address(written: str, *, lone: bool) -> tuple[str, bool]:
    """The address, "" when there is none, and whether it can be read in one way only. lone: without brackets."""
    written = _SCHEME.sub("", written, count=1) if _SCHEME.match(written) else written
    if address := normal(written):
        return address, True
    if quoted := _QUOTED_LOCAL.match(written):
        plain = normal(f"{_ESCAPED.sub(_SECOND, quoted[1])}@{quoted[2]}")
        return (plain, True) if plain else (names.one_line(written.lower(), ADDRESS_LIMIT), False)
    words = written.split()
    if not words or (len(words) > 1 and (not lone or any("@" in word for word in words[:-1]))):
        return "", True
    claimed = normal(words[-1]) or (words[-1].lower() if _ONE_CLAIM.match(words[-1]) else "")
    return names.one_line(claimed, ADDRESS_LIMIT), not claimed


def _name(phrase: str, address: str) -> str:
    """The display name; one that shows another address than the real one is dropped."""
    if _QUOTED.match(phrase):
        phrase = _ESCAPED.sub(_SECOND, phrase[1:-1])
    else:  # an encoded word in quotes beside others
        phrase = _QUOTED_WORD.sub(lambda word: decode_words(word[1].encode("utf-8", "replace")), phrase)
    name = names.as_written(decode_words(phrase.encode("utf-8", "replace")), 200).strip("'\" ")
    shown = {normal(match) for match in _LIKE_ADDRESS.findall(name)}
    return "" if shown - {address} else name
