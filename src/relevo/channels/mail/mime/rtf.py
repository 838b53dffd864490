"""Rich text (RTF) in Outlook's mails: unpacked (MS-OXRTFCP), and the HTML or the words taken out of it (MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail.mime import charsets
from relevo.channels.mail.mime.charset_names import codec_named

SIZE_LIMIT: Final = 1_000_000  # bytes of unpacked RTF
_DEPTH_LIMIT: Final = 200
_PACKED, _PLAIN = b"LZFu", b"MELA"
_WINDOW: Final = 4096
_BEGINNING: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)  # MS-OXRTFCP 2.1.2.1

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<line>[\r\n]+)|(?P<text>[^\\{}\r\n]+)"
)
_SIGNS: Final = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"endash": "–", b"emdash": "—", b"row": "\n", b"cell": "\t",
}  # fmt: skip
_UNSEEN: Final = frozenset(
    re.findall(
        rb"\w+",
        b"fonttbl colortbl stylesheet info pict object header footer themedata datastore listtable listoverridetable"
        b" rsidtbl generator xmlnstbl",
    )
)


@dataclass(frozen=True, slots=True)
class Words:
    """What an RTF document says: ``html`` if it was made of HTML, else ``text``."""

    html: str = ""
    text: str = ""


def unpacked(content: bytes) -> bytes:
    """The RTF in a packed property, as far as it can be unpacked."""
    if len(content) < 16:
        return b""
    size, kind = struct.unpack_from("<I4s", content, 4)
    if kind == _PLAIN:
        return content[16 : 16 + min(size, SIZE_LIMIT)]
    if kind != _PACKED:
        return b""
    return _inflated(content, min(size, SIZE_LIMIT))


def _inflated(content: bytes, size: int) -> bytes:
    window = bytearray(_BEGINNING.ljust(_WINDOW, b"\x00"))
    place = len(_BEGINNING)
    result = bytearray()
    position = 16
    while position < len(content) and len(result) < size:
        control = content[position]
        position += 1
        for bit in range(8):
            if position >= len(content) or len(result) >= size:
                break
            if not control >> bit & 1:
                result.append(content[position])
                window[place] = content[position]
                place = (place + 1) % _WINDOW
                position += 1
                continue
            reference = int.from_bytes(content[position : position + 2])
            position += 2
            offset, length = reference >> 4, (reference & 15) + 2
            if offset == place:
                return bytes(result)
            for step in range(length):
                sign = window[(offset + step) % _WINDOW]
                result.append(sign)
                window[place] = sign
                place = (place + 1) % _WINDOW
    return bytes(result[:size])


def read(content: bytes, codepage: str = "") -> Words:
    """The HTML or the text in an RTF document; nothing when it is none."""
    if not content.startswith(b"{\\rtf"):
        return Words()
    reader = _Reader(codepage, from_html=b"\\fromhtml" in content[:2000])
    for found in _TOKEN.finditer(content[:SIZE_LIMIT]):
        if not reader.take(found):
            break
    text = reader.text()
    return Words(html=text) if reader.from_html else Words(text=text.strip("\n"))


@dataclass(slots=True)
class _State:
    """What holds within one pair of braces."""

    seen: bool = True
    html_tag: bool = False
    skipped: int = 1  # letters after a \\u that stand in for it


class _Reader:
    def __init__(self, codepage: str, *, from_html: bool) -> None:
        self.codepage = codepage
        self.from_html = from_html
        self.states = [_State()]
        self.only_rtf = False  # between \htmlrtf and \htmlrtf0
        self.pieces: list[str] = []
        self.pending = bytearray()  # bytes that make letters together
        self.skip = 0
        self.starred = False

    def take(self, found: re.Match[bytes]) -> bool:
        """Read on by one token; false when the document is nested beyond reason."""
        if found["brace"]:
            return self._brace(found["brace"])
        if found["word"]:
            self._word(found["word"], found["number"])
        elif found["hex"]:
            self._bytes(bytes.fromhex(found["hex"].decode("ascii")))
        elif found["sign"]:
            self._sign(found["sign"])
        elif found["text"]:
            self._bytes(found["text"])
        return True

    def _brace(self, brace: bytes) -> bool:
        if brace == b"{":
            state = self.states[-1]
            self.states.append(_State(state.seen, state.html_tag, state.skipped))
        elif len(self.states) > 1:
            self.states.pop()
        self.skip = 0
        self.starred = False
        return len(self.states) <= _DEPTH_LIMIT

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in b"\\{}":
            self._bytes(sign)
        elif sign == b"~":
            self._words("\xa0")
        elif sign in b"\r\n":
            self._words("\n")

    def _word(self, word: bytes, number: bytes | None) -> None:
        state = self.states[-1]
        if word == b"ansicpg" and number and codec_named(f"cp{number.decode()}"):
            self.codepage = f"cp{number.decode()}"
        elif word == b"htmltag":
            state.html_tag, state.seen = True, True
        elif word == b"htmlrtf":
            self.only_rtf = number != b"0"
        elif word in _UNSEEN or self.starred:
            state.seen = False
        elif word == b"uc" and number:
            state.skipped = min(max(int(number), 0), 10)
        elif word == b"u" and number:
            self._words(_letter(int(number)))
            self.skip = state.skipped
        elif word in _SIGNS:
            self._words(_SIGNS[word])
        self.starred = False

    def _is_seen(self) -> bool:
        state = self.states[-1]
        return state.seen and not (self.from_html and self.only_rtf and not state.html_tag)

    def _bytes(self, content: bytes) -> None:
        if self.skip:
            passed = min(self.skip, len(content))
            self.skip -= passed
            content = content[passed:]
        if self._is_seen():
            self.pending += content

    def _words(self, words: str) -> None:
        if self._is_seen():
            self._flush()
            self.pieces.append(words)

    def _flush(self) -> None:
        if self.pending:
            self.pieces.append(charsets.decode(bytes(self.pending), self.codepage).text)
            self.pending.clear()

    def text(self) -> str:
        """All that was read."""
        self._flush()
        return "".join(self.pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _letter(number: int) -> str:
    """A letter as RTF numbers it: signed 16 bits, those beyond in two halves."""
    return chr(number & 0xFFFF)
