"""The whole: order, merging, other languages, and texts nobody expects."""

from __future__ import annotations

import gc
import sys
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.conduct.checks import LANGUAGES, RULES, AvoidWord, Context, Finding, KnownFact, StyleRules, check
from relevo.conduct.checks.checking import merged
from relevo.conduct.checks.speech import speech_of
from tests.conduct.checks.asking import findings

FULL_RULES = StyleRules(
    address_form="formal",
    greeting_required=True,
    closing_required=True,
    words_to_avoid=(AvoidWord("cheap*", "good value"),),
    promises_forbidden=("guarantee",),
    max_exclamations=0,
    emoji_allowed=False,
    client_name="Auralis",
    other_client_names=("Mareko",),
)
FULL_CONTEXT = Context(
    customer_text="Where is my order AD2-0012345? When does it come? ¿Dónde está? Kur tas ir?",
    customer_name="Jānis",
    earlier_replies=("We will get back to you as soon as possible, thank you for your patience.",),
    known_facts=(KnownFact("serial", "AD2-0012345"), KnownFact("order", "#88231")),
    next_promise_due="Friday",
)


def test_the_catalogue_lists_every_rule_once_with_words_for_people():
    assert all(code == rule.code and code.startswith(rule.kind + ".") for code, rule in RULES.items())
    assert {rule.kind for rule in RULES.values()} == {"curt", "rude", "evasive", "style", "unsafe"}
    titles = [str(rule.title) for rule in RULES.values()]
    assert len(set(titles)) == len(titles)
    assert all(len(str(rule.explanation)) > 20 for rule in RULES.values())


def test_findings_come_in_the_order_of_the_text():
    text = "Calm down. Mareko will get back to you!! Send me your password."
    found = findings(text, rules={"other_client_names": ("Mareko",)})
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert {one.rule for one in found} >= {
        "rude.calm_down",
        "unsafe.other_client",
        "evasive.vague_promise",
        "rude.marks",
        "unsafe.asks_password",
    }


def test_an_empty_draft_has_no_findings():
    for text in ("", "   \n", "> only quoted\n> lines", "…"):
        assert findings(text, rules={"greeting_required": True, "min_words": 12}) == []


def test_a_language_without_rules_of_its_own_gets_the_neutral_ones():
    text = "Hallo {{name}}, calm down?? Mareko 4111 1111 1111 1111 cheap guarantee 🎉!"
    found = check(text, language="de", rules=FULL_RULES, context=Context())
    assert {one.rule for one in found} == {
        "evasive.unfilled_slot",
        "rude.marks",
        "unsafe.other_client",
        "unsafe.card_number",
        "style.word_to_avoid",
        "style.promise",
        "style.emoji",
        "style.exclamations",
        "curt.too_short",
    }


def finding(rule: str, start: int, end: int, level: str = "confirm") -> Finding:
    return Finding(rule, RULES[rule].kind, level, start, end, "x" * (end - start), "")


def test_overlapping_findings_keep_the_stronger_then_the_graver_then_the_longer():
    insult, blame = finding("rude.insult", 5, 10, "block"), finding("rude.blame", 0, 20)
    assert merged([blame, insult]) == [insult]
    style, rude = finding("style.word_to_avoid", 0, 30), finding("rude.sarcasm", 10, 15)
    assert merged([style, rude]) == [rude]
    short, long = finding("rude.blame", 0, 5), finding("rude.threat", 3, 20)
    assert merged([short, long]) == [long]
    assert merged([short, finding("rude.threat", 5, 20)]) == [short, finding("rude.threat", 5, 20)]


def test_a_strong_finding_takes_the_place_of_several_weak_ones():
    weak = [finding("style.word_to_avoid", start, start + 4) for start in (0, 5, 10)]
    assert merged([*weak, finding("unsafe.other_client", 3, 12, "block")]) == [
        finding("unsafe.other_client", 3, 12, "block")
    ]


def test_a_finding_about_the_whole_reply_lays_no_claim_to_its_words():
    whole, insult = finding("curt.too_short", 0, 20), finding("rude.insult", 5, 10, "block")
    assert merged([insult, whole]) == [whole, insult]


