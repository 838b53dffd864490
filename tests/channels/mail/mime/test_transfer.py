"""Transfer encodings, whole and damaged."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import transfer


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
    assert transfer.from_base64(written) == (content, whole)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("", ""), ("7-bit", ""), ("8BITS", ""), ("None", ""), ("base64", "base64"), ('"Base64"', "base64"), ("base64;x", "base64"),
        ("quoted printable", "quoted"), ("Quoted-Printable (x)", "quoted"), ("x-uuencode", "uuencode"), ("zip", "unknown"),
    ],
)  # fmt: skip
def test_encodings_by_the_names_that_they_are_given(written, kind):
    assert transfer.kind(written) == kind


def test_what_claims_to_be_uuencoded_and_is_not_stays_as_it_is():
    assert transfer.undo(b"words", "x-uuencode") == (b"words", "unknown_encoding")


def test_a_text_that_only_looks_like_base64_stays_text():
    words = base64.encodebytes(b"word " * 50)
    assert transfer.unmarked(words, text=True) == b"word " * 50
    assert transfer.unmarked(words, text=False) == words
    assert transfer.unmarked(words + b" and more", text=True) == words + b" and more"
    assert transfer.unmarked(b"ABCDABCD", text=True) == b"ABCDABCD"


def test_damaged_base64_of_more_pieces_than_anybody_writes_is_cut():
    content, whole = transfer.from_base64(b"QQ==" * 300_000)
    assert len(content) == 200_000
    assert not whole


@given(
    st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "x"]), st.booleans()
)
def test_undoing_never_fails(content, encoding, text):
    transfer.undo(content, encoding, text=text)
    transfer.unmarked(content, text=text)
