"""Outlook's wrapper, rich text, signed messages, invitations: bounded whatever their lengths say.

What they hold when they are sound is told by the corpus (``corpus/packed.py``, ``corpus/machines.py``).
"""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import file_types, invitations, mapi, opaque, rtf, tnef
from tests.channels.mail.corpus.packed import (
    ENTITY,
    HELLO,
    PDF,
    attribute,
    enclosed,
    packed_file,
    properties,
    signed,
    signed_in_pieces,
    winmail,
)

# MS-OXRTFCP 4.1.1 and 4.1.2: the published examples.
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def test_the_published_examples_unpack():
    assert rtf.unpacked(HELLO) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf.unpacked(CROSSING) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@pytest.mark.parametrize("packed", [b"", HELLO[:15], HELLO[:8] + b"none" + HELLO[12:]])
def test_what_is_not_packed_unpacks_to_nothing(packed):
    assert rtf.unpacked(packed) == b""


def test_unpacking_stops_at_its_bound():
    lie = struct.pack("<II4sI", 100, 0xFFFFFFFF, b"LZFu", 0) + b"\x00abcdefgh" * 300_000
    assert len(rtf.unpacked(lie)) == rtf.SIZE_LIMIT


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"{\rtf1 a\par b\line c\tab d}", "a\nb\nc\td"),
        (rb"{\rtf1\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (rb"{\rtf1\uc1 \u269?\u-3913\'3f ok}", "č\uf0b7 ok"),
        (rb"{\rtf1\uc2 \u333ab c}", "ō c"),
        (rb"{\rtf1\u55357?\u56397? ok}", "👍 ok"),
        (rb"{\rtf1 a\~b\_c {\*\secret x}{\pict 00ff}d}", "a\xa0bc d"),
        (rb"{\rtf1 \{a\}\\}", "{a}\\"),
        (b"not rich", ""),
    ],
)
def test_rich_text_is_read(written, read):
    assert rtf.read(written).text == read


def test_rich_text_nested_beyond_reason_is_read_as_far_as_reason_goes():
    assert rtf.read(b"{\\rtf1 a" + b"{b" * 1000).text.startswith("ab")


def test_messages_in_messages_are_read_three_deep():
    inner = winmail(PDF)
    for _ in range(3):
        inner = winmail(enclosed(inner, b"x"))
    assert tnef.read(inner).whole
    assert not tnef.read(winmail(enclosed(inner, b"x"))).whole


def test_no_more_than_100_files_come_out_of_one_wrapper():
    read = tnef.read(winmail(*[packed_file(b"x", b"y")] * 150))
    assert len(read.files) == tnef.FILES_LIMIT
    assert not read.whole


def test_the_first_of_many_values_counts_and_unknown_types_end_the_list():
    many = (
        struct.pack("<IHH", 2, 0x101E, 0x1000)
        + struct.pack("<I", 2)
        + struct.pack("<I", 4)
        + b"one\0"
        + struct.pack("<I", 4)
        + b"two\0"
    )
    found = mapi.read(memoryview(many + struct.pack("<HHI", 0x77, 0x1001, 0)))
    assert {number: mapi.text(value, "") for number, value in found.items()} == {0x1000: "one"}


def test_a_property_that_has_a_name_is_passed_over():
    named = (
        struct.pack("<IHH", 2, 3, 0x8001)
        + b"\0" * 16
        + struct.pack("<II", 1, 6)
        + b"ab\0\0\0\0\0\0"
        + struct.pack("<I", 7)
    )
    found = mapi.read(memoryview(named + struct.pack("<HHII", 0x1E, 0x1000, 1, 2) + b"x\0\0\0"))
    assert found[0x8001].number == 7
    assert mapi.text(found[0x1000], "") == "x"
    assert mapi.text(found[0x8001], "") == mapi.text(None, "") == ""


