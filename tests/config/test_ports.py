"""Whether a port can be listened on, said before anything is started."""

from __future__ import annotations

import socket

import pytest

from relevo.config.env import Misconfigured
from relevo.config.ports import require_free


def test_a_free_port_is_free_and_stays_so() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    require_free("127.0.0.1", port, setting="--port")
    require_free("127.0.0.1", port, setting="--port")


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Misconfigured) as refused:
            require_free("127.0.0.1", port, setting="--smtp-port")
    words = str(refused.value)
    assert words.startswith(
        f"127.0.0.1:{port} cannot be used (Address already in use): another program has it."
    )
    assert words.endswith("Stop that, or choose another port with --smtp-port.")


def test_a_port_of_the_newer_kind_of_address_can_be_asked_for_too() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        with pytest.raises(Misconfigured):
            require_free("::1", taken.getsockname()[1], setting="--port")
        require_free("::1", 0, setting="--port")
