"""From a finished result to a plan, and from a desk's weeks to its rows."""

import json

import numpy as np
import pytest

from relevo.study.choice.actual import Trial
from relevo.study.choice.came_true import Arrivals, Holder, Observed, hours, rows, stop_rules
from relevo.study.choice.desk import desk_of
from relevo.study.choice.futures import drawn
from relevo.study.choice.planned import planned
from relevo.study.choice.scenario import Partner, Scenario, Uncertainty
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.study import study
from relevo.study.report.machine import write_json
from tests.study.choice.worlds import ALWAYS, OFFICE, auralis, demand, profile

NOCTUA = Partner(name="Noctua Support")
SCENARIO = Scenario(runs=400, partners=(NOCTUA,))
SURE = Uncertainty(**dict.fromkeys(Uncertainty.__dataclass_fields__, 0.0))


@pytest.fixture(scope="module")
def result():
    known = auralis()
    return json.loads(write_json(study(known, SCENARIO), known))


def plan(result, option="partner_all:Noctua Support", months=None):
    return planned(result, option, months or {})


def holder(name="Noctua Support", *, own=False, **work):
    return Holder(None if own else 1, name, own, 0, 0, Trial(**work))


def seen(weeks=8, arrivals=(), due=0, in_time=0, holders=()):
    return Observed(weeks, tuple(arrivals), due, in_time, None, None, tuple(holders), foreign=False)


def as_planned(plan, weeks=8):
    """Arrivals of each hour and language as the plan's middle has them."""
    rates = plan.forecast.rate
    return [
        Arrivals(hour, block.language, block.topic, round(rates[n, hour] * weeks))
        for n, block in enumerate(plan.forecast.blocks)
        for hour in range(168)
    ]


def by_code(found, code):
    return {row.subject: row for row in found if row.code == code}


def test_contacts_have_the_band_that_the_simulation_draws():
    known = auralis()
    desk = desk_of(known, SCENARIO)
    drawn_contacts = drawn(desk, Scenario(runs=40_000, partners=(NOCTUA,))).contacts.sum(axis=1)
    found = plan(json.loads(write_json(study(known, SCENARIO), known))).forecast.band()
    assert (found.low, found.middle, found.high) == pytest.approx(
        np.percentile(drawn_contacts, (5, 50, 95)), rel=0.01
    )


def test_without_growth_a_block_s_band_is_that_of_its_gamma():
    known = profile(demand("es", "mail", 50, weeks=4.0))
    scenario = Scenario(runs=200, partners=(NOCTUA,), uncertainty=SURE)
    forecast = plan(json.loads(write_json(study(known, scenario), known))).forecast
    # The sum of hours with means adding up to 50 and variances to 50 / 4: gamma with shape 200.
    draws = np.random.default_rng(1).gamma(200, 0.25, 400_000)
    band = forecast.band()
    assert (band.low, band.middle, band.high) == pytest.approx(np.percentile(draws, (5, 50, 95)), rel=0.003)


def test_a_week_sways_as_its_days_do():
    known = profile(demand("es", "mail", 70, office=1.0, dispersion=1.5))
    forecast = plan(json.loads(write_json(study(known, SCENARIO), known))).forecast
    # 45 office hours of 70/45 each: v^2 = 0.5 / (70/45); five days of 14 each: 1 + v^2 * 5 * 14^2 / 70 = 5.5.
    assert forecast.dispersion() == pytest.approx(5.5, abs=0.02)
    hour = np.zeros(168, bool)
    hour[9] = True
    assert forecast.dispersion(hours=hour) == pytest.approx(1.5, abs=0.01)


def test_hours_in_which_next_to_nothing_was_ever_expected_have_a_band_too():
    known = profile(demand("es", "mail", 70, office=1.0))
    forecast = plan(json.loads(write_json(study(known, SCENARIO), known))).forecast
    for hour in (0, 9):
        only = np.zeros(168, bool)
        only[hour] = True
        band = forecast.band(hours=only)
        assert 0 <= band.low <= band.middle <= band.high < 10
    assert forecast.band(forecast.blocks_where(language="de")).high == 0


def test_the_season_of_the_months_looked_at_moves_the_plan():
    known = profile(demand("es", "mail", 100), season=(0.5,) * 6 + (1.5,) * 6)
    kept = json.loads(write_json(study(known, SCENARIO), known))
    usual, summer = plan(kept).forecast.band(), plan(kept, months={6: 0.5, 7: 0.5}).forecast.band()
    assert summer.middle == pytest.approx(usual.middle)
    assert plan(kept, months={1: 1.0}).forecast.band().middle == pytest.approx(usual.middle / 2)


