"""Encoded words (RFC 2047) as they are met in practice: ``=?charset?q?text?=`` inside header fields.

Letters cut in two by neighbouring words, raw spaces and question marks inside of words, words that are never closed,
base64 without its padding or cut anywhere: all are read as the writer's program meant them.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from relevo.channels.mail.mime import charsets
from relevo.channels.mail.mime.charsets import Decoded
from relevo.channels.mail.mime.transfer import from_base64

_WORDS_LIMIT: Final = 500
_BROKEN_ESCAPE = re.compile(rb"=(?:([0-9A-F])[ \t]+(?=[0-9A-F])|[ \t]+(?=[0-9A-F]{2}))")
_OPENING = re.compile(rb"=\?([!->@-~]{0,60})\?([bBqQ])\?")


@dataclass(slots=True)
class _Piece:
    """Plain text (charset None), or the encoded words of one charset that follow one another."""

    charset: str | None
    words: list[tuple[bytes, bytes]] = field(default_factory=list)  # encoding, content

    def text(self, hints: Sequence[str]) -> str:
        """What the piece says."""
        if self.charset is None:
            return charsets.decode(self.words[0][1], "", hints).text
        decoded = [_decoded(encoding, content) for encoding, content in self.words]
        read = charsets.decode(b"".join(content for content, _ in decoded), self.charset, hints)
        if len(self.words) == 1 or all(whole for _, whole in decoded):
            return read.text
        return self._across(read, hints)

    def _across(self, read: Decoded, hints: Sequence[str]) -> str:
        """The text when its base64 was cut between the words without regard to its groups of four."""
        together, whole = from_base64(
            b"".join(content for encoding, content in self.words if encoding == b"b")
        )
        other = charsets.decode(together, self.charset or "", hints)
        return other.text if whole and _doubts(other) < _doubts(read) else read.text


def _doubts(read: Decoded) -> tuple[bool, int, bool]:
    return read.guessed, read.text.count("\ufffd"), not read.text.isprintable()


def decode_words(raw: bytes, hints: Sequence[str] = ()) -> str:
    """A field's text with its encoded words decoded. ``hints``: codecs that the mail uses elsewhere.

    Neighbours in the same charset are joined before decoding, since many programs cut a letter in two.
    """
    opening = _OPENING.search(raw) if b"=?" in raw else None
    if opening is None:
        return charsets.decode(raw, "", hints).text
    pieces: list[_Piece] = []
    end = words = 0
    while opening and words < _WORDS_LIMIT:
        words += 1
        between = raw[end : opening.start()]
        if between.strip() or not pieces:
            pieces.append(_Piece(None, [(b"", between)]))
        charset = opening[1].decode("ascii").lower().split("*")[0]
        if pieces[-1].charset != charset:
            pieces.append(_Piece(charset))
        end, content = _content(raw, opening.end())
        pieces[-1].words.append((opening[2].lower(), content))
        opening = _OPENING.search(raw, end)
    pieces.append(_Piece(None, [(b"", raw[end:])]))
    return "".join(piece.text(hints) for piece in pieces)


def _content(raw: bytes, begin: int) -> tuple[int, bytes]:
    """Where a word ends and what it holds; one that is never closed reaches to the next one or to the end."""
    closing = raw.find(b"?=", begin)
    following = _OPENING.search(raw, begin, len(raw) if closing < 0 else closing)
    if following:
        return following.start(), raw[begin : following.start()].rstrip().removesuffix(b"?")
    if closing < 0:
        return len(raw), raw[begin:].rstrip().removesuffix(b"?")
    return closing + 2, raw[begin:closing]


def _decoded(encoding: bytes, content: bytes) -> tuple[bytes, bool]:
    if encoding == b"q":
        if b" " in content or b"\t" in content:  # some programs break a line within a sign
            content = _BROKEN_ESCAPE.sub(rb"=\1", content)
        return binascii.a2b_qp(content, header=True), True
    return from_base64(content)
