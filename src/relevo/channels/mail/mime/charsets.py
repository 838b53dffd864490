"""Bytes to text when the sender's word on the charset cannot be trusted.

Only codecs on our list (``charset_names``) are ever used. Text that is UTF-8 is read as UTF-8 whatever it claims to
be; without a usable name it is the charset whose reading looks most like a language (``guessing``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from relevo.channels.mail.mime import guessing
from relevo.channels.mail.mime.charset_names import codec_named

_WIDE: Final = frozenset({"utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"})
_SHIFTING: Final = frozenset(  # charsets that say everything in seven bits
    {"iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr", "hz", "utf_7"}
)
_TRIED: Final = {  # codecs that one name stands for in practice, the strictest first
    "shift_jis": ("shift_jis", "cp932"),
    "cp932": ("cp932", "shift_jis_2004"),
    "big5": ("big5", "cp950", "big5hkscs"),
    "cp950": ("cp950", "big5hkscs"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "cp949": ("cp949", "johab"),
    "gb18030": ("gb18030",),
    "big5hkscs": ("big5hkscs",),
}
_WINDOWS: Final = {  # what a text is in that claims ISO 8859 and has signs where that has none
    "iso8859_2": "cp1250",
    "iso8859_5": "cp1251",
    "iso8859_6": "cp1256",
    "iso8859_7": "cp1253",
    "iso8859_8": "cp1255",
    "iso8859_13": "cp1257",
    "iso8859_15": "cp1252",
}
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT: Final = 4000  # bytes
_ASCII: Final = bytes(range(128))
_PRINTABLE: Final = bytes(range(0x20, 0x7F)) + b"\t\r\n"
_UNUSED = re.compile("[\x80-\x84\x86-\x9f]")
_CJK = re.compile(
    "[\u2010-\u203f\u2160-\u217f\u2460-\u24ff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]+\\Z"
)
_BEYOND = re.compile("[^\x00-\x7f]+")
_TO_HIGH: Final = bytes(value | 0x80 if 0x21 <= value <= 0x7E else value for value in range(256))
_ESCAPES_LIMIT: Final = 200_000  # in one text; what follows is read as the last one says
_ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([@BDOQ]|\([BJI])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that read it, and whether that was our guess rather than the sender's word."""

    text: str
    codec: str
    guessed: bool = False


