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

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_NOT_IN_BODIES = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_FORBIDDEN_IN_FILES = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)")
_LINKS = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,15}:/\S*|\bwww\.\S*|\b(?:javascript|data|mailto):\S*")
_DOT_INSIDE = re.compile(r"\.(?=\w\w)")
_NOT_IN_NAMES = re.compile(r"""[<>"\\/\[\]{}()|@:;,]""")


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """``text`` as one line of at most ``limit`` characters without control and invisible characters.

    Every kind of white space and line break becomes one space; bidirectional marks, zero-width characters
    and lone surrogates go.
    """
    text = _SPACES.sub(" ", text[: limit * 8])
    text = "".join(sign for sign in text if unicodedata.category(sign) not in _INVISIBLE)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text)).strip()[:limit].rstrip()


def body(text: str) -> str:
    """A message's text with ``\\n`` line ends, without control characters and direction overrides.

    Joiners stay, since emoji and several scripts need them.
    """
    return _NOT_IN_BODIES.sub("", _LINE_ENDS.sub("\n", text))


def file_name(text: str, fallback: str = "attachment") -> str:
    """A file name fit for display and download: no path, no tricks, at most 255 bytes of UTF-8.

    Compatibility forms are folded first, so that a full-width slash is seen as the slash it looks like.
    """
    text = unicodedata.normalize("NFKC", one_line(text[:4000], 1000))
    text = re.split(r"[/\\]", text)[-1]
    text = re.sub(r"\A[A-Za-z]:", "", text)
    text = _FORBIDDEN_IN_FILES.sub("_", one_line(text, 1000)).strip(". ")
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
