"""Reports of machines about mails: what became of them for which recipient (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.mime.headers import split

_READ_LIMIT: Final = 500_000  # bytes of a report
_DELIVERY_LIMIT: Final = 100
_BETWEEN = re.compile(rb"\r?\n[ \t]{0,100}\r?\n")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of a delivery report: what became of a mail for one recipient.

    action: "failed", "delayed", "delivered", "relayed", "expanded" or another word of the reporter's.
    status: such as "5.1.1".
    """

    recipient: str
    action: str
    status: str


def deliveries(body: bytes) -> list[Delivery]:
    """What a message/delivery-status part says, recipient by recipient."""
    found = []
    for group in _BETWEEN.split(body[:_READ_LIMIT])[: _DELIVERY_LIMIT + 1]:
        headers, _ = split(memoryview(group.lstrip()))
        recipient = headers.plain("final-recipient") or headers.plain("original-recipient")
        if recipient:
            found.append(
                Delivery(
                    recipient=names.one_line(recipient.split(";", 1)[-1], 320),
                    action=names.one_line(headers.plain("action"), 20).lower(),
                    status=names.one_line(headers.plain("status"), 20),
                )
            )
    return found
