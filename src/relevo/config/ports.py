"""Whether an address can be listened on, and a clear line when it cannot."""

from __future__ import annotations

import socket

from relevo.config.env import Misconfigured


def require_free(host: str, port: int, *, setting: str) -> None:
    """Raise ``Misconfigured`` when something else listens on host:port; ``setting`` names what to change."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            raise Misconfigured(
                f"{host}:{port} cannot be used ({exc.strerror}): another program has it."
                f" Stop that, or choose another port with {setting}."
            ) from exc
