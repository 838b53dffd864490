"""The catalogues: complete in every language, and with words for every code that a study can hold."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from relevo.study import choice
from relevo.study.choice import outcome
from relevo.study.choice.scenario import Partner, Scenario, assumptions
from relevo.study.choice.settling import WAYS
from relevo.study.demand.handling import handlings
from relevo.study.demand.profile import Block
from relevo.study.history.contacts import CONTACTS
from relevo.study.history.record import Worked
from relevo.study.report.sections.method import STEPS
from relevo.study.report.texts.catalogues import CATALOGUES, LANGUAGES, PHRASES

ENGLISH = CATALOGUES["en"]


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def codes_in(text):
    return set(re.findall(r'"(\w+)"', text))


def has_words(family, codes):
    assert codes, f"no codes of {family} were found"
    assert {f"{family}.{code}" for code in codes} <= ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_texts_with_the_same_values(language):
    texts = CATALOGUES[language]
    assert texts.keys() == ENGLISH.keys()
    assert {key: placeholders(text) for key, text in texts.items()} == {
        key: placeholders(text) for key, text in ENGLISH.items()
    }


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_sentence_was_left_in_english(language):
    sentences = {key for key, text in ENGLISH.items() if text.count(" ") > 2}
    assert [key for key in sentences if CATALOGUES[language][key] == ENGLISH[key]] == []


def test_no_text_is_empty():
    assert [
        (language, key)
        for language in LANGUAGES
        for key, text in CATALOGUES[language].items()
        if not text.strip()
    ] == []


@pytest.mark.parametrize(
    ("family", "literal"),
    [
        ("answer", outcome.AnswerCode), ("verdict", outcome.Verdict), ("option", outcome.OptionCode),
        ("daypart", outcome.Daypart), ("cost", outcome.CostCode), ("driver", outcome.Driver),
    ],
)  # fmt: skip
def test_every_code_of_the_outcome_has_words(family, literal):
    has_words(family, get_args(literal))


@pytest.mark.parametrize(
    ("place", "found"),
    [("answer", outcome.Answer), ("option", outcome.OptionResult), ("segment", outcome.SegmentDecision)],
)
def test_every_reason_that_the_outcome_documents_has_words(place, found):
    codes = codes_in(found.__doc__.partition("reasons:")[2])
    has_words(f"reason.{place}", codes)
    told = {key.rpartition(".")[2] for key in ENGLISH if key.startswith(f"reason.{place}.")}
    assert told - codes == set(), "words for a reason that no study gives"


def test_every_reason_against_a_partner_has_words():
    has_words("reason.partner", codes_in(outcome.PartnerRank.__doc__.partition("vetoes:")[2]))


def test_everything_else_that_the_outcome_documents_has_words():
    has_words(
        "settling",
        {*codes_in(outcome.Settling.__doc__.partition("weeks:")[0]), *WAYS.values()} - {"more_weeks"},
    )
    has_words("metric", codes_in(outcome.StopRule.__doc__))
    has_words("binding", codes_in(outcome.TeamNeed.__doc__))


def notices_of(module):
    """Return codes in functions called _notices, and what other functions put into notices."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        told = isinstance(node, ast.FunctionDef) and node.name == "_notices"
        put = isinstance(node, ast.Expr | ast.AugAssign) and ast.unparse(node).startswith(
            ("notices.add", "notices |=")
        )
        if told or put:
            yield from re.findall(r"'(\w+)'", ast.unparse(node))


def test_every_notice_has_words():
    modules = Path(choice.__file__).parents[1].rglob("*.py")
    found = {code for module in modules for code in notices_of(module)}
    assert {"short_history", "topics_joined", "closed_hours_imputed", "mixed_encoding", "no_partner"} <= found
    has_words("notice", found - {"handling", "duplicate", "unreadable", "stray_date", "und"})


def test_every_way_of_learning_a_handling_time_has_words():
    blocks = [Block("es", "", "phone"), Block("en", "", "phone"), Block("es", "", "mail")]
    worked = [Worked(100, 36_000.0, 1e8), Worked(), Worked()]
    has_words("handling", {one.source for one in handlings(blocks, worked)})


def test_every_fate_of_a_row_has_words():
    assert "fate" in CONTACTS
    has_words(
        "dropped",
        {
            "spam",
            "duplicate",
            "automatic",
            "merged",
            "outbound",
            "follow_up",
            "unreadable",
            "stray_date",
            "special_day",
        },
    )


def test_every_assumption_has_a_name_and_its_unit_and_source_in_every_language():
    known = assumptions(Scenario(partners=(Partner(),)))
    names = {f"input.{one.name.replace('partners.1.', 'partners.')}" for one in known}
    assert names == {key for key in ENGLISH if key.startswith("input.")}
    for language in LANGUAGES[1:]:
        wanted = {one.unit for one in known} | {one.source for one in known}
        assert wanted - PHRASES[language].keys() == set()
        assert PHRASES[language].keys() - wanted == set()


def test_every_step_of_the_method_has_a_title_and_words():
    for key, formula in STEPS:
        assert ENGLISH[f"method.{key}.title"]
        assert ENGLISH[f"method.{key}"]
        assert not re.search(r"[a-z]{4}", formula), "a formula has no words, which would stay English"
