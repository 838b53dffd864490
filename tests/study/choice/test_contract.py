import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.study.choice.contract import EXAMPLE, PROMISE, RULES, SECTIONS, VOLUME, lint
from relevo.study.choice.yaml_reading import MOST_PROBLEMS, ScenarioWrong
from tests.linear import assert_linear
from tests.study.choice.weak_contracts import EXIT, WEAK

SOUND = """
parties: {client: Auralis, partner: Noctua Support}
prices:
  currency: EUR
  contact: {mode: graduated, tiers: [{up_to: 500, price: 5.50}, {price: 4.60}]}
  resolution: 6.10
  reopen_days: 7
promises:
  - {metric: first_response, definition: sl3, target: 80 %, percentile: 80, tail: p99 within 10 min, period: daypart}
  - {metric: resolution, definition: fcr-7d, target: 70 %, period: daypart}
volume: {forecast: 2000, tolerance: 10 %, overage: 4.20 a contact}
exit: {notice_days: 90, formats: [jsonl, csv]}
"""


def rules(text):
    return [finding.rule for finding in lint(text)]


def test_a_sound_contract_has_no_finding():
    assert lint(SOUND) == ()


@pytest.mark.parametrize(
    ("sound", "weak", "rule", "place"),
    [
        ("tail: p99 within 10 min, ", "", "percentile-without-tail", "promises.1.percentile"),
        ("reopen_days: 7", "reopen_days: 0", "resolution-without-clawback", "prices.resolution"),
        ("mode: graduated", "mode: all_units", "all-units-cliff", "prices.contact"),
        ("definition: sl3, ", "", "metric-without-definition", "promises.1"),
        ("fcr-7d, target: 70 %, period: daypart", "fcr-7d, target: 70 %, period: month", "average-hides-rush",
         "promises.2.period"),
        (", overage: 4.20 a contact", "", "volume-without-overage", "volume"),
        ("exit: {notice_days: 90, formats: [jsonl, csv]}", "", "no-exit", "exit"),
    ],
)  # fmt: skip
def test_each_weak_clause_is_found_where_it_stands(sound, weak, rule, place):
    assert sound in SOUND
    found = lint(SOUND.replace(sound, weak))
    assert [(one.rule, one.place) for one in found] == [(rule, place)]


def test_a_price_by_the_minute_asks_for_a_promise_of_resolution():
    minute = "prices: {minute: 0.85}\nexit: {notice_days: 90}\n"
    assert rules(minute) == ["minute-without-resolution"]
    assert rules(minute + "promises: [{metric: resolution, definition: fcr-7d}]") == []
    assert rules(minute + "quality: {fcr: 70 %}") == []


def test_the_cliff_is_told_in_money():
    (found,) = lint(
        "prices: {contact: {mode: all_units, tiers: [{up_to: 1500, price: 4.60}, {price: 3.90}]}}\nexit: {days: 90}"
    )
    assert dict(found.values) == {
        "volume": "1500", "at": "6900.00", "beyond": "5853.90", "regained": "1770", "currency": "",
    }  # fmt: skip


def test_a_cliff_that_is_never_climbed_again_is_told_so():
    (found,) = lint(
        "prices: {currency: GBP, resolution: {mode: all_units, tiers: [{up_to: 9, price: 2}, {price: 0}]}, reopen_days: 7}\n"
        + EXIT
    )
    assert found.values["regained"] == ""
    assert (found.values["at"], found.values["beyond"], found.values["currency"]) == ("18", "0", "GBP")


def test_a_page_without_anything_has_at_least_no_exit():
    assert rules("") == ["no-exit"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("promisses: []", "promisses"), ("promises: [{metrik: x}]", "promises.1.metrik"), ("promises: [x]", "promises.1"),
        ("promises: 3", "promises"), ("prices: {contct: 1}", "prices"), ("prices: 3", "prices"),
    ],
)  # fmt: skip
def test_what_is_no_contract_is_named(text, place):
    with pytest.raises(ScenarioWrong) as wrong:
        lint(text)
    assert [problem.place for problem in wrong.value.problems] == [place]


def test_every_rule_has_a_name_of_its_own():
    bad = (
        SOUND.replace("graduated", "all_units")
        .replace("reopen_days: 7", "minute: 1")
        .replace("exit:", "term:")
    )
    bad = (
        bad.replace("tail: p99 within 10 min, ", "")
        .replace("definition: sl3, ", "")
        .replace("metric: resolution", "metric: x")
    )
    bad = bad.replace(", overage: 4.20 a contact", "").replace("period: daypart", "period: month")
    assert len(set(rules(bad))) == len(RULES)


def test_the_contracts_of_the_doors_tests_show_each_rule_alone():
    assert len(WEAK) == len(RULES)
    for rule, (text, place) in WEAK.items():
        assert [(one.rule, one.place) for one in lint(text)] == [(rule, place)]


@pytest.mark.parametrize("nothing", ["", "~", "null", "none", "No", "tbd", "{}", "[]"])
def test_a_clause_that_says_nothing_is_no_clause(nothing):
    assert rules(f"exit: {nothing}") == ["no-exit"]
    assert rules(f"prices: {{minute: 0.85}}\nquality: {nothing}\n{EXIT}") == ["minute-without-resolution"]
    assert rules(f"exit: {{notice_days: {nothing}}}") == ["no-exit"]
    assert rules(f"prices: {nothing}\npromises: {nothing}\nvolume: {nothing}\n{EXIT}") == []


