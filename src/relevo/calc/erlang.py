"""Erlang B and Erlang C: queues of Poisson arrivals, exponential handling times and equal agents.

**Erlang B** (M/M/n/n): who finds every agent busy is refused. **Erlang C** (M/M/n): who finds every agent busy
waits, for ever if need be. With the load a in erlangs (A. K. Erlang 1917; formulas as in Gans, Koole,
Mandelbaum 2003):

- B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)): all terms positive, and errors shrink from step to step.
- C = n B / ((n - a) + a B) for a < n, else the queue grows for ever.
- Given that one waits in Erlang C, the wait is exponential with rate d = (n - a) / handling time.

Erlang A, in which people give up, is in ``relevo.calc.erlang_a``.
"""

from __future__ import annotations

import math

from relevo.calc.performance import Performance, ServiceLevels
from relevo.calc.traffic import Traffic, not_negative, whole

PERCENT_ABOVE = (0.5, 0.1, 0.05)
"""The shares that wait longer than p50, p90 and p95."""


def blocking(load: float, agents: int) -> float:
    """Return B(agents): the probability that all are busy when nobody may wait; 1 without agents.

    Good to 14 digits from no load to any overload. Takes 60 ns for each agent.
    """
    busy = 1.0
    for count in range(1, agents + 1):
        offered = load * busy
        busy = offered / (count + offered)
    return busy


def not_blocking(load: float, agents: int) -> float:
    """Return 1 - B(agents) without cancellation: n / (n + a B(n-1)); 0 without agents."""
    return agents / (agents + load * blocking(load, agents - 1)) if agents else 0.0


def erlang_b(traffic: Traffic, agents: int, target_seconds: float = 0.0) -> Performance:
    """Return how a queue without waiting places performs.

    Nobody waits, so a target makes no difference. A refused contact counts as offered and not answered:
    every service level but ``sl2`` (of the answered: 1) is the share that is not refused. Raises ValueError
    for numbers that make no sense.
    """
    agents = whole(agents, "agents")
    target = not_negative(target_seconds, "target in seconds")
    refused, served = blocking(traffic.load, agents), not_blocking(traffic.load, agents)
    return Performance(
        model="B",
        stable=True,
        load=traffic.load,
        agents=agents,
        target_seconds=target,
        wait_probability=0.0,
        blocked=refused,
        abandoned=0.0,
        mean_wait_seconds=0.0,
        mean_wait_answered_seconds=0.0 if agents else None,
        mean_wait_waiting_seconds=None,
        mean_wait_abandoned_seconds=None,
        service_levels=ServiceLevels(served, 1.0 if agents else None, served, served, served),
        p50_seconds=0.0,
        p90_seconds=0.0,
        p95_seconds=0.0,
        occupancy=min(traffic.load * served / agents, 1.0) if agents else None,
        throughput_per_hour=traffic.contacts_per_hour * served,
        mean_queue=0.0,
    )


def erlang_c(traffic: Traffic, agents: int, target_seconds: float = 20.0) -> Performance:
    """Return how a queue of endlessly patient people performs.

    A load that is not below the agents (also 0 agents) gives ``stable=False``. Since nobody gives up, all five
    service levels are the same: 1 - C exp(-d T). Raises ValueError for numbers that make no sense.
    """
    agents = whole(agents, "agents")
    target = not_negative(target_seconds, "target in seconds")
    spare = traffic.spare(agents)
    if spare <= 0:
        return _overrun(traffic, agents, target)
    drain = spare / traffic.handle_seconds
    busy = blocking(traffic.load, agents)
    crowd = spare + traffic.load * busy
    waits = agents * busy / crowd
    at_once = spare * (1 - busy) / crowd  # with spare agents at most half of all are refused: nothing cancels
    level = at_once - waits * math.expm1(-drain * target)
    p50, p90, p95 = (math.log(waits / above) / drain if waits > above else 0.0 for above in PERCENT_ABOVE)
    return Performance(
        model="C",
        stable=True,
        load=traffic.load,
        agents=agents,
        target_seconds=target,
        wait_probability=waits,
        blocked=0.0,
        abandoned=0.0,
        mean_wait_seconds=waits / drain,
        mean_wait_answered_seconds=waits / drain,
        mean_wait_waiting_seconds=1 / drain,
        mean_wait_abandoned_seconds=None,
        service_levels=ServiceLevels(level, level, level, level, level),
        p50_seconds=p50,
        p90_seconds=p90,
        p95_seconds=p95,
        occupancy=traffic.load / agents,
        throughput_per_hour=traffic.contacts_per_hour,
        mean_queue=waits * traffic.load / spare,
    )


def _overrun(traffic: Traffic, agents: int, target: float) -> Performance:
    """Return the long run of a queue that only grows: everybody waits, longer and longer."""
    endless = math.inf
    return Performance(
        model="C",
        stable=False,
        load=traffic.load,
        agents=agents,
        target_seconds=target,
        wait_probability=1.0,
        blocked=0.0,
        abandoned=0.0,
        mean_wait_seconds=endless,
        mean_wait_answered_seconds=endless if agents else None,
        mean_wait_waiting_seconds=endless,
        mean_wait_abandoned_seconds=None,
        service_levels=ServiceLevels(0.0, 0.0 if agents else None, 0.0, 0.0, 0.0),
        p50_seconds=endless,
        p90_seconds=endless,
        p95_seconds=endless,
        occupancy=1.0 if agents else None,
        throughput_per_hour=agents * 3600 / traffic.handle_seconds,
        mean_queue=endless,
    )
