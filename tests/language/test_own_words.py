"""What the author of a message wrote himself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.language.own_words import blank_foreign_words


def test_quoted_lines_attributions_and_signatures_become_blank():
    text = (
        "No funciona.\n"
        "El lun, 9 mar 2026, Auralis escribió:\n"
        "> Please send us the serial number\r\n"
        "  > > really\n"
        "Enviado desde mi iPhone\n"
        "Gracias\n"
        "-- \n"
        "Jorge Molina\n"
        "Valencia"
    )
    blanked = blank_foreign_words(text)
    assert len(blanked) == len(text)
    assert blanked.split() == ["No", "funciona.", "Gracias"]
    assert blanked.count("\n") == text.count("\n")
    assert "\r\n" in blanked


@pytest.mark.parametrize(
    "line",
    [
        "On Monday Tom Baker wrote:",
        "Pirmdien Zane Krūmiņa rakstīja:",
        "Sent from my phone",
        "Sūtīts no mana tālruņa",
    ],
)
def test_mail_programs_speak_several_languages(line):
    assert not blank_foreign_words(line).strip()


def test_a_dash_inside_a_sentence_opens_no_signature():
    assert blank_foreign_words("It works -- almost\nBut not today") == "It works -- almost\nBut not today"


@settings(deadline=None)
@given(st.text())
def test_offsets_never_move(text):
    blanked = blank_foreign_words(text)
    assert len(blanked) == len(text)
    assert all(new in {old, " "} for old, new in zip(text, blanked, strict=True))
