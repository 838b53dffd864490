"""The process that takes in mail: SMTP and LMTP, until it is asked to stop.

How much one peer may do is bounded by ``receiver.Limits``: 50 connections at a time, 200 mails in each, 100
recipients in a mail, 5 minutes of silence. A mail server in front of Relevo needs no more; a stranger gets 421.
All large mails together have 256 MiB of memory; one more is put off.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from relevo.channels.mail import keyed
from relevo.channels.mail.doors import certificates, intake
from relevo.channels.mail.doors.receiver import Receiver
from relevo.core.ending import asked_to_end, until


def run(
    host: str,
    smtp_port: int,
    lmtp_port: int | None,
    *,
    listening: Callable[[list[int]], None] = lambda ports: None,
) -> None:
    """Take in mail until SIGTERM or SIGINT, then finish what has begun. Port 0 means any.

    lmtp_port: None for no LMTP. listening: told the ports in use, SMTP first. Raises ``OSError`` for a port
    that is taken.
    """
    with asked_to_end() as asked, ExitStack() as open_doors:
        ports = [_open(open_doors, host, smtp_port, lmtp=False)]
        if lmtp_port is not None:
            ports.append(_open(open_doors, host, lmtp_port, lmtp=True))
        listening(ports)
        until(asked)


def receiver(*, lmtp: bool = False) -> Receiver:
    """A receiver that stores what it takes in the database."""
    return Receiver(
        intake.store,
        intake.accepts,
        hostname=settings.MAIL_HOSTNAME,
        size_limit=settings.MAIL_SIZE_LIMIT,
        lmtp=lmtp,
        forged=keyed.forged,
        postmaster=settings.MAIL_POSTMASTER,
        tls=certificate(),
    )


def certificate() -> ssl.SSLContext | None:
    """What STARTTLS is offered with; None where no certificate is set. Raises ``OSError`` for one that is no use."""
    if not settings.MAIL_CERTIFICATE:
        return None
    try:
        return certificates.context(Path(settings.MAIL_CERTIFICATE), Path(settings.MAIL_CERTIFICATE_KEY))
    except OSError as error:
        raise OSError(f"the certificate of RELEVO_MAIL_CERTIFICATE cannot be used: {error}") from error


def _open(open_doors: ExitStack, host: str, port: int, *, lmtp: bool) -> int:
    door = receiver(lmtp=lmtp)
    in_use = door.start(host, port)
    open_doors.callback(door.stop)
    return in_use
