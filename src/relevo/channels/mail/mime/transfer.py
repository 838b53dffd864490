"""Transfer encodings undone: base64, quoted-printable and uuencode, damaged ones as far as they go."""

from __future__ import annotations

import binascii
import re
from typing import Final

from relevo.channels.mail.mime import uuencoded

_NONE: Final = frozenset(
    {"", "7bit", "8bit", "binary", "7bits", "8bits", "none", "plain", "text", "utf8", "usascii"}
)
_QUOTED: Final = frozenset({"quotedprintable", "qp", "quoted", "quotedprintible", "xquotedprintable"})
_BASE64: Final = frozenset({"base64", "b64", "xbase64", "b", "mimebase64"})
_UUENCODE: Final = frozenset({"xuuencode", "uuencode", "xuue", "uue", "xuuencoded"})
_LOOKED_AT: Final = 4000  # bytes by which we tell whether a body is encoded at all
_LINES_LOOKED_AT: Final = 4_000_000  # bytes of an encoded body in which single lines are mended
_PIECES_LIMIT: Final = 200_000
_BASE64_OR_SPACE: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_NOT_BASE64: Final = bytes(
    set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
)

_SIGNS = re.compile(r"[^a-z0-9]")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{20,}={0,2}\s*\Z")
_PADDED = re.compile(rb"(?<==)(?=[A-Za-z0-9+/])")
_SOFT_SPACE = re.compile(rb"=[ \t]+(?=\r?\n|\r?\Z)")
_LOOSE_END = re.compile(rb"=\r?\Z")
_QUOTED_LETTERS = re.compile(rb"=[CD][0-9A-F]=[89AB][0-9A-F]")  # a letter beyond ASCII in UTF-8
_ONLY_BASE64 = re.compile(rb"\s*(?:[A-Za-z0-9+/]{60,76}\r?\n){2,}+[A-Za-z0-9+/]{0,76}={0,2}\s*\Z")
_WORDS = re.compile(rb"[A-Za-z]{2,}[,.!?]? +[A-Za-z]{2,}[,.!?]? +[A-Za-z]{2,}")


def kind(encoding: str) -> str:
    """What a Content-Transfer-Encoding stands for: "base64", "quoted", "uuencode", "" (none) or "unknown"."""
    name = _SIGNS.sub("", encoding[:100].split(";", maxsplit=1)[0].split("(", maxsplit=1)[0].lower())
    for found, names in (("", _NONE), ("quoted", _QUOTED), ("base64", _BASE64), ("uuencode", _UUENCODE)):
        if name in names:
            return found
    return "unknown"


def undo(content: bytes, encoding: str, *, text: bool = False) -> tuple[bytes, str]:
    """The bytes behind a transfer encoding, and a notice's code ("" when all is well).

    text: it is a text that people read; such a one is kept as it is if it turns out not to be encoded.
    """
    encoded = kind(encoding)
    if encoded == "base64":
        if text and _not_base64(content):
            return content, "broken_base64"
        decoded, whole = from_base64(content)
        return decoded, "" if whole else "broken_base64"
    if encoded == "quoted":
        return from_quoted_printable(content), ""
    if encoded == "uuencode":
        blocks, rest = uuencoded.take(content)
        return (blocks[0].content, "") if blocks else (rest, "unknown_encoding")
    return content, "unknown_encoding" if encoded else ""


def unmarked(content: bytes, *, text: bool) -> bytes:
    """A body that names no transfer encoding: as it is, unless it is a text that plainly has one."""
    if not text or not content.isascii():
        return content
    head = content[:_LOOKED_AT]
    if len(_QUOTED_LETTERS.findall(head)) > 1 or (
        _QUOTED_LETTERS.search(head) and b"=\n" in head.replace(b"\r", b"")
    ):
        return from_quoted_printable(content)
    if _ONLY_BASE64.match(content):
        decoded, whole = from_base64(content)
        if whole and b"\x00" not in decoded:
            return decoded
    return content


def from_quoted_printable(content: bytes) -> bytes:
    """Decode quoted-printable; white space that mail servers left behind a soft line break is no text."""
    if len(content) < _LINES_LOOKED_AT and (b"= " in content or b"=\t" in content):
        content = _SOFT_SPACE.sub(b"=", content)
    return binascii.a2b_qp(_LOOSE_END.sub(b"", content))


def from_base64(content: bytes) -> tuple[bytes, bool]:
    """Decode base64 as far as it goes, and say whether it was whole. Foreign characters are skipped.

    Several padded pieces one after another are one content; lines of words that a list server put below it are none.
    """
    if _ends_well(content) and not content.translate(None, _BASE64_OR_SPACE):
        try:
            return binascii.a2b_base64(content), True
        except binascii.Error:
            pass
    return _damaged_base64(content), False


def _ends_well(content: bytes) -> bool:
    """Whether padding stands at the very end only: the decoder would silently stop at it."""
    first = content.find(b"=")
    return first < 0 or not content[first : first + 1000].strip(b"= \t\r\n")


def _damaged_base64(content: bytes) -> bytes:
    if b"\n" in content.strip() and len(content) < _LINES_LOOKED_AT:
        content = b"\n".join(_without_stray([line.strip() for line in content.splitlines()]))
    content = content.translate(None, _NOT_BASE64)
    decoded = bytearray()
    begin = 0
    for number, found in enumerate(_PADDED.finditer(content)):
        if number == _PIECES_LIMIT:
            return bytes(decoded)
        decoded += _unpadded(content[begin : found.start()])
        begin = found.start()
    return bytes(decoded) + _unpadded(content[begin:]) if begin else _unpadded(content)


def _without_stray(lines: list[bytes]) -> list[bytes]:
    """The lines without those of words. After a line shorter than the first, which was the last, all are such."""
    width = next((len(line) for line in lines if line), 0)
    stray = [place for place, line in enumerate(lines) if _is_stray(line)]
    if not stray or not any(_BASE64_LINE.match(line) for line in lines[:3]):
        return lines
    before = next((len(line) for line in reversed(lines[: stray[0]]) if line), width)
    return lines[: stray[0]] if before < width else [line for line in lines if not _is_stray(line)]


def _is_stray(line: bytes) -> bool:
    """Whether more than a twentieth of a line is no base64."""
    return len(line.translate(None, _BASE64_OR_SPACE)) * 20 > len(line)


def _unpadded(piece: bytes) -> bytes:
    end = len(piece.rstrip(b"="))
    whole = end - end % 4
    decoded = binascii.a2b_base64(memoryview(piece)[:whole])
    tail = piece[whole:end]
    return decoded + binascii.a2b_base64(tail + b"=" * (4 - len(tail))) if len(tail) > 1 else decoded


def _not_base64(content: bytes) -> bool:
    """Whether a text claims to be base64 and plainly is not: it has words with spaces between them from the start."""
    first = content[:_LOOKED_AT].lstrip().split(b"\n", 1)[0]
    return bool(_WORDS.search(first)) and not _BASE64_LINE.match(first)
