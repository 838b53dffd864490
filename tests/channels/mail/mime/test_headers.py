"""Header fields: split from the body, bounded, found wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import headers


def fields(content: bytes) -> headers.Headers:
    return headers.split(memoryview(content))[0]


def test_header_and_body_are_split_and_folded_lines_joined():
    found, body = headers.split(memoryview(b"Subject: a\r\n b\r\nX: 1\r\nX: 2\r\n\r\nbody\r\n"))
    assert found.fields == (("subject", b"a b"), ("x", b"1"), ("x", b"2"))
    assert bytes(body) == b"body\r\n"
    assert found.count("x") == 2
    assert found.raw("nothing") == b""


@pytest.mark.parametrize(
    ("content", "names", "body"),
    [
        (b"\r\nbody", [], b"body"),
        (b"\nSubject: x", [], b"Subject: x"),
        (b"no header here\r\nat all", [], b"no header here\r\nat all"),
        (b"Subject: x", ["subject"], b""),
        (b"From someone Mon Mar  3\nSubject: x\n\nb", ["subject"], b"b"),
        (b"Subject: x\nnot a field\nTo: y\n\nb", ["subject", "to"], b"b"),
        (b"", [], b""),
    ],
)
def test_odd_beginnings_of_a_part(content, names, body):
    found, rest = headers.split(memoryview(content))
    assert [name for name, _ in found.fields] == names
    assert bytes(rest) == body


def test_attack_46_fields_and_blocks_are_cut_to_a_bound():
    many = fields(b"".join(b"X-%d: y\r\n" % number for number in range(20_000)) + b"\r\n")
    assert len(many.fields) == headers.FIELDS_LIMIT
    assert many.cut
    long = fields(b"Subject: " + b"a" * 1_000_000 + b"\r\n\r\n")
    assert len(long.raw("subject")) <= headers.FIELD_LIMIT
    assert long.cut
    assert not fields(b"Subject: a\r\n\r\n").cut


def test_attack_46_a_field_just_over_its_bound_is_cut():
    found = fields(b"Subject: " + b"a" * (headers.FIELD_LIMIT + 10) + b"\r\n\r\n")
    assert found.cut
    assert len(found.raw("subject")) <= headers.FIELD_LIMIT


@given(st.binary(max_size=2000))
def test_header_reading_never_fails(content):
    found, _ = headers.split(memoryview(content))
    for name, _ in found.fields:
        found.text(name)
        found.parameters(name)
        found.plain(name)


def test_important_fields_are_found_beyond_the_bounds():
    block = b"X-Odd: y\r\n" * 40_000 + b"Subject: a\r\n b\r\nX-More: z\r\nFROM : x@y.example\r\n"
    found = fields(block + b"\r\nSubject: body")
    assert found.fields[headers.FIELDS_LIMIT :] == (("subject", b"a b"), ("from", b"x@y.example"))
    assert found.cut


def test_no_more_than_100_fields_are_looked_for_beyond_the_bounds():
    assert len(fields(b"From: a@b.example\r\n" * 5000).fields) == headers.FIELDS_LIMIT + 100


def test_of_long_references_the_newest_are_kept():
    found = fields(b"References: " + b"<old@x.example> " * 5000 + b"<new@x.example>\r\n\r\n")
    assert found.raw("references").endswith(b"<new@x.example>")
    assert found.cut


@pytest.mark.parametrize(
    ("content", "names", "body"),
    [
        (
            b"Subject: x\nHello, no blank line\nTo whom\n\nmore",
            ["subject"],
            b"Hello, no blank line\nTo whom\n\nmore",
        ),
        (b"Subject: x\n  \nwords\n\nmore", ["subject"], b"words\n\nmore"),
        (b"Subject: x\n  \n y\nTo: z\n\nmore", ["subject", "to"], b"more"),
        (b"Subject: x\n\t\nTo: z\n\nmore", ["subject", "to"], b"more"),
        (b"From : x\n\nb", ["from"], b"b"),
    ],
)
def test_where_a_header_ends_that_has_no_proper_end(content, names, body):
    found, rest = headers.split(memoryview(content))
    assert [name for name, _ in found.fields] == names
    assert bytes(rest) == body
