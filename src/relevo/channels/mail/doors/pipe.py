"""``relevo mail receive``: a mail on standard input, for the pipe transport of Postfix and its like.

The exit code is the whole answer (sysexits.h); what is said on standard error ends in the sender's bounce, so it is
one plain line. 0 means committed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import BinaryIO

from django.conf import settings

from relevo.channels.mail import addresses
from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.judging import trace
from relevo.core.clock import now

log = logging.getLogger(__name__)


def receive(recipients: Sequence[str], mail_from: str | None, stream: BinaryIO) -> int:
    """Store the mail on ``stream`` for all recipients or for none.

    mail_from: the return path, "" or "<>" for the null path, None to believe the mail's own Return-Path header.
    EX_USAGE (64) without a recipient; EX_DATAERR (65) for an empty mail or one past ``MAIL_SIZE_LIMIT``;
    EX_NOUSER (67) when a recipient has no mailbox here: a mail server that shall bounce for that one alone calls us
    once for each; EX_TEMPFAIL (75) for everything that may pass, the database above all.
    """
    try:
        _store(recipients, mail_from, stream)
    except _Refused as refused:
        code, words = refused.code, refused.words
    except Exception as error:  # noqa: BLE001 - whatever it was, the mail is not safe: the sender must keep it
        code, words = os.EX_TEMPFAIL, f"could not be stored now ({type(error).__name__}); please try later"
    else:
        return os.EX_OK
    log.warning("relevo mail receive: %s", words)
    return code


class _Refused(Exception):
    """The mail will never be taken."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def _store(recipients: Sequence[str], mail_from: str | None, stream: BinaryIO) -> None:
    if not recipients:
        raise _Refused(os.EX_USAGE, "no recipient was given")
    raw = _read(stream)
    known = [addresses.normal(recipient) for recipient in recipients]
    if not all(address and intake.accepts(address) for address in known):
        raise _Refused(os.EX_NOUSER, "no such mailbox here")
    intake.store(_envelope(raw, mail_from, known))


def _read(stream: BinaryIO) -> bytes:
    """The mail without an mbox file's first line."""
    limit = settings.MAIL_SIZE_LIMIT
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise _Refused(os.EX_DATAERR, f"a mail may have {limit} bytes")
    if not raw.strip():
        raise _Refused(os.EX_DATAERR, "there is no mail on standard input")
    return raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw


def _envelope(raw: bytes, mail_from: str | None, recipients: list[str]) -> Envelope:
    path = trace.return_path(raw) if mail_from is None else trace.path(mail_from)
    return Envelope(raw=raw, mail_from=path, rcpt_tos=tuple(recipients), received_at=now(), door="pipe")
