"""A desk's receiver for the town to write to: keeps what it gets, or refuses."""

from __future__ import annotations

from contextlib import contextmanager

from aiosmtpd.controller import Controller

from relevo.demo.sink import HOST, free_port


class Desk:
    """Takes mail in memory. refuses: what to answer instead of 250."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.refuses = ""

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuses:
            return self.refuses
        self.mails.append(envelope.content)
        return "250 OK"


@contextmanager
def desk_receiver():
    """(the desk, its port)."""
    desk, port = Desk(), free_port()
    controller = Controller(desk, hostname=HOST, port=port, ready_timeout=30)
    controller.start()
    try:
        yield desk, port
    finally:
        controller.stop()
