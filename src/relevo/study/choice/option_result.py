"""One option as the report reads it: who answers, who must be there, costs, savings, and what to know."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.bill import MONTHS
from relevo.study.choice.cost import YEAR_WEEKS, Case, Figures, expected_lines, full_time, one_off
from relevo.study.choice.futures import Futures
from relevo.study.choice.labour_law import law_of
from relevo.study.choice.outcome import Handled, OptionResult, Reason, TeamNeed
from relevo.study.choice.plan import CLOSED, Plan
from relevo.study.choice.risk import (
    SAME_SERVICE,
    Simulated,
    break_even,
    foreseen,
    saves,
    service,
    spread,
    tornado,
)
from relevo.study.choice.shifts import people_for
from relevo.study.choice.staffing import binding

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats


def option_result(case: Case, simulated: Simulated, base: Simulated, futures: Futures) -> OptionResult:
    """Return what there is to say about a simulated plan, savings counted from ``base``."""
    plan, is_base = simulated.plan, simulated.plan is base.plan
    saving = base.cost - simulated.cost
    lines = expected_lines(case, plan)
    total = sum((line.amount for line in lines), Decimal(0))
    once = Decimal(repr(sum(one_off(case, plan)))).quantize(total or Decimal("0.01"))
    level, usual = (service(case.desk, one.plan, case.scenario.service) for one in (plan, base.plan))
    reasons = [*_reasons(case, plan, float(saving.mean()), float(once))]
    if level < usual - SAME_SERVICE:
        reasons.append(Reason("lower_service", {"service": level, "reference": usual}))
    return OptionResult(
        plan.plan.name, plan.plan.code, plan.plan.partners, _handled(case, plan.plan), _teams(case, plan), lines, total,
        once, spread(simulated.cost), spread(saving), saves(saving),
        level, _lost(case, plan) * YEAR_WEEKS,
        () if is_base else tornado(case, plan, base.plan), () if is_base else break_even(case, plan, base.plan),
        tuple(reasons), foreseen(case, plan, futures),
    )  # fmt: skip


def _lost(case: Case, plan: Figures) -> float:
    """Return contacts per week that find nobody and do not come back."""
    return float(case.desk.by_cell(case.desk.rate) @ plan.lost)


def _reasons(case: Case, plan: Figures, saving: float, once: float) -> tuple[Reason, ...]:
    desk, scenario = case.desk, case.scenario
    found = []
    for k, partner in enumerate(scenario.partners):
        contacts = float(plan.share[k] @ desk.by_cell(desk.rate))
        if 0 < contacts < scenario.vetoes.contacts_per_week:
            values = {"contacts_per_week": contacts, "minimum": scenario.vetoes.contacts_per_week}
            found.append(Reason("below_minimum", values))
        stays = float(desk.rate[~desk.may[k]].sum())
        if stays and plan.plan.code == "partner_all" and partner.name in plan.plan.partners:
            found.append(Reason("vetoed", {"partner": partner.name, "contacts_per_week": stays}))
    months = scenario.decision.months
    if plan.share.any() and saving <= 0 < saving + once * MONTHS / months:
        found.append(Reason("never_pays_back", {"one_off": once, "yearly_saving": saving, "months": months}))
    for s, stream in enumerate(desk.streams):
        unserved = float((plan.plan.shares[CLOSED, s] * desk.rate[s]).sum())
        if not desk.spoken[s] and unserved:
            found.append(
                Reason("language_unserved", {"language": stream.language, "contacts_per_week": unserved})
            )
    if lost := _lost(case, plan):
        found.append(Reason("unanswered", {"contacts_per_week": lost}))
    return tuple(found)


def _handled(case: Case, plan: Plan) -> tuple[Handled, ...]:
    names = ["in_house", *(f"partner:{p.name}" for p in case.scenario.partners), "deferred", "closed"]
    largest = plan.shares.argmax(axis=0)
    part = plan.shares.max(axis=0)
    return tuple(
        Handled(block, tuple(names[n] for n in largest[s]), tuple(part[s].tolist()))
        for block, s in zip(case.desk.blocks, case.desk.stream_of, strict=True)
    )


def _teams(case: Case, plan: Figures) -> tuple[TeamNeed, ...]:
    """Return the in-house team, then every partner with the load that he takes."""
    scenario, live = case.scenario, plan.staffing.live[0]
    law, own = law_of(scenario.country), scenario.in_house
    fte = full_time(case, plan)
    hours = fte * own.contract_hours * (1 - own.shrinkage)
    shifts = plan.shifts.shifts
    flexible = hours - plan.shifts.hours
    people = people_for(shifts, law, own.contract_hours) + max(flexible, 0.0) / own.contract_hours
    team = TeamNeed(
        "", tuple(live.astype(int).tolist()), tuple(plan.staffing.deferred[0].tolist()),
        tuple(plan.staffing.load[0].tolist()), shifts, hours, fte,
        int(np.ceil(people / (1 - own.shrinkage) - 1e-9)), binding(case.desk, scenario, plan.staffing),
        plan.shifts.above,
    )  # fmt: skip
    return (
        team,
        *(_partner(case, plan.plan, k) for k in range(len(scenario.partners)) if plan.share[k].any()),
    )


def _partner(case: Case, plan: Plan, k: int) -> TeamNeed:
    partner = case.scenario.partners[k]
    load: Floats = (plan.shares[k + 1] * case.desk.rate * case.desk.seconds[:, None]).sum(axis=0)
    erlangs = tuple((load * partner.handling / 3600).tolist())
    nothing = (0,) * len(erlangs)
    return TeamNeed(partner.name, nothing, tuple(map(float, nothing)), erlangs, (), 0.0, 0.0, 0, "")
