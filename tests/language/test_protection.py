"""Tokens out, originals back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relevo.language.protection import Broken, Form, Piece, Protected, protect, protected_items, restore

TEXT = "Mi Auralis Duo 2 (AD2-1234567) da E-0042 y luego E-0042."


def test_literals_become_tokens_that_look_like_one_word():
    protected = protect(TEXT, terms=["Auralis Duo 2"])
    assert protected.text == "Mi XQ7Z (XQ8Z) da XQ9Z y luego XQ10Z."
    assert protected.pieces[0] == Piece(7, "Auralis Duo 2", "term")


def test_the_pieces_come_back_wherever_the_engine_moved_them():
    protected = protect(TEXT, terms=["Auralis Duo 2"])
    assert (
        restore("After xq10z my XQ7Z, XQ8Z: XQ9Z", protected)
        == "After E-0042 my Auralis Duo 2, AD2-1234567: E-0042"
    )


def test_a_lost_piece_is_named():
    protected = protect("E-0042 y H27")
    with pytest.raises(Broken) as caught:
        restore("only XQ7Z", protected)
    assert (caught.value.lost, caught.value.doubled) == (("H27",), ())
    assert "H27" in str(caught.value)


def test_a_doubled_piece_is_named():
    protected = protect("E-0042 y H27")
    with pytest.raises(Broken) as caught:
        restore("XQ7Z XQ8Z XQ7Z", protected)
    assert (caught.value.lost, caught.value.doubled) == ((), ("E-0042",))


def test_numbering_starts_where_the_message_has_no_such_token():
    protected = protect("xq7z y {8} y xq10z, pero E-0042 y H27")
    assert [piece.text for piece in protected.pieces] == ["{8}", "E-0042", "H27"]
    assert [piece.number for piece in protected.pieces] == [11, 12, 13]
    assert protect("xq999z E-0042").pieces[0].number == 7


def test_a_token_of_the_customer_is_left_alone():
    protected = protect("xq90z E-0042")
    assert restore("E xq90z: XQ7Z", protected) == "E xq90z: E-0042"


def test_another_form_keeps_the_pieces():
    protected = protect(TEXT + " xq90z").in_form(Form.BRACES)
    assert protected.text == "Mi Auralis Duo 2 ({7}) da {8} y luego {9}. xq90z"
    assert restore(protected.text, protected) == TEXT + " xq90z"
    assert protected.in_form(Form.LETTERS) == protect(TEXT + " xq90z")


def test_the_text_around_the_pieces_can_be_had():
    assert protect("da E-0042 xq90z").around() == ["da ", Piece(7, "E-0042", "code"), " xq90z"]
    assert Protected("nada", ()).around() == ["nada"]


def test_protected_things_can_be_shown():
    assert [item.text for item in protected_items(TEXT, ["auralis duo 2"])] == [
        "Auralis Duo 2",
        "AD2-1234567",
        "E-0042",
        "E-0042",
    ]


def test_marked_words_are_protected():
    assert protect("Pulse Iniciar ya", marked=[(6, 13)]).text == "Pulse XQ7Z ya"


ANY_TEXT = (
    st.text()
    | st.text(alphabet=st.sampled_from("XQZxqz07{}19 \n.,-_/@:aAñ`<>€%"), max_size=200)
    | st.lists(
        st.sampled_from(
            [" ", "XQ7Z", "XQ8", "Z", "XQ", "{7}", "{", "}", "E-0042", "12", "XQ007Z", "\ud800", "\0", "İ"]
        )
    ).map("".join)
)


@settings(deadline=None)
@given(ANY_TEXT, st.lists(st.text(max_size=8), max_size=4), st.sampled_from(list(Form)))
@example("XQ999999999Z E-1", [], Form.LETTERS)
@example("{XQ1E-0042}7}", ["7"], Form.BRACES)
def test_restoring_a_protected_text_gives_it_back_byte_for_byte(text, terms, form):
    protected = protect(text, terms=terms).in_form(form)
    assert restore(protected.text, protected) == text
    around = protected.around()
    assert "".join(part.text if isinstance(part, Piece) else part for part in around) == text
