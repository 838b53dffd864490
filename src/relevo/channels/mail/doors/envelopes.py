"""A mail and what the door that it came through knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail as a door took it in.

    raw: the bytes of the mail. mail_from: the return path, "" for the null path. rcpt_tos: all accepted
    recipients, perhaps of several desks: they share one answer, so they must be stored all or none.
    door: a value of ``models.Door``. peer: the other side's address. helo: what it calls itself, in one clean line.
    uidvalidity, uid: where an IMAP server keeps it. whole_size: bytes of the mail where ``raw`` is its beginning only.
    """

    raw: bytes
    mail_from: str
    rcpt_tos: tuple[str, ...]
    received_at: datetime
    door: str
    peer: str = ""
    helo: str = ""
    encrypted: bool = False
    uidvalidity: int | None = None
    uid: int | None = None
    whole_size: int | None = None
