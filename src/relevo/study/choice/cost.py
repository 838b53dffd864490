"""What a plan costs in a year, at equal resolution.

Contacts of the history are what our own resolution makes of the matters behind them, so a partner who resolves a
share f of contacts gets f_own / f times as many: that is the rework. What he escalates is handled in-house as well.
Amounts are floats here, because they come from simulated volumes; ``expected_lines`` gives Decimals, the partner's
bill by the prices of his card and everything rounded to the currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from relevo.calc.money import digits_of, rounded
from relevo.calc.pricing import billed_seconds
from relevo.calc.rate_card import RateCard
from relevo.study.choice.bill import (
    MONTHS,
    WEEKS_A_MONTH,
    BillCurve,
    Volume,
    bill_curve,
    hourly_multipliers,
    month_bill,
)
from relevo.study.choice.desk import Desk
from relevo.study.choice.futures import Futures, expected
from relevo.study.choice.hours import NIGHT, SUNDAY
from relevo.study.choice.labour_law import law_of
from relevo.study.choice.outcome import CostCode, CostLine
from relevo.study.choice.plan import CLOSED, DEFERRED, IN_HOUSE, Plan
from relevo.study.choice.scenario import Partner, Scenario
from relevo.study.choice.shifts import Cover, cover
from relevo.study.choice.staffing import Staffing, staff
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats

YEAR_WEEKS = 365.25 / 7
GRID = np.concatenate(
    (np.geomspace(0.1, 0.5, 6), np.geomspace(0.56, 1 / 0.56, 31), np.geomspace(2.0, 10.0, 10))
)
"""Multiples of a plan's expected in-house work at which it is staffed; between them hours are read on straight
lines."""
_HOUR = 3600.0


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What all plans of a study share. present_fte: of the in-house team as it is, in full-time equivalents."""

    desk: Desk
    scenario: Scenario
    cards: tuple[RateCard, ...]
    curves: tuple[BillCurve, ...]
    multipliers: tuple[Floats, ...]
    present_fte: float = 0.0


def case_of(desk: Desk, scenario: Scenario, zone: str, monday: date) -> Case:
    """Return the case of a desk. ``monday``: of the week whose premiums are taken as usual."""
    cards = tuple(partner.rate_card(scenario.currency) for partner in scenario.partners)
    multipliers = tuple(hourly_multipliers(card, zone, monday) for card in cards)
    return Case(desk, scenario, cards, tuple(bill_curve(card) for card in cards), multipliers)


def case_with(case: Case, partners: tuple[Partner, ...]) -> Case:
    """Return the case with partners who promise something else at the same prices."""
    return replace(case, scenario=replace(case.scenario, partners=partners))


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """A plan in the figures that its cost is computed from; cells are streams by parts of the week.

    hours, premium: paid in-house hours a week over ``grid``, and of them those paid as premiums (in hours of pay);
    one row for the live contacts of each part of the week and a last one for what can wait. work: in-house seconds
    per contact of a cell, in the same rows; usual: all of them in a week, as expected. share: of a cell's contacts
    that a partner takes (K x cells). lost: share that finds nobody and does not come back. seconds: mean handling
    time of what a partner takes. multiplier: his mean premium. escalated: in-house seconds for each contact of a
    cell, were all escalated.
    """

    plan: Plan
    staffing: Staffing
    shifts: Cover
    grid: Floats
    hours: Floats
    premium: Floats
    work: Floats
    usual: Floats
    share: Floats
    lost: Floats
    seconds: Floats
    multiplier: Floats
    escalated: Floats


