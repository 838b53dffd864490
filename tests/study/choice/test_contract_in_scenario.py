"""A partner's contract in the scenario: read with it, checked by the linter, found again in the outcome."""

import json

import pytest

from relevo.study.choice.contract import EXAMPLE, MOST_BYTES, lint
from relevo.study.choice.scenario import Scenario, assumptions
from relevo.study.choice.scenario_fields import fields_of, text_of, values_of
from relevo.study.choice.scenario_file import load_scenario, template
from relevo.study.choice.study import study
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.report.machine import write_json
from relevo.study.report.texts.catalogues import CATALOGUES
from tests.study.choice.weak_contracts import WEAK
from tests.study.choice.worlds import demand, profile


def scenario_with(contract, name="Noctua Support"):
    indented = "".join(f"      {line}\n" for line in contract.splitlines())
    return f"runs: 100\npartners:\n  - name: {name}\n    contract:\n{indented}"


def outcome_of(text):
    return study(profile(demand("es", "mail", 60)), load_scenario(text))


@pytest.mark.parametrize("rule", WEAK)
def test_every_rule_finds_in_a_scenario_what_it_finds_in_the_contract_alone(rule):
    contract, place = WEAK[rule]
    (found,) = outcome_of(scenario_with(contract)).contracts
    assert found.partner == "Noctua Support"
    assert found.findings == lint(contract)
    assert [(one.rule, one.place) for one in found.findings] == [(rule, place)]


def test_only_partners_with_a_contract_are_reviewed():
    text = scenario_with(EXAMPLE) + "  - name: Baltline\n"
    assert [one.partner for one in outcome_of(text).contracts] == ["Noctua Support"]
    assert outcome_of("runs: 100\n").contracts == ()
    (sound,) = outcome_of(scenario_with("exit: 90 days")).contracts
    assert sound.findings == ()


def test_the_contract_changes_no_figure():
    with_one, without = (
        outcome_of(scenario_with(EXAMPLE)),
        outcome_of("runs: 100\npartners: [{name: Noctua Support}]\n"),
    )
    assert with_one.options == without.options


def test_the_json_names_rule_place_why_and_better():
    known = profile(demand("es", "mail", 60))
    told = json.loads(write_json(study(known, load_scenario(scenario_with(EXAMPLE))), known))["contracts"]
    assert told[0]["partner"] == "Noctua Support"
    first = told[0]["findings"][0]
    assert first == {
        "rule": "percentile-without-tail", "place": "promises.1.percentile",
        "values": {"metric": "first_response", "percentile": "80"},
        "why": CATALOGUES["en"]["contract.percentile-without-tail.why"],
        "better": CATALOGUES["en"]["contract.percentile-without-tail.better"].format(percentile="80"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("contract", "says"),
    [
        ("contract: 7", "partners.1.contract: A contract's names and clauses are wanted here"),
        ("contract: [exit]", "partners.1.contract: A contract's names and clauses are wanted here"),
        ("contract: {exits: 90 days}", "partners.1.contract.exits: Unknown; did you mean exit?"),
        ("contract: {prices: {contact: cheap}}", "partners.1.contract.prices: "),
        ("contract: {promises: [7]}", "partners.1.contract.promises.1: Names and values are wanted here"),
        (
            f"contract: {{exit: {'x' * (MOST_BYTES + 1)}}}",
            "partners.1.contract: At most 61,440 characters, not 61,",
        ),
        ('contract: {exit: "\\x7f \\ud83d"}', "partners.1.contract: This is no YAML: special characters"),
    ],
)
def test_what_is_no_contract_is_said_with_its_place(contract, says):
    with pytest.raises(ScenarioWrong) as wrong:
        load_scenario(f"partners: [{{{contract}}}]\n")
    assert str(wrong.value.problems[0]).startswith(says), wrong.value


@pytest.mark.parametrize("nothing", ["", "{}", '""'])
def test_no_contract_is_none(nothing):
    scenario = load_scenario(f"partners: [{{name: Noctua Support, contract: {nothing}}}]\n")
    assert scenario.partners[0].contract == ""
    assert scenario.partners[0].contract.sections == ()


def test_the_template_has_room_for_one():
    assert '    contract: ""  # none' in template()
    assert load_scenario(template()) == Scenario()


def test_the_report_s_assumptions_say_what_it_is_about_and_do_not_print_it():
    given = {one.name: one for one in assumptions(load_scenario(scenario_with(EXAMPLE)))}
    assert (
        given["partners.1.contract"].value
        == "parties, scope, channels, languages, term, prices, promises, volume"
    )
    assert given["partners.1.contract"].changed


def test_a_contract_is_typed_into_a_field_and_comes_back_as_it_was():
    scenario = load_scenario(scenario_with(EXAMPLE))
    values = values_of(scenario)
    assert json.loads(values["partners.1.contract"])["volume"] == {"forecast": "2000", "tolerance": "10 %"}
    assert load_scenario(text_of(values)) == scenario
    typed = values | {"partners.1.contract": "exit: 90 days\nprices:\n  contact: 4.60\n"}
    assert lint(load_scenario(text_of(typed)).partners[0].contract) == ()
    (field,) = (
        one for group in fields_of(values) for one in group.inputs if one.place == "partners.1.contract"
    )
    assert (field.kind, field.changed, field.default) == ("contract", True, "")


def test_a_field_that_holds_no_yaml_is_said_beside_it():
    with pytest.raises(ScenarioWrong) as wrong:
        text_of(values_of(Scenario()) | {"partners.1.contract": "exit: [90"})
    assert str(wrong.value.problems[0]).startswith("partners.1.contract: This is no YAML")


def test_a_contract_of_letters_of_all_kinds_stays_what_it_is():
    contract = "exit: “ļoti” 90 días \U0001f600\n"
    scenario = load_scenario(scenario_with(contract))
    assert json.loads(scenario.partners[0].contract) == {"exit": "“ļoti” 90 días \U0001f600"}
    assert load_scenario(text_of(values_of(scenario))) == scenario
