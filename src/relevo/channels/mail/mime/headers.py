"""Header fields of one mail part: bounded before anything looks at them, read without the standard parser.

The standard library's header parser takes time with the square of a header's length; here every field is
cut first, and each reading is linear in what is left. Lines that are no fields, a missing blank line and fields
beyond the bounds are dealt with as a person would: what plainly is a field is one, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail.mime import charsets, encoded_words
from relevo.channels.mail.mime.parameters import parameters

BLOCK_LIMIT: Final = 256 * 1024  # bytes of one part's header block that are read field by field
FIELDS_LIMIT: Final = 500
FIELD_LIMIT: Final = 16 * 1024  # bytes of one field
_LOOKED_AT: Final = 4000  # bytes behind an unknown field
_BEYOND_LIMIT: Final = 100  # important fields that are looked for beyond the bounds
_TYPE_LOOKED_AT: Final = 1000  # bytes of a Content-Type in which its boundary is looked for
_NEWEST_LAST: Final = "references"  # of this field the end is kept

_IMPORTANT: Final = (
    rb"from|to|cc|subject|date|message-id|in-reply-to|references|reply-to|sender|auto-submitted|mime-version"
    rb"|content-(?:type|transfer-encoding|disposition|id)"
)
_KNOWN: Final = (
    rb"|content-[a-z-]{2,30}|x-[!-9;-~]{1,60}|received|return-path|delivered-to|bcc|precedence|importance|priority"
    rb"|list-[a-z-]{2,30}|resent-[a-z-]{2,20}|dkim-signature|authentication-results|arc-[a-z-]{2,40}|received-spf"
    rb"|user-agent|thread-(?:topic|index)|feedback-id|envelope-to|organization|comments|keywords"
    rb"|(?:final|original)-recipient|reporting-mta|action|status"
)
_END = re.compile(rb"\r?\n\r?\n")
_ENVELOPE = re.compile(rb"From (?![ \t]*:)[^\r\n]{0,1000}\r?\n")  # the first line in an mbox file
_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]{0,20}:")
_KNOWN_HERE = re.compile(rb"(?i)(?:" + _IMPORTANT + _KNOWN + rb")[ \t]{0,20}:")
_KNOWN_FIELD = re.compile(rb"(?im)^(?:" + _IMPORTANT + _KNOWN + rb")[ \t]{0,20}:")
_IMPORTANT_FIELD = re.compile(rb"(?i)\n(?=[a-z-]{2,25}[ \t]{0,20}:)(" + _IMPORTANT + rb")[ \t]{0,20}:")
_LOOSE_PARAMETER = re.compile(
    rb"(?i);[ \t]{0,20}\r?\n(?=(?:name|filename|charset|boundary|format|type)(?:\*\d{0,3}\*?)?=)"
)
_FIELD_END = re.compile(rb"\r?\n(?![ \t])")
_BOUNDARY = re.compile(rb"(?i)\bboundary[ \t]{0,5}=[ \t]{0,5}\"?([^\";\s][^\";]{0,200})")


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one part in order, names in lower case, values unfolded raw bytes.

    hints: codecs that the mail names elsewhere, for raw bytes beyond ASCII.
    """

    fields: tuple[tuple[str, bytes], ...] = ()
    cut: bool = False
    hints: Sequence[str] = ()

    def raw(self, name: str) -> bytes:
        """The first field of that name, or nothing."""
        for key, value in self.fields:
            if key == name:
                return value
        return b""

    def count(self, name: str) -> int:
        """How many fields bear that name."""
        return sum(key == name for key, _ in self.fields)

    def text(self, name: str) -> str:
        """The first field of that name as text with its encoded words decoded."""
        return encoded_words.decode_words(self.raw(name), self.hints)

    def plain(self, name: str) -> str:
        """The first field of that name as text, encoded words left alone (for tokens)."""
        return charsets.decode(self.raw(name), "", self.hints).text

    def parameters(self, name: str) -> tuple[str, dict[str, str]]:
        """A structured field such as Content-Type: its lower-case value and its parameters."""
        raw = self.raw(name)
        return parameters(raw, self.hints) if raw else ("", {})


