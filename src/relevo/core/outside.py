"""Asking servers that strangers name: only those that the whole world can reach, never our own house.

A client's mail server or a picture in a mail is an address that somebody else chose. Where it leads is looked at after
the name was resolved, and the connection goes to exactly that address, so a name that leads elsewhere a moment later
wins nothing. ``INNER_NETWORKS`` names networks that may be reached all the same.
"""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address
from typing import Final
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings

_REDIRECTS: Final = 3
_AGENT: Final = "Relevo"


class Unreachable(OSError):
    """Nobody answers there, or nobody may be asked there."""


def addresses(host: str, port: int) -> list[str]:
    """Where a name leads, those addresses that may be reached. Raises ``Unreachable`` when there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host}: no such host") from error
    allowed = [str(place[0]) for *_kind, place in found if may_reach(str(place[0]))]
    if not allowed:
        raise Unreachable(f"{host} is inside a private network")
    return list(dict.fromkeys(allowed))


def may_reach(address: str) -> bool:
    """Whether an address is of the open internet, or of a network that is allowed by name."""
    there = ip_address(address.partition("%")[0])
    there = getattr(there, "ipv4_mapped", None) or there
    inner = any(there in network for network in settings.INNER_NETWORKS if network.version == there.version)
    return inner or (there.is_global and not there.is_multicast)


def connect(host: str, port: int, timeout: float | None = None) -> socket.socket:
    """A connection to the first address that answers. Raises ``Unreachable``, or the last address's ``OSError``."""
    trouble: OSError = Unreachable(host)
    for address in addresses(host, port):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            trouble = error
    raise trouble


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
