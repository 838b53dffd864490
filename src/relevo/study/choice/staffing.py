"""From a plan to the in-house agents needed, hour by hour.

**Live** contacts (phone, chat) of all streams that the team answers are one queue; a chat counts with its handling
time over what an agent gains by holding several at once. Rates are covered, not met on average: each hour is staffed
for the rate that ``service.cover`` of weeks do not exceed, the rate being gamma with the variance of the profile's
doubt and of its spread beyond Poisson. **Languages** divide the queue where nobody speaks two. With a share of agents
who speak all, the need lies between one pooled queue and a queue for each language: a third of them gives three
quarters of the gain (simulated, see ``relevo.calc.shared_desk``; Wallace and Whitt 2004); halves of an agent are
rounded, because those who speak all are put where they are needed. **Deferred** work (mail, forms, who comes back) is
done first in the idle time of those who are there, then by more, never above the least capacity that answers each in
time (``relevo.calc.deferred``, which scales with the work). Waits are scaled with the desk's mean handling time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from relevo.calc.chat import capacity_gain
from relevo.calc.deferred import Arrival, least_capacity
from relevo.calc.demand_mix import rate_quantile
from relevo.calc.fte import covered
from relevo.calc.required import Constraints
from relevo.study.choice.desk import DEFAULT_SECONDS, Desk
from relevo.study.choice.plan import CLOSED, DEFERRED, IN_HOUSE, Plan, present
from relevo.study.choice.scenario import Scenario, Service
from relevo.study.choice.staircase import LEAST_LOAD, Queue, staircase
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from relevo.study.choice.desk import Floats, Mask

_HOUR = 3600.0
_VARIATIONS = np.linspace(0.0, 4.0, 81)
POOLED_SHARES, POOLED_GAINS = (0.0, 1 / 6, 1 / 3, 1.0), (0.0, 0.56, 0.75, 1.0)
"""Share of agents who speak all languages, and of the pooling gain that they bring: 12 agents, 4 + 4 erlangs."""


@dataclass(frozen=True, slots=True, eq=False)
class Staffing:
    """Agents of the in-house team for some futures: live, deferred and offered erlangs, each Z x 168."""

    live: Floats
    deferred: Floats
    load: Floats


def staff(desk: Desk, scenario: Scenario, plan: Plan, scale: Floats | None = None) -> Staffing:
    """Return who must be there in a normal week.

    ``scale`` multiplies the rates, one row a future: shape (Z, 1, 1) or (Z, S, 168); without it, as expected.
    """
    times = np.ones((1, 1, 1)) if scale is None else scale
    erlangs = _erlangs_of_one(desk, scenario.service)
    shares = plan.shares[IN_HOUSE] * desk.live[:, None]
    load = desk.rate * times * shares * erlangs[:, None]
    variance = (desk.doubt * times**2 + desk.spread * times) * shares * erlangs[:, None] ** 2
    live = _covered(_live(desk, scenario, load, variance), load.sum(axis=1), scenario)
    work = _can_wait(desk, scenario.service, plan)
    deferred = _beyond_idle(
        (work * times).sum(axis=1) * _reserve(desk, work, scenario.service.cover),
        _idle(live, load.sum(axis=1), scenario.service.max_occupancy),
        present(desk, plan),
        scenario.service,
    )
    return Staffing(live, deferred, load.sum(axis=1))


def binding(desk: Desk, scenario: Scenario, staffing: Staffing) -> str:
    """Return what decides the busiest hour of the first future: a wish of the queue, or "minimum"; "" without
    load."""
    load = float(staffing.load[0].max())
    if not load:
        return ""
    agents, wish = queue_of(desk, scenario.service).required(load)
    return wish if staffing.live[0].max() <= agents or agents >= scenario.in_house.minimum else "minimum"


def queue_of(desk: Desk, service: Service) -> Queue:
    """Return the one live queue of a desk, with its mean handling time."""
    contacts = desk.rate[desk.live].sum(axis=1)
    work = float(contacts @ desk.seconds[desk.live])
    seconds = work / contacts.sum() if contacts.sum() > 0 else DEFAULT_SECONDS
    wishes = Constraints(
        service_level=service.service_level, target_seconds=service.within_seconds,
        max_abandonment=service.max_abandonment, max_occupancy=service.max_occupancy,
    )  # fmt: skip
    patience = math.inf if service.patience_seconds is None else service.patience_seconds
    return Queue(wishes, float(seconds), patience)


def _erlangs_of_one(desk: Desk, service: Service) -> Floats:
    """Return by stream the erlangs of one contact an hour."""
    gain = capacity_gain(service.chats_at_once, service.chat_slow_down)
    chats = np.array([stream.channel == "chat" for stream in desk.streams], dtype=np.bool_)
    return np.where(chats, desk.seconds / gain, desk.seconds) / _HOUR


def _live(desk: Desk, scenario: Scenario, load: Floats, variance: Floats) -> Floats:
    """Return the agents for the live load (Z x S x 168), between pooled and one queue for each language."""
    languages = sorted({s.language for s, live in zip(desk.streams, desk.live, strict=True) if live})
    groups = [[n for n, s in enumerate(desk.streams) if s.language == language] for language in languages]
    every = [_at_cover(load.sum(axis=1), variance.sum(axis=1), scenario.service.cover)]
    if len(groups) > 1:
        every += [
            _at_cover(load[:, g].sum(axis=1), variance[:, g].sum(axis=1), scenario.service.cover)
            for g in groups
        ]
    top = max(float(every[0].max()), LEAST_LOAD)
    steps = staircase(queue_of(desk, scenario.service), 2.0 ** math.ceil(math.log2(top)))
    pooled, *apart = (steps.read(one) for one in every)
    separate = np.maximum(sum(apart, np.zeros_like(pooled)), pooled)
    gain = float(np.interp(scenario.in_house.multilingual, POOLED_SHARES, POOLED_GAINS))
    needed: Floats = np.floor(separate - gain * (separate - pooled) + 0.5)
    return needed


def _at_cover(mean: Floats, variance: Floats, cover: float) -> Floats:
    """Return what a gamma-distributed rate stays below with probability ``cover``; at least its mean."""
    variation = np.sqrt(np.divide(variance, mean**2, out=np.zeros_like(mean), where=mean > 0))
    return mean * np.interp(variation, _VARIATIONS, _cover_factors(cover))


@lru_cache(maxsize=16)
def _cover_factors(cover: float) -> NDArray[np.float64]:
    return np.array([max(rate_quantile(cover, 1.0, float(v)), 1.0) for v in _VARIATIONS])


def _covered(agents: Floats, load: Floats, scenario: Scenario) -> Floats:
    """Return agents with minimum cover wherever there is a load at all."""
    own = scenario.in_house
    least = covered(1, minimum=own.minimum, lone_working=own.lone_working)
    return np.where(load > 0, np.maximum(agents, least), 0.0)


def _can_wait(desk: Desk, service: Service, plan: Plan) -> Floats:
    """Return the seconds of in-house work by stream and hour that need not be done at once (S x 168)."""
    ours = desk.spoken[:, None]
    waits = plan.shares[DEFERRED] * service.come_back_promised + plan.shares[CLOSED] * service.come_back
    contacts = np.where(desk.live[:, None], waits * ours, plan.shares[IN_HOUSE] + plan.shares[DEFERRED])
    work: Floats = desk.rate * contacts * desk.seconds[:, None]
    return work


def _reserve(desk: Desk, work: Floats, cover: float) -> float:
    """Return the factor by which a week's deferred work is covered rather than met on average."""
    each = np.divide(work, desk.rate, out=np.zeros_like(work), where=desk.rate > 0)
    mean, variance = np.array([work.sum()]), np.array([((desk.doubt + desk.spread) * each**2).sum()])
    return float(_at_cover(mean, variance, cover)[0] / mean[0]) if mean[0] > 0 else 1.0


