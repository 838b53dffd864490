"""How many agents a queue needs, and which of the wishes decides it.

Every figure that can be wished for only gets better with an agent more, so the least number for each wish is
found by doubling away from the load and halving back; the wish that needs most of them binds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from relevo.calc.erlang import erlang_b, erlang_c
from relevo.calc.erlang_a import endless, erlang_a, figures
from relevo.calc.performance import (
    DEFAULT_DEFINITION,
    DEFINITIONS,
    SHORT_SECONDS,
    Definition,
    Model,
    Performance,
)
from relevo.calc.traffic import MOST_AGENTS, Number, Traffic, not_negative, patience, share

Wish = Literal["service_level", "asa", "abandonment", "occupancy", "stability", "presence"]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a queue must keep; None is no wish. Raises ValueError for what makes no sense or wishes nothing.

    - ``service_level``: at least this share by ``definition`` within ``target_seconds``
    - ``max_asa_seconds``: mean wait of the answered at most this
    - ``max_abandonment``: share that gives up (Erlang B: is refused) at most this
    - ``max_occupancy``: agents at work at most this share of their time
    """

    service_level: float | None = None
    target_seconds: float = 20.0
    definition: Definition = DEFAULT_DEFINITION
    max_asa_seconds: float | None = None
    max_abandonment: float | None = None
    max_occupancy: float | None = None
    short_seconds: float = SHORT_SECONDS

    def __post_init__(self) -> None:
        not_negative(self.target_seconds, "target in seconds")
        not_negative(self.short_seconds, "short time in seconds")
        if self.definition not in DEFINITIONS:
            raise ValueError(f"a service level is one of {', '.join(DEFINITIONS)}, not {self.definition!r}")
        for name, limit in self.wishes().items():
            (not_negative if name == "asa" else share)(limit, _NAMES[name])
        if not self.wishes():
            raise ValueError("wish for a service level, an ASA, an abandonment or an occupancy")

    def wishes(self) -> dict[Wish, float]:
        """Return the limits that are set."""
        limits: dict[Wish, float | None] = {
            "service_level": self.service_level,
            "asa": self.max_asa_seconds,
            "abandonment": self.max_abandonment,
            "occupancy": self.max_occupancy,
        }
        return {name: limit for name, limit in limits.items() if limit is not None}


_NAMES: Mapping[Wish, str] = {
    "service_level": "service level",
    "asa": "largest mean wait in seconds",
    "abandonment": "largest abandonment",
    "occupancy": "largest occupancy",
}


@dataclass(frozen=True, slots=True)
class Required:
    """The least number of agents, or why there is none.

    ``by_wish`` gives each wish's own least number, None for one that no number fulfils; Erlang C adds
    "stability" (more agents than load), the others "presence" (somebody must be there). ``binding`` names the
    wishes that need as many as ``agents``. ``impossible`` names those that make ``agents`` None.
    """

    agents: int | None
    binding: tuple[Wish, ...]
    impossible: tuple[Wish, ...]
    by_wish: Mapping[Wish, int | None] = field(default_factory=dict)
    performance: Performance | None = None


def required_agents(
    traffic: Traffic, constraints: Constraints, *, model: Model = "C", patience_seconds: Number = math.inf
) -> Required:
    """Return the least number of agents that keeps every constraint, up to 1,000,000.

    ``patience_seconds`` is for model "A". Without any load nobody is needed. A wish for all (a service level
    of 1), or for none at all (no wait, nobody lost), is impossible where chance alone can break it, however
    many agents there are. Raises ValueError for numbers that make no sense.
    """
    if model not in {"B", "C", "A"}:
        raise ValueError(f"a model is B, C or A, not {model!r}")
    mean = patience(patience_seconds)
    if not traffic.offered:
        return Required(0, (), (), {}, _performance(model, traffic, 0, mean, constraints))
    if model == "A" and endless(traffic, mean):
        model = "C"
    base: Wish = "stability" if model == "C" else "presence"
    least = math.floor(traffic.offered) + 1 if model == "C" else 1
    by_wish: dict[Wish, int | None] = {}
    for name, limit in constraints.wishes().items():
        by_wish[name] = _least(name, limit, least, _measured(model, traffic, mean, constraints))
    by_wish[base] = least if least <= MOST_AGENTS else None
    impossible = tuple(name for name, agents in by_wish.items() if agents is None)
    if impossible:
        return Required(None, impossible, impossible, by_wish)
    agents = max(count for count in by_wish.values() if count is not None)
    binding = tuple(name for name, count in by_wish.items() if count == agents)
    wished = tuple(name for name in binding if name != base)
    return Required(
        agents, wished if agents > least else binding, (), by_wish,
        _performance(model, traffic, agents, mean, constraints),
    )  # fmt: skip


Figures = Mapping[Wish, float | None]


def _measured(model: Model, traffic: Traffic, mean: float, wishes: Constraints) -> Callable[[int], Figures]:
    """Return the function that gives a number of agents its figures."""

    def at(agents: int) -> Figures:
        if model == "A":
            found = figures(traffic, agents, mean, wishes.target_seconds, wishes.short_seconds)
            levels, asa, lost, occupancy = found
            return {
                "service_level": levels.by(wishes.definition),
                "asa": asa,
                "abandonment": lost,
                "occupancy": occupancy,
            }
        queue = (erlang_b if model == "B" else erlang_c)(traffic, agents, wishes.target_seconds)
        return {
            "service_level": queue.service_level(wishes.definition),
            "asa": queue.mean_wait_answered_seconds,
            "abandonment": queue.blocked,
            "occupancy": queue.occupancy,
        }

    return at


def _least(name: Wish, limit: float, least: int, at: Callable[[int], Figures]) -> int | None:
    """Return the least number of agents, from ``least`` on, whose figure keeps the limit; None without one."""

    def kept(agents: int) -> bool:
        figure = at(agents)[name]
        return figure is not None and (figure >= limit if name == "service_level" else figure <= limit)

    if least > MOST_AGENTS:
        return None
    if kept(least):
        return least
    if limit == (1 if name == "service_level" else 0):
        return None
    missed, step = least, max(1, math.isqrt(least))
    while not kept(min(missed + step, MOST_AGENTS)):
        if missed + step >= MOST_AGENTS:
            return None
        missed, step = missed + step, step * 2
    reached = min(missed + step, MOST_AGENTS)
    while reached - missed > 1:
        middle = (missed + reached) // 2
        missed, reached = (missed, middle) if kept(middle) else (middle, reached)
    return reached


def _performance(
    model: Model, traffic: Traffic, agents: int, mean: float, wishes: Constraints
) -> Performance:
    if model == "A":
        return erlang_a(traffic, agents, mean, wishes.target_seconds, short_seconds=wishes.short_seconds)
    return (erlang_b if model == "B" else erlang_c)(traffic, agents, wishes.target_seconds)
