"""How many agents a load needs, for thousands of loads at once.

The number of agents is a staircase over the load. Its steps are looked for once, with ``calc.required``: between two
loads with the same number there is none. Steps below ten agents are placed to 2 % of the load; above, the number is
read between loads that lie 20 % apart. Reading rounds up, so the answer is at most one agent more than the exact one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from relevo.calc.performance import Model
from relevo.calc.required import Constraints, required_agents
from relevo.calc.traffic import Traffic
from relevo.study.problems import Wrong

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_LOAD = 1e-3
MOST_LOAD = 20_000.0
FINE = 1.02
"""Ratio between neighbouring loads of the lattice on which steps are looked for."""
_STRETCH, _COARSE_STEPS, _MANY = 64, 9, 10
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Queue:
    """What a live queue must keep and how long a contact takes; ``patience`` in seconds, infinite for Erlang C."""

    constraints: Constraints
    seconds: float
    patience: float = math.inf

    def required(self, load: float) -> tuple[int, str]:
        """Return the agents for a load in erlangs and the wish that decides; raises ValueError where none do."""
        model: Model = "A" if math.isfinite(self.patience) else "C"
        found = required_agents(
            Traffic.of_load(load, self.seconds), self.constraints, model=model, patience_seconds=self.patience
        )
        if found.agents is None:
            raise Wrong("impossible", wishes=found.impossible)
        return found.agents, found.binding[0] if found.binding else ""


@dataclass(frozen=True, slots=True, eq=False)
class Staircase:
    """Loads in erlangs, ascending, and the agents each needs."""

    loads: NDArray[np.float64]
    agents: NDArray[np.float64]

    def read(self, load: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the whole number of agents for each load; none for no load."""
        found: NDArray[np.float64] = np.ceil(np.interp(load, self.loads, self.agents) - _ROUNDING)
        return np.where(load > 0, found, 0.0)


@lru_cache(maxsize=64)
def staircase(queue: Queue, most: float) -> Staircase:
    """Return the staircase up to a load; raises ValueError above 20,000 erlangs and for wishes nobody can keep."""
    if most > MOST_LOAD:
        raise Wrong("load", value=round(most), most=round(MOST_LOAD))
    stretches = max(math.ceil(math.log(most / LEAST_LOAD, FINE) / _STRETCH), 1)
    ranges = [(nth * _STRETCH, (nth + 1) * _STRETCH) for nth in range(stretches)]
    needs = {place: _need(queue, place) for one in ranges for place in one}
    while ranges:
        low, high = ranges.pop()
        close = _COARSE_STEPS if needs[low] >= _MANY else 1
        if needs[low] != needs[high] and high - low > close:
            middle = (low + high) // 2
            needs[middle] = _need(queue, middle)
            ranges += [(low, middle), (middle, high)]
    places = sorted(needs)
    return Staircase(_load(np.array(places)), np.array([float(needs[place]) for place in places]))


@lru_cache(maxsize=16384)
def _need(queue: Queue, place: int) -> int:
    """Return the agents for a load of the lattice; stretches begin at the same places whatever the greatest load."""
    return queue.required(float(_load(np.array(place))))[0]


def _load(place: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(LEAST_LOAD * FINE**place, dtype=np.float64)
