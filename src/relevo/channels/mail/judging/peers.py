"""Who hands us a mail: a mail server of ours, or anybody on the internet."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable


def public(peer: str) -> bool:
    """Whether an address is one of the open internet's; "" and what is no address are not."""
    try:
        return ipaddress.ip_address(peer.partition("%")[0]).is_global
    except ValueError:
        return False


def among(peer: str, networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    """Whether an address lies in one of the networks."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    return any(address in network for network in networks)
