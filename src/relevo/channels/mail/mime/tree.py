"""A mail's parts as a tree, found with bounded work and no copies.

Depth, number of parts and header size are bounded; a part that goes beyond is kept closed, never followed.
A mail inside a mail stays closed too: it is an attachment, not a second mail to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from relevo.channels.mail.mime import beginnings, transfer
from relevo.channels.mail.mime.charset_names import codec_named
from relevo.channels.mail.mime.file_types import media_of
from relevo.channels.mail.mime.headers import Headers, has_known_field, split

DEPTH_LIMIT: Final = 20
PARTS_LIMIT: Final = 250
_DELIMITERS_LIMIT: Final = 1000  # lines between the parts of one multipart
_HINTS_LIMIT: Final = 5
_LOOK_FOR_BOUNDARY: Final = 10_000  # bytes
_UNPACKED_LIMIT: Final = 20_000_000  # bytes of an encoded multipart
_BLANKS_BEHIND: Final = 100  # bytes behind the end of the last part
_LINE_FEED: Final = 10
_CARRIAGE_RETURN: Final = 13

_REPAIRED: Final = {
    "html": "text/html",
    "text/htm": "text/html",
    "texthtml": "text/html",
    "multipart": "multipart/mixed",
}
_MAIL: Final = "message/rfc822"
_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}\Z")
_SOME_BOUNDARY = re.compile(
    rb"(?m)^--([^\s-][!-~]{0,69}|[!-~]{10,69})[ \t]{0,10}\r?\n(?=content-)", re.IGNORECASE
)
_LOOSE_BOUNDARY = re.compile(rb"(?m)^--([^\s-][!-~]{5,69})[ \t]{0,10}\r?$")
_BEGINS_WITH_BOUNDARY = re.compile(
    rb"\s{0,100}(?:[^\n]{0,80}multi-?part message[^\n]{0,80}\n\s{0,100})?--[!-~]{1,75}[ \t]{0,10}\r?\ncontent-",
    re.IGNORECASE,
)
_BLANK_BEFORE_FIELD = re.compile(
    rb"[ \t]{0,20}\r?\n(?=content-(?:type|transfer-encoding|disposition)[ \t]{0,5}:)", re.IGNORECASE
)
_CONTENT_ID = re.compile(r"<?([!-;=?-~]{1,250})>?\s*\Z")
_DELIMITER_END = re.compile(rb"(--)?[ \t]*+(?:\r?\n|\r?\Z)")
_PART_BEGINS = re.compile(rb"content-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: either ``children`` (a multipart) or a ``body`` still in its transfer encoding."""

    headers: Headers
    media: str
    parameters: dict[str, str]
    body: memoryview
    children: tuple[Part, ...] = ()
    notices: set[str] = field(default_factory=set)

    def content(self, limit: int | None = None) -> bytes:
        """The body with its transfer encoding undone; a damaged one is noted and read as far as it goes.

        limit: how many bytes of the encoded body are looked at.
        """
        encoding = self.headers.raw("content-transfer-encoding")
        body = bytes(self.body[:limit])
        if not encoding:
            return transfer.unmarked(body, text=self.is_text)
        content, notice = transfer.undo(body, encoding.decode("ascii", "replace"), text=self.is_text)
        if notice:
            self.notices.add(notice)
        return content

    @property
    def is_text(self) -> bool:
        """Whether people read it as it is."""
        return self.media.startswith("text/")

    @property
    def disposition(self) -> str:
        """How the sender wants it shown: "inline", "attachment", another word or ""."""
        return self.headers.parameters("content-disposition")[0]

    @property
    def content_id(self) -> str:
        """What ``cid:`` links call it, or ""."""
        found = _CONTENT_ID.match(self.headers.plain("content-id").strip())
        return found[1] if found else ""


def unquoted_id(written: str) -> str:
    """A content id as a ``cid:`` link writes it, with its percent signs undone."""
    return unquote(written) if "%" in written else written


def read(raw: bytes) -> tuple[Part, set[str]]:
    """The tree of a whole mail, and the set that gathers codes for what could not be read."""
    reading = _Reading()
    raw = beginnings.whole_mail(raw)
    return reading.part(raw, 0, len(raw), 0, "text/plain"), reading.notices


def read_part(content: bytes, notices: set[str]) -> Part:
    """The tree of a part that was packed in another, such as a signed mail inside of its signature."""
    reading = _Reading()
    reading.notices = notices
    return reading.part(content, 0, len(content), 1, "text/plain")


