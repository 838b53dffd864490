"""Outlook's ``winmail.dat`` (MS-OXTNEF): the files and the text in it, with every length doubted.

What cannot be read ends the reading; what came before it counts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.mime import charsets, file_types, mapi, rtf
from relevo.channels.mail.mime.mapi import Property

MEDIA: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
FILES_LIMIT: Final = 100
_SIGNATURE: Final = 0x223E9F78
_ATTRIBUTES_LIMIT: Final = 5000
_DEPTH_LIMIT: Final = 3  # mails inside of mails
_CLASS_ID: Final = 16  # bytes before an enclosed message

_BODY, _MAPI, _CODEPAGE = 0x800C, 0x9003, 0x9007
_FILE_BEGINS, _FILE_TITLE, _FILE_CONTENT, _FILE_MAPI = 0x9002, 0x8010, 0x800F, 0x9005
_TEXT, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_FILE_NAMES: Final = (0x3707, 0x3001, 0x3704)  # long name, display name, short name
_FILE_TYPE, _FILE_ID, _FILE_BYTES, _FILE_METHOD = 0x370E, 0x3712, 0x3701, 0x3705
_ENCLOSED_MESSAGE: Final = 5


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in the wrapping."""

    name: str
    media: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What came out. ``whole`` is false when it ended early or is none of Outlook's wrappings at all."""

    text: str = ""
    html: str = ""
    files: tuple[PackedFile, ...] = ()
    whole: bool = False


@dataclass(slots=True)
class _File:
    title: str = ""
    content: bytes = b""
    properties: dict[int, Property] = field(default_factory=dict)


@dataclass(slots=True)
class _Message:
    codepage: str = ""
    body: bytes = b""
    properties: dict[int, Property] = field(default_factory=dict)
    files: list[_File] = field(default_factory=list)
    whole: bool = False


def read(content: bytes, depth: int = 0) -> Read:
    """The files and the text in a ``winmail.dat``."""
    message = _message(content)
    files: list[PackedFile] = []
    whole = message.whole
    for file in message.files:
        found, complete = _files(file, message.codepage, depth)
        files.extend(found)
        whole = whole and complete
    if len(files) > FILES_LIMIT:
        files, whole = files[:FILES_LIMIT], False
    html, text = _words(message)
    return Read(text, html, tuple(files), whole)


def _message(content: bytes) -> _Message:
    message = _Message()
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != _SIGNATURE:
        return message
    message.whole = True
    for name, found in _attributes(content, message):
        if name == _CODEPAGE and len(found) >= 4:
            message.codepage = f"cp{struct.unpack_from('<I', found)[0]}"
        elif name == _BODY:
            message.body = bytes(found)
        elif name == _MAPI:
            message.properties |= mapi.read(found)
        elif name == _FILE_BEGINS:
            message.files.append(_File())
        elif message.files and name == _FILE_TITLE:
            message.files[-1].title = _decoded(bytes(found).split(b"\x00")[0], message.codepage)
        elif message.files and name == _FILE_CONTENT:
            message.files[-1].content = bytes(found)
        elif message.files and name == _FILE_MAPI:
            message.files[-1].properties |= mapi.read(found)
    return message


def _attributes(content: bytes, message: _Message) -> Iterator[tuple[int, memoryview]]:
    """Each attribute's number and bytes; ``message.whole`` becomes false where they are cut short."""
    view = memoryview(content)
    position = 6
    for _ in range(_ATTRIBUTES_LIMIT):
        if position == len(content):
            return
        if position + 9 > len(content):
            break
        name, length = struct.unpack_from("<H2xI", content, position + 1)
        begin, end = position + 9, position + 9 + length
        if end > len(content):
            break
        yield name, view[begin:end]
        position = min(end + 2, len(content))
    message.whole = False


def _files(file: _File, codepage: str, depth: int) -> tuple[list[PackedFile], bool]:
    """The files that one attachment stands for: itself, or those of the message that it is."""
    properties = file.properties
    given = next(
        (name for number in _FILE_NAMES if (name := mapi.text(properties.get(number), codepage))), ""
    )
    name = given or file.title
    packed = properties.get(_FILE_BYTES)
    method = properties.get(_FILE_METHOD)
    if method is not None and method.number == _ENCLOSED_MESSAGE and packed is not None:
        return _enclosed(packed.content[_CLASS_ID:], name, depth)
    content = file.content or (packed.content if packed else b"")
    media = names.one_line(mapi.text(properties.get(_FILE_TYPE), codepage), 100).lower()
    content_id = names.one_line(mapi.text(properties.get(_FILE_ID), codepage), 250).strip("<>")
    return [PackedFile(name, media if "/" in media else file_types.media_of(name), content, content_id)], True


def _enclosed(content: bytes, name: str, depth: int) -> tuple[list[PackedFile], bool]:
    """A message in the message: its text as a file of its own, and its files."""
    if depth == _DEPTH_LIMIT:
        return [], False
    inner = read(content, depth + 1)
    text, media, ending = (
        (inner.html, "text/html", ".html") if inner.html else (inner.text, "text/plain", ".txt")
    )
    files = (
        [PackedFile(f"{name or 'message'}{ending}", media, text.encode("utf-8", "replace"))] if text else []
    )
    if inner.whole and not files and not inner.files:  # such as a list of addresses: nothing may get lost
        files = [PackedFile(name, "application/octet-stream", content)]
    return [*files, *inner.files], inner.whole


def _words(message: _Message) -> tuple[str, str]:
    """HTML and text of the message; at most one of them says something."""
    html = message.properties.get(_HTML)
    if html and html.content.strip(b"\x00 "):
        return mapi.text(html, message.codepage), ""
    packed = message.properties.get(_RTF)
    found = rtf.read(rtf.unpacked(packed.content), message.codepage) if packed else rtf.Words()
    if found.html:
        return names.body(found.html), ""
    plain = mapi.text(message.properties.get(_TEXT), message.codepage)
    body = _decoded(message.body.rstrip(b"\x00"), message.codepage)
    words = next((text for text in (plain, body) if text.strip()), found.text)
    return "", names.body(words)


def _decoded(content: bytes, codepage: str) -> str:
    return charsets.decode(content, codepage).text
