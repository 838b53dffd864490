"""Asking servers that strangers name: only those that the whole world can reach, never our own house.

A client's mail server or a picture in a mail is an address that somebody else chose. Where it leads is looked at after
the name was resolved, and the connection goes to exactly that address, so a name that leads elsewhere a moment later
wins nothing. ``INNER_NETWORKS`` names networks that may be reached all the same.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address

from django.conf import settings


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
