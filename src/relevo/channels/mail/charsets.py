"""Bytes to text when the sender's word on the charset cannot be trusted.

Only codecs on our list are ever used; the name in the mail merely picks one of them. Without a usable name
the text is UTF-8 if it can be, else the single-byte charset whose reading looks most like a language.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

_NAMES: Final = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 us-ascii ascii ansi-x3.4-1968 646 unknown-8bit x-unknown default",
    "utf-16": "utf-16 utf16 unicode",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "utf-32": "utf-32",
    "cp1250": "windows-1250 cp1250 x-cp1250",
    "cp1251": "windows-1251 cp1251 x-cp1251",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 latin1 latin-1 l1 x-ansi ansi",
    "cp1253": "windows-1253 cp1253 iso-8859-7 iso8859-7",
    "cp1254": "windows-1254 cp1254 iso-8859-9 iso8859-9 latin5",
    "cp1255": "windows-1255 cp1255",
    "cp1256": "windows-1256 cp1256",
    "cp1257": "windows-1257 cp1257 x-cp1257",
    "cp1258": "windows-1258 cp1258",
    "iso8859-2": "iso-8859-2 iso8859-2 latin2",
    "iso8859-3": "iso-8859-3 iso8859-3",
    "iso8859-4": "iso-8859-4 iso8859-4 latin4",
    "iso8859-5": "iso-8859-5 iso8859-5",
    "iso8859-6": "iso-8859-6 iso8859-6",
    "iso8859-8": "iso-8859-8 iso-8859-8-i iso8859-8",
    "iso8859-10": "iso-8859-10 iso8859-10",
    "iso8859-13": "iso-8859-13 iso8859-13 latin7",
    "iso8859-14": "iso-8859-14",
    "iso8859-15": "iso-8859-15 iso8859-15 latin9 latin-9",
    "iso8859-16": "iso-8859-16",
    "koi8-r": "koi8-r koi8r koi8",
    "koi8-u": "koi8-u",
    "mac-roman": "macintosh x-mac-roman mac",
    "cp437": "ibm437 cp437",
    "cp775": "ibm775 cp775",
    "cp850": "ibm850 cp850",
    "cp852": "ibm852 cp852",
    "cp866": "ibm866 cp866",
    "cp874": "windows-874 tis-620 iso-8859-11",
    "gb18030": "gb18030 gbk gb2312 gb-2312-80 cp936 x-gbk",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "cp932": "shift-jis sjis x-sjis cp932 windows-31j ms-kanji",
    "euc_jp": "euc-jp x-euc-jp",
    "iso2022_jp_2": "iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 csiso2022jp",
    "cp949": "euc-kr ks-c-5601-1987 cp949 windows-949",
    "iso2022_kr": "iso-2022-kr",
}
CODECS: Final = {name: codec for codec, names in _NAMES.items() for name in names.split()}
_WIDE: Final = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32"})
_STATEFUL: Final = frozenset({"iso2022_jp_2", "iso2022_kr"})
_MULTIBYTE: Final = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})

# Letters beyond ASCII, the frequent ones first: they weigh 3, 2 and 1.
_LANGUAGES: Final = (
    ("cp1252", "óáíé", "ñú¿¡", "ü"),
    ("cp1252", "é", "èà", "êçâîôûùëïœ"),
    ("cp1252", "üäö", "ß", "é"),
    ("cp1252", "ãç", "éáóíõ", "êúâàô"),
    ("cp1252", "àè", "ùòì", "é"),
    ("cp1252", "äöå", "é", ""),
    ("cp1252", "øå", "æ", "é"),
    ("cp1257", "āīš", "ēūņļž", "ķģčŗō"),
    ("cp1257", "ėšų", "žūįąč", "ę"),
    ("cp1257", "äõü", "ö", "šž"),
    ("cp1250", "ąęłśż", "óćń", "ź"),
    ("iso8859-2", "ąęłśż", "óćń", "ź"),
    ("cp1250", "íáéě", "řčšžýů", "úňťďó"),
    ("cp1250", "áéő", "öóüű", "ú"),
    ("cp1251", "оеаинтсрвлкмдпуя", "ызьбгчйхжшюцщэф", "ъёіїє"),
    ("koi8-r", "оеаинтсрвлкмдпуя", "ызьбгчйхжшюцщэф", "ъё"),
)
_CYRILLIC: Final = frozenset({"cp1251", "koi8-r"})
_NEUTRAL: Final = frozenset("“”„‘’–—…«»°ºª€·§№×©®\xa0")
_STRANGE: Final = -4
_ASCII: Final = bytes(range(128))
_RUN: Final = re.compile(rb"[\x80-\xff]{4,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that read it, and whether that was our guess rather than the sender's word."""

    text: str
    codec: str
    guessed: bool = False


def decode(content: bytes, declared: str = "") -> Decoded:
    """Read ``content`` as text. Never fails; what no codec can read becomes U+FFFD."""
    codec = CODECS.get(declared.strip().strip("\"'").lower().replace("_", "-").split("*")[0], "")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(content.decode("utf-16", "replace"), "utf-16", codec != "utf-16")
    if codec in _WIDE or codec in _STATEFUL:
        return _as_told(content, codec) or _guess(content)
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.isascii():
        return Decoded(content.decode("ascii"), "ascii")
    if codec not in _MULTIBYTE and (text := _strict(content, "utf-8")) is not None:
        return Decoded(text, "utf-8", guessed=codec not in {"", "utf-8"})
    if codec and codec != "utf-8" and (told := _as_told(content, codec)):
        return told
    return _guess(content)


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _as_told(content: bytes, codec: str) -> Decoded | None:
    """The sender's charset, if it reads all but a fiftieth of the text."""
    text = content.decode(codec, "replace")
    bad = text.count("\ufffd") + text.count("\x00")
    return Decoded(text, codec) if bad * 50 <= len(text) else None


def _guess(content: bytes) -> Decoded:
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(content) - len(content.translate(None, _ASCII))  # ASCII bytes
    readable = len(text) - broken - whole
    if readable > broken * 4:  # UTF-8 that was cut or damaged somewhere
        return Decoded(text, "utf-8", guessed=True)
    codec = _likeliest(content)
    return Decoded(content.decode(codec, "replace"), codec, guessed=True)


def _likeliest(content: bytes) -> str:
    high = content.translate(None, _ASCII)
    counts = Counter(high)
    runs = sum(map(len, _RUN.findall(content)))
    cyrillic = runs * 2 > len(high)  # words of Cyrillic letters lie beyond ASCII as a whole
    best, best_score = "cp1252", float("-inf")
    for codec, *weights in _LANGUAGES:
        if codec in _CYRILLIC and not cyrillic:
            continue
        score = _score(counts, codec, weights)
        if score > best_score:
            best, best_score = codec, score
    return best


def _score(counts: Counter[int], codec: str, weights: list[str]) -> int:
    total = 0
    for value, times in counts.items():
        sign = bytes([value]).decode(codec, "replace")
        total += times * _weight(sign, weights)
    return total


def _weight(sign: str, weights: list[str]) -> int:
    if sign in _NEUTRAL:
        return 0
    for weight, letters in zip((3, 2, 1), weights, strict=True):
        if sign in letters:
            return weight
        if sign.lower() in letters:
            return 1
    return _STRANGE
