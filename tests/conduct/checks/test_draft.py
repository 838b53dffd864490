from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.conduct.checks.draft import MAX_TEXT, all_words, folded_with_places, folded_words, read


def sentences(text: str, openers: frozenset[str] = frozenset()) -> list[str]:
    draft = read(text, openers)
    return [text[draft.words[one.first].start : draft.words[one.last].end] for one in draft.sentences]


def test_sentences_end_at_marks_and_at_line_ends_of_short_lines():
    assert sentences("Hello Tom,\nit is done. Really? Yes… of course!\n\nRegards") == [
        "Hello Tom",
        "it is done",
        "Really",
        "Yes",
        "of course",
        "Regards",
    ]


def test_a_line_wrapped_by_the_mail_program_goes_on():
    assert sentences("The second parcel is at the depot in Leeds and goes out\ntoday.") == [
        "The second parcel is at the depot in Leeds and goes out\ntoday"
    ]


def test_figures_and_abbreviations_do_not_end_a_sentence():
    assert (
        len(sentences("Version 4.2 is for Mr. Baker, see auralis.example at plkst. 3.00 or e.g. later.")) == 1
    )


def test_a_sentence_may_close_inside_quotation_marks():
    assert sentences("He wrote “It works.” Then it stopped.") == ["He wrote “It works", "Then it stopped"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hi Tom, you are right.", "Hi Tom"),
        ("Hola, Toni: tiene razón.", "Hola, Toni"),
        ("Hi, that works.", "Hi"),
        ("Hi Tom you are right, really.", "Hi Tom you are right"),
    ],
)
def test_a_greeting_is_a_sentence_of_its_own_in_the_same_line(text, first):
    assert sentences(text, frozenset({"hi", "hola"}))[0] == first


def test_without_a_greeting_a_comma_ends_nothing():
    assert len(sentences("Now Tom, you are right.", frozenset({"hi"}))) == 1


def test_quoted_lines_links_and_mail_addresses_hold_no_words():
    draft = read("> You idiot\nSee https://auralis.example/idiot or idiot@auralis.example now")
    assert [word.folded for word in draft.words] == ["see", "or", "now"]
    assert len(draft.links) == len(draft.emails) == 1
    assert "idiot" in [word.folded for word in all_words(draft)]
    assert all_words(read("just words")) == read("just words").words


def test_words_in_quotation_marks_are_marked():
    marked = [
        word.folded
        for word in read('Press “Start now” and «OK» and "Go" and „Labi” once').words
        if word.in_marks
    ]
    assert marked == ["start", "now", "ok", "go", "labi"]


def test_a_word_typed_with_separate_accents_is_found_whole():
    text = "Cilve\u0304ks ja\u0304"
    assert [text[word.start : word.end] for word in read(text).words] == ["Cilve\u0304ks", "ja\u0304"]
    assert folded_words("Cilve\u0304ks JĀ don’t") == ["cilveks", "ja", "don't"]


def test_nothing_after_the_longest_text_is_read():
    assert len(read("a " * MAX_TEXT).text) == MAX_TEXT


@given(st.text(max_size=200))
def test_every_word_knows_its_place(text):
    draft = read(text)
    for word in draft.words:
        assert 0 <= word.start < word.end <= len(text)
        assert folded_with_places(text[word.start : word.end])[0].strip().startswith(word.folded[:1])
    assert [word.start for word in draft.words] == sorted(word.start for word in draft.words)
    assert len(draft.own) == len(draft.plain) == len(text)


@given(st.text(max_size=200))
def test_sentences_cover_all_words_once(text):
    draft = read(text)
    covered = [index for one in draft.sentences for index in range(one.first, one.last + 1)]
    assert covered == list(range(len(draft.words)))
    assert all(draft.words[one.first].opens and draft.words[one.last].closes for one in draft.sentences)
