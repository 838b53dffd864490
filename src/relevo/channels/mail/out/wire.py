"""Header fields and bodies written for the wire: ASCII, CRLF, lines of at most 76 characters, nothing injectable.

Every value passes through ``names.one_line``, so no text of a stranger can begin a second header line.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from relevo.channels.mail import names

LINE_LIMIT: Final = 76
_VALUE_LIMIT: Final = 1000
_WORD_BYTES: Final = 45  # of UTF-8 in one encoded word: 60 letters of base64 and 12 around them
_FIRST_WORD_BYTES: Final = 36  # in the first one, which shares its line with the field's name
_SECTION_LIMIT: Final = 50  # letters of one section of a continued parameter
_PLAIN = re.compile(r"[ -~]*\Z")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")
_BARE_LINE_END = re.compile(rb"\r\n|\r|\n")
_SPACE_TOO_FAR = re.compile(rb"(?m)^([^\r\n]{74,75})(=20|=09)(?=\r\n|\Z)")


def text_field(name: str, value: str) -> bytes:
    """An unstructured field such as Subject, folded."""
    return _folded(name, _words(names.one_line(value, _VALUE_LIMIT)))


def address_field(name: str, people: Iterable[tuple[str, str]], *, ascii_only: bool = False) -> bytes:
    """A field of mailboxes, each a (name, address). The addresses must be valid already.

    ascii_only: whoever has an address in other letters is written as a group without members that bears her name
    (RFC 6854), as RFC 6857 writes such addresses for readers who cannot read them.
    """
    words: list[str] = []
    for person, address in people:
        if words:
            words[-1] += ","
        shown = names.plain_name(person)
        if ascii_only and not address.isascii():
            words.extend([*_phrase(shown or address), ":;"])
            continue
        words.extend([*_phrase(shown), f"<{address}>"] if shown else [address])
    return _folded(name, words)


def token_field(name: str, tokens: Iterable[str]) -> bytes:
    """A field of words that must not be encoded, such as message ids; they hold no white space."""
    return _folded(name, list(tokens))


def quoted_printable(text: str) -> bytes:
    """``text`` as quoted-printable UTF-8 with CRLF line ends."""
    plain = _BARE_LINE_END.sub(b"\n", text.encode("utf-8", "replace"))
    made = _BARE_LINE_END.sub(b"\r\n", binascii.b2a_qp(plain, istext=True))
    # b2a_qp counts a space at the end of a line before it encodes it, and so may end at 78 (RFC 2045 6.7(5): 76).
    return _SPACE_TOO_FAR.sub(rb"\1=\r\n\2", made)


def in_base64(content: bytes) -> bytes:
    """``content`` in base64 lines of 76 letters with CRLF line ends."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def parameter(name: str, value: str) -> str:
    """A parameter of a structured field: quoted if it is plain ASCII, else percent-encoded (RFC 2231)."""
    if _PLAIN.match(value) and not set(value) & set('"\\') and len(value) <= 60:
        return f'{name}="{value}"'
    pieces = [""]
    for sign in value:
        encoded = quote(sign.encode("utf-8", "replace"), safe="")
        if len(pieces[-1]) + len(encoded) > _SECTION_LIMIT:
            pieces.append("")
        pieces[-1] += encoded
    if len(pieces) == 1:
        return f"{name}*=utf-8''{pieces[0]}"
    pieces[0] = f"utf-8''{pieces[0]}"
    return ";\r\n ".join(f"{name}*{number}*={piece}" for number, piece in enumerate(pieces))


def crlf(content: bytes) -> bytes:
    """``content`` with every line end written CRLF, so that no server can see an end of data inside of it."""
    return _BARE_LINE_END.sub(b"\r\n", content)


def _phrase(name: str) -> list[str]:
    if _ATOM.match(name):
        return _words(name)
    if _PLAIN.match(name) and "=?" not in name and '"' not in name and "\\" not in name:
        return [f'"{name}"']
    return _encoded(name)


def _words(text: str) -> list[str]:
    """Words for folding: as they are if they are short plain ASCII that nobody could take for encoded words."""
    words = text.split(" ")
    if _PLAIN.match(text) and "=?" not in text and all(len(word) < LINE_LIMIT for word in words):
        return words
    return _encoded(text)


def _encoded(text: str) -> list[str]:
    """RFC 2047 words, broken between whole letters only."""
    pieces = [""]
    for sign in text:
        room = _FIRST_WORD_BYTES if len(pieces) == 1 else _WORD_BYTES
        if len((pieces[-1] + sign).encode("utf-8", "replace")) > room:
            pieces.append("")
        pieces[-1] += sign
    contents = (base64.b64encode(piece.encode("utf-8", "replace")).decode("ascii") for piece in pieces)
    return [f"=?utf-8?b?{content}?=" for content in contents]


def _folded(name: str, words: list[str]) -> bytes:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_LIMIT and lines[-1].strip() != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n"
