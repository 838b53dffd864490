"""What a plan costs and saves under uncertainty: spreads, probability of saving, tornado, break-even volumes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.bill import MONTHS
from relevo.study.choice.cost import (
    YEAR_WEEKS,
    Case,
    Figures,
    at_load,
    figures,
    partner_volumes,
    total,
    yearly,
)
from relevo.study.choice.desk import Desk
from relevo.study.choice.foreseen import Band, Foreseen
from relevo.study.choice.futures import DECILE, DRIVERS, Futures, expected
from relevo.study.choice.outcome import BreakEven, Influence, Spread
from relevo.study.choice.plan import DEFERRED, IN_HOUSE, Plan, present
from relevo.study.choice.scenario import Service
from relevo.study.choice.staffing import staff
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats, Mask

VOLUMES = np.geomspace(0.1, 10.0, 121)
"""Multiples of the expected volume between which break-even is looked for."""
SAME_SERVICE = 0.005
"""By so much, as a share of contacts, service may fall and still be called the same."""
_CHECKED = 64


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """A plan's yearly cost in each future."""

    plan: Figures
    cost: Floats


def simulate(case: Case, plan: Plan, futures: Futures) -> Simulated:
    """Return a plan's cost in all futures."""
    found = figures(case, plan)
    return Simulated(found, total(yearly(case, found, futures)))


def spread(values: Floats) -> Spread:
    """Return mean and hundredths of simulated figures."""
    p10, p50, p90 = np.percentile(values, (10, 50, 90))
    return Spread(float(values.mean()), float(p10), float(p50), float(p90))


def band(values: Floats) -> Band:
    """Return between which ends 9 of 10 simulated figures lie, and their median."""
    low, middle, high = np.percentile(values, (5, 50, 95))
    return Band(float(low), float(middle), float(high))


def foreseen(case: Case, plan: Figures, futures: Futures) -> Foreseen:
    """Return what partners are expected to take, charge and give back under a plan."""
    scenario = case.scenario
    lines = yearly(case, plan, futures)
    charges = (lines["partner"] + lines["rework"]) / MONTHS
    again = np.array([scenario.in_house.resolution / futures.resolution(one) for one in scenario.partners])
    handed = partner_volumes(case, plan, futures) * again.reshape(len(scenario.partners), len(futures)).T
    factor = futures.factor("escalation", scenario.uncertainty.escalation_deviation)
    rates = np.array([np.clip(one.escalation * factor, 0.0, 1.0) for one in scenario.partners])
    taken = handed.sum(axis=1)
    back = (handed * rates.reshape(len(scenario.partners), len(futures)).T).sum(axis=1)
    share = np.divide(back, taken, out=np.zeros_like(back), where=taken > 0)
    return Foreseen(band(taken), band(share), band(charges), band(total(lines) / MONTHS - charges))


def saves(saving: Floats) -> float:
    """Return the share of futures with a saving above 0."""
    return float((saving > 0).mean())


def expected_cost(case: Case, plan: Figures) -> float:
    """Return a year's cost with everything as assumed."""
    return float(total(yearly(case, plan, expected(case.desk, case.scenario)))[0])


def tornado(case: Case, plan: Figures, base: Figures) -> tuple[Influence, ...]:
    """Return the saving over ``base`` with one driver at its 10th and 90th hundredth, widest first."""
    bars = []
    for driver in DRIVERS:
        low, high = (
            float((total(yearly(case, base, then)) - total(yearly(case, plan, then)))[0])
            for then in (expected(case.desk, case.scenario, moved=driver, by=by) for by in (-DECILE, DECILE))
        )
        bars.append(Influence(driver, low, high))
    return tuple(sorted(bars, key=lambda bar: (-abs(bar.at_p90 - bar.at_p10), bar.driver)))


def break_even(case: Case, plan: Figures, base: Figures) -> tuple[BreakEven, ...]:
    """Return the volumes between a tenth and ten times the expected at which a plan begins or stops saving."""
    futures = expected(case.desk, case.scenario, volume=VOLUMES)
    saving = total(yearly(case, base, futures)) - total(yearly(case, plan, futures))
    found = []
    for low in np.flatnonzero(np.diff(saving > 0)):
        part = saving[low] / (saving[low] - saving[low + 1])
        factor = float(VOLUMES[low] + part * (VOLUMES[low + 1] - VOLUMES[low]))
        found.append(
            BreakEven(
                factor * case.desk.weekly * YEAR_WEEKS, factor, "above" if saving[low + 1] > 0 else "below"
            )
        )
    return tuple(found)


def service(desk: Desk, plan: Plan, wishes: Service) -> float:
    """Return the share of contacts answered in time.

    Live contacts are, at the service level that staffing keeps, where somebody is there. What can wait is, where a
    partner takes it or the team is there within ``mail_in_time_hours``.
    """
    partners = plan.shares[1:DEFERRED].sum(axis=0)
    own = plan.shares[IN_HOUSE]
    live = (own + partners) * wishes.service_level
    soon = _hours_until(present(desk, plan)) <= wishes.mail_in_time_hours
    later = partners + (own + plan.shares[DEFERRED]) * soon
    answered = desk.rate * np.where(desk.live[:, None], live, later)
    return float(answered.sum() / desk.rate.sum()) if desk.rate.any() else 1.0


def grid_error(case: Case, plan: Figures, futures: Futures) -> float:
    """Return the mean relative error of in-house hours read off the grid, over a few futures staffed in full.

    A single future can be a seat off, where its hours lie on a step between two loads of the grid.
    """
    desk, few = case.desk, Futures(futures.deviates, futures.contacts[:_CHECKED])
    mean = desk.by_cell(desk.rate)
    times = np.divide(few.contacts, mean, out=np.ones_like(few.contacts), where=mean > 0)
    hourly = times.reshape(len(few), len(desk.streams), len(desk.parts)) @ desk.parts.astype(np.float64)
    exact = staff(desk, case.scenario, plan.plan, hourly)
    found = exact.live.sum(axis=1) * _waste(plan) + exact.deferred.sum(axis=1)
    read = at_load(plan, plan.hours, few, np.ones(len(few)))
    return float(np.mean(np.abs(read - found) / np.maximum(found, 1.0)))


def _waste(plan: Figures) -> float:
    """Return paid hours of shifts for each hour of live need."""
    need = float(plan.staffing.live.sum())
    return plan.shifts.hours / need if need else 1.0


def _hours_until(there: Mask) -> Floats:
    """Return for each hour of the week how long it is until somebody is there; infinite if nobody ever is."""
    wait = np.full(HOURS, np.inf)
    until = np.inf
    for hour in range(2 * HOURS - 1, -1, -1):
        until = 0.0 if there[hour % HOURS] else until + 1
        wait[hour % HOURS] = until
    return wait