class _Reading:
    def __init__(self) -> None:
        self.notices: set[str] = set()
        self.hints: list[str] = []
        self.parts = 0

    def part(self, raw: bytes, begin: int, end: int, depth: int, default: str = "text/plain") -> Part:
        """The part that is written in ``raw`` from ``begin`` to ``end``; default: its type if it names none."""
        closed = default == _MAIL  # in a digest a blank line means that the mail within begins
        if depth and not closed and (blank := _BLANK_BEFORE_FIELD.match(raw, begin, end)):
            begin = blank.end()
        headers, body = split(memoryview(raw)[begin:end], self.hints)
        if depth == 0 and headers.fields and not has_known_field(headers):
            headers, body = Headers(hints=self.hints), memoryview(raw)
        if headers.cut:
            self.notices.add("headers_cut")
        self.parts += 1
        media, parameters = headers.parameters("content-type")
        if not _MEDIA.match(media):
            media = _REPAIRED.get(media) or _named_type(headers, parameters) or default
        self._take_hint(parameters.get("charset", ""))
        if media.startswith("multipart/"):
            return self._multipart(
                raw, Part(headers, media, parameters, body, notices=self.notices), end, depth
            )
        if depth == 0 and media == "text/plain" and _BEGINS_WITH_BOUNDARY.match(body):
            return self._unnamed_multipart(
                raw, Part(headers, media, parameters, body, notices=self.notices), end
            )
        return Part(headers, media, parameters, body, notices=self.notices)

    def _take_hint(self, charset: str) -> None:
        codec = codec_named(charset) if charset else ""
        if codec not in {"", "utf_8", *self.hints} and len(self.hints) < _HINTS_LIMIT:
            self.hints.append(codec)

    def _multipart(self, raw: bytes, part: Part, end: int, depth: int) -> Part:
        if depth == DEPTH_LIMIT:
            self.notices.add("too_deep")
            return replace(part, media="application/octet-stream", parameters={})
        default = _MAIL if part.media == "multipart/digest" else "text/plain"
        children = self._children(raw, part, end, depth, default)
        if not children and transfer.kind(part.headers.plain("content-transfer-encoding")) not in {
            "",
            "unknown",
        }:
            unpacked = part.content(_UNPACKED_LIMIT)
            whole = replace(part, body=memoryview(unpacked))
            children = self._children(unpacked, whole, len(unpacked), depth, default)
        if not children:
            self.notices.add("broken_multipart")
            return replace(part, media="text/plain")
        return replace(part, body=part.body[:0], children=children)

    def _unnamed_multipart(self, raw: bytes, part: Part, end: int) -> Part:
        """A mail that does not say it has parts, but has."""
        children = self._children(raw, replace(part, parameters={}), end, 0, "text/plain")
        if not children:
            return part
        kinds = [child.media for child in children]
        media = "multipart/alternative" if kinds == ["text/plain", "text/html"] else "multipart/mixed"
        return replace(part, media=media, body=part.body[:0], children=children)

    def _children(self, raw: bytes, part: Part, end: int, depth: int, default: str) -> tuple[Part, ...]:
        begin = end - len(part.body)
        pieces: list[tuple[int, int]] = []
        for boundary in _boundaries(part):
            pieces = self._pieces(raw, begin, end, boundary)
            if pieces:
                break
        children = []
        for start, stop in pieces:
            if self.parts >= PARTS_LIMIT:
                self.notices.add("too_many_parts")
                break
            children.append(self.part(raw, start, stop, depth + 1, default))
        return tuple(children)

    def _pieces(self, raw: bytes, begin: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
        """Where the parts between the delimiter lines begin and end.

        Parts that somebody added below the last line, or that a part with the same boundary hides, count too.
        """
        delimiter = b"--" + boundary
        pieces: list[tuple[int, int]] = []
        start: int | None = None
        over = False
        lines = 0
        place = raw.find(delimiter, begin, end)
        while place >= 0:
            line_end = _DELIMITER_END.match(raw, place + len(delimiter), end)
            following = place + len(delimiter)
            if line_end and (place == begin or raw[place - 1] == _LINE_FEED):
                if start is not None:
                    pieces.append((start, max(start, _line_end(raw, place))))
                lines += 1
                if len(pieces) > PARTS_LIMIT or lines > _DELIMITERS_LIMIT:
                    return pieces
                following = line_end.end()
                over = over or bool(line_end[1])
                is_part = not line_end[1] and (not over or _PART_BEGINS.match(raw, following))
                start = following if is_part else None
            place = raw.find(delimiter, following, end)
        if start is not None:
            last = _glued_end(raw, start, end, delimiter)
            if last == end:
                self.notices.add("truncated")
            pieces.append((start, last))
        return pieces


def _boundaries(part: Part) -> Iterator[bytes]:
    """The boundary as it is named, then what may have been meant, then what the body shows."""
    named = part.parameters.get("boundary", "").encode("utf-8", "replace").rstrip()[:250]
    variants = (named, named.strip(b"\"' "), named.split(b" ")[0].split(b";")[0])
    yield from filter(None, dict.fromkeys(variants))
    shown = part.body[:_LOOK_FOR_BOUNDARY]
    found = _SOME_BOUNDARY.search(shown) or _LOOSE_BOUNDARY.search(shown)
    if found:
        yield found[1]


def _named_type(headers: Headers, parameters: dict[str, str]) -> str:
    """The type that a file's name stands for, when the type itself is missing or senseless; "" without a name."""
    name = headers.parameters("content-disposition")[1].get("filename") or parameters.get("name")
    return media_of(name) if name else ""


def _glued_end(raw: bytes, start: int, end: int, delimiter: bytes) -> int:
    """Where the last part ends: before a closing delimiter that some program wrote right behind its last word."""
    closing = delimiter + b"--"
    tail = raw[max(start, end - len(closing) - _BLANKS_BEHIND) : end].rstrip()
    return raw.rindex(closing, start, end) if tail.endswith(closing) else end


def _line_end(raw: bytes, place: int) -> int:
    """Where the line before ``place`` ends, less its line end, which belongs to the delimiter."""
    place -= 1
    return place - 1 if place and raw[place - 1] == _CARRIAGE_RETURN else place
