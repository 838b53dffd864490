"""Strangers' servers are asked only where the whole world can reach them."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import pytest
from django.test import override_settings

from relevo.core import fetching, outside

Page = Callable[[BaseHTTPRequestHandler], None]


@contextlib.contextmanager
def web(**pages: Page) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server with pages by name; its address and the headers that it was asked with."""
    asked: list[dict[str, str]] = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({name.lower(): value for name, value in self.headers.items()})
            with contextlib.suppress(ConnectionError):
                pages[self.path.strip("/")](self)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def says(body: bytes, status: int = 200, **headers: str) -> Page:
    def page(door: BaseHTTPRequestHandler) -> None:
        door.send_response(status)
        for name, value in headers.items():
            door.send_header(name.replace("_", "-"), value)
        door.end_headers()
        door.wfile.write(body)

    return page


def get(url: str, *, limit: int = 1000, seconds: float = 3) -> bytes:
    return fetching.fetch(url, limit=limit, seconds=seconds)


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("172.16.0.9", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
    ],
)
@override_settings(INNER_NETWORKS=[])
def test_only_the_open_internet_may_be_reached(address: str, open_: bool) -> None:
    assert outside.may_reach(address) is open_


@override_settings(INNER_NETWORKS=[ip_network("10.1.0.0/16"), ip_network("fd00::/8")])
def test_networks_that_are_allowed_by_name_may_be_reached_and_their_neighbours_not() -> None:
    reached = [
        one for one in ("10.1.2.3", "10.2.0.1", "fd00::9", "::1", "::ffff:10.1.0.9") if outside.may_reach(one)
    ]
    assert reached == ["10.1.2.3", "fd00::9", "::ffff:10.1.0.9"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0", "2130706433", "[::1]", "no-such-host.invalid", ""]
)
@override_settings(INNER_NETWORKS=[])
def test_no_way_of_writing_our_own_address_leads_to_it(host: str) -> None:
    with web(page=says(b"secret")) as (address, asked):
        port = address.rpartition(":")[2]
        with pytest.raises(outside.Unreachable):
            get(f"http://{host}:{port}/page")
        with pytest.raises(outside.Unreachable):
            outside.connect(host.strip("[]") or "no-such-host.invalid", int(port), 1)
    assert asked == []


def test_a_page_is_fetched_without_telling_who_asks() -> None:
    with web(page=says(b"words", Set_Cookie="who=carmen")) as (address, asked):
        assert get(f"{address}/page") == get(f"{address}/page") == b"words"
    assert set(asked[1]) == {"host", "accept", "accept-encoding", "connection", "user-agent"}
    assert asked[1]["user-agent"] == "Relevo"


def test_redirects_are_followed_three_times_and_looked_at_each_time() -> None:
    pages = {f"p{n}": says(b"", 302, Location=f"p{n + 1}") for n in range(4)} | {"p4": says(b"there")}
    with web(**pages, inside=says(b"", 302, Location="http://10.0.0.1/")) as (address, _):
        assert get(f"{address}/p1") == b"there"
        for wrong in ("p0", "inside"):
            with pytest.raises(outside.Unreachable):
                get(f"{address}/{wrong}")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "http://",
        "http://a:b@127.0.0.1/",
        "x",
        "http://127.0.0.1:99999/",
    ],
)
def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    with pytest.raises(outside.Unreachable):
        get(url)


def test_what_is_too_much_too_slow_or_refused_is_not_taken() -> None:
    def drips(door: BaseHTTPRequestHandler) -> None:
        says(b"")(door)
        for _ in range(40):
            door.wfile.write(b"x" * 70_000)
            time.sleep(0.05)

    with web(big=says(b"x" * 1001), drips=drips, gone=says(b"", 404)) as (address, _):
        for page, limit in (("big", 1000), ("drips", 10**8), ("gone", 1000)):
            with pytest.raises(outside.Unreachable):
                get(f"{address}/{page}", limit=limit, seconds=0.5)


def test_a_connection_goes_to_the_address_that_was_looked_at() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        outside.connect("localhost", server.getsockname()[1], 2) as sock,
    ):
        assert sock.getpeername()[0] == "127.0.0.1"
    with pytest.raises(OSError, match="."):
        outside.connect("127.0.0.1", 1, 1)