def figures(case: Case, plan: Plan, grid: Floats = GRID) -> Figures:
    """Return the figures of a plan, staffed at each multiple of its work in ``grid``."""
    desk, scenario, own = case.desk, case.scenario, case.scenario.in_house
    now = staff(desk, scenario, plan)
    shifts = cover(now.live[0].astype(np.int64), law_of(scenario.country), _usual(scenario))
    waste = shifts.hours / max(float(now.live.sum()), 1.0)
    then = staff(desk, scenario, plan, grid[:, None, None]) if len(grid) > 1 else now
    work, lost = _own_work(case, plan)
    taken = plan.shares[1:DEFERRED] * desk.rate
    contacts = taken.sum(axis=(1, 2))
    weight = np.divide(1.0, contacts, out=np.zeros_like(contacts), where=contacts > 0)
    extra = NIGHT * own.night_premium + SUNDAY * own.sunday_premium
    return Figures(
        plan, now, shifts, grid,
        _rows(desk, then.live * (waste or 1.0), then.deferred), _rows(desk, then.live * extra, then.deferred * extra),
        work, work @ desk.by_cell(desk.rate), _per_contact(desk, taken), lost,
        (taken * desk.seconds[:, None]).sum(axis=(1, 2)) * weight,
        (taken.sum(axis=1) * np.array(case.multipliers).reshape(len(taken), HOURS)).sum(axis=1) * weight,
        np.repeat(desk.seconds, len(desk.parts)) * scenario.quality.escalation_handling,
    )  # fmt: skip


def yearly(case: Case, plan: Figures, futures: Futures) -> dict[CostCode, Floats]:
    """Return a year's cost of a plan in each future, by kind of cost."""
    own, doubt = case.scenario.in_house, case.scenario.uncertainty
    handling = futures.handling(case.desk, doubt)
    fte = _full_time(case, at_load(plan, plan.hours, futures, handling))
    leaving = own.attrition * futures.factor("attrition", doubt.attrition_deviation)
    lines: dict[CostCode, Floats] = dict(_team(case, fte, leaving))
    lines["premiums"] = at_load(plan, plan.premium, futures, handling) * YEAR_WEEKS * _hourly_pay(case)
    lines |= _partners(case, plan, futures)
    lines["escalations"] = sum(
        _team(case, _escalated(case, plan, futures, handling), leaving).values(), _none(futures)
    )
    release, joining, transition = one_off(case, plan)
    spread = MONTHS / case.scenario.decision.months
    lines["hiring"] = lines["hiring"] + joining * spread
    lines["release"], lines["transition"] = (
        release * spread + _none(futures),
        transition * spread + _none(futures),
    )
    lines["churn"] = _churn(case, plan, futures)
    return lines


def total(lines: Mapping[CostCode, Floats]) -> Floats:
    """Return the sum of a year's cost in each future."""
    return sum(lines.values(), np.zeros_like(next(iter(lines.values()))))


def one_off(case: Case, plan: Figures) -> tuple[float, float, float]:
    """Return what is paid once: to end contracts, to hire beyond today's team, and to begin with partners."""
    own = case.scenario.in_house
    now = plan.hours[:, int(np.argmin(np.abs(plan.grid - 1.0)))].sum(keepdims=True)
    more = float(_full_time(case, now)[0]) - case.present_fte
    release = max(-more, 0.0) * own.release * own.yearly_pay
    learning = own.training_weeks / YEAR_WEEKS * own.yearly_pay * (1 + own.on_costs)
    joining = max(more, 0.0) * (own.hiring + learning)
    transition = sum(p.transition for k, p in enumerate(case.scenario.partners) if plan.share[k].any())
    return release, joining, transition


def full_time(case: Case, plan: Figures) -> float:
    """Return the full-time equivalents of a plan's in-house team as expected, escalations included."""
    calm = expected(case.desk, case.scenario)
    handling = calm.handling(case.desk, case.scenario.uncertainty)
    hours = at_load(plan, plan.hours, calm, handling)
    return float((_full_time(case, hours) + _escalated(case, plan, calm, handling))[0])


def expected_lines(case: Case, plan: Figures) -> tuple[CostLine, ...]:
    """Return a year's cost as expected, in Decimals rounded to the currency; lines that are 0 are left out."""
    digits = digits_of(case.scenario.currency)
    lines = yearly(case, plan, expected(case.desk, case.scenario))
    amounts = {code: rounded(Decimal(repr(float(amount[0]))), digits) for code, amount in lines.items()}
    amounts["partner"], amounts["rework"] = _bills(case, plan)
    return tuple(CostLine(code, amount) for code, amount in amounts.items() if amount)


