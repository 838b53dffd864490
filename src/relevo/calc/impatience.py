"""What happens in a queue in which people give up, their patience exponential with mean 1/theta (M/M/n+M).

Palm 1957; Mandelbaum and Zeltyn 2005. With mu the rate at which an agent works, a the load, n agents,
x = n mu / theta, y = a mu / theta and w = theta t the time in units of the patience, the wait that an
endlessly patient arrival would meet (V) has, beside its mass at 0, the density

    y B(n-1) g(w) / D,  g(w) = exp(y (1 - e^-w) - x w),  D = 1 + y B(n-1) * integral of g from 0 to infinity

and everything follows from integrals of g times 1, e^-w (still there when an agent is free: answered),
1 - e^-w (gone by then), and their waits w e^-w and 1 - e^-w - w e^-w.

Shifted, v = w - ln(a/n), the exponent is -x (v - 1 + e^-v) plus a constant: it has its top at v = 0, and measured
from any point downhill it is a sum of negative terms. So neither the exponents nor the sums cancel: in no load,
in overload, with tiny or huge patience. The usual series and differences of incomplete gamma functions lose
digits or overflow there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from relevo.calc.erlang import blocking
from relevo.calc.quadrature import Integrand, integrals
from relevo.calc.traffic import Traffic

_NEGLIGIBLE = 50.0
"""An exponent so far below the top adds nothing that a float could hold."""
_EVERYBODY_GONE = 800.0
"""After so many mean patiences exp(-w) is 0 for a float."""
_STAYING = 100.0
"""After so many mean patiences e^-w adds nothing that a float could hold."""
_CLOSE = 1e-10
"""A step of Newton's method that moves no more than this leaves an error of its square."""
_BEND = tuple((-1) ** k / math.factorial(k) for k in range(17, 1, -1))
_BEND_NEAR = _BEND[6:]


