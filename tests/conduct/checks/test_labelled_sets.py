"""How often the rules are right, on replies we wrote and labelled ourselves.

Four sets in each of the three languages. `REPLIES` and `FRESH` are those the rules were tuned on (at the first meeting
with `FRESH`, written to be unlike them, they saw 2 of its 24 rude replies and stopped 8 of its 60 good ones).
`HELD_OUT` was written before the rules, but by the same hand, which knew it: take it for the best case. `BLIND` was
written after them in other words, and no rule was changed for it: take it for what an unknown desk will see.
A reply counts as flagged when a finding is above "nudge".
"""

from __future__ import annotations

from collections import Counter

import pytest

from relevo.conduct.checks import Context, StyleRules, check
from tests.conduct.checks import (
    blind_en,
    blind_es,
    blind_lv,
    fresh_en,
    fresh_es,
    fresh_lv,
    held_out_en,
    held_out_es,
    held_out_lv,
    replies_en,
    replies_es,
    replies_lv,
)
from tests.conduct.checks.labelled import Labelled

Measured = tuple[str, Labelled, frozenset[str]]

SETS = {
    "tuned": {
        "en": (*replies_en.REPLIES, *fresh_en.FRESH),
        "es": (*replies_es.REPLIES, *fresh_es.FRESH),
        "lv": (*replies_lv.REPLIES, *fresh_lv.FRESH),
    },
    "held out": {"en": held_out_en.HELD_OUT, "es": held_out_es.HELD_OUT, "lv": held_out_lv.HELD_OUT},
    "blind": {"en": blind_en.BLIND, "es": blind_es.BLIND, "lv": blind_lv.BLIND},
}


def style_of(language: str) -> StyleRules:
    return StyleRules(
        language=language,
        address_form="" if language == "en" else "formal",
        greeting_required=True,
        closing_required=True,
        client_name="Auralis",
        other_client_names=("Noctua Support", "Baltline"),
        emoji_allowed=False,
    )


def kinds_flagged(reply: Labelled, language: str) -> frozenset[str]:
    context = Context(customer_text=reply.customer, customer_language=language, first_reply=reply.first)
    findings = check(reply.text, language=language, rules=style_of(language), context=context)
    return frozenset(finding.kind for finding in findings if finding.level != "nudge")


def measured(name: str) -> list[Measured]:
    return [
        (language, reply, kinds_flagged(reply, language))
        for language, replies in SETS[name].items()
        for reply in replies
    ]


def recall(results: list[Measured], kind: str) -> float:
    wanted = [kind in kinds for _, reply, kinds in results if reply.label == kind]
    return sum(wanted) / len(wanted)


def false_flags(results: list[Measured]) -> list[str]:
    return [reply.text for _, reply, kinds in results if reply.label == "good" and kinds]


@pytest.mark.parametrize("language", ["en", "es", "lv"])
def test_each_language_has_at_least_forty_labelled_replies_of_every_label_in_each_large_set(language):
    for replies in (SETS["tuned"][language], SETS["held out"][language]):
        labels = Counter(reply.label for reply in replies)
        assert labels.total() >= 40
        assert set(labels) == {"good", "rude", "curt", "evasive"}


def test_no_reply_stands_in_two_sets():
    texts = [reply.text for languages in SETS.values() for replies in languages.values() for reply in replies]
    repeated = {text for text, times in Counter(texts).items() if times > 1}
    assert all(len(text.split()) <= 3 for text in repeated)


@pytest.mark.parametrize("language", ["en", "es", "lv"])
def test_what_the_rules_were_tuned_on_is_found_in_every_language_without_a_false_flag(language):
    results = [one for one in measured("tuned") if one[0] == language]
    assert false_flags(results) == []
    assert recall(results, "rude") == 1.0
    assert recall(results, "curt") == 1.0
    assert recall(results, "evasive") == 1.0


@pytest.mark.parametrize("language", ["en", "es", "lv"])
def test_the_held_out_replies_meet_the_promise_in_every_language(language):
    """Measured: no false flag among 68 good replies; rude 32 of 33, curt 24 of 24, evasive 21 of 21."""
    results = [one for one in measured("held out") if one[0] == language]
    assert false_flags(results) == []
    assert recall(results, "rude") >= 0.9
    assert recall(results, "curt") >= 0.9
    assert recall(results, "evasive") >= 0.8


def test_the_blind_replies_show_what_rules_cannot_see():
    """Measured: no false flag among 30 good replies; rude 10 of 24, curt 8 of 9, evasive 13 of 15.

    Rudeness in words of one's own is mostly missed: rules stop the usual phrases, and reviews must find the rest.
    """
    results = measured("blind")
    assert false_flags(results) == []
    assert recall(results, "rude") >= 0.4
    assert recall(results, "curt") >= 0.85
    assert recall(results, "evasive") >= 0.85


@pytest.mark.parametrize("name", SETS)
def test_good_first_replies_are_seldom_even_nudged(name):
    firsts = [
        (language, reply)
        for language, replies in SETS[name].items()
        for reply in replies
        if reply.label == "good" and reply.first
    ]
    nudged = [
        check(
            reply.text,
            language=language,
            rules=style_of(language),
            context=Context(customer_text=reply.customer),
        )
        for language, reply in firsts
    ]
    assert sum(map(bool, nudged)) <= 0.12 * len(firsts)


@pytest.mark.parametrize("name", SETS)
def test_a_reply_that_is_merely_curt_or_evasive_is_hardly_called_rude(name):
    others = [kinds for _, reply, kinds in measured(name) if reply.label in {"curt", "evasive"}]
    assert sum("rude" in kinds for kinds in others) <= 0.05 * len(others)
