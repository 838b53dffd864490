"""The weak clauses of the partners' contracts in the report, in every language."""

import re
from dataclasses import replace
from string import Formatter

import pytest

from relevo.study.choice.contract import EXAMPLE, RULES, lint
from relevo.study.choice.outcome import Reviewed
from relevo.study.report.reporting import report_of
from relevo.study.report.sections.contracts import rules, section
from relevo.study.report.speech import Speech
from relevo.study.report.texts.catalogues import CATALOGUES, LANGUAGES
from relevo.study.report.writing import write_html, write_pdf
from tests.study.choice.weak_contracts import WEAK
from tests.study.report.worlds import HOSTILE, outcome, profile


def reviewed(*contracts):
    return replace(outcome(), contracts=tuple(Reviewed("Noctua Support", lint(one)) for one in contracts))


def section_of(found, language="en"):
    return section(found.contracts, Speech(language, found.currency))


def read(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_section_follows_the_comparison_and_is_there_only_with_contracts():
    keys = [one.key for one in report_of(reviewed(EXAMPLE), profile(), language="en").sections]
    assert keys[keys.index("contracts") - 1] == "partners"
    assert "contracts" not in [one.key for one in report_of(outcome(), profile(), language="en").sections]
    alone = replace(reviewed(EXAMPLE), comparison=None)
    keys = [one.key for one in report_of(alone, profile(), language="en").sections]
    assert keys[keys.index("contracts") - 1] == "money"


@pytest.mark.parametrize("rule", WEAK)
def test_the_clause_is_named_with_its_place(rule):
    ((clause, why, better),) = section_of(reviewed(WEAK[rule][0])).blocks[1].rows
    assert WEAK[rule][1] in clause
    assert min(len(why), len(better)) > 40


def test_there_are_words_for_every_rule_and_no_others():
    told = {key.split(".")[1] for key in CATALOGUES["en"] if key.startswith("contract.")}
    assert told == set(RULES) == set(WEAK)
    assert rules(Speech("en", ""))[0] == "A percentile without a tail"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_words_in_every_language_and_asks_for_nothing_that_it_does_not_give(language):
    for rule, (contract, _place) in WEAK.items():
        (finding,) = lint(contract)
        for part in ("title", "why", "better"):
            text = CATALOGUES[language][f"contract.{rule}.{part}"]
            assert {name for _, name, _, _ in Formatter().parse(text) if name} <= finding.values.keys()
        assert len(section_of(reviewed(contract), language).blocks[1].rows) == 1


def test_amounts_are_written_as_the_language_does_with_the_contract_s_currency():
    cliff = "exit: 90 days\nprices: {currency: EUR, contact: {mode: all_units, tiers: [{up_to: 1500, price: 4.60}, {price: 3.90}]}}\n"  # fmt: skip
    ((_clause, english, _better),) = section_of(reviewed(cliff)).blocks[1].rows
    assert english.startswith(
        "1,500 units cost €6,900.00 and one more makes the whole month €5,853.90; only from 1,770 "
    )
    ((_clause, spanish, _better),) = section_of(reviewed(cliff), "es").blocks[1].rows
    assert "6.900,00\u00a0€" in spanish
    never = (
        "exit: 90 days\nprices: {contact: {mode: all_units, tiers: [{up_to: 10, price: 4.60}, {price: 0}]}}\n"
    )
    ((_clause, why, _better),) = section_of(reviewed(never)).blocks[1].rows
    assert "and it never costs as much again" in why


def test_a_contract_without_weak_clauses_is_said_to_be_so():
    words = read(write_html(reviewed("exit: 90 days"), profile(), desk="Auralis"))
    assert "Weak clauses in the contracts" in words
    assert "None of the rules sees a weak clause." in words


def test_hostile_words_in_a_contract_stay_words():
    contract = "promises:\n  - metric: " + repr(HOSTILE[:300]) + "\n    percentile: 80\n"
    found = replace(outcome(), contracts=(Reviewed(HOSTILE, lint(contract)),))
    assert "<script" not in write_html(found, profile(), language="lv")
    assert write_pdf(found, profile(), language="en").startswith(b"%PDF")
