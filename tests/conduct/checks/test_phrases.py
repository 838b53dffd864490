from __future__ import annotations

import pytest

from relevo.conduct.checks.draft import read
from relevo.conduct.checks.phrases import PhraseBook, parse


def found(phrase: str, text: str, negations: tuple[str, ...] = ()) -> list[str]:
    draft = read(text)
    hits = PhraseBook([(phrase, None)], negations).find(draft.words)
    return [text[draft.words[hit.first].start : draft.words[hit.last].end] for hit in hits]


def test_a_word_is_compared_without_case_and_diacritics():
    assert found("jus redzat", "Vai JŪS redzat?") == ["JŪS redzat"]


def test_a_stem_stands_for_any_ending_and_bars_give_a_choice():
    assert found("refund*|money back", "A refunding, money back and a fund back") == ["money back"]
    assert found("refund*", "A refunding") == ["refunding"]


def test_a_word_in_brackets_may_be_missing():
    assert found("please (do) wait", "Please wait. Please do wait. Please now wait.") == [
        "Please wait",
        "Please do wait",
    ]


def test_a_bracket_is_given_up_when_the_rest_needs_its_word():
    assert found("to (the) the", "go to the shop") == ["to the"]


def test_an_exclamation_mark_refuses_the_next_word_without_consuming_it():
    assert found("you should have !received", "You should have received it. You should have read it.") == [
        "You should have"
    ]


def test_a_refused_word_may_be_missing_at_the_end_of_the_text():
    assert found("so !what", "And so") == ["so"]


def test_two_dots_let_up_to_three_words_between():
    assert found("neither .. nor", "Neither one nor two. Neither a b c nor d. Neither a b c d nor e.") == [
        "Neither one nor",
        "Neither a b c nor",
    ]


def test_a_hash_is_a_number_also_at_the_start_and_a_low_line_any_word():
    assert found("in # days", "in 3 days, in three days") == ["in 3 days"]
    assert found("#|two days", "3 days and two days") == ["3 days", "two days"]
    assert found("in _ days", "in three days") == ["in three days"]


def test_a_caret_holds_a_phrase_to_the_start_of_a_sentence():
    assert found("^ relax", "Please relax. Relax!") == ["Relax"]


def test_a_dollar_holds_a_phrase_to_the_end_and_with_a_question_mark_to_that_of_a_question():
    assert found("so what $", "So what now? So what.") == ["So what"]
    assert found("sure $?", "Sure. Are you sure? Sure thing?") == ["sure"]


def test_a_phrase_does_not_reach_into_the_next_sentence():
    assert found("read the manual", "Did you read? The manual is here.") == []


def test_a_tilde_leaves_a_negated_phrase_alone_in_its_own_sentence_only():
    negations = ("not",)
    assert found("~ your fault", "It is not really your fault.", negations) == []
    assert found("~ your fault", "I will not. It is your fault.", negations) == ["your fault"]
    assert found("~ your fault", "Not one two three four your fault.", negations) == ["your fault"]


def test_a_word_with_a_stem_of_its_own_is_found_once():
    assert found("refund|refund*", "refund") == ["refund"]


@pytest.mark.parametrize("written", ["", "^ $", "(the) shop", "!no", ".. shop", "_ shop", "~ ^"])
def test_a_phrase_must_begin_with_a_word_to_be_found_by(written):
    with pytest.raises(ValueError, match="begin with a word"):
        parse(written)


@pytest.mark.parametrize("written", ["shop (the", "a||b", "the Shop", "shop,", "*", "a b'"])
def test_what_is_no_token_is_refused(written):
    with pytest.raises(ValueError, match="not a token"):
        parse(written)
