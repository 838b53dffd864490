"""Text from strangers made safe to show and store: one-line names, bodies, file names.

Nothing here escapes for HTML; that is the template's work. What leaves this module holds no control
characters, no lone surrogates and no NUL (PostgreSQL takes none of them), and names hold no invisible
characters that could make one name look like another.
"""

from __future__ import annotations

import re
import unicodedata

NAME_LIMIT = 120
FILE_NAME_BYTES = 255
_NAME_LOOKED_AT, _ENDING_LOOKED_AT = 4000, 100  # characters

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(  # Unicode's control and format characters and lone surrogates
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    "\U000e0020-\U000e007f]"
)
_JOINERS = re.compile(  # emoji, and scripts that need them between their letters; flags of regions
    "(?<=[\u0590-\u1fff\u2190-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
    "(?=[\u0590-\u1fff\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])|(?<=\U0001f3f4)[\U000e0020-\U000e007f]{1,8}"
)
_BREAKS = re.compile("[ ]*[\t-\r\x1c-\x1f\x85\u2028\u2029][ \t-\r\x1c-\x1f\x85\u2028\u2029]*")
_GAP = re.compile(" {4,}")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_IN_BODIES = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SLASHES = re.compile(r"[/\\\uff0f\uff3c\ufe68]")  # the last three turn into the first two on some systems
_DRIVE = re.compile(r"\A[A-Za-z]:")
_FORBIDDEN_IN_FILES = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s{0,9}(?:\.|\Z)")
_LINKS = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,15}:/\S*|\bwww\.\S*|\b(?:javascript|data|mailto):\S*")
_DOT_INSIDE = re.compile(r"\.(?=\w\w)")
_NOT_IN_NAMES = re.compile(r"""[<>"\\/\[\]{}()|@:;,]""")


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """``text`` as one line of at most ``limit`` characters without control and invisible characters.

    Every kind of white space and line break becomes one space; bidirectional marks, zero-width characters
    and lone surrogates go.
    """
    text = text[: limit * 8]
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()[:limit].rstrip()
    text = _SPACES.sub(" ", text)
    if not text.isprintable():
        text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", text).strip()[:limit].rstrip()


def as_written(text: str, limit: int = NAME_LIMIT) -> str:
    """As ``one_line``, but the spaces stay those that were written, and joiners stay where a script needs them.

    Tabs and line breaks become one space, as do wide gaps, in which an ending could hide.
    """
    text = text[: limit * 8]
    if not text.isprintable():
        text = _BREAKS.sub(" ", text)
        kept = (
            _JOINERS.split(text) if "\u200c" in text or "\u200d" in text or "\U0001f3f4" in text else [text]
        )
        joiners = [found[0] for found in _JOINERS.finditer(text)] if len(kept) > 1 else []
        shown = [_INVISIBLE.sub("", piece) for piece in kept]
        text = shown[0] + "".join(joiner + piece for joiner, piece in zip(joiners, shown[1:], strict=True))
    return unicodedata.normalize("NFC", _GAP.sub(" ", text)).strip()[:limit].rstrip()


def body(text: str) -> str:
    """A message's text with ``\\n`` line ends, without control characters and direction overrides.

    Joiners stay, since emoji and several scripts need them.
    """
    return _NOT_IN_BODIES.sub("", _LINE_ENDS.sub("\n", text))


def file_name(text: str, fallback: str = "attachment") -> str:
    """A file name fit for display and download: no path, no tricks, at most 255 bytes of UTF-8.

    A full-width slash counts as the slash it looks like.
    """
    if len(text) > _NAME_LOOKED_AT:
        text = text[: _NAME_LOOKED_AT - _ENDING_LOOKED_AT] + text[-_ENDING_LOOKED_AT:]
    text = _SLASHES.split(as_written(text, _NAME_LOOKED_AT))[-1]
    text = _FORBIDDEN_IN_FILES.sub("_", _DRIVE.sub("", text)).strip(". \u3000\xa0\uff0e")
    if _DEVICES.match(text):
        text = f"_{text}"
    return _within_bytes(text, FILE_NAME_BYTES) or fallback


def plain_name(text: str, limit: int = NAME_LIMIT) -> str:
    """A person's name for use in mail that we send: nothing in it can become a link or a second header.

    Links are removed, and a dot inside a word gets a space after it ("evil.example" reads "evil. example"),
    which no mail program turns into a link.
    """
    text = _LINKS.sub(" ", one_line(text, limit * 4))
    text = _DOT_INSIDE.sub(". ", _NOT_IN_NAMES.sub(" ", text))
    return one_line(text, limit)


def _within_bytes(text: str, limit: int) -> str:
    encoded = text.encode()
    if len(encoded) <= limit:
        return text
    stem, dot, ending = text.rpartition(".")
    if not stem or len(ending.encode()) > 16:
        return encoded[:limit].decode(errors="ignore")
    tail = f"{dot}{ending}"
    return stem.encode()[: limit - len(tail.encode())].decode(errors="ignore").rstrip(". ") + tail
