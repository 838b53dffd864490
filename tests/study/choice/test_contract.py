import pytest

from relevo.study.choice.contract import RULES, lint
from relevo.study.choice.scenario_file import ScenarioWrong

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
def test_each_weak_clause_is_found_where_it_stands_with_why_and_better_wording(sound, weak, rule, place):
    assert sound in SOUND
    found = lint(SOUND.replace(sound, weak))
    assert [(one.rule, one.place) for one in found] == [(rule, place)]
    assert found[0].why
    assert found[0].better


def test_a_price_by_the_minute_asks_for_a_promise_of_resolution():
    minute = "prices: {minute: 0.85}\nexit: {notice_days: 90}\n"
    assert rules(minute) == ["minute-without-resolution"]
    assert rules(minute + "promises: [{metric: resolution, definition: fcr-7d}]") == []
    assert rules(minute + "quality: {fcr: 70 %}") == []


def test_the_cliff_is_told_in_money():
    (found,) = lint(
        "prices: {contact: {mode: all_units, tiers: [{up_to: 1500, price: 4.60}, {price: 3.90}]}}\nexit: {days: 90}"
    )
    assert dict(found.values) == {"volume": "1500", "at": "6900.00", "beyond": "5853.90", "regained": "1770"}


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
    assert [problem.split(":")[0] for problem in wrong.value.problems] == [place]


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
