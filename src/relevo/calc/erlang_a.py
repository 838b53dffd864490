"""Erlang A (M/M/n+M): how a queue performs in which people give up, their patience exponential.

The formulas and where they come from are in ``relevo.calc.impatience``. Real patience is not quite
exponential; ``relevo.calc.patience`` estimates its mean from a record, and simulation takes what is left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from relevo.calc.erlang import PERCENT_ABOVE, erlang_b, erlang_c
from relevo.calc.impatience import ImpatientQueue, Shares
from relevo.calc.performance import SHORT_SECONDS, Performance, ServiceLevels
from relevo.calc.traffic import HOUR, Number, Traffic, not_negative, patience, whole

ENDLESS = 1e90
"""A patience of so many handling times counts as infinite, of one over so many as none."""


def erlang_a(
    traffic: Traffic,
    agents: int,
    patience_seconds: Number,
    target_seconds: float = 20.0,
    *,
    short_seconds: float = SHORT_SECONDS,
) -> Performance:
    """Return how a queue performs in which people give up after a mean patience.

    With patience 0 nobody queues: those who find all agents busy are gone at once (``wait_probability`` and
    ``abandoned`` are Erlang B). With infinite patience it is Erlang C. Without agents everybody gives up.
    Always stable otherwise. Raises ValueError for numbers that make no sense.
    """
    agents = whole(agents, "agents")
    mean = patience(patience_seconds)
    target = not_negative(target_seconds, "target in seconds")
    short = not_negative(short_seconds, "short time in seconds")
    if endless(traffic, mean):
        return replace(erlang_c(traffic, agents, target), model="A")
    if mean * ENDLESS < traffic.handle_seconds:
        return _hasty(traffic, agents, target)
    if agents == 0:
        return _deserted(traffic, mean, target, short)
    if not traffic.offered:
        return _calm(traffic, agents, mean, target)
    queue = ImpatientQueue(traffic, agents, mean)
    shares, levels = _levels(queue, mean, target, short)
    percentiles = [mean * queue.percentile(above) for above in PERCENT_ABOVE]
    return _performance(traffic, agents, mean, target, shares, levels, percentiles)


def endless(traffic: Traffic, mean: float) -> bool:
    """Tell whether a mean patience is so long that nobody ever gives up."""
    return mean > ENDLESS * traffic.handle_seconds


def figures(
    traffic: Traffic, agents: int, mean: float, target: float, short: float
) -> tuple[ServiceLevels, float | None, float, float | None]:
    """Return what is promised most: service levels, ASA in seconds, abandonment, occupancy.

    As ``erlang_a`` gives them, but without the percentiles, which take most of its time.
    """
    if _plain(traffic, agents, mean):
        queue = ImpatientQueue(traffic, agents, mean)
        shares, levels = _levels(queue, mean, target, short)
        asa = mean * shares.answered_wait / shares.answered
        return levels, asa, shares.abandoned, min(traffic.load * shares.answered / agents, 1.0)
    edge = erlang_a(traffic, agents, mean, target, short_seconds=short)
    return edge.service_levels, edge.mean_wait_answered_seconds, edge.abandoned, edge.occupancy


def _plain(traffic: Traffic, agents: int, mean: float) -> bool:
    """Tell whether none of the limits applies in which the queue has a simpler answer."""
    hasty = mean * ENDLESS < traffic.handle_seconds
    return agents > 0 and traffic.offered > 0 and not hasty and not endless(traffic, mean)


def _levels(queue: ImpatientQueue, mean: float, target: float, short: float) -> tuple[Shares, ServiceLevels]:
    """Return the shares by the target (seconds, as the mean patience) and the five service levels."""
    shares = queue.shares(target / mean)
    answered = shares.answered_by
    return shares, ServiceLevels(
        answered,
        answered / shares.answered,
        answered / (answered + shares.waiting_at),
        answered + shares.abandoned_by,
        answered / queue.kept_by(short / mean),
    )


def _performance(
    traffic: Traffic,
    agents: int,
    mean: float,
    target: float,
    shares: Shares,
    levels: ServiceLevels,
    percentiles: Sequence[float],
) -> Performance:
    wait = mean * shares.abandoned
    answered_wait = mean * shares.answered_wait
    return Performance(
        model="A",
        stable=True,
        load=traffic.load,
        agents=agents,
        target_seconds=target,
        wait_probability=shares.waits,
        blocked=0.0,
        abandoned=shares.abandoned,
        mean_wait_seconds=wait,
        mean_wait_answered_seconds=answered_wait / shares.answered,
        mean_wait_waiting_seconds=mean * shares.abandoned_of_waiting,
        mean_wait_abandoned_seconds=mean * shares.wait_of_abandoned,
        service_levels=levels,
        p50_seconds=percentiles[0],
        p90_seconds=percentiles[1],
        p95_seconds=percentiles[2],
        occupancy=min(traffic.load * shares.answered / agents, 1.0),
        throughput_per_hour=traffic.contacts_per_hour * shares.answered,
        mean_queue=traffic.contacts_per_hour / HOUR * wait,
    )


def _hasty(traffic: Traffic, agents: int, target: float) -> Performance:
    """Return the limit of no patience: Erlang B, in which the refused are called abandoned after no wait."""
    lost = erlang_b(traffic, agents, target)
    served = lost.service_levels.sl1
    return replace(
        lost,
        model="A",
        wait_probability=lost.blocked,
        blocked=0.0,
        abandoned=lost.blocked,
        mean_wait_waiting_seconds=0.0,
        mean_wait_abandoned_seconds=0.0,
        service_levels=ServiceLevels(
            served, lost.service_levels.sl2, float(agents > 0), 1.0, float(agents > 0)
        ),
    )


def _deserted(traffic: Traffic, mean: float, target: float, short: float) -> Performance:
    """Return the queue without agents: everybody waits for his whole patience."""
    p50, p90, p95 = (-mean * math.log(above) for above in PERCENT_ABOVE)
    return Performance(
        model="A",
        stable=True,
        load=traffic.load,
        agents=0,
        target_seconds=target,
        wait_probability=1.0,
        blocked=0.0,
        abandoned=1.0,
        mean_wait_seconds=mean,
        mean_wait_answered_seconds=None,
        mean_wait_waiting_seconds=mean,
        mean_wait_abandoned_seconds=mean,
        service_levels=ServiceLevels(0.0, None, 0.0, -math.expm1(-target / mean), 0.0),
        p50_seconds=p50,
        p90_seconds=p90,
        p95_seconds=p95,
        occupancy=None,
        throughput_per_hour=0.0,
        mean_queue=traffic.contacts_per_hour / HOUR * mean,
    )


def _calm(traffic: Traffic, agents: int, mean: float, target: float) -> Performance:
    """Return the limit of no load: nobody waits; the one in a million would, for an agent or his patience."""
    rate = agents / traffic.handle_seconds + 1 / mean
    return replace(
        erlang_c(traffic, agents, target),
        model="A",
        mean_wait_waiting_seconds=1 / rate,
        mean_wait_abandoned_seconds=1 / rate,
    )