def test_values_are_frozen():
    for kind in (StyleRules, Context, Finding):
        assert kind.__dataclass_params__.frozen
        assert {field.name for field in fields(kind)} == set(kind.__slots__)


def _some_words() -> st.SearchStrategy[str]:
    lexicons = [speech.lexicon for language in LANGUAGES if (speech := speech_of(language))]
    told = [
        phrase
        for lexicon in lexicons
        for remarks in lexicon.remarks.values()
        for one in remarks
        for phrase in one.phrases
    ]
    plain = sorted(
        {token for phrase in told for token in phrase.replace("|", " ").split() if token.isalpha()}
    )
    marks = [
        "?",
        "!!",
        ".",
        "\n\n",
        "\n",
        ",",
        "> ",
        "“",
        "”",
        "{{x}}",
        "[NAME]",
        "4111111111111111",
        "🎉",
        "tu",
        "usted",
    ]
    return st.lists(st.sampled_from(plain + marks * 20), max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(st.text(max_size=300), _some_words()),
    language=st.sampled_from(["en", "es", "lv", "de", "", "es-MX"]),
    first=st.booleans(),
    form=st.sampled_from(["formal", "informal", ""]),
)
def test_no_text_breaks_the_checks_and_every_quote_is_its_span(text, language, first, form):
    rules = StyleRules(
        language=language,
        address_form=form,
        words_to_avoid=FULL_RULES.words_to_avoid,
        other_client_names=("Mareko",),
    )
    context = Context(
        first_reply=first, customer_text=text, earlier_replies=(text,), known_facts=FULL_CONTEXT.known_facts
    )
    found = check(text, language=language, rules=rules, context=context)
    assert found == sorted(found, key=lambda one: (one.start, one.end, one.rule))
    for one in found:
        assert one.quote == text[one.start : one.end] != ""
        assert one.kind == RULES[one.rule].kind
        assert one.rule in RULES


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_no_style_guide_breaks_the_checks(text, word, name, promise):
    rules = StyleRules(
        words_to_avoid=(AvoidWord(word, name),),
        promises_forbidden=(promise,),
        client_name=name,
        other_client_names=(word, promise),
    )
    for language in ("en", "lv", "de"):
        check(
            text,
            language=language,
            rules=rules,
            context=Context(customer_name=name, next_promise_due=promise),
        )


def _calls(text: str, language: str) -> int:
    """How many Python calls a check makes: a measure of its work that a busy machine does not change.

    The lesser of two: counting which lines are run makes calls of its own now and then, in the middle of a check.
    """
    check(text, language=language, rules=FULL_RULES, context=FULL_CONTEXT)
    return min(_counted(text, language) for _ in range(2))


def _counted(text: str, language: str) -> int:
    count = 0

    def counting(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    gc.disable()  # or what other tests have left behind would be cleared away, and counted, here
    sys.setprofile(counting)
    try:
        check(text, language=language, rules=FULL_RULES, context=FULL_CONTEXT)
    finally:
        sys.setprofile(before)
        gc.enable()
    return count


@pytest.mark.parametrize("language", ["en", "es", "lv", "de"])
@pytest.mark.parametrize(
    "piece",
    [
        "You should have read the manual, as I already told you. ",
        "no se lo puedo hacer ",
        "send me your password your code ",
        "could you send the serial number ",
        "4 1 ",
        "{name <a [b %c ",
        "“ a „ ",
        "tu usted jūs ",
        "!?",
        "A B ",
    ],
)
def test_the_work_grows_with_the_length_of_the_text_and_no_faster(piece, language):
    small, middle, large = (_calls((piece * 4000)[:size], language) for size in (1_000, 2_000, 4_000))
    assert middle <= 2.4 * small + 500
    assert large <= 2.4 * middle + 500


def test_nothing_after_the_longest_text_is_looked_at():
    found = findings("fine " * 4_000 + "you idiot")
    assert "rude.insult" not in {one.rule for one in found}
