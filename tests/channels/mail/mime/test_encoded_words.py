"""Encoded words (RFC 2047), as they should be and as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime.encoded_words import decode_words


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
        (b"=?utf-8?q?open", "open"),
        ("ķūla".encode(), "ķūla"),
        ("ķūla ēā".encode("cp1257"), "ķūla ēā"),
    ],
)
def test_encoded_words_as_met_in_practice(written, read):
    shown = decode_words(written)
    assert shown == read or (read == "\ufffd" and shown)


def test_attack_46_no_more_than_500_encoded_words_are_decoded():
    shown = decode_words(b" ".join([b"=?utf-8?q?a?="] * 501))
    assert shown == "a" * 500 + " =?utf-8?q?a?="


def test_attack_47_an_encoded_word_reaches_no_odd_codec():
    assert decode_words(b"=?unicode_escape?q?=5Cu0041?=") == "\\u0041"


@given(
    st.lists(
        st.sampled_from([b"=?", b"?=", b"utf-8", b"?q?", b"?b?", b"=C4", b"a", b" ", b"\xe2", b"*"]),
        max_size=60,
    )
)
def test_broken_encoded_words_never_fail(pieces):
    decode_words(b"".join(pieces))
