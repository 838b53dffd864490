"""S/MIME messages that are signed but not encrypted, in one opaque piece (RFC 8551, RFC 5652).

Only the way to the content is read (BER, with lengths that may be left open); no signature is checked.
"""

from __future__ import annotations

from typing import Final, NamedTuple

MEDIA: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_DATA: Final = bytes.fromhex("2a864886f70d010701")
_DEPTH_LIMIT: Final = 8
_PIECES_LIMIT: Final = 200_000
_OBJECT_ID, _OCTETS, _CONTEXT_0, _SEQUENCE = 0x06, 0x04, 0xA0, 0x30
_CONSTRUCTED: Final = 0x20


class _Element(NamedTuple):
    """A tag, and where its content begins and ends; ``end`` is None when only a closing mark tells."""

    tag: int
    begin: int
    end: int | None


def signed_content(content: bytes) -> bytes | None:
    """What was signed, itself a MIME part; None when it is encrypted or no such message."""
    try:
        return _signed_content(content)
    except (IndexError, ValueError):
        return None


def _signed_content(content: bytes) -> bytes | None:
    info = _expect(content, 0, _SEQUENCE)
    kind = _expect(content, info.begin, _OBJECT_ID)
    if content[kind.begin : kind.end] != _SIGNED_DATA:
        return None
    signed = _expect(content, _expect(content, _end(content, kind), _CONTEXT_0).begin, _SEQUENCE)
    version = _element(content, signed.begin)
    algorithms = _element(content, _end(content, version))
    inner = _expect(content, _end(content, algorithms), _SEQUENCE)
    inner_kind = _expect(content, inner.begin, _OBJECT_ID)
    if content[inner_kind.begin : inner_kind.end] != _DATA:
        return None
    wrapped = _expect(content, _end(content, inner_kind), _CONTEXT_0)
    pieces: list[bytes] = []
    _octets(content, wrapped.begin, pieces, 0)
    return b"".join(pieces)


def _element(content: bytes, position: int) -> _Element:
    tag, length = content[position], content[position + 1]
    begin = position + 2
    if length == 0x80:
        return _Element(tag, begin, None)
    if length > 0x80:
        count = length & 0x7F
        if count > 4:
            raise ValueError("a length beyond reason")
        length = int.from_bytes(content[begin : begin + count])
        begin += count
    if begin + length > len(content):
        raise ValueError("cut short")
    return _Element(tag, begin, begin + length)


def _expect(content: bytes, position: int, tag: int) -> _Element:
    found = _element(content, position)
    if found.tag != tag:
        raise ValueError("another element than it should be")
    return found


def _end(content: bytes, element: _Element, depth: int = 0) -> int:
    """Where the element after this one begins."""
    if element.end is not None:
        return element.end
    if depth == _DEPTH_LIMIT:
        raise ValueError("nested beyond reason")
    position = element.begin
    while content[position : position + 2] != b"\x00\x00":
        position = _end(content, _element(content, position), depth + 1)
    return position + 2


def _octets(content: bytes, position: int, pieces: list[bytes], depth: int) -> int:
    """Collect the bytes of a string, which may be cut into strings; where the next element begins."""
    found = _element(content, position)
    if found.tag & ~_CONSTRUCTED != _OCTETS or depth == _DEPTH_LIMIT or len(pieces) > _PIECES_LIMIT:
        raise ValueError("no string")
    if not found.tag & _CONSTRUCTED:
        pieces.append(content[found.begin : found.end])
        return _end(content, found)
    position = found.begin
    while position < found.end if found.end is not None else content[position : position + 2] != b"\x00\x00":
        position = _octets(content, position, pieces, depth + 1)
    return position if found.end is not None else position + 2
