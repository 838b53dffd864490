"""A reversible trial before anything is signed for long, with rules set beforehand for when it ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from relevo.calc.intervals import sample_size
from relevo.study.choice.cost import YEAR_WEEKS, Case, case_with, expected_lines
from relevo.study.choice.handover import Handover, Step
from relevo.study.choice.outcome import Pilot, SegmentDecision, StopRule
from relevo.study.choice.risk import expected_cost
from relevo.study.choice.scenario import Partner

MARGIN = 0.05
"""Within so much of its true value a pilot tells the resolution, at 95 %."""
SHARES = (0.1, 0.25, 0.5, 1.0)
MOST_WEEKS = 8
FINDINGS = 2.0
TOLERANCE = 2.0
"""Standard deviations by which a partner may miss what is expected of him."""
DEARER = 1.25
_HALVINGS = 30


def pilot(case: Case, found: Handover, verdicts: Sequence[SegmentDecision]) -> Pilot | None:
    """Return the trial of the first step that saves, or of the most hopeful undecided one; None without either."""
    step = found.steps[0] if found.steps else _most_hopeful(found, verdicts)
    if step is None:
        return None
    partner = case.scenario.partners[step.move.partner]
    contacts = sample_size(MARGIN, expected=partner.resolution)
    weekly = step.move.contacts
    share = next((share for share in SHARES if contacts / (weekly * share) <= MOST_WEEKS), SHARES[-1])
    return Pilot(
        partner.name, tuple(sorted(step.move.group)), share, contacts, math.ceil(contacts / (weekly * share)), MARGIN,
        _stop_rules(case, found, step, partner, contacts // 4),
    )  # fmt: skip


def _most_hopeful(found: Handover, verdicts: Sequence[SegmentDecision]) -> Step | None:
    undecided = [one.segment for one in verdicts if one.verdict == "undecided"]
    steps = [found.left[segment] for segment in undecided]
    return max(steps, key=lambda step: step.saves, default=None)


def _stop_rules(
    case: Case, found: Handover, step: Step, partner: Partner, after: int
) -> tuple[StopRule, ...]:
    """Return rules that end it where handing over would no longer save, or the partner is far from his word."""
    k = step.move.partner

    def saving_at(changed: Partner) -> float:
        partners = list(case.scenario.partners)
        partners[k] = changed
        then = case_with(case, tuple(partners))
        return expected_cost(then, found.start.plan) - expected_cost(then, step.after.plan)

    least = _limit(lambda share: saving_at(replace(partner, resolution=share)), partner.resolution, 0.05)
    most = _limit(
        lambda share: saving_at(replace(partner, escalation=share)),
        partner.escalation,
        1 - partner.resolution,
    )
    promised = partner.resolution - TOLERANCE * partner.resolution_deviation
    bearable = partner.escalation * (1 + TOLERANCE * case.scenario.uncertainty.escalation_deviation)
    return (
        StopRule("resolution", True, max(least, promised), after),
        StopRule("escalation", False, min(most, bearable), after),
        StopRule("cost_per_resolution", False, _dearest(case, step, max(saving_at(partner), 0.0)), after),
        StopRule("conduct_findings", False, FINDINGS, 50),
    )


def _limit(saving_at: Callable[[float], float], agreed: float, worst: float) -> float:
    """Return where between what was agreed and the worst a saving ends; halfway if it never does."""
    if saving_at(agreed) <= 0:
        return agreed
    if saving_at(worst) > 0:
        return (agreed + worst) / 2
    for _ in range(_HALVINGS):
        middle = (agreed + worst) / 2
        agreed, worst = (middle, worst) if saving_at(middle) > 0 else (agreed, middle)
    return agreed


def _dearest(case: Case, step: Step, saving: float) -> float:
    """Return what a resolved matter may cost at most: the whole saving spent on it, or a quarter more than
    planned."""
    lines = {line.code: float(line.amount) for line in expected_lines(case, step.after.plan)}
    contacts = float((step.after.plan.share @ case.desk.by_cell(case.desk.rate)).sum())
    matters = contacts * YEAR_WEEKS * case.scenario.in_house.resolution
    bill = lines.get("partner", 0.0) + lines.get("rework", 0.0)
    return min(bill + saving, bill * DEARER) / matters
