from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.study.choice.cost import YEAR_WEEKS, expected_lines, figures, full_time, one_off, total, yearly
from relevo.study.choice.futures import expected
from relevo.study.choice.options import options, partner_all, reference
from relevo.study.choice.scenario import Card, InHouse, Partner, Quality, Scenario, Service
from relevo.study.choice.scenario_file import load_scenario
from tests.study.choice.worlds import ALWAYS, auralis, case, demand, profile

PLAIN = InHouse(
    attrition=0, tools=0, lead_cost=0, night_premium=0, sunday_premium=0, hiring=0, training_weeks=0
)


def lines(known, scenario, plan_of):
    found = case(known, scenario)
    return {line.code: line.amount for line in expected_lines(found, figures(found, plan_of(found)))}


def test_a_night_and_day_seat_costs_what_the_books_say():
    """One seat, 168 hours, 16.9 % away: 5.05 full-time equivalents; at 38,000 each about 192,000 a year."""
    own = replace(PLAIN, hours="always", shrinkage=0.169)
    few = profile(demand("es", "phone", 40, office=0.3))
    found = case(few, Scenario(in_house=own, quality=Quality(margin_per_customer=0)))
    plan = figures(found, reference(found.desk))
    assert full_time(found, plan) == pytest.approx(168 / (40 * 0.831), rel=1e-9)
    assert round(full_time(found, plan), 2) == 5.05
    cost = lines(
        few, Scenario(in_house=own, quality=Quality(margin_per_customer=0)), lambda c: reference(c.desk)
    )
    assert float(cost["pay"]) == pytest.approx(5.0542 * 29_000 * 1.31, rel=1e-3)


def test_equal_resolution_means_that_poor_answers_come_again_and_are_paid_again():
    partner = Partner(resolution=0.5, escalation=0.0, card=Card('{"contact": "10.00"}'), transition=0)
    cost = lines(auralis(), Scenario(partners=(partner,)), lambda c: partner_all(c, 0))
    contacts = 880 * YEAR_WEEKS
    assert float(cost["partner"]) == pytest.approx(10 * contacts, rel=1e-3)
    assert float(cost["rework"]) == pytest.approx(10 * contacts * (0.75 / 0.5 - 1), rel=1e-3)
    assert float(cost["kept_management"]) == pytest.approx(10 * contacts * 1.5 * 0.1, rel=1e-3)


def test_a_partner_as_good_as_ourselves_makes_no_rework():
    equal = Partner(resolution=0.75)
    assert "rework" not in lines(auralis(), Scenario(partners=(equal,)), lambda c: partner_all(c, 0))


def test_what_a_partner_escalates_is_paid_twice():
    never, often = (Partner(escalation=share) for share in (0.0, 0.2))
    assert "escalations" not in lines(auralis(), Scenario(partners=(never,)), lambda c: partner_all(c, 0))
    assert lines(auralis(), Scenario(partners=(often,)), lambda c: partner_all(c, 0))["escalations"] > 0


@given(st.floats(0.5, 3))
@settings(max_examples=10, deadline=None)
def test_a_price_list_twice_as_dear_is_a_bill_twice_as_high(times):
    price = Decimal(str(round(8 * times, 2)))
    once, dearer = (
        lines(
            auralis(),
            Scenario(partners=(Partner(card=Card(f'{{"contact": "{p}"}}')),)),
            lambda c: partner_all(c, 0),
        )
        for p in ("8.00", price)
    )
    assert float(dearer["partner"]) == pytest.approx(float(once["partner"] * price / 8), rel=1e-6)


def test_the_season_is_billed_month_by_month():
    """A minimum bites in the quiet months and not in the busy ones."""
    card = Card('{"contact": "1.00", "minimum": "3832.00"}')
    flat, seasonal = (
        lines(profile(demand("es", "mail", 880), season=season), Scenario(partners=(Partner(card=card),)),
              lambda c: partner_all(c, 0))["partner"]
        for season in (None, (0.5, 1.5) * 6)
    )  # fmt: skip
    assert flat == Decimal("45984.00")
    assert seasonal == 6 * Decimal("3832.00") + 6 * 5740


def test_ending_contracts_costs_once_and_so_does_beginning():
    found = case(auralis(), Scenario(partners=(Partner(transition=15_000),)))
    now = figures(found, reference(found.desk), np.ones(1))
    found = replace(found, present_fte=full_time(found, now))
    release, joining, transition = one_off(found, figures(found, partner_all(found, 0)))
    assert release == pytest.approx(found.present_fte * 0.25 * 29_000, rel=0.02)
    assert (joining, transition) == (0.0, 15_000)


@pytest.mark.parametrize(("text", "volume"), [("", 0.3), (ALWAYS, 1.0), (ALWAYS, 4.0)])
def test_the_same_code_prices_simulation_and_report(text, volume):
    """What is shown in Decimals is the float of the same plan, and more contacts never cost less in-house."""
    found = case(auralis(), load_scenario(text))
    for plan in options(found):
        made = figures(found, plan)
        shown = float(sum(line.amount for line in expected_lines(found, made)))
        now = total(yearly(found, made, expected(found.desk, found.scenario)))[0]
        assert shown == pytest.approx(now, rel=1e-3)
    own = figures(found, reference(found.desk))
    less, more = total(
        yearly(found, own, expected(found.desk, found.scenario, volume=np.array([volume, volume * 1.3])))
    )
    assert more >= less * 0.999


def test_every_hour_of_every_stream_has_somebody_or_nobody_and_never_more_than_one_whole():
    found = case(
        auralis(),
        load_scenario(ALWAYS + "partners: [{name: Noctua Support}, {name: Baltline, languages: [lv, en]}]"),
    )
    plans = list(options(found))
    assert len({plan.name for plan in plans}) == len(plans)
    for plan in plans:
        assert np.allclose(plan.shares.sum(axis=0), 1)
        assert (plan.shares >= 0).all()


def test_the_usual_options_are_there():
    both = "partners: [{name: Noctua Support}, {name: Baltline}]\ntier_two: [firmware]\n"
    peak = demand("es", "phone", 200)
    peak.shape[10] *= 4
    known = profile(*auralis().demands, demand("es", "mail", 50, topic="firmware"), peak)
    codes = {plan.code for plan in options(case(known, load_scenario(ALWAYS + both)))}
    assert codes == {
        "in_house_extended", "in_house", "defer_to_morning", "partner_all", "partner_after_hours", "overflow",
        "by_language", "by_tier", "several_partners",
    }  # fmt: skip


def test_a_desk_that_wants_no_longer_hours_is_its_own_reference():
    assert reference(case(auralis(), Scenario(service=Service())).desk).code == "in_house"