def partner_volumes(case: Case, plan: Figures, futures: Futures) -> Floats:
    """Return contacts per week that each partner takes, at our resolution: futures x K."""
    found: Floats = futures.contacts @ plan.share.T
    return found


def _none(futures: Futures) -> Floats:
    return np.zeros(len(futures))


def _usual(scenario: Scenario) -> int:
    """Return the usual length of a shift in hours: a fifth of the week's contract."""
    return max(4, round(scenario.in_house.contract_hours / 5))


def _own_work(case: Case, plan: Plan) -> tuple[Floats, Floats]:
    """Return by cell the in-house seconds per contact, in rows as in ``Figures``, and the share of contacts lost."""
    desk, service = case.desk, case.scenario.service
    live, spoken = desk.live[:, None], desk.spoken[:, None]
    promised, closed = plan.shares[DEFERRED], plan.shares[CLOSED]
    back = (
        np.where(live, promised * service.come_back_promised + closed * service.come_back, promised) * spoken
    )
    now = _per_contact(desk, desk.rate * plan.shares[IN_HOUSE] * live * desk.seconds[:, None])
    later = _per_contact(desk, desk.rate * (plan.shares[IN_HOUSE] * ~live + back) * desk.seconds[:, None])
    part = np.arange(len(now)) % len(desk.parts)
    rows = [np.where(part == row, now, 0.0) for row in range(len(desk.parts))]
    return np.array([*rows, later]), _per_contact(desk, desk.rate * (promised + closed - back))


def _rows(desk: Desk, live: Floats, deferred: Floats) -> Floats:
    """Return weekly sums of hourly values (Z x 168 each): live by part of the week, then deferred; rows x Z."""
    by_part: Floats = live @ desk.parts.T.astype(np.float64)
    return np.vstack((by_part.T, deferred.sum(axis=1)))


def _per_contact(desk: Desk, hourly: Floats) -> Floats:
    """Return sums over cells divided by the cells' contacts."""
    contacts = desk.by_cell(desk.rate)
    sums = desk.by_cell(hourly)
    each: Floats = np.divide(sums, contacts, out=np.zeros_like(sums), where=contacts > 0)
    return each


def at_load(plan: Figures, values: Floats, futures: Futures, handling: Floats) -> Floats:
    """Return values over the grid (rows x Z) at the work of each future, added up; beyond the grid in proportion."""
    found = _none(futures)
    for work, usual, row in zip(plan.work, plan.usual, values, strict=True):
        load = futures.contacts @ work * handling / usual if usual else np.ones(len(futures))
        inside = np.clip(load, plan.grid[0], plan.grid[-1])
        found = found + np.interp(inside, plan.grid, row) * np.maximum(load / inside, 1.0)
    return found


def _full_time(case: Case, hours: Floats) -> Floats:
    own = case.scenario.in_house
    found: Floats = hours / ((1 - own.shrinkage) * own.contract_hours)
    return found


def _hourly_pay(case: Case) -> float:
    own = case.scenario.in_house
    return own.yearly_pay * (1 + own.on_costs) / (YEAR_WEEKS * own.contract_hours)


def _team(case: Case, fte: Floats, leaving: Floats) -> dict[CostCode, Floats]:
    """Return what so many full-time equivalents cost a year, of whom a share leaves and is replaced."""
    own = case.scenario.in_house
    year = own.yearly_pay * (1 + own.on_costs)
    learning = (
        own.learning_excess * own.learning_weeks / YEAR_WEEKS
    )  # the curve a exp(-w / tau), summed over weeks
    return {
        "pay": fte * year,
        "hiring": fte * leaving * own.hiring,
        "training": fte * leaving * own.training_weeks / YEAR_WEEKS * year,
        "learning": fte * leaving * learning * year,
        "leads": fte / own.agents_per_lead * own.lead_cost,
        "tools": fte * own.tools,
    }