@given(st.binary(max_size=400))
def test_any_bytes_can_be_taken_for_a_wrapper(content):
    tnef.read(content)
    tnef.read(winmail() + content)
    tnef.read(
        winmail(attribute(1, 0x9003, content), attribute(2, 0x9002, b""), attribute(2, 0x9005, content))
    )
    mapi.read(memoryview(properties((0x1000, 0x1E, content))))
    rtf.unpacked(content)
    rtf.unpacked(HELLO[:16] + content)
    rtf.read(b"{\\rtf1 " + content)
    opaque.signed_content(content)
    opaque.signed_content(signed(ENTITY)[:30] + content)


@given(
    st.lists(
        st.sampled_from(
            [
                b"\\u8364?",
                b"{",
                b"}",
                b"\\'e4",
                b"\\*",
                b"\\htmltag",
                b"\\htmlrtf",
                b"\\uc3 ",
                b"\\",
                b"a",
                b"\\par",
            ]
        ),
        max_size=40,
    )
)
def test_any_jumble_of_rich_text_can_be_read(pieces):
    read = rtf.read(b"{\\rtf1\\fromhtml1 " + b"".join(pieces))
    (read.html + read.text).encode()


@given(st.integers(0, 200))
def test_a_signed_message_cut_anywhere_is_none_or_whole(place):
    for whole in (signed(ENTITY), signed_in_pieces(ENTITY)):
        assert opaque.signed_content(whole) == ENTITY
        assert opaque.signed_content(whole[:place]) in {None, ENTITY}


def test_parts_of_a_signed_message_may_have_open_lengths_too():
    whole = signed_in_pieces(ENTITY)
    algorithms = b"\x31\x00"
    assert opaque.signed_content(whole.replace(algorithms, b"\x31\x80\x30\x80\x05\x00\0\0\0\0", 1)) == ENTITY
    assert opaque.signed_content(whole.replace(algorithms, b"\x31\x80" * 20, 1)) is None
    assert (
        opaque.signed_content(
            whole.replace(bytes.fromhex("2a864886f70d010701"), bytes.fromhex("2a864886f70d010702"))
        )
        is None
    )
    assert opaque.signed_content(b"\x30\x85" + bytes(20)) is None


def test_strings_nested_beyond_reason_are_none():
    deep = signed_in_pieces(b"")[: signed_in_pieces(b"").index(b"\x24\x80")] + b"\x24\x80" * 20 + b"\x04\x01a"
    assert opaque.signed_content(deep) is None
    assert opaque.signed_content(b"\x30\x80" * 50) is None


@pytest.mark.parametrize(
    ("calendar", "read"),
    [
        ("BEGIN:VEVENT\nSUMMARY:a\nEND:VEVENT", "a"),
        ("BEGIN:VEVENT\nDTSTART:soon\nSUMMARY:a", "a\nsoon"),
        ("BEGIN:VEVENT\nDTSTART:20250310T100000\nDTEND:20250310T110000", "2025-03-10 10:00 – 11:00"),
        ("BEGIN:VEVENT\nORGANIZER;CN=Tom Baker:mailto:tom@baker.example", "Tom Baker <tom@baker.example>"),
        ("begin:vevent\nsummary:a\nSUMMARY:b", "a"),
        ("SUMMARY:a", ""),
        ("", ""),
    ],
)
def test_invitations_are_read(calendar, read):
    assert invitations.summary(calendar) == read


@given(st.text(alphabet='BEGIN:VTSUMARYD;="\n\\,20T3 é', max_size=200))
def test_any_calendar_can_be_read(calendar):
    invitations.summary("BEGIN:VEVENT\n" + calendar)


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("a.PDF", "application/pdf"),
        ("a.jpeg", "image/jpeg"),
        ("a.log", "text/plain"),
        ("a.odd", "application/octet-stream"),
        ("pdf", "application/octet-stream"),
    ],
)
def test_a_files_type_by_its_ending(name, media):
    assert file_types.media_of(name) == media
