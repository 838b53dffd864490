"""What mail servers wrote on top of a mail, where no envelope came along with it (IMAP, a pipe without sender).

None of it is proof of anything; a reply token carries its own.
"""

from __future__ import annotations

from itertools import chain

from relevo.channels.mail import addresses
from relevo.channels.mail.addresses import Address
from relevo.channels.mail.mime import headers
from relevo.channels.mail.mime.headers import Headers

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "to", "cc")
"""Headers with the address that was written, the surest first."""


def return_path(raw: bytes) -> str:
    """Where reports about the mail go: "" for the null path. Without such a header, the one clear sender."""
    head = _head(raw)
    written = head.plain("return-path").strip()
    if written and not path(written):
        return ""
    return addresses.normal(written.strip("<> ")) or _sender(head)


def path(written: str) -> str:
    """A return path as mail servers write it, "" for the null path: Postfix's pipe calls that MAILER-DAEMON."""
    bare = written.strip("<> ")
    return "" if bare.upper() == "MAILER-DAEMON" else bare


def addressees(raw: bytes) -> tuple[Address, ...]:
    """Everybody whom a mail names as one it goes to."""
    head = _head(raw)
    named = (addresses.parse(value).addresses for name, value in head.fields if name in {"to", "cc", "bcc"})
    return tuple(chain.from_iterable(named))


def recipient(raw: bytes, mailbox: str) -> str:
    """The address of ``mailbox`` as it was written, with its reply token where there was one."""
    head = _head(raw)
    for name in _DELIVERED:
        for value in (value for key, value in head.fields if key == name):
            for one in addresses.parse(value).addresses:
                if one.address != mailbox and addresses.without_tag(one.address) == mailbox:
                    return one.address
    return mailbox


def _head(raw: bytes) -> Headers:
    with memoryview(raw) as view:
        head, body = headers.split(view)
        body.release()
        return head


def _sender(head: Headers) -> str:
    named = addresses.parse(head.raw("from"))
    return named.addresses[0].address if named.clear and len(named.addresses) == 1 else ""