def _escalated(case: Case, plan: Figures, futures: Futures, handling: Floats) -> Floats:
    """Return the full-time equivalents that work on what partners give back."""
    scenario = case.scenario
    factor = futures.factor("escalation", scenario.uncertainty.escalation_deviation)
    seconds = _none(futures)
    for k, partner in enumerate(scenario.partners):
        again = scenario.in_house.resolution / futures.resolution(partner)
        rate = np.clip(partner.escalation * factor, 0.0, 1.0)
        seconds = seconds + futures.contacts @ (plan.share[k] * plan.escalated) * again * rate
    return _full_time(case, seconds * handling / _HOUR / scenario.service.max_occupancy)


def _partners(case: Case, plan: Figures, futures: Futures) -> dict[CostCode, Floats]:
    scenario = case.scenario
    weekly = partner_volumes(case, plan, futures)
    lines: dict[CostCode, Floats] = {
        code: _none(futures) for code in ("partner", "rework", "kept_management")
    }
    slower = futures.factor("partner_handling", scenario.uncertainty.partner_handling_deviation)
    for k, partner in enumerate(scenario.partners):
        if not plan.share[k].any():
            continue
        price = futures.factor("price", partner.price_deviation)
        again = scenario.in_house.resolution / futures.resolution(partner)
        same = price * _year_of_bills(case, plan, k, weekly[:, k], np.ones(len(futures)), slower)
        billed = price * _year_of_bills(case, plan, k, weekly[:, k], again, slower)
        lines["partner"] = lines["partner"] + same
        lines["rework"] = lines["rework"] + billed - same
        lines["kept_management"] = lines["kept_management"] + billed * partner.kept_management
    return lines


def _year_of_bills(
    case: Case, plan: Figures, k: int, weekly: Floats, again: Floats, slower: Floats
) -> Floats:
    """Return the bills of a year for contacts that come ``again`` times as often."""
    seconds = billed_seconds(_seconds(case.scenario.partners[k], plan, k), case.cards[k].minute_rounding)
    bills = [
        case.curves[k].at(
            weekly * again * month, weekly * case.scenario.in_house.resolution * month,
            weekly * again * month * seconds * slower / 60, float(plan.multiplier[k]),
        )
        for month in WEEKS_A_MONTH * case.desk.season
    ]  # fmt: skip
    year: Floats = np.mean(bills, axis=0) * MONTHS
    return year


def _seconds(partner: Partner, plan: Figures, k: int) -> int:
    return round(float(plan.seconds[k]) * partner.handling)


def _bills(case: Case, plan: Figures) -> tuple[Decimal, Decimal]:
    """Return a year's expected bills of all partners for our resolution, and what rework adds."""
    scenario = case.scenario
    weekly = partner_volumes(case, plan, expected(case.desk, scenario))[0]
    same, billed = Decimal(0), Decimal(0)
    for k, partner in enumerate(scenario.partners):
        if not weekly[k]:
            continue
        for month in WEEKS_A_MONTH * np.resize(case.desk.season, MONTHS):
            contacts = float(weekly[k] * month)
            resolved = round(contacts * scenario.in_house.resolution)
            rest = (resolved, _seconds(partner, plan, k), Decimal(repr(float(plan.multiplier[k]))))
            same += month_bill(case.cards[k], Volume(round(contacts), *rest))
            again = contacts * scenario.in_house.resolution / partner.resolution
            billed += month_bill(case.cards[k], Volume(round(again), *rest))
    return same, billed - same


def _churn(case: Case, plan: Figures, futures: Futures) -> Floats:
    """Return the margin of customers expected to leave, because nobody answered or the answer did not help."""
    scenario, quality = case.scenario, case.scenario.quality
    taken = plan.share.sum(axis=0)
    own = np.maximum(1 - taken - plan.lost, 0.0)
    unresolved = futures.contacts @ own * (1 - scenario.in_house.resolution)
    for k, partner in enumerate(scenario.partners):
        unresolved = unresolved + futures.contacts @ plan.share[k] * (1 - futures.resolution(partner))
    leaving = unresolved * quality.churn_unresolved + futures.contacts @ plan.lost * quality.churn_unanswered
    factor = futures.factor("churn", scenario.uncertainty.churn_deviation)
    found: Floats = leaving * YEAR_WEEKS * quality.margin_per_customer * factor
    return found
