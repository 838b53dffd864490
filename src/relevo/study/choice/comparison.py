"""Partners compared on the company's own profile: weighted criteria, vetoes, and how firm the order is.

Scores are from 0 to 100. "price": the cheapest true cost of a resolved matter over this partner's. "resolution": his
share resolved at first. "coverage": share of our contacts that he may and can take. Any other criterion is a score
that the scenario gives him, 0 where it gives none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from relevo.calc.money import digits_of, rounded
from relevo.study.choice.cost import YEAR_WEEKS, Case, expected_lines, figures
from relevo.study.choice.options import partner_all
from relevo.study.choice.outcome import Comparison, CostCode, Criterion, PartnerRank, Reason, WeightMove

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats

_TRUE_COST: frozenset[CostCode] = frozenset(
    ("partner", "rework", "kept_management", "escalations", "transition")
)
_PARTNERS_BILL: frozenset[CostCode] = frozenset(("partner", "rework"))


def compare(case: Case) -> Comparison | None:
    """Return the comparison of all partners; None without one."""
    if not case.scenario.partners:
        return None
    bills = [_bill(case, k) for k in range(len(case.scenario.partners))]
    weights = _weights(case)
    scores = np.array([_scores(case, k, list(weights), bills) for k in range(len(bills))])
    fit = [not _vetoes(case, k, bills[k][2]) for k in range(len(bills))]
    totals = scores @ np.array(list(weights.values()))
    order = sorted((k for k, fits in enumerate(fit) if fits), key=lambda k: (-totals[k], k))
    ranks = [
        PartnerRank(
            partner.name, order.index(k) + 1 if k in order else 0, float(totals[k]),
            tuple(Criterion(name, weight, float(scores[k, n])) for n, (name, weight) in enumerate(weights.items())),
            bills[k][0], bills[k][1], bills[k][2], _vetoes(case, k, bills[k][2]),
        )
        for k, partner in enumerate(case.scenario.partners)
    ]  # fmt: skip
    names = [partner.name for partner in case.scenario.partners]
    moves = _moves(weights, scores, order, names) if order else ()
    return Comparison(tuple(sorted(ranks, key=lambda rank: (rank.rank == 0, rank.rank))), moves)


def _weights(case: Case) -> dict[str, float]:
    given = dict(case.scenario.decision.weights)
    total = sum(given.values())
    return {name: weight / total for name, weight in given.items()}


def _bill(case: Case, k: int) -> tuple[Decimal, float, float]:
    """Return a partner's yearly bill for all he may take, the true cost of a resolved matter, and contacts per
    week."""
    plan = figures(case, partner_all(case, k), np.ones(1))
    lines = {line.code: line.amount for line in expected_lines(case, plan)}
    contacts = float(plan.share[k] @ case.desk.by_cell(case.desk.rate))
    bill = sum((lines.get(code, Decimal(0)) for code in _PARTNERS_BILL), Decimal(0))
    true = sum(float(lines.get(code, Decimal(0))) for code in _TRUE_COST)
    matters = contacts * YEAR_WEEKS * case.scenario.in_house.resolution
    return rounded(bill, digits_of(case.scenario.currency)), true / matters if matters else math.inf, contacts


def _scores(
    case: Case, k: int, names: Sequence[str], bills: Sequence[tuple[Decimal, float, float]]
) -> list[float]:
    partner, (_, price, contacts) = case.scenario.partners[k], bills[k]
    cheapest = min(bill[1] for bill in bills)
    own = dict(partner.scores)
    known = {
        "price": 100 * cheapest / price if 0 < price < math.inf else 0.0,
        "resolution": 100 * partner.resolution,
        "coverage": 100 * contacts / case.desk.weekly if case.desk.weekly else 0.0,
    }
    return [known[name] if name in known else own.get(name, 0.0) for name in names]


def _vetoes(case: Case, k: int, contacts: float) -> tuple[Reason, ...]:
    vetoes, partner = case.scenario.vetoes, case.scenario.partners[k]
    if vetoes.locations and partner.location not in vetoes.locations:
        return (Reason("location_not_allowed", {"location": partner.location}),)
    if contacts < vetoes.contacts_per_week:
        return (Reason("too_small", {"contacts_per_week": contacts, "minimum": vetoes.contacts_per_week}),)
    return ()


def _moves(
    weights: dict[str, float], scores: Floats, order: Sequence[int], names: Sequence[str]
) -> tuple[WeightMove, ...]:
    """Return for each criterion the nearest weight at which another partner wins.

    With weight w on one criterion and the others in proportion, a total is w s + (1 - w) r, r being the mean of the
    others' scores: two partners' totals cross at most once.
    """
    values = np.array(list(weights.values()))
    found = []
    for n, (name, weight) in enumerate(weights.items()):
        rest_weights = np.delete(values, n)
        rest = np.delete(scores, n, axis=1) @ rest_weights / max(rest_weights.sum(), 1e-12)
        crossings = []
        for k in order[1:]:
            ahead_here, ahead_there = scores[order[0], n] - scores[k, n], rest[order[0]] - rest[k]
            if ahead_there != ahead_here:
                at = float(ahead_there / (ahead_there - ahead_here))
                if 0 <= at <= 1 and len(values) > 1:
                    crossings.append((abs(at - weight), at, names[k]))
        nearest = min(crossings, default=None)
        found.append(WeightMove(name, weight, nearest[1] if nearest else None, nearest[2] if nearest else ""))
    return tuple(found)
