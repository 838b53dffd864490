"""Fetching what stands at an address of the web that a stranger named."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Self
from urllib.parse import urljoin, urlsplit

import httpx

from relevo.core.outside import Unreachable, addresses

AT_ONCE: Final = 16
"""Addresses that one process asks at a time; whoever comes then waits for a turn."""
_REDIRECTS: Final = 3
_AGENT: Final = "Relevo"
_turns = threading.BoundedSemaphore(AT_ONCE)


def fetch(url: str, *, limit: int, seconds: float) -> bytes:
    """What stands at an address of the web, at most ``limit`` bytes; follows three redirects.

    It takes ``seconds`` at most with everything, the wait for a turn and a server that lets its bytes drip included;
    only a name that is being resolved is waited for. Nothing tells who asks: no cookie, no referrer.
    Raises ``Unreachable``.
    """
    lines = _Lines(time.monotonic() + seconds)
    if not _turns.acquire(timeout=seconds):
        raise Unreachable("too many others are asked")
    try:
        with lines, httpx.Client(trust_env=False, headers={"User-Agent": _AGENT}) as client:
            return _follow(client, url, limit, lines)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        _turns.release()


class _Lines:
    """The connections of one fetch, all cut at its deadline: the library's own timeouts begin anew with every byte."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._over = False
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer: threading.Timer

    def __enter__(self) -> Self:
        self._timer = threading.Timer(self._deadline - time.monotonic(), self._cut)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for line in self._sockets:
                line.close()

    def left(self) -> float:
        """Seconds until the deadline. Raises ``Unreachable`` when it is over."""
        left = self._deadline - time.monotonic()
        if self._over or left <= 0:
            raise Unreachable("too slow")
        return left

    def watch(self, event: str, told: Mapping[str, Any]) -> None:
        """What the library tells of its steps: keep hold of each new connection, before TLS wraps it."""
        if event == "connection.connect_tcp.complete":
            line = told["return_value"].get_extra_info("socket").dup()
            with self._lock:
                self._sockets.append(line)
            if self._over:  # it was made in the last moment
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            self._over = True
            for line in self._sockets:
                with suppress(OSError):  # it has ended by itself
                    line.shutdown(socket.SHUT_RDWR)


def _follow(client: httpx.Client, url: str, limit: int, lines: _Lines) -> bytes:
    for _ in range(_REDIRECTS + 1):
        body, url = _ask(client, url, limit, lines)
        if not url:
            return body
    raise Unreachable("too many redirects")


def _ask(client: httpx.Client, url: str, limit: int, lines: _Lines) -> tuple[bytes, str]:
    """The body, or where to ask instead."""
    wanted = urlsplit(url)
    host, port = wanted.hostname or "", wanted.port or (443 if wanted.scheme == "https" else 80)
    if wanted.scheme not in {"http", "https"} or not host or wanted.username:
        raise Unreachable("not an address of the web")
    there = httpx.URL(url).copy_with(host=addresses(host, port)[0], port=port)
    request = client.build_request("GET", there, headers={"Host": wanted.netloc}, timeout=lines.left())
    request.extensions["sni_hostname"] = host  # the certificate must be the name's, whatever address it has
    request.extensions["trace"] = lines.watch
    client.cookies.clear()
    answer = client.send(request, stream=True)
    try:
        if answer.is_redirect:
            return b"", urljoin(url, answer.headers.get("location", ""))
        if answer.status_code != 200:
            raise Unreachable(f"status {answer.status_code}")
        return _body(answer, limit, lines), ""
    finally:
        answer.close()


def _body(answer: httpx.Response, limit: int, lines: _Lines) -> bytes:
    body = bytearray()
    for piece in answer.iter_bytes(64 * 1024):
        body += piece
        if len(body) > limit:
            raise Unreachable("too much")
    lines.left()  # a body without a length ends where the line is cut, too
    return bytes(body)
