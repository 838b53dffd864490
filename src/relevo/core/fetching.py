"""Fetching what stands at an address of the web that a stranger named."""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx

from relevo.core.outside import Unreachable, addresses

_REDIRECTS: Final = 3
_AGENT: Final = "Relevo"


def fetch(url: str, *, limit: int, seconds: float) -> bytes:
    """What stands at an address of the web, at most ``limit`` bytes within ``seconds``; follows three redirects.

    Nothing tells who asks: no cookie, no referrer. Raises ``Unreachable``.
    """
    deadline = time.monotonic() + seconds
    try:
        with httpx.Client(timeout=seconds, trust_env=False, headers={"User-Agent": _AGENT}) as client:
            for _ in range(_REDIRECTS + 1):
                body, url = _ask(client, url, limit, deadline)
                if not url:
                    return body
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    raise Unreachable("too many redirects")


def _ask(client: httpx.Client, url: str, limit: int, deadline: float) -> tuple[bytes, str]:
    """The body, or where to ask instead."""
    wanted = urlsplit(url)
    host, port = wanted.hostname or "", wanted.port or (443 if wanted.scheme == "https" else 80)
    if wanted.scheme not in {"http", "https"} or not host or wanted.username:
        raise Unreachable("not an address of the web")
    there = httpx.URL(url).copy_with(host=addresses(host, port)[0], port=port)
    request = client.build_request("GET", there, headers={"Host": wanted.netloc})
    request.extensions["sni_hostname"] = host  # the certificate must be the name's, whatever address it has
    client.cookies.clear()
    answer = client.send(request, stream=True)
    try:
        if answer.is_redirect:
            return b"", urljoin(url, answer.headers.get("location", ""))
        if answer.status_code != 200:
            raise Unreachable(f"status {answer.status_code}")
        return _body(answer, limit, deadline), ""
    finally:
        answer.close()


def _body(answer: httpx.Response, limit: int, deadline: float) -> bytes:
    body = bytearray()
    for piece in answer.iter_bytes(64 * 1024):
        body += piece
        if len(body) > limit or time.monotonic() > deadline:
            raise Unreachable("too much, or too slow")
    return bytes(body)
