"""A scenario as fields: nothing is lost on the way there and back, and what nobody typed is refused in words."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.study.choice.assumption import Clauses
from relevo.study.choice.field_texts import listed_pairs, written
from relevo.study.choice.scenario import Card, Decision, InHouse, Partner, Scenario, Service, Vetoes
from relevo.study.choice.scenario_fields import (
    MOST_IN_FIELD,
    at_defaults,
    field_of,
    fields_of,
    known_values,
    text_of,
    values_of,
    with_partner,
    without_partner,
)
from relevo.study.choice.scenario_file import MOST_PARTNERS, load_scenario, template
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.report.speech import Speech
from relevo.study.report.texts.catalogues import CATALOGUES, LANGUAGES, PHRASES

DEFAULTS = values_of(Scenario())


def problems(values, **more):
    with pytest.raises(ScenarioWrong) as wrong:
        load_scenario(text_of(values, **more))
    return wrong.value.problems


def plain(scenario):
    """With cards as documents: the order of a card's names means nothing."""
    cards = [json.loads(partner.card) for partner in scenario.partners]
    return replace(
        scenario, partners=tuple(replace(one, card=Card("{}")) for one in scenario.partners)
    ), cards


def changed(values):
    return {one.place for group in fields_of(values) for one in group.inputs if one.changed}


names = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from(',":{}#&* -\u2028\ufeff\U0001f600'),
    max_size=12,
)
shares = st.floats(0, 1) | st.sampled_from([0.0, 0.1, 1e-9, 1 / 3])
prices = st.decimals(0, 999, places=2).map(str)
rates = prices | st.builds(
    lambda one, two: {"mode": "graduated", "tiers": [{"up_to": 500, "price": one}, {"price": two}]},
    prices, prices,
)  # fmt: skip
cards = st.builds(
    lambda must, card: Card(json.dumps(card | {"minimum": must})),
    st.just("12.50"),
    st.fixed_dictionaries(
        {},
        optional={
            "contact": rates | st.none(),
            "resolution": rates,
            "reopen_days": st.integers(0, 30),
            "fixed": st.builds(lambda fee: {"amount": fee}, prices)
            | st.builds(lambda fee: {"amount": fee, "counts": "resolution"}, prices),
        },
    ),
)
partners = st.builds(
    Partner,
    name=names.filter(lambda name: name.strip() and ":" not in name),
    languages=st.lists(names, max_size=3).map(tuple),
    location=names,
    card=st.just(Partner().card) | cards,
    price_deviation=shares,
    transition=st.floats(0, 1e8),
    scores=st.dictionaries(names, st.floats(0, 100), max_size=3).map(lambda found: tuple(found.items())),
    contract=st.sampled_from(
        ["", '{"exit": {"notice_days": "90"}}', '{"exit": "no: \\"ļoti\\"", "volume": "2000"}']
    ).map(Clauses),
)
scenarios = st.builds(
    Scenario,
    country=names,
    runs=st.integers(100, 100_000),
    tier_two=st.lists(names, max_size=3).map(tuple),
    service=st.builds(
        Service,
        wanted_hours=st.sampled_from(["", "always", "sat 10:00-14:00"]),
        patience_seconds=st.floats(1, 86400) | st.none(),
    ),
    in_house=st.builds(
        InHouse, lone_working=st.booleans(), minimum=st.integers(1, 9), shrinkage=st.floats(0, 0.9)
    ),
    partners=st.lists(partners, max_size=3, unique_by=lambda partner: partner.name).map(tuple),
    vetoes=st.builds(Vetoes, topics=st.lists(names, max_size=3).map(tuple)),
    decision=st.builds(
        Decision,
        weights=st.dictionaries(names, st.floats(0.01, 5), min_size=1, max_size=3).map(
            lambda found: tuple(found.items())
        ),
    ),
)


@given(scenarios, st.booleans())
@settings(max_examples=30, deadline=None)
def test_a_scenario_becomes_fields_and_text_again_and_nothing_is_lost(scenario, whole):
    text = text_of(values_of(scenario), whole=whole)
    assert plain(load_scenario(text)) == plain(scenario)
    again = load_scenario(text)
    assert plain(load_scenario(text_of(values_of(again)))) == plain(again)


def test_the_defaults_are_an_empty_text_and_the_whole_text_is_the_template_s_scenario():
    assert text_of(DEFAULTS) == ""
    assert changed(DEFAULTS) == set()
    assert load_scenario(text_of(DEFAULTS, whole=True)) == load_scenario(template()) == Scenario()
    assert "cover: 0.8  # share, rates that four weeks in five" in text_of(DEFAULTS, whole=True)