def decode(content: bytes, declared: str = "", hints: Sequence[str] = ()) -> Decoded:
    """Read ``content`` as text. Never fails; what no codec can read becomes U+FFFD.

    declared: the charset as the mail names it. hints: codecs that the same mail uses elsewhere.
    """
    codec = codec_named(declared) if declared else ""
    if content.startswith(_MARKS) and (codec in _WIDE or not _mostly_printable(content[2:_LOOKED_AT])):
        return Decoded(content.decode("utf-16", "replace"), "utf-16", codec != "utf_16")
    if codec in _WIDE or codec in _SHIFTING:
        return _as_told(content, codec) or _undeclared(content, hints)
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.isascii():
        return _seven_bits(content)
    if codec in _TRIED:
        return _east_asian(content, codec) or _undeclared(content, hints)
    text = _strict(content, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", guessed=codec not in {"", "utf_8"})
    told = _as_told(content, codec) if codec and codec != "utf_8" else None
    return told or _undeclared(content, hints)


def is_wide(declared: str) -> bool:
    """Whether a charset, as a mail names it, has zeros in its text."""
    return codec_named(declared) in _WIDE


def _mostly_printable(content: bytes) -> bool:
    """Whether this is ASCII rather than UTF-16, in which at least every other byte is a zero or no ASCII letter."""
    return (len(content) - len(content.translate(None, _PRINTABLE))) * 4 > len(content) * 3


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _named(codec: str) -> str:
    return codec.replace("_", "-")


def _seven_bits(content: bytes) -> Decoded:
    """ASCII, or one of the charsets that look like it."""
    if b"\x1b" not in content and b"\x00" not in content:
        return Decoded(content.decode("ascii"), "ascii")
    if b"\x1b$" in content:
        if b"\x1b$)C" in content and (text := _strict(content, "iso2022_kr")) is not None:
            return Decoded(text, "iso2022-kr", guessed=True)
        return Decoded(_jis(content), "iso2022-jp-2", guessed=True)
    written = content.rstrip(b"\x00")  # more than one at the end fill something up
    if written.count(b"\x00") * 4 > len(written):
        return Decoded(content.decode(_order(content), "replace"), _named(_order(content)), guessed=True)
    return Decoded(content.decode("ascii"), "ascii")


def _order(content: bytes) -> str:
    """Which half of UTF-16 without a mark comes first: letters of most languages leave one of the halves zero."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if even != odd:
        return "utf_16_be" if even > odd else "utf_16_le"
    little, big = (content[:2000].decode(codec, "replace") for codec in ("utf_16_le", "utf_16_be"))
    return "utf_16_be" if _sense(big) > _sense(little) else "utf_16_le"


def _sense(text: str) -> int:
    return sum(sign.isalnum() or sign.isspace() for sign in text)


def _as_told(content: bytes, codec: str) -> Decoded | None:
    """The sender's charset, if it reads all but a fiftieth of the text."""
    if codec.startswith("iso2022_jp"):
        text = _strict(content, codec)
        return Decoded(_jis(content) if text is None else text, _named(codec))
    if codec == "utf_16" and not content.startswith(_MARKS):
        codec = _order(content)
    text = content.decode(codec, "replace")
    if codec in _WINDOWS and _UNUSED.search(text):
        codec = _WINDOWS[codec]
        text = content.decode(codec, "replace")
    bad = text.count("\ufffd") + text.count("\x00")
    return Decoded(text, _named(codec)) if bad * 50 <= len(text) else None


def _east_asian(content: bytes, codec: str) -> Decoded | None:
    """Text that claims a charset of two bytes per sign; one that is really UTF-8 is seen through."""
    unicode = _strict(content, "utf-8")
    if unicode is not None:
        beyond = "".join(_BEYOND.findall(unicode))
        if len(beyond) > 3 and _CJK.match(beyond):
            return Decoded(unicode, "utf-8", guessed=True)
    for tried in _TRIED[codec]:
        text = _strict(content, tried)
        if text is not None:
            return Decoded(text, _named(tried))
    if unicode is not None:
        return Decoded(unicode, "utf-8", guessed=True)
    return _as_told(content, _TRIED[codec][-1])


def _jis(content: bytes) -> str:
    """ISO-2022-JP with whatever is met in it: half-width kana, signs of single makers, missing escapes.

    The stretches between the escapes are read as EUC, whose codec knows more signs.
    """
    pieces = []
    end, mode = 0, b"(B"
    escapes = islice(_ESCAPE.finditer(content), _ESCAPES_LIMIT)
    for escape in chain(escapes, [None]):
        stretch = content[end : escape.start() if escape else len(content)]
        if mode in {b"(B", b"(J"}:
            pieces.append(stretch.decode("ascii", "replace"))
        elif mode == b"(I":
            pieces.append(stretch.translate(_TO_HIGH).decode("shift_jis", "replace"))
        elif mode == b"$(D":
            pairs = stretch.translate(_TO_HIGH)
            pieces.append(
                b"".join(b"\x8f" + pairs[at : at + 2] for at in range(0, len(pairs), 2)).decode(
                    "euc_jp", "replace"
                )
            )
        else:
            pieces.append(stretch.translate(_TO_HIGH).decode("euc_jis_2004", "replace"))
        if escape:
            end, mode = escape.end(), escape[1]
    return "".join(pieces)


def _undeclared(content: bytes, hints: Sequence[str]) -> Decoded:
    if content.isascii():
        return _seven_bits(content)
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken:
        return Decoded(text, "utf-8", guessed=True)
    if _mostly_readable(content, text, broken):  # UTF-8 that was cut or damaged somewhere
        return Decoded(_mended(content, hints), "utf-8", guessed=True)
    codec = guessing.likeliest(content, hints)
    return Decoded(content.decode(codec, "replace"), _named(codec), guessed=True)


def _mostly_readable(content: bytes, text: str, broken: int) -> bool:
    letters = len(text) - broken - (len(content) - len(content.translate(None, _ASCII)))
    cut_in_the_last = broken == 1 and text.endswith("\ufffd")
    return letters > (1 if cut_in_the_last else broken * 4)


def _mended(content: bytes, hints: Sequence[str]) -> str:
    """UTF-8 in which single lines are of another charset, as when a list server added its own lines."""
    codec = ""
    lines = []
    for line in content.split(b"\n"):
        text = line.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        if broken and not _mostly_readable(line, text, broken):
            codec = codec or guessing.likeliest(line, hints)
            text = line.decode(codec, "replace")
        lines.append(text)
    return "\n".join(lines)
