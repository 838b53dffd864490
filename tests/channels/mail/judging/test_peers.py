"""Whose machine hands us a mail."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from relevo.channels.mail.judging.peers import among, public


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("9.9.9.9", True), ("2620:fe::9", True), ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.9", False),
        ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False), ("", False), ("localhost", False), ("1.2.3", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_internet_are_public(peer, expected):
    assert public(peer) is expected


def test_an_address_lies_in_a_network_or_not():
    networks = [ip_network("9.9.9.0/24"), ip_network("2620:fe::/32")]
    assert among("9.9.9.9", networks)
    assert among("2620:fe::9", networks)
    assert not among("9.9.8.9", networks)
    assert not among("", networks)
    assert not among("9.9.9.9", [])
