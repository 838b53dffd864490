"""Cutting a message into lines to translate."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.language.protection import protect, restore
from relevo.language.units import WRAPPED_FROM, cut


def texts_of(text):
    return [unit.text for _, unit in cut(protect(text)).units]


def test_the_shape_of_a_message_stays_outside():
    text = "Hola Jorge:\r\n\r\n  - Ponga E-0042 aquí \n 1. Uno\n> cita\n\tFin"
    sheet = cut(protect(text))
    assert [unit.text for _, unit in sheet.units] == ["Hola Jorge:", "Ponga XQ7Z aquí", "Uno", "cita", "Fin"]
    assert sheet.filled(["A", "B", "C", "D", "E"]) == "A\r\n\r\n  - B \n 1. C\n> D\n\tE"


def test_lines_without_words_are_not_translated_and_keep_their_letters():
    text = "E-0042\n---\n12.03.2026 14:30\n***\n"
    sheet = cut(protect(text))
    assert sheet.units == ()
    assert sheet.filled([]) == text


def test_lines_that_a_mail_program_wrapped_are_joined():
    long = "Esta es una línea que el programa de correo ha cortado aquí"
    assert len(long) < WRAPPED_FROM
    longer = f"{long} mismo"
    assert texts_of(f"{longer}\ny sigue.\nFin") == [f"{longer} y sigue.", "Fin"]
    assert texts_of(f"{longer} \ny sigue") == [f"{longer} y sigue"]
    assert texts_of(f"{long}\ny sigue") == [long, "y sigue"]
    assert texts_of(f"{longer}.\ny sigue") == [f"{longer}.", "y sigue"]
    assert texts_of(f"{longer}\nSigue") == [longer, "Sigue"]
    assert texts_of(f"{longer}\n\ny sigue") == [longer, "y sigue"]


def test_three_wrapped_lines_become_one():
    first, second = "a" * WRAPPED_FROM, "b" * WRAPPED_FROM
    assert texts_of(f"{first}\n{second}\nc") == [f"{first} {second} c"]


def test_a_unit_knows_its_own_pieces():
    sheet = cut(protect("da E-0042 aquí\nda H27 allí"))
    assert [[piece.text for piece in unit.pieces] for _, unit in sheet.units] == [["E-0042"], ["H27"]]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 .-*>\r\n\tE0{}XQZ7")) | st.text())
def test_filling_in_the_originals_gives_the_text_back(text):
    sheet = cut(protect(text))
    assert sheet.filled([restore(unit.text, unit) for _, unit in sheet.units]) == text