@dataclass(frozen=True, slots=True)
class Sums:
    """Integrals of g over a stretch of waits: of all, of the answered, the gone, and of the waits of both."""

    there: float = 0.0
    answered: float = 0.0
    gone: float = 0.0
    answered_wait: float = 0.0
    gone_wait: float = 0.0

    def plus(self, other: Sums) -> Sums:
        """Return this and the other together."""
        return Sums(
            self.there + other.there,
            self.answered + other.answered,
            self.gone + other.gone,
            self.answered_wait + other.answered_wait,
            self.gone_wait + other.gone_wait,
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """What becomes of the contacts, as shares of the offered; times in units of the mean patience.

    ``answered_by`` and ``abandoned_by`` are by the time asked for, ``waiting_at`` are still in the queue then;
    the three add up to 1. ``abandoned_of_waiting`` is a share of those who queue, ``wait_of_abandoned`` the
    mean wait of those who give up.
    """

    waits: float
    answered: float
    abandoned: float
    abandoned_of_waiting: float
    answered_wait: float
    wait_of_abandoned: float
    answered_by: float
    abandoned_by: float
    waiting_at: float


class ImpatientQueue:
    """The distribution behind Erlang A, for at least one agent, some load and a finite patience above 0."""

    __slots__ = ("_at_once", "_shift", "_top", "_weight", "_whole", "_x")

    def __init__(self, traffic: Traffic, agents: int, patience_seconds: float) -> None:
        ratio = patience_seconds / traffic.handle_seconds
        self._x = agents * ratio
        under = traffic.spare(agents) / agents
        self._shift = -math.log1p(-under) if abs(under) < 0.5 else -math.log(traffic.load / agents)
        self._top = max(-self._shift, 0.0)
        self._weight = traffic.load * ratio * blocking(traffic.load, agents - 1)
        # Everything is in units of g at its top; who is answered at once is 1 in units of g at 0.
        self._at_once = math.exp(-self._fall(self._top, -self._top))
        self._whole = self._at_once + self._weight * self._beyond(0.0)

    def shares(self, time: float) -> Shares:
        """Return what becomes of the contacts, by a time from 0 in units of the patience."""
        time = min(time, _EVERYBODY_GONE)
        before, after = self._around(time)
        every = before.plus(after)
        return Shares(
            waits=self._weight * every.there / self._whole,
            answered=(self._at_once + self._weight * every.answered) / self._whole,
            abandoned=self._weight * every.gone / self._whole,
            abandoned_of_waiting=every.gone / every.there,
            answered_wait=self._weight * every.answered_wait / self._whole,
            wait_of_abandoned=every.gone_wait / every.gone,
            answered_by=(self._at_once + self._weight * before.answered) / self._whole,
            abandoned_by=self._weight * (before.gone - math.expm1(-time) * after.there) / self._whole,
            waiting_at=self._weight * math.exp(-time) * after.there / self._whole,
        )

    def kept_by(self, time: float) -> float:
        """Return the share of contacts that have not given up by a time in units of the patience."""
        time = min(time, _EVERYBODY_GONE)
        before, _ = self._around(time)
        staying = self._weight * math.exp(-time) * self._beyond(time)
        return (self._at_once + self._weight * before.answered + staying) / self._whole

    def percentile(self, above: float) -> float:
        """Return the time that a share ``above`` of all contacts spends longer than in the queue.

        Newton's method on the logarithm of P(W > t), kept inside a bracket that shrinks. Near the share that
        waits at all the answer is a difference of nearly equal numbers and has fewer digits.
        """
        if not self._weight:  # so seldom does anybody wait that a float says never
            return 0.0
        time, (excess, hazard) = 0.0, self._survival(0.0, above)
        low, high = 0.0, excess  # P(W > t) <= P(wait) exp(-t)
        while low < high:
            step = time + excess / hazard
            if abs(step - time) <= _CLOSE * time:
                return step
            time = step if low < step < high else (low + high) / 2
            excess, hazard = self._survival(time, above)
            low, high = (time, high) if excess > 0 else (low, time)
        return time

    def _survival(self, time: float, above: float) -> tuple[float, float]:
        """Return ln(P(W > t) / above) and the rate at which waits end at t."""
        start = max(time, self._top)
        # In units of g at ``start``, for far beyond the top g itself is no float any more.
        after = self._mass(start, math.inf, 1)
        here = math.exp(-self._fall(start, time - start))
        if time < start:
            after += self._mass(start, start - time, -1)
        fallen = self._fall(self._top, start - self._top)
        level = math.log(self._weight) + math.log(after) - math.log(self._whole * above)
        return level - fallen - time, 1 + here / after

    def _around(self, time: float) -> tuple[Sums, Sums]:
        """Return the sums up to a time and beyond it, in units of g at its top."""
        edges = sorted({0.0, time, self._top})
        before, after = Sums(), self._slope(edges[-1], math.inf, 1)
        for low, high in pairwise(edges):
            part = self._slope(low, high - low, 1) if low >= self._top else self._slope(high, high - low, -1)
            before, after = (before.plus(part), after) if high <= time else (before, after.plus(part))
        return before, after

    def _beyond(self, at: float) -> float:
        """Return the integral of g beyond a point, in units of g at its top."""
        start = max(at, self._top)
        beyond = math.exp(-self._fall(self._top, start - self._top)) * self._mass(start, math.inf, 1)
        return beyond + (self._mass(start, start - at, -1) if at < start else 0.0)

    def _slope(self, start: float, length: float, sign: int) -> Sums:
        """Return the sums over a stretch downhill from ``start``, in units of g at its top."""
        fall = self._falling(start)
        scale = math.exp(-self._fall(self._top, start - self._top))

        def weigh(way: float) -> tuple[float, ...]:
            wait = start + sign * way
            g = math.exp(-fall(sign * way))
            stays = math.exp(-wait)
            gone_wait = stays * _bend(-wait) if wait < 1 else 1 - stays - wait * stays
            return g, g * stays, -g * math.expm1(-wait), g * wait * stays, g * gone_wait

        # Scaled afterwards: where g is hardly a float any more, its panels would never agree with their halves.
        return Sums(*(scale * part for part in _summed(weigh, self._reach(start, length, sign))))

    def _mass(self, start: float, length: float, sign: int) -> float:
        """Return the integral of g over a stretch downhill from ``start``, in units of g at ``start``."""
        fall = self._falling(start)
        return _summed(lambda way: (math.exp(-fall(sign * way)),), self._reach(start, length, sign))[0]

    def _fall(self, start: float, way: float) -> float:
        """Return by how much the exponent of g falls from ``start`` over a signed way that leads downhill."""
        return self._falling(start)(way)

    def _falling(self, start: float) -> Callable[[float], float]:
        """Return the function of the way: x (way (1 - e^-v) + e^-v (way + e^-way - 1))."""
        straight, bent = self._pull(start)
        return lambda way: straight * way + bent * _bend(way)

    def _pull(self, start: float) -> tuple[float, float]:
        """Return how steeply the exponent falls at a point, and how strongly it bends: x (1 - e^-v), x e^-v."""
        v = self._shift + start
        return -self._x * math.expm1(-v), self._x * math.exp(-v)

    def _reach(self, start: float, length: float, sign: int) -> float:
        """Return how far from ``start`` there is anything worth adding, at most ``length``."""
        straight, bent = self._pull(start)
        straight = abs(straight)
        reach = min(
            _NEGLIGIBLE / straight if straight else math.inf,
            math.sqrt(2 * _NEGLIGIBLE / bent) if bent else math.inf,
        )
        while reach < length and self._fall(start, sign * reach) < _NEGLIGIBLE:
            reach *= 1.5
        return min(reach, length)


def _summed(weigh: Integrand, reach: float) -> list[float]:
    """Return the integrals from 0 to ``reach``, scale by scale."""
    parts = [integrals(weigh, low, high) for low, high in pairwise(_scales(reach))]
    return [sum(column) for column in zip(*parts, strict=True)]


def _scales(reach: float) -> list[float]:
    """Return edges from 0 to ``reach``: doubling while e^-w says anything, beyond that g has but one scale."""
    edges, edge = [0.0], 1.0
    while edge < min(reach, _STAYING):
        edges.append(edge)
        edge *= 2
    return [*edges, reach]


def _bend(way: float) -> float:
    """Return way + e^-way - 1, never negative; near 0 by its series, where the terms would cancel."""
    size = abs(way)
    if size > 0.6:
        return way + math.expm1(-way)
    total = 0.0
    for coefficient in _BEND if size > 0.1 else _BEND_NEAR:
        total = total * way + coefficient
    return total * way * way