def test_only_what_differs_is_written():
    typed = DEFAULTS | {
        "service.patience_seconds": "180", "in_house.lone_working": "false", "in_house.languages": 'es, "no, really"',
        "partners.1.card.contact": "6.10", "partners.1.card.fixed": "", "partners.1.card.more": "minimum: 900",
        "decision.weights": "price: 1", "in_house.shrinkage": " 30 % ",
    }  # fmt: skip
    assert text_of(typed) == (
        "service:\n  patience_seconds: 180\n"
        'in_house:\n  languages: ["es", "no, really"]\n  lone_working: false\n'
        'partners:\n  - card: {"contact": "6.10", "minimum": "900"}\n'
        'decision:\n  weights: {"price": 1}\n'
    )
    assert changed(typed) == {
        "service.patience_seconds", "in_house.lone_working", "in_house.languages", "partners.1.card.contact",
        "partners.1.card.fixed", "partners.1.card.more", "decision.weights",
    }  # fmt: skip


def test_an_emptied_number_is_its_default_and_an_unknown_one_may_stay_empty():
    typed = DEFAULTS | {"service.cover": "", "service.patience_seconds": " ", "runs": ""}
    assert load_scenario(text_of(typed)) == load_scenario(text_of(typed, whole=True)) == Scenario()
    assert changed(typed) == set()


def test_a_decimal_comma_is_a_number_where_the_reader_writes_so():
    typed = DEFAULTS | {
        "service.cover": "0,9",
        "in_house.shrinkage": "25,5 %",
        "partners.1.card.contact": "6,10",
    }
    found = load_scenario(text_of(typed, comma=True))
    assert (found.service.cover, found.in_house.shrinkage) == (0.9, 0.255)
    assert json.loads(found.partners[0].card)["contact"] == "6.10"
    assert str(problems(typed | {"partners.1.card.contact": "7.00"})[0]).startswith(
        "service.cover: A number is wanted"
    )


@pytest.mark.parametrize(
    ("typed", "comma", "read"),
    [
        ("29 000", False, "29000"),
        ("29\u00a0000,5", True, "29000.5"),
        ("29\u202f000", True, "29000"),
        ("29,000", False, "29000"),
        ("1,234,567.8", False, "1234567.8"),
        ("29.000", True, "29000"),
        ("29.000", False, "29.000"),
        ("29.000,50", True, "29000.50"),
        ("29.125,5", True, "29125.5"),
        ("1.234.567", True, "1234567"),
        ("-1.250", True, "-1250"),
        ("1.125", True, "1.125"),
        ("0.250", True, "0.250"),
        ("25 000 %", True, '"25000%"'),
        ("29,000", True, "29.000"),
        ("2026 100", False, '"2026 100"'),
        ("1,2,3", False, '"1,2,3"'),
    ],
)
def test_thousands_may_be_set_apart_as_the_reader_does(typed: str, comma: bool, read: str) -> None:
    assert written(typed, comma=comma) == read


def test_a_simple_card_stands_in_price_fields_and_a_rich_one_beside_them():
    card = (
        '{"contact": {"mode": "graduated", "tiers": [{"price": "5"}]}, "resolution": "9.00", "minimum": "50"}'
    )
    values = values_of(Scenario(partners=(Partner(card=Card(card)),)))
    assert (values["partners.1.card.contact"], values["partners.1.card.resolution"]) == ("", "9.00")
    assert set(json.loads(values["partners.1.card.more"])) == {"contact", "minimum"}
    assert DEFAULTS["partners.1.card.fixed"] == "1750.00"


