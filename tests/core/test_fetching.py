"""What a stranger's server may cost us: so many seconds with everything, however it lets its bytes drip."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import override_settings

from relevo.core import fetching
from relevo.core.outside import Unreachable
from tests.core.test_outside import says, web

HEAD = b"HTTP/1.1 200 OK\r\n"
TLS_RECORD = b"\x16\x03\x03\x40\x00"
"""The beginning of a handshake of 16 KB."""


@pytest.fixture(autouse=True)
def loopback() -> Iterator[None]:
    with override_settings(INNER_NETWORKS=[ip_network("127.0.0.0/8")]):
        yield


@contextlib.contextmanager
def dripping(begin: bytes, drop: bytes = b"a", *, every: float = 0.1) -> Iterator[str]:
    """A server that begins to answer at once and goes on for 20 seconds; its address without a scheme."""
    over = threading.Event()
    end = time.monotonic() + 20

    def talk(sock: socket.socket) -> None:
        with sock, contextlib.suppress(OSError):
            sock.recv(4096)
            sock.sendall(begin)
            while not over.wait(every) and time.monotonic() < end:
                sock.sendall(drop)

    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener, ThreadPoolExecutor(40) as talking:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    talking.submit(talk, listener.accept()[0])

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def refused(url: str, *, seconds: float) -> float:
    """How long it takes until a fetch is given up."""
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        fetching.fetch(url, limit=10_000_000, seconds=seconds)
    return time.monotonic() - begun


@pytest.mark.parametrize(
    ("scheme", "begin"),
    [
        ("http", HEAD + b"X: "),
        ("http", b""),
        ("http", HEAD + b"Content-Length: 1000000\r\n\r\n"),
        ("http", HEAD + b"\r\n"),
        ("http", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
        ("https", TLS_RECORD),
    ],
)
def test_a_server_that_drips_is_left_in_time(scheme: str, begin: bytes) -> None:
    with dripping(begin) as place:
        assert 0.9 < refused(f"{scheme}://{place}/a.png", seconds=1) < 4


def test_what_came_before_the_line_was_cut_is_no_whole_page() -> None:
    with dripping(HEAD + b"\r\n", b"") as place:
        assert refused(f"http://{place}/", seconds=0.5) < 4


def test_redirects_share_the_time_of_one_fetch() -> None:
    with dripping(b"HTTP/1.1 302 Found\r\nLocation: /next\r\nX: ") as slow:
        pages = {f"p{n}": says(b"", 302, Location=f"p{n + 1}") for n in range(2)}
        with web(**pages, p2=says(b"", 302, Location=f"http://{slow}/")) as (address, _):
            assert refused(f"{address}/p0", seconds=1) < 4


def test_a_connection_that_is_made_in_the_last_moment_is_cut_too(monkeypatch: pytest.MonkeyPatch) -> None:
    make = socket.create_connection

    def late(*args: Any, **options: Any) -> socket.socket:
        made = make(*args, **options)
        time.sleep(1.2)
        return made

    with dripping(HEAD + b"X: ") as place:
        monkeypatch.setattr(socket, "create_connection", late)
        assert refused(f"http://{place}/", seconds=1) < 4


def test_a_fetch_in_time_leaves_no_thread_and_no_connection_behind() -> None:
    with web(page=says(b"words")) as (address, _):
        before = threading.active_count()
        assert fetching.fetch(f"{address}/page", limit=100, seconds=30) == b"words"
        until = time.monotonic() + 10
        while threading.active_count() > before and time.monotonic() < until:
            time.sleep(0.01)
        assert threading.active_count() <= before


def test_so_many_are_asked_at_once_and_the_wait_for_a_turn_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_turns", threading.BoundedSemaphore(2))
    with dripping(HEAD + b"X: ") as slow, web(page=says(b"words")) as (address, asked):
        with ThreadPoolExecutor(2) as others:
            waiting = [others.submit(refused, f"http://{slow}/", seconds=2) for _ in range(2)]
            time.sleep(0.3)
            assert refused(f"{address}/page", seconds=0.5) < 1.5
            assert asked == []
            assert fetching.fetch(f"{address}/page", limit=100, seconds=20) == b"words"
            assert all(one.result() < 5 for one in waiting)
        assert fetching.fetch(f"{address}/page", limit=100, seconds=5) == b"words"
