"""Files that stand uuencoded in the middle of a text: ``begin 644 name``, lines, ``end``."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import Final

_BLOCKS_LIMIT: Final = 50
_TRIES_LIMIT: Final = 1000  # lines that look like a beginning
_BEGIN = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,300}?)[ \t]*\r?$")
_LINE = re.compile(rb"[ -`]{1,90}\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """One file: its name as it is written, and its bytes."""

    name: bytes
    content: bytes


def take(content: bytes) -> tuple[list[Block], bytes]:
    """The uuencoded files in a text, and the text without them. Lines that are none of theirs stay text.

    A file needs its "begin" and at least one line that decodes; one without an "end" reaches as far as its lines do.
    """
    if b"begin " not in content:
        return [], content
    blocks: list[Block] = []
    rest: list[bytes] = []
    position, last_end = 0, content.rfind(b"\nend")
    tries = _TRIES_LIMIT
    while len(blocks) < _BLOCKS_LIMIT and tries and (found := _BEGIN.search(content, position)):
        tries -= 1
        begin = found.end() + 1
        decoded, end = _decoded(content, begin, sure=begin <= last_end + 1)
        rest.append(content[position : found.start()] if decoded else content[position:begin])
        position = end if decoded else begin
        if decoded:
            blocks.append(Block(found[1], b"".join(decoded)))
    rest.append(content[position:])
    return blocks, b"".join(rest)


def _decoded(content: bytes, position: int, *, sure: bool) -> tuple[list[bytes], int]:
    """The file's pieces, and where in the text it is over. sure: an "end" follows somewhere."""
    pieces: list[bytes] = []
    while position < len(content):
        following = content.find(b"\n", position)
        following = len(content) if following < 0 else following + 1
        line = content[position:following].rstrip(b"\r\n")
        if line == b"end":
            return pieces, following
        piece = _line(line, sure=sure)
        if piece is None:
            break
        if piece:
            pieces.append(piece)
        position = following
    return pieces, position


def _line(line: bytes, *, sure: bool) -> bytes | None:
    """One line's bytes, or None when it is none: the first sign says how many there are.

    Only in a file with an end may a line be short: some mail servers took the spaces at its end away.
    """
    if line in {b"`", b" ", b""}:
        return b""
    needed = ((line[0] - 32 & 63) + 2) // 3 * 4
    if not _LINE.match(line) or not (0 if sure else needed) <= len(line) - 1 <= needed + 2:
        return None
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return None
