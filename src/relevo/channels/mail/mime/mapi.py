"""Lists of MAPI properties as Outlook writes them (MS-OXTNEF 2.1.3.4): numbered values of several types."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.mime import charsets

_PROPERTIES_LIMIT: Final = 5000
_VALUES_LIMIT: Final = 1000
_SIZES: Final = {  # bytes of the types that have a fixed size, filled up to four
    0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16,
}  # fmt: skip
_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_VARIABLE: Final = frozenset({_STRING, _UNICODE, _OBJECT, _BINARY})
_MANY: Final = 0x1000
_FIRST_NAMED: Final = 0x8000


@dataclass(frozen=True, slots=True)
class Property:
    """One value: its type and its bytes."""

    kind: int
    content: bytes

    @property
    def number(self) -> int:
        """The value as a number, for the types of four bytes."""
        return int.from_bytes(self.content[:4], "little")


def read(block: memoryview) -> dict[int, Property]:
    """The first value of each property by its number, as far as the list can be read."""
    found: dict[int, Property] = {}
    try:
        (count,) = struct.unpack_from("<I", block)
        position = 4
        for _ in range(min(count, _PROPERTIES_LIMIT)):
            kind, number = struct.unpack_from("<HH", block, position)
            position += 4
            if number >= _FIRST_NAMED:
                position = _after_name(block, position)
            value, position = _value(block, position, kind)
            found.setdefault(number, Property(kind & ~_MANY, value))
    except (struct.error, ValueError):
        pass  # cut short: what was read counts
    return found


def text(value: Property | None, codepage: str) -> str:
    """A string or binary property as text, "" when it is missing."""
    if value is None or value.kind not in _VARIABLE:
        return ""
    if value.kind == _UNICODE:
        decoded = value.content.decode("utf-16-le", "replace")
    else:
        decoded = charsets.decode(value.content.rstrip(b"\x00"), codepage).text
    return names.body(decoded.rstrip("\x00"))


def _after_name(block: memoryview, position: int) -> int:
    position += 16  # whose property it is
    (by_name,) = struct.unpack_from("<I", block, position)
    if not by_name:
        return position + 8
    (length,) = struct.unpack_from("<I", block, position + 4)
    return _padded(block, position + 8, length)


def _value(block: memoryview, position: int, kind: int) -> tuple[bytes, int]:
    """The first value and where the next property begins."""
    plain = kind & ~_MANY
    count = 1
    if plain in _VARIABLE or kind & _MANY:
        (count,) = struct.unpack_from("<I", block, position)
        position += 4
    if count > _VALUES_LIMIT:
        raise ValueError("more values than anybody has")
    first = b""
    for number in range(count):
        size = _SIZES.get(plain)
        if plain in _VARIABLE:
            (size,) = struct.unpack_from("<I", block, position)
            position += 4
        if size is None:
            raise ValueError("an unknown type")
        end = _padded(block, position, size)
        if number == 0:
            first = bytes(block[position : position + size])
        position = end
    return first, position


def _padded(block: memoryview, position: int, length: int) -> int:
    """Where what follows begins; values are filled up to four bytes."""
    if position + length > len(block):
        raise ValueError("longer than what there is")
    return position + (length + 3) // 4 * 4
