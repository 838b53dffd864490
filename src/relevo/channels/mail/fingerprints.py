"""Is this the very mail that came before, on another way or with other trace headers?"""

from __future__ import annotations

import hashlib
import re

from relevo.channels.mail.parsing import ParsedMail

_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


def fingerprint(raw: bytes, mail: ParsedMail) -> str:
    """SHA-256 of what makes a mail this one: its Message-ID, who it says wrote it, its subject and its body.

    Headers that mail servers add on the way (Received, Delivered-To, filters' verdicts) do not count, nor do line
    ends. A mail without Message-ID has none (""): two equal words on two days are two mails. The same Message-ID
    with another sender or another body is another mail, so nobody can have somebody else's mail swallowed.
    """
    if not mail.message_id:
        return ""
    found = _END_OF_HEADERS.search(raw)
    body = raw[found.end() :] if found else b""
    told = hashlib.sha256()
    for part in (mail.message_id, *(mail.senders or (mail.from_addr,)), mail.subject):
        told.update(part.encode("utf-8", "surrogatepass") + b"\0")
    told.update(body.replace(b"\r\n", b"\n").rstrip())
    return told.hexdigest()