@pytest.mark.parametrize(
    ("sound", "weak", "rule"),
    [
        ("tail: p99 within 10 min", "tail: none", "percentile-without-tail"),
        ("definition: sl3", "definition: ~", "metric-without-definition"),
        ("overage: 4.20 a contact", "overage: null", "volume-without-overage"),
    ],
)
def test_a_part_that_says_nothing_is_missing(sound, weak, rule):
    assert sound in SOUND
    assert rules(SOUND.replace(sound, weak)) == [rule]


@pytest.mark.parametrize("period", ["Month", "monthly", "calendar month", "quarterly", "YEAR", "annual"])
def test_a_long_period_is_known_however_it_is_written(period):
    assert rules(f"promises: [{{metric: x, definition: y, period: {period}}}]\n{EXIT}") == [
        "average-hides-rush"
    ]


@pytest.mark.parametrize("metric", ["Resolution", "first contact resolution", "reopen-rate", "FCR"])
def test_a_promise_of_quality_is_known_however_it_is_written(metric):
    assert rules(f"prices: {{minute: 1}}\npromises: [{{metric: {metric}, definition: y}}]\n{EXIT}") == []


def test_a_volume_that_is_one_figure_is_a_forecast():
    (found,) = lint(f"volume: 2000\n{EXIT}")
    assert (found.rule, found.values["forecast"]) == ("volume-without-overage", "2000")


def test_the_example_is_weak_in_several_ways_and_its_promise_of_resolution_is_sound():
    found = lint(EXAMPLE)
    assert len({one.rule for one in found}) == 6
    assert not [one for one in found if one.place.startswith("promises.2")]


def test_every_problem_of_the_prices_is_named():
    with pytest.raises(ScenarioWrong) as wrong:
        lint("prices: {minute: x, contct: 1, reopen_days: 999, contact: 4.60}")
    assert wrong.value.lines("en") == [
        "prices: minute: a number such as 4.80 is wanted here.",
        "prices: A rate card has no contct.",
        "prices: A resolution can be reopened within 0 to 366 days.",
    ]


def test_prices_that_contradict_each_other_are_named():
    with pytest.raises(ScenarioWrong, match="Each contact is paid by the fixed fee"):
        lint("prices: {contact: 4.60, fixed: {amount: 900, included: 300}}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("prices: [1]", "prices: Names and values are wanted here."),
        ("volume: [1]", "volume: Names and values are wanted here."),
        ("volume: {forcast: 1}", "volume.forcast: Unknown; did you mean forecast?"),
        ("promises: [{metric: [x]}]", "promises.1.metric: One value is wanted here."),
        ("promises: [{period: {a: b}}]", "promises.1.period: One value is wanted here."),
    ],
)
def test_what_has_a_wrong_type_is_named(text, problem):
    with pytest.raises(ScenarioWrong) as wrong:
        lint(text)
    assert wrong.value.lines("en") == [problem]


def test_problems_are_bounded_and_fit_on_a_line():
    mode = "x" * 5000
    with pytest.raises(ScenarioWrong) as wrong:
        lint(f"prices: {{contact: {{mode: {mode}, tiers: [{{price: 1}}]}}}}")
    assert all(len(line) <= 500 for line in wrong.value.lines("lv"))
    with pytest.raises(ScenarioWrong) as wrong:
        lint("".join(f"k{nth}: 1\n" for nth in range(900)))
    assert len(wrong.value.problems) == MOST_PROBLEMS
    with pytest.raises(ScenarioWrong) as wrong:
        lint('"\\e[1m\\ud800\\n": 1')
    assert all(line.isprintable() for line in wrong.value.lines("es"))


def test_values_stand_on_one_line_and_are_no_code_of_a_terminal():
    (found,) = lint(f'promises: [{{metric: "a\\e[1m\\ud800\\nb{"c" * 900}"}}]\n{EXIT}')
    assert found.values["metric"].isprintable()
    assert found.values["metric"].startswith("a [1m b")
    assert len(found.values["metric"]) <= 200


_SCALARS = st.sampled_from(
    ["", "x", "80", "80 %", "4.60", "month", "all_units", "none", "'", "\u2028", "-1", "1e9", "9" * 40]
)
_VALUES = st.recursive(
    _SCALARS,
    lambda parts: st.lists(parts, max_size=3)
    | st.dictionaries(
        st.sampled_from([*PROMISE, *VOLUME, "contact", "resolution", "minute", "mode", "tiers", "up_to", "price",
                         "fixed", "amount", "included", "premiums", "name", "multiplier", "calendar", "weekly", "zone",
                         "indexation", "cap_percent", "exclusions", "currency", "reopen_days", "rounding", "counts"]),
        parts, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(SECTIONS), _VALUES, max_size=5))
def test_whatever_is_in_it_a_contract_is_found_weak_or_refused(document):
    try:
        found = lint(json.dumps(document))
    except ScenarioWrong as wrong:
        assert wrong.problems
    else:
        assert all(one.place and one.rule in RULES for one in found)


@given(st.text(max_size=300))
def test_any_text_is_linted_or_refused(text):
    try:
        lint(text)
    except ScenarioWrong as wrong:
        assert all(line.isprintable() for line in wrong.lines("en"))


def test_a_long_list_of_unknown_names_is_refused_in_linear_time():
    def refused(text):
        with pytest.raises(ScenarioWrong):
            lint(text)

    assert_linear(refused, lambda size: "".join(f"k{nth}: 1\n" for nth in range(size // 9)))
