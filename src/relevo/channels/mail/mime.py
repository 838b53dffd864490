"""A mail's parts as a tree, found with bounded work and no copies.

Depth, number of parts and header size are bounded; a part that goes beyond is kept closed, never followed.
A mail inside a mail stays closed too: it is an attachment, not a second mail to be read.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from relevo.channels.mail.headers import Headers, from_base64, split

DEPTH_LIMIT: Final = 10
PARTS_LIMIT: Final = 250
_LOOK_FOR_BOUNDARY: Final = 10_000  # bytes
_LINE_FEED: Final = 10
_CARRIAGE_RETURN: Final = 13

_MEDIA = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}\Z")
_SOME_BOUNDARY = re.compile(rb"(?m)^--([^\s-][!-~]{5,69})[ \t]{0,10}\r?$")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: either ``children`` (a multipart) or a ``body`` still in its transfer encoding."""

    headers: Headers
    media: str
    parameters: dict[str, str]
    body: memoryview
    children: tuple[Part, ...] = ()
    notices: set[str] = field(default_factory=set)

    def content(self) -> bytes:
        """The body with its transfer encoding undone; a damaged one is noted and read as far as it goes."""
        encoding = self.headers.plain("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            content, whole = from_base64(bytes(self.body))
            if not whole:
                self.notices.add("broken_base64")
            return content
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding not in {"", "7bit", "8bit", "binary"}:
            self.notices.add("unknown_encoding")
        return bytes(self.body)


def read(raw: bytes) -> tuple[Part, set[str]]:
    """The tree of a whole mail, and the set that gathers codes for what could not be read."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    reading = _Reading()
    return reading.part(memoryview(raw), 0), reading.notices


class _Reading:
    def __init__(self) -> None:
        self.notices: set[str] = set()
        self.parts = 0

    def part(self, content: memoryview, depth: int) -> Part:
        headers, body = split(content)
        if headers.cut:
            self.notices.add("headers_cut")
        self.parts += 1
        media, parameters = headers.parameters("content-type")
        if not _MEDIA.match(media):
            media = "text/plain"
        if not media.startswith("multipart/"):
            return Part(headers, media, parameters, body, notices=self.notices)
        if depth == DEPTH_LIMIT:
            self.notices.add("too_deep")
            return Part(headers, "application/octet-stream", {}, body, notices=self.notices)
        children = self._children(body, parameters.get("boundary", ""), depth)
        if not children:
            self.notices.add("broken_multipart")
            return Part(headers, "text/plain", parameters, body, notices=self.notices)
        return Part(headers, media, parameters, body[:0], children, self.notices)

    def _children(self, body: memoryview, boundary: str, depth: int) -> tuple[Part, ...]:
        written = boundary.encode().rstrip()
        if not written:
            found = _SOME_BOUNDARY.search(body[:_LOOK_FOR_BOUNDARY])
            if found is None:
                return ()
            written = found[1]
        children = []
        for start, end in self._pieces(body, written[:200]):
            if self.parts >= PARTS_LIMIT:
                self.notices.add("too_many_parts")
                break
            children.append(self.part(body[start:end], depth + 1))
        return tuple(children)

    def _pieces(self, body: memoryview, boundary: bytes) -> list[tuple[int, int]]:
        # Beginning with letters makes the search several times faster than beginning with a line end would.
        delimiter = re.compile(rb"--" + re.escape(boundary) + rb"(--)?[ \t]*+(?:\r?\n|\r?\Z)")
        pieces: list[tuple[int, int]] = []
        start: int | None = None
        for found in delimiter.finditer(body):
            place = found.start()
            if place and body[place - 1] != _LINE_FEED:
                continue
            if start is not None:
                pieces.append((start, max(start, _line_end(body, place))))
            if found[1] or len(pieces) > PARTS_LIMIT:
                return pieces
            start = found.end()
        if start is not None:
            self.notices.add("truncated")
            pieces.append((start, len(body)))
        return pieces


def _line_end(body: memoryview, place: int) -> int:
    """Where the line before ``place`` ends, less its line end, which belongs to the delimiter."""
    place -= 1
    return place - 1 if place and body[place - 1] == _CARRIAGE_RETURN else place