def _idle(live: Floats, load: Floats, occupancy: float) -> Floats:
    """Return agents' worth of time that those who are there for live contacts have left."""
    return np.maximum(live * occupancy - load, 0.0)


def _beyond_idle(work: Floats, idle: Floats, there: Mask, service: Service) -> Floats:
    """Return agents' worth of deferred work (Z x 168) beyond the idle time, for seconds of work that come."""
    done = np.zeros_like(work)
    if not there.any() or not work.any():
        return done
    total = work.sum(axis=1)
    main = int(np.argmax(total))
    capacity = (
        _least_capacity(tuple(work[main].tolist()), tuple(there.tolist()), service.mail_within_hours)
        * total
        / total[main]
    )
    places = np.flatnonzero(there)
    came = np.diff(np.cumsum(work, axis=1)[:, places] / _HOUR, axis=1, prepend=0.0)
    came[:, 0] += (
        work[:, places[-1] + 1 :].sum(axis=1) / _HOUR
    )  # what came after the last hour waits for the first
    backlog = np.zeros(len(work))
    for place, more in 2 * list(
        zip(places, came.T, strict=True)
    ):  # the second week begins as every week does
        backlog += more
        done[:, place] = np.minimum(backlog, np.maximum(capacity, idle[:, place]))
        backlog -= done[:, place]
    beyond: Floats = np.maximum(done - idle, 0.0) / service.max_occupancy
    return beyond


@lru_cache(maxsize=512)
def _least_capacity(work: tuple[float, ...], there: tuple[bool, ...], within_hours: float) -> float:
    """Return c* of ``calc.deferred`` on the team's clock, over two weeks so that one meets the next.

    In weeks without end it can never be less than a week's work in a week's hours.
    """
    came: dict[int, float] = {}
    clock = 0
    for hour in range(2 * HOURS):
        came[clock] = came.get(clock, 0.0) + work[hour % HOURS]
        clock += there[hour % HOURS]
    arrivals = [Arrival(at * _HOUR, seconds) for at, seconds in came.items() if seconds > 0]
    return max(least_capacity(arrivals, within_hours * _HOUR), sum(work) / (sum(there) * _HOUR))