def split(content: memoryview, hints: Sequence[str] = ()) -> tuple[Headers, memoryview]:
    """Cut one part into its header fields and its body (the end of ``content``), without copying the body.

    A part that begins with no header field is all body, and one without a blank line is header as long as there
    are fields.
    """
    if (envelope := _ENVELOPE.match(content)) and _FIELD.match(content, envelope.end()):
        content = content[envelope.end() :]
    head = bytes(content[:1000])
    if head.startswith((b"\r\n", b"\n")):
        return Headers(hints=hints), content[head.index(b"\n") + 1 :]
    if not _FIELD.match(head):
        return Headers(hints=hints), content
    end = _END.search(content)
    block, begin = (content, len(content)) if end is None else (content[: end.start()], end.end())
    fields, position, unfinished = _fields(bytes(block[:BLOCK_LIMIT]))
    if position is not None:
        begin = position
    cut = unfinished is not None or len(block) > BLOCK_LIMIT
    if cut and position is None:
        fields += _beyond(block, BLOCK_LIMIT if unfinished is None else unfinished)
    cut = cut or any(len(value) > FIELD_LIMIT for _, value in fields)
    kept = tuple((name, _bounded(name, value)) for name, value in fields)
    return Headers(kept, cut, hints), content[begin:]


def begins_with_field(content: bytes | memoryview, position: int = 0) -> bool:
    """Whether a field that mails really have begins at ``position``, or any field with two such ones below it."""
    if _KNOWN_HERE.match(content, position):
        return True
    if not _FIELD.match(content, position):
        return False
    block = _END.split(bytes(content[position : position + _LOOKED_AT]), maxsplit=1)[0]
    return len(_KNOWN_FIELD.findall(block)) > 1


def has_known_field(headers: Headers) -> bool:
    """Whether one of the fields is such a field: if not, the "header" may be a text that has a colon in it."""
    return any(_KNOWN_HERE.match(name.encode() + b":") for name, _ in headers.fields)


def _fields(block: bytes) -> tuple[list[tuple[str, bytearray]], int | None, int | None]:
    """The fields; where the body begins if it does so without a blank line; where reading stopped for their number."""
    fields: list[tuple[str, bytearray]] = []
    following = 0
    last_known: int | None = None
    for line in _LOOSE_PARAMETER.sub(_in_spaces, block).split(b"\n"):
        position, following = following, following + len(line) + 1
        if line[:1] in {b" ", b"\t"} and fields:
            if not line.strip() and _text_follows(block, following):
                return fields, following, None
            fields[-1][1].extend(line.removesuffix(b"\r"))
        elif match := _FIELD.match(line):
            if len(fields) == FIELDS_LIMIT:
                return fields, None, position
            fields.append(
                (match[1].decode("ascii").lower(), bytearray(line[match.end() :].removesuffix(b"\r")))
            )
        elif line.strip():
            if line[:2] == b"--" and line.rstrip() == _delimiter(fields):
                return fields, position, None
            if last_known is None:
                last_known = max((found.start() for found in _KNOWN_FIELD.finditer(block)), default=0)
            if last_known < position:
                return fields, position, None
    return fields, None, None


def _in_spaces(found: re.Match[bytes]) -> bytes:
    """The end of a line that goes on in a parameter, which some programs begin without a space."""
    return b";".ljust(len(found[0]))


def _delimiter(fields: list[tuple[str, bytearray]]) -> bytes:
    """The line that begins the first part, as far as the fields tell: no blank line may stand before it."""
    written = next((value for name, value in reversed(fields) if name == "content-type"), b"")
    found = _BOUNDARY.search(written[:_TYPE_LOOKED_AT])
    return b"--" + found[1].rstrip() if found else b""


def _text_follows(block: bytes, position: int) -> bool:
    """Whether a line without a field comes next: then the blank line before it was the end of the header."""
    line = block[position : position + 100]
    return bool(line) and line[:1] not in b" \t" and not _FIELD.match(line)


def _beyond(block: memoryview, begin: int) -> list[tuple[str, bytearray]]:
    """The important fields beyond the bounds: a mail is nobody's if a second sender hides there."""
    found = []
    for match in _IMPORTANT_FIELD.finditer(block, max(begin - 1, 0)):
        value = bytes(block[match.end() : match.end() + FIELD_LIMIT])
        end = _FIELD_END.search(value)
        unfolded = value[: end.start() if end else None].replace(b"\r", b"").replace(b"\n", b"")
        found.append((match[1].decode("ascii").lower(), bytearray(unfolded)))
        if len(found) == _BEYOND_LIMIT:
            break
    return found


def _bounded(name: str, value: bytearray) -> bytes:
    if len(value) <= FIELD_LIMIT:
        return bytes(value).strip()
    return bytes(value[-FIELD_LIMIT:] if name == _NEWEST_LAST else value[:FIELD_LIMIT]).strip()
