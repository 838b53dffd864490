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

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_LOAD = 1e-3
MOST_LOAD = 20_000.0
_FINE, _COARSE, _MANY = 1.02, 1.2, 10
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
            raise ValueError(f"no number of agents keeps {', '.join(found.impossible)}")
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
        raise ValueError(f"a load of {most:,.0f} erlangs; at most {MOST_LOAD:,.0f} are staffed")
    top = max(most, 2 * LEAST_LOAD)
    needs = {load: queue.required(load)[0] for load in (LEAST_LOAD, top)}
    open_ranges = [(LEAST_LOAD, top)]
    while open_ranges:
        low, high = open_ranges.pop()
        close = _COARSE if needs[low] >= _MANY else _FINE
        if needs[low] == needs[high] or high <= low * close:
            continue
        middle = math.sqrt(low * high)
        needs[middle] = queue.required(middle)[0]
        open_ranges += [(low, middle), (middle, high)]
    loads = sorted(needs)
    return Staircase(np.array(loads), np.array([float(needs[load]) for load in loads]))
