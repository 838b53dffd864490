import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.similarity import LONGEST, capitals_share, fold, shingle_similarity, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Kalniņa\n ÁRBOL ", "kalnina arbol"),
        ("Señor Peña", "senor pena"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ℌello ① ﬁn", "hello 1 fin"),
        ("a\u00a0\u3000b", "a b"),
        ("", ""),
        (" \t\n", ""),
    ],
)
def test_case_accents_and_extra_space_are_folded_away(text, folded):
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_similarity_is_symmetric_and_between_nothing_and_one(a, b):
    assert 0.0 <= shingle_similarity(a, b) <= 1.0
    assert shingle_similarity(a, b) == shingle_similarity(b, a)
    assert shingle_similarity(a, a) == 1.0


def test_similarity_is_the_dice_measure_of_three_letter_shingles():
    # " night " and " nacht " have five shingles each and share only "ht ".
    assert shingle_similarity("night", "Nacht") == 2 * 1 / 10
    assert shingle_similarity("aaaa", "aa") == 2 * 2 / 6


def test_a_repeated_answer_is_very_alike_and_another_one_is_not():
    first = "Please restart your Auralis Hub and tell me whether E-0042 is still shown."
    again = "Please restart your Auralis hub and tell me if E-0042 is still shown!"
    other = "The speaker is under warranty, so we will send you a new one on Monday."
    assert shingle_similarity(first, again) > 0.85
    assert shingle_similarity(first, other) < 0.3


def test_empty_texts_are_alike_and_nothing_is_like_something():
    assert shingle_similarity("", " ") == 1.0
    assert shingle_similarity("", "hola") == 0.0


def test_words_are_found_in_every_script_with_their_apostrophes():
    assert words("Don't touch: «Šķūnis», código E-0042; 修理_ok") == [
        "Don't",
        "touch",
        "Šķūnis",
        "código",
        "E",
        "0042",
        "修理",
        "ok",
    ]


@pytest.mark.parametrize(
    ("text", "share"), [("READ THE MANUAL", 1.0), ("Ok", 0.5), ("12 !!", 0.0), ("", 0.0)]
)
def test_the_share_of_capitals_counts_only_letters_that_have_case(text, share):
    assert capitals_share(text) == share


@pytest.mark.parametrize(
    "text", ["ﷺ" * 10**6, "a\u0301" * 10**6, " " * 10**6 + "x", "a'" * 10**6, "ΐ" * 10**6]
)
def test_a_hostile_text_is_cut_to_a_bounded_length_first(text):
    assert len(fold(text)) <= LONGEST
    assert len(words(text)) <= LONGEST
    assert shingle_similarity(text, text) == 1.0
    assert capitals_share(text) == 0.0