def test_what_partners_take_charge_and_give_back_is_kept_with_the_result(result):
    told = plan(result).foreseen
    # 880 contacts a week at 0.75 / 0.70 for rework; a tenth comes back; 7.00 each and 1,750 a month.
    assert told.handed.middle == pytest.approx(880 * 0.75 / 0.7, rel=0.03)
    assert told.escalated.middle == pytest.approx(0.1, rel=0.05)
    assert told.charges.middle == pytest.approx(1_750 + 7 * 880 * 0.75 / 0.7 * 365.25 / 7 / 12, rel=0.03)
    assert told.charges.low < told.charges.middle < told.charges.high
    assert told.kept.low > 0
    assert plan(result, "in_house").foreseen.handed.high == 0
    both = (told.charges.middle + told.kept.middle) * 12
    spread = next(one for one in result["options"] if one["name"].startswith("partner_all"))["cost"]
    assert both == pytest.approx(spread["p50"], rel=0.05)


def test_a_study_without_partners_foresees_nothing_of_them():
    known = auralis()
    kept = json.loads(write_json(study(known, Scenario(runs=100, partners=())), known))
    told = plan(kept, "in_house").foreseen
    assert (told.handed.high, told.escalated.high, told.charges.high) == (0, 0, 0)
    assert not by_code(rows(plan(kept, "in_house"), seen()), "charges")


def test_an_unknown_option_is_the_advice(result):
    assert plan(result, "nothing such").option == result["answer"]["option"]
    assert "recommended" in plan(result).options


def test_a_result_of_an_earlier_release_tells_what_it_can(result):
    old = json.loads(json.dumps(result))
    for option in old["options"]:
        del option["foreseen"]
    found = rows(plan(old), seen(arrivals=as_planned(plan(old)), holders=[holder(worked=100, charged=700.0, squares=4_900.0,
                                                                                   largest=7.0)]))  # fmt: skip
    assert by_code(found, "contacts")[""].verdict == "as_planned"
    assert by_code(found, "charges")[""].plan is None
    assert by_code(found, "charges")[""].seen is not None


@pytest.mark.parametrize(
    "broken",
    [{}, {"options": []}, {"options": [{"name": "x"}], "answer": {"option": "x"}}, {"options": 7}, []],
)
def test_what_is_no_result_is_refused(broken):
    with pytest.raises(ValueError, match="no result of a study"):
        planned(broken, "x", {})


def test_a_desk_that_does_as_planned_is_told_so(result):
    taken = plan(result)
    handed = round(taken.foreseen.handed.middle * 26)
    bill = taken.foreseen.charges.middle * 26 / (365.25 / 7 / 12)
    work = {
        "worked": handed, "handed_back": round(handed * 0.1), "charged": bill, "squares": 7 * bill, "largest": 7.0,
    }  # fmt: skip
    found = rows(
        taken,
        seen(26, as_planned(taken, 26), 20_000, round(20_000 * taken.service.middle), [holder(**work)]),
    )
    said = {(row.code, row.subject): row.verdict for row in found}
    assert said.pop(("handling", "")) is None
    assert said.pop(("kept", "")) is None
    assert set(said.values()) <= {"as_planned", "too_early"}
    for code in ("contacts", "service", "escalated", "charges", "handed"):
        assert said[code, ""] == "as_planned"
    assert set(by_code(found, "daypart")) == {"office", "evening", "night", "weekend"}
    assert list(by_code(found, "language")) == ["es", "en", "lv"]


def test_a_language_that_nobody_planned_is_shown_without_a_verdict(result):
    found = by_code(rows(plan(result), seen(arrivals=[Arrivals(9, "de", "sound", 80)])), "language")
    assert found["de"].plan is None
    assert found["de"].verdict is None
    assert found["de"].seen.estimate == 10
    assert found["es"].verdict == "less"


def test_the_hours_of_the_week_are_compared_one_by_one(result):
    taken = plan(result)
    twice = [
        Arrivals(a.hour, a.language, a.topic, a.contacts * (4 if a.hour == 10 else 1))
        for a in as_planned(taken, 26)
    ]
    found = hours(taken, seen(26, twice))
    assert len(found) == 168
    assert found[10].verdict == "more"
    assert {row.verdict for row in found if row.subject != "10"} <= {"as_planned", "too_early"}
    assert OFFICE[10]


def test_stop_rules_look_at_the_partner_on_trial_or_at_all_where_nobody_is_called_so(result):
    cheap = load_scenario(
        f"{ALWAYS}runs: 200\npartners: [{{name: Noctua Support, card: {{contact: 4.00}}}}]\n"
    )
    taken = plan(json.loads(write_json(study(auralis(), cheap), auralis())), "recommended")
    assert taken.pilot.partner == "Noctua Support"
    noctua = holder(" noctua support", worked=500, handed_back=400)
    other = holder("Baltline", worked=500)

    def escalation(*holders):
        found = stop_rules(taken, seen(holders=holders))
        return next(one for one in found if one.rule.metric == "escalation")

    assert escalation(noctua, other).verdict == "broken"
    assert escalation(noctua, other).contacts == 500
    assert escalation(other).verdict == "kept"
    assert escalation(holder("", own=True, worked=900)).contacts == 0
    assert stop_rules(planned(result | {"pilot": None}, "", {}), seen()) == ()
