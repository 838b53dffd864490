"""What goes over the wire keeps to the lengths that RFC 2045 and RFC 2047 allow."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.out import wire

LETTERS = st.text(st.sampled_from("aé \t你😀.=-\n"), max_size=400)


def longest(raw: bytes) -> int:
    return max(map(len, raw.split(b"\r\n")))


@pytest.mark.parametrize("name", ["Subject", "Reply-To", "From"])
@pytest.mark.parametrize(
    "text", ["é" * 100, "😀" * 50, "Přístroj nefunguje a svítí červeně, co mám dělat dál?"]
)
def test_a_line_with_an_encoded_word_has_at_most_76_letters(name: str, text: str) -> None:
    assert longest(wire.text_field(name, text)) <= 76
    assert longest(wire.address_field(name, [(text, "a@b.example")])) <= 76


@pytest.mark.parametrize("end", [" ", "\t", "  ", "   "])
@pytest.mark.parametrize("start", ["a" * 73, "a" * 74, "a" * 75, "a" * 68 + "é", "=" * 24 + "aa"])
def test_a_line_that_ends_in_white_space_has_at_most_76_letters_too(start: str, end: str) -> None:
    for after in ("", "\n", "\nb"):
        made = wire.quoted_printable(start + end + after)
        assert longest(made) <= 76
        assert quopri.decodestring(made).replace(b"\r\n", b"\n").decode() == start + end + after


@given(LETTERS)
def test_any_text_comes_back_out_of_lines_of_at_most_76_letters(text: str) -> None:
    made = wire.quoted_printable(text)
    assert longest(made) <= 76
    assert quopri.decodestring(made).replace(b"\r\n", b"\n").decode() == text


def test_the_line_before_a_signature_keeps_its_space() -> None:
    assert wire.quoted_printable("Un saludo\n\n-- \nMateo\n") == b"Un saludo\r\n\r\n--=20\r\nMateo\r\n"
