"""Header fields: split, encoded words (RFC 2047), parameters (RFC 2231)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail import headers


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


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"plain words", "plain words"),
        (b"=?utf-8?q?Zane_Kr=C5=ABmi=C5=86a?=", "Zane Krūmiņa"),
        (b"=?UTF-8?B?U2lsdHVtcw==?= nav", "Siltums nav"),
        (b"=?iso-8859-1?Q?=BFqu=E9?= =?iso-8859-1?Q?_tal?=", "¿qué tal"),
        (b"a =?utf-8?q?b?= c =?utf-8?q?d?=", "a b c d"),
        (b"=?utf-8?b?xIE=?==?utf-8?q?=C4?= =?utf-8?q?=81?=", "āā"),  # a letter cut in two words
        (b"=?windows-1257?q?Palddies=2C_J=E2ni?=", "Palddies, Jāni"),
        (b"=?koi8-r?B?8NLJ18XU?=", "Привет"),
        (b"=?utf-8*en?q?hello?=", "hello"),
        (b"=?x-unknown?q?=E2r=E2?=", "ārā"),
        (b"=?utf-8?b?not base64!!?=", "\ufffd"),
        (b"=?utf-8?x?aa?=", "=?utf-8?x?aa?="),
        (b"=?utf-8?q?open", "=?utf-8?q?open"),
        ("ķūla".encode(), "ķūla"),
        ("ķūla ēā".encode("cp1257"), "ķūla ēā"),
    ],
)
def test_encoded_words_as_met_in_practice(written, read):
    shown = headers.decode_words(written)
    assert shown == read or (read == "\ufffd" and shown)


def test_attack_46_no_more_than_500_encoded_words_are_decoded():
    shown = headers.decode_words(b" ".join([b"=?utf-8?q?a?="] * 501))
    assert shown == "a" * 500 + " =?utf-8?q?a?="


def test_attack_47_an_encoded_word_reaches_no_odd_codec():
    assert headers.decode_words(b"=?unicode_escape?q?=5Cu0041?=") == "\\u0041"


@pytest.mark.parametrize(
    ("written", "value", "parameters"),
    [
        ("text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ('Text/Plain; CHARSET="UTF-8"; x=y', "text/plain", {"charset": "UTF-8", "x": "y"}),
        ("attachment; filename*=utf-8''r%C4%93%C4%B7ins.pdf", "attachment", {"filename": "rēķins.pdf"}),
        ("attachment; filename*0=abc; filename*1=def", "attachment", {"filename": "abcdef"}),
        ("attachment; filename*0*=utf-8''%C4; filename*1*=%81.txt", "attachment", {"filename": "ā.txt"}),
        ("attachment; filename*1=b; filename*0=a", "attachment", {"filename": "ab"}),
        ("attachment; filename=x.txt; filename*=utf-8''y.txt", "attachment", {"filename": "y.txt"}),
        ("attachment; filename*=utf-8''y.txt; filename=x.txt", "attachment", {"filename": "y.txt"}),
        ("attachment; filename=a.txt; filename=b.txt", "attachment", {"filename": "a.txt"}),
        ("attachment; filename*=windows-1257''%E2.txt", "attachment", {"filename": "ā.txt"}),
        ("attachment; filename*=unicode_escape''%5Cu0041", "attachment", {"filename": "\\u0041"}),
        ("attachment; filename*=odd", "attachment", {"filename": "odd"}),
        ('attachment; filename="=?utf-8?q?=C4=81.txt?="', "attachment", {"filename": "ā.txt"}),
        (r'attachment; filename="a\"b;c.txt"', "attachment", {"filename": 'a"b;c.txt'}),
        ('attachment; filename="open', "attachment", {"filename": "open"}),
        ("attachment; filename=a b.txt; x=", "attachment", {"filename": "a b.txt", "x": ""}),
        ("attachment; **=x; ok=1", "attachment", {"ok": "1"}),
        ("", "", {}),
    ],
)
def test_parameters_as_met_in_practice(written, value, parameters):
    assert headers.parameters(written) == (value, parameters)


def test_no_more_than_40_parameters_are_read():
    _, found = headers.parameters("x; " + "; ".join(f"p{number}=1" for number in range(100)))
    assert len(found) == 40


@pytest.mark.parametrize(
    ("written", "content", "whole"),
    [
        (b"aGVsbG8=", b"hello", True),
        (b"aGVs\r\nbG8=", b"hello", True),
        (b"aGVsbG8", b"hello", False),
        (b"aGVsbG8x!!!Y", b"hello1", False),
        (b"", b"", True),
    ],
)
def test_base64_is_read_as_far_as_it_goes(written, content, whole):
    assert headers.from_base64(written) == (content, whole)


@given(st.binary(max_size=2000))
def test_header_reading_never_fails(content):
    found, _ = headers.split(memoryview(content))
    for name, value in found.fields:
        found.text(name)
        found.parameters(name)
        headers.decode_words(value)


@given(
    st.lists(
        st.sampled_from([b"=?", b"?=", b"utf-8", b"?q?", b"?b?", b"=C4", b"a", b" ", b"\xe2", b"*"]),
        max_size=60,
    )
)
def test_broken_encoded_words_never_fail(pieces):
    headers.decode_words(b"".join(pieces))


@given(
    st.lists(
        st.sampled_from(["a", "*", "0", "=", ";", '"', "'", "%C4", "%", "\\", " ", "utf-8''", "ā"]),
        max_size=60,
    )
)
def test_broken_parameters_never_fail(pieces):
    headers.parameters("".join(pieces))
