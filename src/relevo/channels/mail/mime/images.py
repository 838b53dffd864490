"""Which attachments really are pictures that a browser may show, judged by their first bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

PIXELS_LIMIT: Final = 40_000_000  # beyond this a picture is offered for download only
_SEGMENTS_LIMIT: Final = 200
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image's true media type and its size in pixels."""

    media: str
    width: int
    height: int

    @property
    def showable(self) -> bool:
        """Small enough to be unpacked by a browser without harm."""
        return 0 < self.width * self.height <= PIXELS_LIMIT


def look(content: bytes) -> Picture | None:
    """The picture that ``content`` is, or None when it is none of PNG, JPEG, GIF, WebP."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
            return Picture("image/png", *struct.unpack_from(">II", content, 16))
        if content.startswith((b"GIF87a", b"GIF89a")):
            return Picture("image/gif", *struct.unpack_from("<HH", content, 6))
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError):
        pass  # cut short: no picture
    return None


def _jpeg(content: bytes) -> Picture | None:
    position = 2
    for _ in range(_SEGMENTS_LIMIT):
        marker, length = struct.unpack_from(">xBH", content, position)
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, position + 5)
            return Picture("image/jpeg", width, height)
        position += 2 + length
    return None


def _webp(content: bytes) -> Picture | None:
    kind = content[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        height = int.from_bytes(content[27:30], "little") + 1
    elif kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    return Picture("image/webp", width, height) if len(content) >= 30 else None
