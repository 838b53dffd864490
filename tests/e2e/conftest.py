"""The stage of the journeys: a real browser, a real server, real SMTP in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import SMTP

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser

from relevo.channels.mail.doors import door
from relevo.demo.sink import free_port
from tests.browser import browser, launched, open_page, page, site

__all__ = ["browser", "open_page", "page", "site"]


class Town:
    """Where the customers live: a mail server that keeps what it gets, and a way to write."""

    def __init__(self, receiver_port: int) -> None:
        self.receiver_port = receiver_port
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        """Keep one mail."""
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def write(self, sender: str, to: str, subject: str, text: str, **headers: str) -> EmailMessage:
        """Send one mail to Relevo over SMTP; returns when it was acknowledged."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with SMTP("127.0.0.1", self.receiver_port, timeout=60) as smtp:
            smtp.send_message(mail)
        return mail


@pytest.fixture
def town(own_database: str, settings: object) -> Iterator[Town]:
    """The customers' mail server and Relevo's receiver, both on loopback."""
    receiver = door.receiver()
    town = Town(receiver.start("127.0.0.1", 0))
    sink = Controller(town, hostname="127.0.0.1", port=free_port())
    sink.start()
    settings.SMTP_SERVER = settings.SMTP_SERVER | {
        "host": "127.0.0.1", "port": sink.port, "security": "none",
    }  # fmt: skip
    yield town
    sink.stop()
    receiver.stop()


@pytest.fixture
def chromium(town: Town) -> Iterator[Browser]:
    """After the town: its loop would be in the way of theirs."""
    with launched() as there:
        yield there
