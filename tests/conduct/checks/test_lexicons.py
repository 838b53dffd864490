"""The language files themselves: complete, of one shape, and offering sentences that pass their own checks."""

from __future__ import annotations

import re

import pytest

from relevo.conduct.checks import FACT_KINDS, LANGUAGES, RULES
from relevo.conduct.checks.speech import same_language, speech_of
from relevo.conduct.checks.wordlist import pairs, rows, words
from tests.conduct.checks.asking import findings


def lexicon_of(language: str):
    speech = speech_of(language)
    assert speech is not None
    return speech.lexicon


def test_english_spanish_and_latvian_are_there_and_others_are_not():
    assert set(LANGUAGES) == {"en", "es", "lv"}
    assert speech_of("de") is None
    assert speech_of("") is None


@pytest.mark.parametrize("tag", ["es", "ES", "es-MX", "es_CO"])
def test_a_language_is_found_by_its_primary_part(tag):
    assert speech_of(tag) is speech_of("es")
    assert same_language(tag, "es")
    assert same_language(tag, "")
    assert not same_language(tag, "en")


def test_lists_are_read_as_they_stand():
    assert rows("\n  one thing / another\n\n  third\n") == ("one thing", "another", "third")
    assert words(" a  b\n a ") == {"a", "b"}
    assert pairs("a:b c:d") == {"a": "b", "c": "d"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_offers_the_same_rules_and_facts(language):
    lexicon, english = lexicon_of(language), lexicon_of("en")
    assert set(lexicon.remarks) == set(english.remarks) <= set(RULES)
    assert set(lexicon.better) == set(english.better) <= set(RULES)
    assert set(lexicon.facts) == set(english.facts) == set(FACT_KINDS)
    assert all(remark.phrases for remarks in lexicon.remarks.values() for remark in remarks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_offered_pass_the_checks_and_fit_either_address(language):
    lexicon = lexicon_of(language)
    offered = [remark.better for remarks in lexicon.remarks.values() for remark in remarks if remark.better]
    for sentence in [*offered, *lexicon.better.values()]:
        filled = (
            sentence.replace("{due}", lexicon.due).replace("{about}", "AD2-0012345").replace("{name}", "Zane")
        )
        for form in ("formal", "informal"):
            found = findings(filled, language, rules={"address_form": form}, first_reply=False)
            serious = [
                (one.rule, one.quote, filled) for one in found if one.kind != "curt" and one.level != "nudge"
            ]
            assert serious == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_that_is_offered_has_a_hole_that_could_reach_a_customer(language):
    lexicon = lexicon_of(language)
    offered = [remark.better for remarks in lexicon.remarks.values() for remark in remarks if remark.better]
    whole = [
        sentence
        for code, sentence in lexicon.better.items()
        if code not in {"curt.no_greeting", "curt.no_closing"}
    ]
    for sentence in [*offered, *whole]:
        filled = sentence.format(due=lexicon.due, about="AD2-0012345", name="Zane")
        assert re.fullmatch(r"[^…\[\]{}<>_]+[^.]\.|[^…\[\]{}<>_]+\?", filled), filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_stands_twice_under_one_rule(language):
    for rule, remarks in lexicon_of(language).remarks.items():
        phrases = [phrase for remark in remarks for phrase in remark.phrases]
        assert sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}) == [], rule
