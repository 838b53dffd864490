"""The study: from a profile and a scenario to what was found, in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np

from relevo.study.choice.comparison import compare
from relevo.study.choice.contract import lint
from relevo.study.choice.cost import case_of, figures, full_time
from relevo.study.choice.decision import answer, decisions
from relevo.study.choice.desk import MOST_LANGUAGES, desk_of
from relevo.study.choice.futures import drawn
from relevo.study.choice.handover import hand_over
from relevo.study.choice.option_result import option_result
from relevo.study.choice.options import options
from relevo.study.choice.outcome import OptionResult, Outcome, Reviewed, Simulation
from relevo.study.choice.pilot import pilot
from relevo.study.choice.plan import kept
from relevo.study.choice.risk import Simulated, grid_error, simulate
from relevo.study.choice.scenario import Scenario, assumptions
from relevo.study.demand.profile import Profile

Progress = Callable[[str, float], None]
"""Is told a stage ("options", "decision", "comparison", "done") and the share of the whole that is done."""


def study(profile: Profile, scenario: Scenario, *, progress: Progress | None = None) -> Outcome:
    """Return what is best for a desk, how sure that is, and why.

    The same profile, scenario and seed give the same outcome. Raises ValueError for a load beyond 20,000 erlangs and
    for a service that no number of agents can keep.
    """
    told = progress or (lambda _stage, _share: None)
    desk = desk_of(profile, scenario)
    monday = profile.last_day - timedelta(days=profile.last_day.weekday())
    case = case_of(desk, scenario, profile.zone, monday)
    now = figures(case, kept(desk, desk.own, "in_house"), np.ones(1))
    case = replace(case, present_fte=full_time(case, now))
    futures = drawn(desk, scenario)
    results: list[OptionResult] = []
    base: Simulated | None = None
    plans = list(options(case))
    for nth, plan in enumerate(plans):
        told("options", 0.6 * nth / len(plans))
        simulated = simulate(case, plan, futures)
        base = base or simulated
        results.append(option_result(case, simulated, base, futures))
    told("decision", 0.6)
    found = hand_over(case, futures)
    verdicts = decisions(case, found, futures, profile.weeks)
    recommended = replace(found.plan.plan.plan, code="recommended")
    advised = replace(found.plan, plan=replace(found.plan.plan, plan=recommended))
    results.append(option_result(case, advised, found.start, futures))
    told("comparison", 0.95)
    outcome = Outcome(
        scenario.currency, answer(case, found, verdicts, profile.weeks), results[0].name, tuple(results), verdicts,
        found.frontier, pilot(case, found, verdicts), compare(case), tuple(assumptions(scenario)),
        Simulation(scenario.runs, scenario.seed, grid_error(case, found.start.plan, futures)),
        (*profile.notices, *_notices(profile, scenario)),
        tuple(Reviewed(one.name, lint(one.contract)) for one in scenario.partners if one.contract),
    )  # fmt: skip
    told("done", 1.0)
    return outcome


def _notices(profile: Profile, scenario: Scenario) -> tuple[str, ...]:
    found = []
    if not scenario.partners:
        found.append("no_partner")
    if len({demand.block.language for demand in profile.demands}) > MOST_LANGUAGES:
        found.append("segments_merged")
    if any(not demand.handling.mean > 0 for demand in profile.demands):
        found.append("handling_from_default")
    return tuple(found)
