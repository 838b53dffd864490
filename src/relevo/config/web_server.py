"""The web server: uvicorn, and what it does when it is asked to end."""

from __future__ import annotations

import signal
from socket import socket
from types import FrameType

import uvicorn

from relevo.live.hub import hub


class WebServer(uvicorn.Server):
    """Ends in good order: live streams at once, requests when they are done, with exit code 0."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Remember the wish. uvicorn would also raise the signal again at the end, and die of it."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Let go of open screens, which would sit there until the grace is over; browsers come back by themselves."""
        hub().close()
        await super().shutdown(sockets)
