"""The town's mail server: takes mail for every ``.example`` address and puts it into that address's mailbox."""

from __future__ import annotations

import socket
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from relevo.demo import customers
from relevo.demo.maildirs import good_address, mailbox_of

HOST = "127.0.0.1"
"""The sink listens on loopback alone: it takes mail from anybody."""

_LARGEST = 40 * 1024 * 1024


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Sink:
    """A context manager that runs the server in a thread of its own."""

    def __init__(self, town: Path, port: int, *, say: Callable[[str], None] = print) -> None:
        self.town = town
        self.say = say
        self.controller = Controller(
            self,
            hostname=HOST,
            port=port,
            data_size_limit=_LARGEST,
            ident="Relevo demo town",
            ready_timeout=30,
        )

    def __enter__(self) -> Self:
        self.controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.controller.stop()

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient that lives here."""
        if not good_address(address):
            return "550 5.1.1 This town has .example addresses only"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """File the mail with its return path, as a mail server does, and tell the terminal."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        return_path = (envelope.mail_from or "").strip("<>")
        raw = f"Return-Path: <{return_path}>\r\n".encode() + content
        subject = str(message_from_bytes(raw, policy=policy.SMTP)["Subject"] or "")
        for address in envelope.rcpt_tos:
            mailbox_of(self.town, address).file(raw)
            known = customers.at(address)
            self.say(f"{known.name if known else address} received: {' '.join(subject.split())[:120]}")
        return "250 Filed"
