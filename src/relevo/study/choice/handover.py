"""Greedy hand-over: from everything in-house, block by block, whatever saves most for each contact that goes.

A step is taken when it keeps the service (nobody gives up a seat that others' mail relies on) and saves in enough
simulated futures, counted against the plan before it. What saves too seldom stays where it is; at the end each group
left over is simulated once more against the final plan. The frontier goes on from there with what buys most service
for its cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.cost import Case, figures
from relevo.study.choice.futures import Futures
from relevo.study.choice.options import price_of_resolution, reference
from relevo.study.choice.outcome import FrontierPoint, Segment
from relevo.study.choice.plan import Plan
from relevo.study.choice.risk import SAME_SERVICE, Simulated, expected_cost, saves, service, simulate
from relevo.study.choice.segments import Group, able, candidates, segments_of, where

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats

MOST_STEPS = 12
"""Steps taken, and moves simulated before one of them is found wanting."""
MOST_COMPARED = 3
"""Partners compared for each group, those who are cheapest for each matter."""
_ALONE = np.ones(1)


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A group that a partner would take, its contacts per week, and the saving expected against a plan.

    service: share of the desk's contacts answered in time after it; keeps: whether that is no less than at the start.
    """

    group: Group
    partner: int
    contacts: float
    saving: float
    service: float
    keeps: bool


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A move that was simulated: a year's saving in each future, against the plan it starts from."""

    move: Move
    saving: Floats
    after: Simulated

    @property
    def saves(self) -> float:
        """Share of futures in which it saves."""
        return saves(self.saving)


@dataclass(frozen=True, slots=True, eq=False)
class Handover:
    """What the greedy search found.

    steps: taken, in order. left: for every other segment the move that would suit it best; a segment is missing where
    no partner may take it or too few contacts would go.
    """

    start: Simulated
    plan: Simulated
    steps: tuple[Step, ...]
    left: dict[Segment, Step]
    frontier: tuple[FrontierPoint, ...]


@dataclass(slots=True)
class _Search:
    """The state of the search: the plan so far, its cost as expected, the service to keep, and what has gone."""

    case: Case
    futures: Futures
    groups: list[Group]
    able: list[Group]
    ranking: list[int]
    plan: Plan
    cost: float
    least: float
    gone: frozenset[Segment] = frozenset()

    def moves(self) -> list[Move]:
        """Return every move that is open now."""
        pairs = dict.fromkeys(
            ((group & self.able[k]) - self.gone, k) for group in self.groups for k in self.ranking
        )
        return [move for group, k in pairs if group and (move := self._move(group, k))]

    def planned(self, group: Group, k: int) -> Plan:
        """Return the plan in which a group has gone to a partner as well."""
        desk, names = self.case.desk, (*self.plan.partners, self.case.scenario.partners[k].name)
        moved = self.plan.moved(where(desk, group) & desk.may[k], k + 1)
        return replace(moved, code="recommended", partners=tuple(dict.fromkeys(names)))

    def _move(self, group: Group, k: int) -> Move | None:
        desk = self.case.desk
        contacts = float(desk.rate[where(desk, group) & desk.may[k]].sum())
        has = float((desk.rate * self.plan.shares[k + 1]).sum())
        if contacts + has < self.case.scenario.vetoes.contacts_per_week:
            return None
        plan = self.planned(group, k)
        level = service(desk, plan, self.case.scenario.service)
        cost = expected_cost(self.case, figures(self.case, plan, _ALONE))
        return Move(group, k, contacts, self.cost - cost, level, level >= self.least - SAME_SERVICE)

    def take(self, move: Move) -> None:
        """Make a move."""
        self.plan = self.planned(move.group, move.partner)
        self.cost, self.gone = self.cost - move.saving, self.gone | move.group


def hand_over(case: Case, futures: Futures) -> Handover:
    """Return what should be handed over, in steps that each save with enough probability."""
    plan = reference(case.desk)
    start = simulate(case, plan, futures)
    search = _Search(
        case,
        futures,
        candidates(segments_of(case.desk)),
        able(case.desk),
        _ranking(case),
        plan,
        expected_cost(case, start.plan),
        service(case.desk, plan, case.scenario.service),
    )
    now, steps = start, list[Step]()
    frontier = [_point(search, frozenset(), "")]
    while len(steps) < MOST_STEPS and (step := _next(search, now) or _sure(search, _left(search, now))):
        search.take(step.move)
        now, steps = step.after, [*steps, step]
        frontier.append(_point(search, step.move.group, case.scenario.partners[step.move.partner].name))
    left = _left(search, now)
    frontier += _for_service(search)
    return Handover(start, now, tuple(steps), left, tuple(frontier))


def _ranking(case: Case) -> list[int]:
    prices = [price_of_resolution(case, k) for k in range(len(case.scenario.partners))]
    offering = [k for k in sorted(range(len(prices)), key=lambda k: prices[k]) if np.isfinite(prices[k])]
    return offering[:MOST_COMPARED]


def _next(search: _Search, now: Simulated) -> Step | None:
    """Return the best move that saves in enough futures; None when the best few do not."""
    promising = sorted(
        (move for move in search.moves() if move.saving > 0 and move.keeps),
        key=lambda move: (-move.saving / move.contacts, sorted(move.group)),
    )
    steps = (_simulated(search, move, now) for move in promising[:MOST_STEPS])
    enough = search.case.scenario.decision.hand_over_above
    return next((step for step in steps if step.saves >= enough), None)


def _sure(search: _Search, left: dict[Segment, Step]) -> Step | None:
    """Return the step that saves most on average of those that save in enough futures, whatever was expected."""
    limit = search.case.scenario.decision.hand_over_above
    enough = [step for step in left.values() if step.move.keeps and step.saves >= limit]
    return max(enough, key=lambda step: float(step.saving.mean()), default=None)


def _simulated(search: _Search, move: Move, now: Simulated) -> Step:
    after = simulate(search.case, search.planned(move.group, move.partner), search.futures)
    return Step(move, now.cost - after.cost, after)


def _left(search: _Search, now: Simulated) -> dict[Segment, Step]:
    """Return for each segment that stays the move that saves most, of those that contain it and keep the service."""
    best: dict[Segment, Move] = {}
    for move in search.moves():
        for segment in sorted(move.group):
            known = best.get(segment)
            if known is None or (move.keeps, move.saving) > (known.keeps, known.saving):
                best[segment] = move
    steps = {id(move): _simulated(search, move, now) for move in {id(m): m for m in best.values()}.values()}
    return {segment: steps[id(move)] for segment, move in best.items()}


def _for_service(search: _Search) -> Iterator[FrontierPoint]:
    """Yield further points: the moves that raise service most for what they cost."""
    desk, wishes = search.case.desk, search.case.scenario.service
    for _ in range(MOST_STEPS):
        level = service(desk, search.plan, wishes)
        gains = [(move.service - level, move) for move in search.moves()]
        better = [(gain / max(-move.saving, 1e-9), n) for n, (gain, move) in enumerate(gains) if gain > 1e-6]
        if not better:
            return
        move = gains[max(better)[1]][1]
        search.take(move)
        yield _point(search, move.group, search.case.scenario.partners[move.partner].name)


def _point(search: _Search, group: Group, partner: str) -> FrontierPoint:
    level = service(search.case.desk, search.plan, search.case.scenario.service)
    return FrontierPoint(tuple(sorted(group)), partner, search.cost, level)
