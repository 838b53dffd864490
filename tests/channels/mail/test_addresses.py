"""Addresses: nobody is taken for somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail import addresses
from relevo.channels.mail.addresses import Address


def one(written: str) -> list[tuple[str, str]]:
    found = addresses.parse(written.encode())
    assert found.clear
    return [(address.name, address.address) for address in found.addresses]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("jorge@molina.example", [("", "jorge@molina.example")]),
        ("<jorge@molina.example>", [("", "jorge@molina.example")]),
        ("Jorge Molina <Jorge@Molina.Example>", [("Jorge Molina", "jorge@molina.example")]),
        ('"Molina, Jorge" <jorge@molina.example>', [("Molina, Jorge", "jorge@molina.example")]),
        (r'"Jorge \"J\" Molina" <j@m.example>', [('Jorge "J" Molina', "j@m.example")]),
        ("Molina, Jorge <jorge@molina.example>", [("Molina, Jorge", "jorge@molina.example")]),
        ("jorge@molina.example (Jorge)", [("Jorge", "jorge@molina.example")]),
        ("a@b.example, C <c@d.example>", [("", "a@b.example"), ("C", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        ("Friends: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")]),
        ("=?utf-8?q?Zane_Kr=C5=ABmi=C5=86a?= <zane@liepa.example>", [("Zane Krūmiņa", "zane@liepa.example")]),
        (
            '"=?utf-8?q?Zane?=" =?utf-8?q?Kr=C5=ABmi=C5=86a?= <zane@liepa.example>',
            [("Zane Krūmiņa", "zane@liepa.example")],
        ),
        ("=?utf-8?q?Eve=2C_Bob_=3Cx=40y=2Eexample=3E?= <z@y.example>", [("", "z@y.example")]),
        ("a.@docomo.example", [("", "a.@docomo.example")]),
        ("o'hara+tag@firm.example", [("", "o'hara+tag@firm.example")]),
        ("jānis@liepāja.example", [("", "jānis@xn--liepja-6za.example")]),
        ("<>", []),
        ("", []),
    ],
)
def test_ordinary_address_lists(written, expected):
    assert one(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "boss@a.example)<eve@evil.example>",
        "boss@a.example(<eve@evil.example>",
        "<boss@a.example> <eve@evil.example>",
        "<boss@a.example <eve@evil.example>>",
        "<boss@a.example",
        "boss@a.example>",
        "<boss@a.example> eve@evil.example",
        '"boss@a.example"@evil.example',
        "boss@a.example@evil.example",
        "boss(comment)@a.example",
        "<boss(comment)@a.example>",
        '"boss" @a.example',
        "<@relay.example:boss@a.example>",
        "boss @a.example",
        "boss@[10.0.0.1]",
        "boss@localhost",
        "boss@a..example",
        "boss@-a.example",
        ".boss@a.example",
        "boss@a.example:eve@evil.example",
        'boss@a.example "',
        "boss@a.exam\x00ple",
        "boss@a.example\u202e",
        "boss\u200b@a.example",
        "boss@ａ.example",
    ],
)
def test_attack_08_whatever_can_be_read_in_two_ways_is_not_clear(written):
    assert not addresses.parse(written.encode()).clear


def test_attack_08_bytes_that_are_no_text_are_no_address():
    assert not addresses.parse(b"b\xf6ss@a.example").clear


def test_attack_07_a_name_that_shows_another_address_is_dropped():
    for written in ("Pat <pat@p.example>", "pat@p.example", "PAT@P.EXAMPLE via desk"):
        found = addresses.parse(f'"{written}" <eve@evil.example>'.encode())
        assert found.addresses == (Address("", "eve@evil.example"),)
    assert one('"eve@evil.example" <eve@evil.example>') == [("eve@evil.example", "eve@evil.example")]


@pytest.mark.parametrize(
    "look_alike", ["casey@a.examp1e", "casey@\u0430.example", "c\u0430sey@a.example", "casey@xn--80a.example"]
)
def test_attack_06_a_look_alike_is_another_address(look_alike):
    assert addresses.normal(look_alike) not in {"", "casey@a.example"}


def test_attack_06_a_domain_in_another_script_shows_as_ascii():
    assert addresses.normal("casey@\u0430.example") == "casey@xn--80a.example"


def test_attack_46_no_more_than_200_addresses_are_read():
    found = addresses.parse(b", ".join(b"a%d@b.example" % number for number in range(25_000)))
    assert len(found.addresses) == addresses.ADDRESSES_LIMIT
    assert found.cut


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("Support+abc@Auralis.Example", "support@auralis.example"),
        ("support@auralis.example", "support@auralis.example"),
        ("+x@a.example", "+x@a.example"),
        ("nonsense", ""),
    ],
)
def test_attack_23_a_mailbox_is_known_without_tag_and_case(written, mailbox):
    assert addresses.without_tag(written) == mailbox


@pytest.mark.parametrize(
    "written",
    [
        "a" * 65 + "@b.example",
        "a@" + "b" * 64 + ".example",
        "a@b.example" + ".c" * 200,
        "a@b c.example",
        "a@b.example/",
        "@b.example",
        "a@",
        "a@b.exa\u00admple\u2024x",
    ],
)
def test_what_is_no_address(written):
    assert addresses.normal(written) == ""


@given(st.text(alphabet='ab@.<>()",;:\\ \t\u0430=?', max_size=80))
def test_reading_addresses_is_total_and_every_address_is_canonical(written):
    for address in addresses.parse(written.encode()).addresses:
        assert addresses.normal(address.address) == address.address != ""


@given(st.binary(max_size=300))
def test_reading_addresses_from_any_bytes_never_fails(written):
    addresses.parse(written)
