"""How a queue performs: one set of figures for every model, so that models and contracts can be compared.

A service level has five definitions that differ widely on the same record (42 to 62 % in one month of calls),
so a figure without its definition says nothing. With T the target:

- ``sl1``: answered within T / offered
- ``sl2``: answered within T / answered
- ``sl3``: answered within T / (offered - abandoned within T); Relevo's default
- ``sl4``: (answered within T + abandoned within T) / offered
- ``sl5``: answered within T / (offered - abandoned within a short time, usually 5 seconds)
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from relevo.calc.traffic import Number, exact

Model = Literal["B", "C", "A"]
Definition = Literal["sl1", "sl2", "sl3", "sl4", "sl5"]
DEFINITIONS: tuple[Definition, ...] = ("sl1", "sl2", "sl3", "sl4", "sl5")
DEFAULT_DEFINITION: Definition = "sl3"
SHORT_SECONDS = 5.0
"""Who gives up sooner than this was not kept waiting, says ``sl5``."""


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """The five service levels as shares from 0 to 1; ``sl2`` is None where nobody is ever answered."""

    sl1: float
    sl2: float | None
    sl3: float
    sl4: float
    sl5: float

    def by(self, definition: Definition) -> float | None:
        """Return the service level of a definition; raises ValueError for a name that is none."""
        if definition not in DEFINITIONS:
            raise ValueError(f"a service level is one of {', '.join(DEFINITIONS)}, not {definition!r}")
        level: float | None = getattr(self, definition)
        return level


@dataclass(frozen=True, slots=True)
class Performance:
    """The long run of a queue.

    Shares are from 0 to 1 of the offered contacts, times in seconds. ``stable`` is False where the queue
    grows for ever (Erlang C with a load not below the agents); waits are then infinite and the levels 0.

    - ``wait_probability``: an arriving contact finds every agent busy and queues (B: nobody queues, 0).
    - ``blocked``: refused because every agent is busy (B only); ``abandoned``: gave up in the queue (A only).
    - ``mean_wait_seconds``: of all contacts, up to the answer or to giving up (0 for who need not wait).
    - ``mean_wait_answered_seconds``: of those answered, the ASA of contracts; None where nobody is.
    - ``mean_wait_waiting_seconds``: of those who had to queue, up to the answer or to giving up.
    - ``mean_wait_abandoned_seconds``: of those who gave up; None where nobody does.
    - ``p50_seconds``, ``p90_seconds``, ``p95_seconds``: so long or shorter is the wait of 50, 90, 95 % of all.
    - ``occupancy``: share of their time in which agents work; None without agents.
    - ``throughput_per_hour``: contacts answered per hour; ``mean_queue``: contacts waiting on average.
    """

    model: Model
    stable: bool
    load: float
    agents: int
    target_seconds: float
    wait_probability: float
    blocked: float
    abandoned: float
    mean_wait_seconds: float
    mean_wait_answered_seconds: float | None
    mean_wait_waiting_seconds: float | None
    mean_wait_abandoned_seconds: float | None
    service_levels: ServiceLevels
    p50_seconds: float
    p90_seconds: float
    p95_seconds: float
    occupancy: float | None
    throughput_per_hour: float
    mean_queue: float

    def service_level(self, definition: Definition = DEFAULT_DEFINITION) -> float | None:
        """Return the service level of a definition."""
        return self.service_levels.by(definition)


def rank_of(percent: Number, count: int) -> int:
    """Return the place (from 0) of a percentile among ``count`` values in order: the nearest rank.

    Raises ValueError unless the percentile is from 0 to 100 and there is a value.
    """
    part = exact(percent, "percentile")
    if not 0 <= part <= 100 or count < 1:
        raise ValueError(f"a percentile is from 0 to 100, not {percent}, of at least one value")
    return max(math.ceil(count * part / 100), 1) - 1
