"""What stands before a mail's first field and between its lines when programs have meddled with it.

Byte order marks, blank lines, the envelope line of an mbox file, carriage returns alone or doubled.
"""

from __future__ import annotations

import re
from typing import Final

from relevo.channels.mail.mime.headers import begins_with_field

_LOOKED_AT: Final = 20_000  # bytes
_ENVELOPES_LIMIT: Final = 100  # lines one after another
_BLANK = re.compile(rb"[ \t\r\n\x00]{1,1000}")
_ENVELOPE = re.compile(rb">?From (?![ \t]*:)[^\r\n]{0,1000}\r?\n")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*+From )")  # kept so in a file of mails, which it would part
_FIELD_AFTER_RETURN = re.compile(
    rb"\r(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-Type|Received|Return-Path|References|In-Reply-To)"
    rb"[ \t]{0,5}:",
    re.IGNORECASE,
)


def whole_mail(raw: bytes) -> bytes:
    """``raw`` from its first field on, its lines ending in LF or CRLF. A mail in order comes back as it is."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    raw = _with_line_feeds(raw.removeprefix(b"\xef\xbb\xbf"))
    begin = 0
    if (blank := _BLANK.match(raw)) and _is_beginning(raw, blank.end()):
        begin = blank.end()
    for _ in range(_ENVELOPES_LIMIT):
        envelope = _ENVELOPE.match(raw, begin)
        if envelope is None or not _is_beginning(raw, envelope.end()):
            break
        begin = envelope.end()
    if not begin:
        return raw
    return _QUOTED_FROM.sub(rb"\1", raw[begin:]) if raw.startswith(b"From ") else raw[begin:]


def _is_beginning(raw: bytes, position: int) -> bool:
    return begins_with_field(raw, position) or _ENVELOPE.match(raw, position) is not None


def _with_line_feeds(raw: bytes) -> bytes:
    if b"\n" not in raw:
        return raw.replace(b"\r", b"\n")
    head = raw[:_LOOKED_AT]
    if b"\r\r\n" in head:
        raw = raw.replace(b"\r\r\n", b"\r\n")
        head = raw[:_LOOKED_AT]
    alone = {found[0].lower() for found in _FIELD_AFTER_RETURN.finditer(head)}
    if len(alone) > 1 or (alone and b"\r\n" not in head):
        # fields on lines of their own, not a stranger's "\rBcc:" within one, which comes over the wire
        return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return raw
