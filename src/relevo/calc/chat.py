"""Chat: an agent who holds several at once, each of them slower for it.

With m chats an agent completes mu m / (1 + k (m - 1)) of them in a unit of time: ``slow_down`` k = 0 costs
nothing, k = 1 gains nothing, 0.3 makes two at once worth 1.54 agents. Chats are spread evenly, so the number in
work is a birth-death process up to agents x most_at_once; beyond it, chats wait and the states fall off
geometrically, which makes the wait of those who wait exponential, as in Erlang C.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from relevo.calc.erlang import PERCENT_ABOVE
from relevo.calc.traffic import MOST_AGENTS, Number, Traffic, exact, not_negative, share, whole

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class ChatPerformance:
    """How a chat desk performs in the long run; shares from 0 to 1, times in seconds.

    ``stable`` is False where chats come faster than all agents, fully occupied, can complete them; waits are
    then infinite. ``capacity`` is that greatest rate, in chats per hour, and ``gain`` what it is of the rate
    without concurrency. ``chat_seconds`` is how long a chat takes once answered, ``at_once`` how many chats
    an agent holds on average, ``occupancy`` the share of agents who hold any.
    """

    stable: bool
    capacity: float
    gain: float
    wait_probability: float
    mean_wait_seconds: float
    service_level: float
    p50_seconds: float
    p90_seconds: float
    p95_seconds: float
    chat_seconds: float
    at_once: float
    occupancy: float


def capacity_gain(at_once: int, slow_down: Number) -> float:
    """Return how many times more an agent with so many chats at once completes than with one: c / (1 + k (c - 1))."""
    chats = whole(at_once, "chats at once", most=MOST_AT_ONCE)
    return float(chats / (1 + exact(share(slow_down, "slow-down"), "slow-down") * (chats - 1)))


def chat_performance(
    traffic: Traffic, agents: int, most_at_once: int, slow_down: Number, target_seconds: Number = 60
) -> ChatPerformance:
    """Return how chats fare whose handling takes ``traffic.handle_seconds`` when an agent has but one.

    Raises ValueError without agents or chats at once, for a slow-down outside 0 to 1, and for what is no
    number.
    """
    people, most = whole(agents, "agents"), whole(most_at_once, "chats at once", most=MOST_AT_ONCE)
    if not people or not most or people * most > MOST_AGENTS:
        raise ValueError(f"there must be an agent, a chat at once, and at most {MOST_AGENTS:,} places")
    target, slow = not_negative(target_seconds, "target in seconds"), share(slow_down, "slow-down")
    gain = capacity_gain(most, slow_down)
    capacity = people * gain
    hourly = capacity * 3600 / traffic.handle_seconds
    full = people * most
    if traffic.load >= capacity:
        endless = math.inf
        return ChatPerformance(
            False, hourly, gain, 1.0, endless, 0.0, endless, endless, endless,
            full * traffic.handle_seconds / capacity, float(most), 1.0,
        )  # fmt: skip
    waits, chats, busy = _in_work(traffic.load, people, most, slow)
    drain = (capacity - traffic.load) / traffic.handle_seconds
    p50, p90, p95 = (math.log(waits / above) / drain if waits > above else 0.0 for above in PERCENT_ABOVE)
    lasting = chats * traffic.handle_seconds / traffic.load if traffic.load else traffic.handle_seconds
    return ChatPerformance(
        True, hourly, gain, waits, waits / drain, 1 - waits * math.exp(-drain * target),
        p50, p90, p95, lasting, chats / people, busy / people,
    )  # fmt: skip


def _in_work(load: float, agents: int, most: int, slow: float) -> tuple[float, float, float]:
    """Return the probability of waiting, and the mean numbers of chats in work and of agents who hold any."""
    top, chats, busy = 1.0, 0.0, 0.0  # the share of the highest state so far among the states so far
    rates = [0.0, *(held / (1 + slow * (held - 1)) for held in range(1, most + 1))]
    full = agents * most
    for number in range(1, full):
        each, more = divmod(number, agents)
        rate = (agents - more) * rates[each] + (more * rates[each + 1] if more else 0.0)
        top = load * top / (rate + load * top)
        chats += (number - chats) * top
        busy += (min(number, agents) - busy) * top
    capacity = agents * rates[most]
    beyond = top * load / (capacity - load)  # all states from full on, in units of the states below
    waits = beyond / (1 + beyond)
    return waits, chats + (full - chats) * waits, busy + (agents - busy) * waits
