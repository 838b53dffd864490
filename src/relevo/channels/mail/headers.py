"""Header fields of one mail part: bounded before anything looks at them, read without the standard parser.

The standard library's header parser takes time with the square of a header's length; here every field is
cut first, and each reading is linear in what is left. Encoded words follow RFC 2047, parameters RFC 2231,
both as they are met in practice rather than as they should be.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from relevo.channels.mail import charsets

BLOCK_LIMIT: Final = 256 * 1024  # bytes of one part's header block that are looked at
FIELDS_LIMIT: Final = 500
FIELD_LIMIT: Final = 16 * 1024  # bytes of one field
_WORDS_LIMIT: Final = 500
_PARAMETERS_LIMIT: Final = 40

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]{0,20}:")
_WORD = re.compile(rb"=\?([!-<>@-~]{1,60})\?([bBqQ])\?([^?\r\n]*)\?=")
_PARAMETER = re.compile(r'([^\s=;"]{1,80})\s{0,20}=\s{0,20}(?:"((?:[^"\\]|\\.)*)"?|([^;]*))[^;]*')
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?\Z")
_UNQUOTE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields of one part in order, names in lower case, values unfolded raw bytes."""

    fields: tuple[tuple[str, bytes], ...] = ()
    cut: bool = False

    def raw(self, name: str) -> bytes:
        """The first field of that name, or nothing."""
        return next((value for key, value in self.fields if key == name), b"")

    def count(self, name: str) -> int:
        """How many fields bear that name."""
        return sum(key == name for key, _ in self.fields)

    def text(self, name: str) -> str:
        """The first field of that name as text with its encoded words decoded."""
        return decode_words(self.raw(name))

    def plain(self, name: str) -> str:
        """The first field of that name as text, encoded words left alone (for ids, addresses, parameters)."""
        return undecoded(self.raw(name))

    def parameters(self, name: str) -> tuple[str, dict[str, str]]:
        """A structured field such as Content-Type: its lower-case value and its parameters."""
        return parameters(self.plain(name))


def split(content: memoryview) -> tuple[Headers, memoryview]:
    """Cut one part into its header fields and its body, without copying the body.

    A part that begins with no header field is all body, and one without a blank line is all header.
    """
    head = bytes(content[:1000])
    if head.startswith((b"\r\n", b"\n")):
        return Headers(), content[head.index(b"\n") + 1 :]
    if head.startswith(b"From ") and b"\n" in head:  # the envelope line of an mbox file
        content = content[head.index(b"\n") + 1 :]
    if not _FIELD.match(content):
        return Headers(), content
    end = _BLANK_LINE.search(content)
    if end is None:
        return _fields(content), content[:0]
    return _fields(content[: end.start()]), content[end.end() :]


def _fields(block: memoryview) -> Headers:
    cut = len(block) > BLOCK_LIMIT
    fields: list[tuple[str, bytearray]] = []
    for line in re.split(rb"\r?\n", bytes(block[:BLOCK_LIMIT])):
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1][1].extend(line)
        elif (match := _FIELD.match(line)) and len(fields) < FIELDS_LIMIT:
            fields.append((match[1].decode("ascii").lower(), bytearray(line[match.end() :])))
        else:
            cut = cut or len(fields) >= FIELDS_LIMIT
    cut = cut or any(len(value) > FIELD_LIMIT for _, value in fields)
    return Headers(tuple((name, bytes(value[:FIELD_LIMIT]).strip()) for name, value in fields), cut)


def undecoded(raw: bytes) -> str:
    """A field's bytes as text, encoded words left as they are."""
    return charsets.decode(raw).text


def decode_words(raw: bytes) -> str:
    """A field's text with RFC 2047 encoded words decoded.

    Neighbours in the same charset are joined before decoding, since many programs cut a letter in two.
    """
    pieces: list[tuple[str, bytes]] = []  # charset ("" for text outside of encoded words), bytes
    end = words = 0
    for match in _WORD.finditer(raw):
        if (words := words + 1) > _WORDS_LIMIT:
            break
        between = raw[end : match.start()]
        if between.strip() or not pieces:
            pieces.append(("", between))
        charset = match[1].decode("ascii").lower().split("*")[0]
        content = _word(match[2], match[3])
        if pieces[-1][0] == charset:
            pieces[-1] = (charset, pieces[-1][1] + content)
        else:
            pieces.append((charset, content))
        end = match.end()
    pieces.append(("", raw[end:]))
    return "".join(charsets.decode(content, charset).text for charset, content in pieces)


def _word(encoding: bytes, content: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(content, header=True)
    return from_base64(content)[0]


def from_base64(content: bytes) -> tuple[bytes, bool]:
    """Decode base64 as far as it goes, and say whether it was whole. Foreign characters are skipped."""
    try:
        return binascii.a2b_base64(content), True
    except binascii.Error:
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        clean = clean[: len(clean) - (len(clean) % 4 == 1)]
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)), False


def parameters(text: str) -> tuple[str, dict[str, str]]:
    """Read ``value; name=value; name*0*=utf-8''...`` into the value in lower case and its parameters.

    The first of two equal names counts, and an encoded one before a plain one. Continued and percent-encoded
    parameters are put together.
    """
    value, _, rest = text.partition(";")
    found: dict[str, dict[int, tuple[str, bool]]] = {}
    for number, match in enumerate(_PARAMETER.finditer(rest)):
        if number == _PARAMETERS_LIMIT:
            break
        name = _CONTINUED.match(match[1].lower())
        if name is None:
            continue
        written = (match[3] or "").strip() if match[2] is None else _UNQUOTE.sub(r"\1", match[2])
        sections = found.setdefault(name[1], {})
        number_of, encoded = int(name[2] or 0), bool(name[3])
        if number_of not in sections or (encoded and not sections[number_of][1]):
            sections[number_of] = written, encoded  # "filename*" says more than "filename"
    return value.strip().lower(), {name: _joined(sections) for name, sections in found.items()}


def _joined(sections: dict[int, tuple[str, bool]]) -> str:
    first, encoded = sections[min(sections)]
    charset = ""
    if encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
    content = _octets(first, percent=encoded)
    for number in sorted(sections)[1:]:
        content += _octets(sections[number][0], percent=sections[number][1])
    if b"=?" in content and not charset:
        return decode_words(content)
    return charsets.decode(content, charset).text


def _octets(text: str, *, percent: bool) -> bytes:
    return unquote_to_bytes(text) if percent else text.encode("utf-8", "replace")
