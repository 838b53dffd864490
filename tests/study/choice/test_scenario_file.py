import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.study.choice.scenario import Scenario, assumptions
from relevo.study.choice.scenario_file import load_scenario, template
from relevo.study.choice.yaml_reading import ScenarioWrong


def problems(text):
    with pytest.raises(ScenarioWrong) as wrong:
        load_scenario(text)
    return wrong.value.lines("en")


@pytest.mark.parametrize("text", ["", "# nothing", "{}", "in_house:", "---\n"])
def test_a_file_that_says_nothing_gives_the_defaults(text):
    assert load_scenario(text) == Scenario()


def test_what_stands_in_the_file_is_what_is_used():
    found = load_scenario("""
        currency: EUR
        in_house: {hours: 'mon-fri 08:00-20:00', languages: [es, no], shrinkage: 25 %, lone_working: no}
        service: {patience_seconds: 180, max_abandonment: 5%}
        partners:
          - name: Noctua Support
            card: {contact: {mode: graduated, tiers: [{up_to: 500, price: 5.50}, {price: 4.60}]}, minimum: 2000}
            scores: {references: 80}
        """)
    assert found.in_house.languages == ("es", "no")  # Norwegian, not false
    assert found.in_house.shrinkage == 0.25
    assert not found.in_house.lone_working
    assert found.service.patience_seconds == 180
    assert found.partners[0].scores == (("references", 80.0),)
    tiers = json.loads(found.partners[0].card)["contact"]["tiers"]
    assert tiers == [{"up_to": 500, "price": "5.50"}, {"price": "4.60"}]  # a price keeps its digits
    assert str(found.partners[0].rate_card("EUR").minimum) == "2000"


def test_every_unknown_key_is_named_at_once_with_the_nearest_known_one():
    found = problems("in_hose: 3\nservice: {servce_level: 1}\npartners: [{langages: [es]}]")
    assert [line.split(":")[0] for line in found] == [
        "in_hose",
        "service.servce_level",
        "partners.1.langages",
    ]
    assert [line.rpartition("did you mean ")[2] for line in found] == [
        "in_house?",
        "service_level?",
        "languages?",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("service: {service_level: 1.2}", "service.service_level"),
        ("in_house: {shrinkage: -0.1}", "in_house.shrinkage"),
        ("in_house: {yearly_pay: 0}", "in_house.yearly_pay"),
        ("in_house: {yearly_pay: .inf}", "in_house.yearly_pay"),
        ("in_house: {minimum: 1.5}", "in_house.minimum"),
        ("in_house: {lone_working: maybe}", "in_house.lone_working"),
        ("in_house: {hours: whenever}", "in_house.hours"),
        ("in_house: {hours: 'mon-fry 09:00-18:00'}", "in_house.hours"),
        ("service: {max_abandonment: 0.05}", "service.max_abandonment"),
        ("service: {come_back: 0.95}", "service.come_back"),
        ("decision: {keep_below: 0.5, hand_over_above: 0.5}", "decision.keep_below"),
        ("decision: {weights: {price: 0}}", "decision.weights"),
        ("currency: euro", "currency"),
        ("partners: [{resolution: 0.9, escalation: 0.2}]", "partners.1.resolution"),
        ("partners: [{card: {contact: 0}}]", "partners.1.card"),
        ("partners: [{card: {contact: -1}}]", "partners.1.card"),
        ("partners: [{card: {contct: 1}}]", "partners.1.card"),
        ("partners: [{card: {currency: USD, contact: 1}}]", "partners.1.card.currency"),
        ("partners: [{name: Baltline}, {name: Baltline}]", "partners"),
        ("partners: [{scores: {references: 101}}]", "partners.1.scores.references"),
        ("service: [1]", "service"),
        ("runs: [1]", "runs"),
    ],
)
def test_what_cannot_be_is_named_with_its_place(text, place):
    assert place in [line.split(":")[0] for line in problems(text)]


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x", "currency: EUR\ncurrency: USD", "[" * 5000, "- 1", "currency: [EUR", "x" * 300_000, "\x00",
        "partners: [" + "{}, " * 40 + "{}]", "? [1, 2]\n: 3", "in_house: !!python/object/apply:os.system [x]",
    ],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(text):
    assert all(len(line) < 1000 for line in problems(text))


@given(st.text(max_size=60))
def test_any_text_gives_a_scenario_or_a_reason(text):
    try:
        assert isinstance(load_scenario(text), Scenario)
    except ScenarioWrong as wrong:
        assert wrong.problems


def test_every_assumption_has_a_unit_or_speaks_for_itself_and_a_source():
    listed = assumptions(load_scenario("in_house: {yearly_pay: 31000}"))
    assert all(one.source for one in listed)
    assert len({one.name for one in listed}) == len(listed)
    changed = [one for one in listed if one.changed]
    assert [(one.name, one.value, one.source) for one in changed] == [
        ("in_house.yearly_pay", 31000.0, "scenario")
    ]


def test_the_template_names_every_field_and_is_the_default():
    text = template()
    assert load_scenario(text) == Scenario()
    assert all(one.name.rpartition(".")[2] in text for one in assumptions(Scenario()))


def test_a_problem_with_a_foreign_name_stays_one_short_printable_line() -> None:
    with pytest.raises(ScenarioWrong) as wrong:
        load_scenario('"\\ud800\\n\\e[2J": 1\n' + f"{'x' * 900}: 2")
    assert len(wrong.value.problems) == 2
    for line in wrong.value.lines("lv"):
        assert line.isprintable()
        assert len(line) <= 500
        line.encode()
