from dataclasses import replace

import numpy as np
import pytest

from relevo.study.choice.cost import figures, full_time
from relevo.study.choice.futures import DRIVERS, drawn, expected
from relevo.study.choice.hours import open_hours
from relevo.study.choice.options import options, partner_all, reference
from relevo.study.choice.plan import kept
from relevo.study.choice.risk import (
    break_even,
    expected_cost,
    grid_error,
    saves,
    service,
    simulate,
    spread,
    tornado,
)
from relevo.study.choice.scenario import Card, InHouse, Partner, Quality, Scenario, Service, Uncertainty
from relevo.study.choice.scenario_file import load_scenario
from tests.study.choice.worlds import ALWAYS, OFFICE, auralis, case, demand, profile

SURE = Uncertainty(**dict.fromkeys(Uncertainty.__dataclass_fields__, 0.0))


def test_rates_are_drawn_with_the_mean_and_variance_of_the_profile():
    found = case(profile(demand("es", "mail", 50, weeks=4.0)), Scenario(runs=20_000, uncertainty=SURE))
    weekly = drawn(found.desk, found.scenario).contacts.sum(axis=1)
    assert weekly.mean() == pytest.approx(50, rel=0.01)
    assert weekly.std() == pytest.approx(np.sqrt(50 / 4), rel=0.03)


def test_growth_and_the_same_seed():
    scenario = Scenario(runs=5_000, uncertainty=replace(SURE, growth=0.2, growth_deviation=0.1))
    found = case(auralis(), scenario)
    first, again = (drawn(found.desk, scenario).contacts for _ in range(2))
    assert (first == again).all()
    assert np.median(first.sum(axis=1)) == pytest.approx(880 * 1.2, rel=0.01)
    assert (drawn(found.desk, replace(scenario, seed=2)).contacts != first).any()


def test_the_reference_saves_nothing_and_is_its_own_cost():
    found = case(auralis(), Scenario())
    base = simulate(found, reference(found.desk), drawn(found.desk, found.scenario))
    assert saves(base.cost - base.cost) == 0
    total = spread(base.cost)
    assert total.p10 < total.p50 < total.p90


def test_without_any_doubt_all_futures_are_the_expected_one():
    known = profile(demand("es", "mail", 400, weeks=1e9, dispersion=1.0))
    partner = Partner(price_deviation=0, resolution_deviation=0)
    found = case(known, Scenario(uncertainty=SURE, partners=(partner,)))
    for plan in options(found):
        made = simulate(found, plan, drawn(found.desk, found.scenario))
        assert made.cost.std() < 1e-3 * made.cost.mean()
        assert made.cost.mean() == pytest.approx(expected_cost(found, made.plan), rel=1e-3)


def test_half_of_all_futures_lie_on_either_side_of_the_expected_bill():
    found = case(auralis(), Scenario(runs=4_000))
    made = simulate(found, partner_all(found, 0), drawn(found.desk, found.scenario))
    assert (made.cost > expected_cost(found, made.plan)).mean() == pytest.approx(0.5, abs=0.06)


def test_the_tornado_names_every_driver_once_widest_first():
    found = case(auralis(), load_scenario(ALWAYS))
    base, plan = figures(found, reference(found.desk)), figures(found, partner_all(found, 0))
    bars = tornado(found, plan, base)
    assert {bar.driver for bar in bars} == set(DRIVERS)
    widths = [abs(bar.at_p90 - bar.at_p10) for bar in bars]
    assert widths == sorted(widths, reverse=True)
    price = next(bar for bar in bars if bar.driver == "price")
    assert price.at_p10 > price.at_p90  # cheap saves more than dear


def test_the_published_break_even_of_a_night_and_day_seat():
    """5.4 people at 38,000 against 7.00 a contact and 21,000 a year: about 26,000 contacts a year, 72 a day."""
    own = InHouse(
        hours="always", yearly_pay=38_000, on_costs=0, shrinkage=1 - 4.2 / 5.4, attrition=0, tools=0, lead_cost=0,
        night_premium=0, sunday_premium=0, hiring=0, training_weeks=0, release=0, learning_excess=0,
    )  # fmt: skip
    partner = Partner(
        card=Card('{"contact": "7.00", "fixed": {"amount": "1750.00"}}'), transition=0, kept_management=0,
        escalation=0, resolution=0.75,
    )  # fmt: skip
    known = profile(demand("es", "phone", 100, seconds=60, office=45 / 168, weeks=1e6, dispersion=1.0))
    scenario = Scenario(in_house=own, partners=(partner,), quality=Quality(margin_per_customer=0))
    found = case(known, scenario)
    plan, base = figures(found, partner_all(found, 0)), figures(found, reference(found.desk))
    assert full_time(found, base) == pytest.approx(5.4)
    (point,) = break_even(found, plan, base)
    assert point.saves == "below"
    assert point.contacts == pytest.approx((5.4 * 38_000 - 21_000) / 7, rel=0.01)
    assert point.contacts / 365.25 == pytest.approx(72, abs=1)


def test_service_counts_who_is_answered_in_time():
    found = case(auralis(), Scenario())
    desk, wishes = found.desk, Service(service_level=0.9)
    by_day, always = (
        service(desk, kept(desk, hours, "in_house"), wishes) for hours in (OFFICE, open_hours("always"))
    )
    assert by_day < always
    assert service(case(profile(demand("es", "phone", 50)), Scenario()).desk,
                   kept(case(profile(demand("es", "phone", 50)), Scenario()).desk, OFFICE, "in_house"),
                   wishes) == pytest.approx(0.8 * 0.9)  # fmt: skip
    weekend = profile(demand("es", "mail", 50, office=0.0))
    desk = case(weekend, Scenario()).desk
    in_time = service(desk, kept(desk, OFFICE, "in_house"), Service(mail_in_time_hours=15))
    assert in_time == pytest.approx((4 * 15 + 2 * 9 + 6) / 123, abs=0.13)
    assert service(desk, kept(desk, OFFICE, "in_house"), Service(mail_in_time_hours=168)) == 1


def test_what_the_grid_of_loads_costs_in_accuracy_is_measured():
    found = case(auralis(), load_scenario(ALWAYS))
    futures = drawn(found.desk, found.scenario)
    assert 0 < grid_error(found, figures(found, reference(found.desk)), futures) < 0.05


def test_expected_futures_move_one_driver_at_a_time():
    found = case(auralis(), Scenario())
    for driver in DRIVERS:
        moved = expected(found.desk, found.scenario, moved=driver, by=1.0)
        changed = {name for name, values in moved.deviates.items() if values[0]}
        assert changed == {driver}