@pytest.mark.parametrize(
    ("place", "typed", "says"),
    [
        ("partners.1.card.more", "contact: 3", "This price stands in a field of its own too"),
        ("partners.1.card.more", "[1]", "names and values"),
        ("partners.1.card.more", "{", "This is no YAML"),
        ("partners.1.scores", "references", "Names and numbers are wanted"),
        ("decision.weights", "price: 1, price: 2", "given twice"),
        ("service.cover", "x" * (MOST_IN_FIELD + 1), "At most 5,000 characters"),
        ("country", "E\x00S", "cannot be printed"),
        ("country", "\ud800", "cannot be printed"),
        ("in_house.minimum", "1.5", "A whole number"),
        ("in_house.lone_working", "perhaps", "Yes or no"),
        ("service.cover", "99", "At most 0.99"),
        ("partners.1.card.contact", "cheap", "cheap"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(place, typed, says):
    found = problems(DEFAULTS | {place: typed})
    assert len(found) == 1
    assert says in str(found[0])
    beside = field_of(found[0].place, fields_of(DEFAULTS))
    assert beside == place


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("partners.1.resolution", "partners.1.resolution"),
        ("partners.1.card.currency", "partners.1.card.more"),
        ("partners.1.scores.references", "partners.1.scores"),
        ("partners", "partners.1.name"),
        ("partners.7.name", "partners.1.name"),
        ("currency", "currency"),
        ("", ""),
        ("colour", ""),
    ],
)
def test_every_problem_finds_the_field_that_mends_it(where, place):
    assert field_of(where, fields_of(DEFAULTS)) == place


def test_what_no_form_sends_is_refused_and_bounded():
    hostile = {f"partners.{nth}.name": "x" for nth in range(1, 3000)} | {
        "x" * 9000: "1",
        "partners.0.name": "y",
    }
    with pytest.raises(ScenarioWrong) as wrong:
        text_of(hostile)
    assert len(wrong.value.problems) == 3
    assert max(map(len, wrong.value.lines("en"))) < 200
    assert wrong.value.lines("en")[-1] == "partners: At most 12, not 2,999."
    assert len(fields_of(hostile)) == 7 + MOST_PARTNERS
    with pytest.raises(ScenarioWrong) as many:
        text_of({f"x{n}": "" for n in range(900)})
    assert len(many.value.problems) == 50


@given(
    st.dictionaries(st.sampled_from(sorted(DEFAULTS)) | st.text(max_size=9), st.text(max_size=30), max_size=8)
)
@settings(deadline=None)
def test_whatever_is_typed_gives_a_scenario_or_reasons(typed):
    try:
        assert isinstance(load_scenario(text_of(DEFAULTS | typed)), Scenario)
    except ScenarioWrong as wrong:
        assert all(wrong.problems)


def test_a_partner_is_added_under_a_name_of_its_own_until_there_is_no_room():
    two = with_partner(DEFAULTS | {"partners.1.name": "Noctua Support", "partners.1.location": "CO"})
    assert [one.name for one in load_scenario(text_of(two)).partners] == ["Noctua Support", "Partner 2"]
    for _ in range(20):
        two = with_partner(two)
    assert len(load_scenario(text_of(two)).partners) == MOST_PARTNERS


def test_a_partner_who_goes_leaves_the_others_and_the_last_one_leaves_none():
    three = with_partner(with_partner(DEFAULTS)) | {"partners.3.name": "Baltline"}
    left = without_partner(three, "partners.2")
    assert [one.name for one in load_scenario(text_of(left)).partners] == ["Partner", "Baltline"]
    assert without_partner(left, "service") == left
    none = without_partner(without_partner(left, "partners.1"), "partners.1")
    assert load_scenario(text_of(none)).partners == ()
    assert load_scenario(text_of(with_partner(none))).partners[0].name == "Partner 1"


def test_a_section_goes_back_to_its_defaults_and_a_partner_keeps_its_name():
    typed = DEFAULTS | {
        "service.cover": "0.9",
        "runs": "300",
        "partners.1.name": "Baltline",
        "partners.1.handling": "2",
    }
    assert changed(at_defaults(typed, "service")) == {"runs", "partners.1.name", "partners.1.handling"}
    assert changed(at_defaults(typed, "")) == {"service.cover", "partners.1.name", "partners.1.handling"}
    assert changed(at_defaults(typed, "partners.1")) == {"service.cover", "runs", "partners.1.name"}
    assert at_defaults(typed, "nothing") == known_values(typed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_the_report_s_words(language):
    speech = Speech(language, "EUR")
    for group in fields_of(Scenario()):
        assert f"inputs.{group.code}" in CATALOGUES[language]
        for one in group.inputs:
            name = one.name.partition(".card")[0] + ".card" if ".card" in one.name else one.name
            assert speech.code("input", name) == CATALOGUES[language][f"input.{name}"]
            assert language == "en" or {one.unit, one.source} <= set(PHRASES[language])


@pytest.mark.parametrize("between", [", ", ",\r\n", "\r\n", "\n", "\r\n\r\n"])
def test_pairs_are_parted_by_commas_and_by_lines(between):
    typed = f"price: 0.5{between}resolution: 0.3{between}"
    assert listed_pairs(typed) == [("price", "0.5"), ("resolution", "0.3")]
