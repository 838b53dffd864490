"""A shared desk, contact by contact: many streams of contacts, teams with several languages, people who give up.

A simulation for what has no formula, and to check those that exist. Arrivals are Poisson, handling times and
patience exponential. Who arrives takes an idle agent of the team with the fewest streams to serve (so that the
versatile stay free), else waits. An agent who becomes free takes, of the streams his team serves, the one of the
lowest ``priority`` number, and of equals the contact that waits longest. The same seed gives the same run.
"""

from __future__ import annotations

import math
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

from relevo.calc.performance import rank_of
from relevo.calc.traffic import HOUR, not_negative, patience, positive, whole

MOST_CONTACTS = 50_000_000


@dataclass(frozen=True, slots=True)
class Stream:
    """Contacts of one kind, such as a client's in one language."""

    name: str
    contacts_per_hour: float
    handle_seconds: float
    patience_seconds: float = math.inf
    priority: int = 0

    def __post_init__(self) -> None:
        positive(self.contacts_per_hour, "contacts per hour")
        positive(self.handle_seconds, "handling time in seconds")
        patience(self.patience_seconds)


@dataclass(frozen=True, slots=True)
class Team:
    """Agents who all serve the same streams, named."""

    agents: int
    serves: frozenset[str]

    def __post_init__(self) -> None:
        whole(self.agents, "agents")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a stream's contacts: the waits in seconds of those answered and of those who gave up."""

    answered: array[float] = field(default_factory=lambda: array("d"))
    abandoned: array[float] = field(default_factory=lambda: array("d"))

    @property
    def offered(self) -> int:
        """How many contacts came."""
        return len(self.answered) + len(self.abandoned)

    @property
    def abandonment(self) -> float:
        """The share that gave up; 0 of none."""
        return len(self.abandoned) / self.offered if self.offered else 0.0

    @property
    def wait_probability(self) -> float:
        """The share that had to wait; 0 of none."""
        waited = sum(wait > 0 for wait in self.answered) + len(self.abandoned)
        return waited / self.offered if self.offered else 0.0

    @property
    def mean_wait(self) -> float:
        """The mean wait of all in seconds, up to the answer or to giving up; 0 of none."""
        return (math.fsum(self.answered) + math.fsum(self.abandoned)) / self.offered if self.offered else 0.0

    @property
    def mean_wait_answered(self) -> float:
        """The mean wait of the answered (ASA) in seconds; 0 of none."""
        return math.fsum(self.answered) / len(self.answered) if self.answered else 0.0

    def service_levels(self, target_seconds: float, short_seconds: float = 5.0) -> tuple[float, ...]:
        """Return the five service levels (see ``relevo.calc.performance``); 1 where there is nothing to count."""
        answered = sum(wait <= target_seconds for wait in self.answered)
        gone = sum(wait <= target_seconds for wait in self.abandoned)
        short = sum(wait <= short_seconds for wait in self.abandoned)
        parts = (
            (answered, self.offered),
            (answered, len(self.answered)),
            (answered, self.offered - gone),
            (answered + gone, self.offered),
            (answered, self.offered - short),
        )
        return tuple(part / whole_ if whole_ else 1.0 for part, whole_ in parts)

    def percentile(self, percent: float) -> float:
        """Return the wait within which ``percent`` (0 to 100) of all were answered or gone; 0 of none."""
        waits = sorted([*self.answered, *self.abandoned])
        return waits[rank_of(percent, len(waits))] if waits else 0.0


def simulate(
    streams: Sequence[Stream], teams: Sequence[Team], *, contacts: int, seed: int, warm_up: float = 0.1
) -> dict[str, Outcome]:
    """Return the outcome of each stream after so many contacts have come in all.

    Those who come in the first ``warm_up`` of the expected time are served, not counted, because the desk
    starts empty. Raises ValueError for a stream that nobody serves, names given twice or unknown.
    """
    count = whole(contacts, "contacts", most=MOST_CONTACTS)
    if not_negative(warm_up, "warm-up") >= 1:
        raise ValueError("the warm-up is a share below 1")
    names = [stream.name for stream in streams]
    served = {name for team in teams if team.agents for name in team.serves}
    if len(set(names)) < len(names) or not names:
        raise ValueError("there must be streams, each with a name of its own")
    if served != set(names):
        odd = ", ".join(sorted(served ^ set(names)))
        raise ValueError(f"every stream is served by somebody, and nobody serves another: {odd[:80]}")
    desk = _Desk(streams, teams, Random(seed), warm_up * count)  # noqa: S311 - a simulation, no secret
    desk.run(count)
    return dict(zip(names, desk.outcomes, strict=True))


class _Desk:
    """The state of a run. Times are seconds; lists are indexed by stream or by team."""

    def __init__(
        self, streams: Sequence[Stream], teams: Sequence[Team], random: Random, warm_up: float
    ) -> None:
        self.random = random
        self.rates = [stream.contacts_per_hour / HOUR for stream in streams]
        self.counted_from = warm_up / math.fsum(self.rates)
        self.ends_per_second = [1 / stream.handle_seconds for stream in streams]
        self.patience = [stream.patience_seconds for stream in streams]
        self.idle = [team.agents for team in teams]
        self.ends: list[tuple[float, int]] = []
        self.waiting: list[deque[tuple[float, float]]] = [deque() for _ in streams]
        self.outcomes = [Outcome() for _ in streams]
        by_choice = sorted(range(len(teams)), key=lambda team: len(teams[team].serves))
        self.teams_of = [
            [team for team in by_choice if stream.name in teams[team].serves] for stream in streams
        ]
        self.streams_of = [_by_priority(streams, team) for team in teams]

    def run(self, contacts: int) -> None:
        """Let contacts come, and then end what they left."""
        chosen = self.random.choices(range(len(self.rates)), self.rates, k=contacts)
        between, every = self.random.expovariate, math.fsum(self.rates)
        ends, now = self.ends, 0.0
        for stream in chosen:
            now += between(every)
            while ends and ends[0][0] <= now:
                self._free(*heappop(ends))
            self._arrive(stream, now)
        while ends:
            self._free(*heappop(ends))
        for stream in range(len(self.rates)):
            self._head(stream, math.inf)

    def _arrive(self, stream: int, now: float) -> None:
        for team in self.teams_of[stream]:
            if self.idle[team]:
                self.idle[team] -= 1
                self._answer(stream, team, now, now)
                return
        mean = self.patience[stream]
        leaves = math.inf if mean == math.inf else now + (self.random.expovariate(1 / mean) if mean else 0.0)
        self.waiting[stream].append((now, leaves))

    def _answer(self, stream: int, team: int, came: float, now: float) -> None:
        if came >= self.counted_from:
            self.outcomes[stream].answered.append(now - came)
        heappush(self.ends, (now + self.random.expovariate(self.ends_per_second[stream]), team))

    def _free(self, now: float, team: int) -> None:
        """Let an agent take who is next for him, or be idle."""
        for equals in self.streams_of[team]:
            first, longest = -1, math.inf
            for stream in equals:
                if self.waiting[stream]:
                    came = self._head(stream, now)
                    if came < longest:
                        first, longest = stream, came
            if first >= 0:
                self.waiting[first].popleft()
                self._answer(first, team, longest, now)
                return
        self.idle[team] += 1

    def _head(self, stream: int, now: float) -> float:
        """Count who has left by ``now``, and return when the first who still waits came (infinity: nobody does)."""
        waiting = self.waiting[stream]
        while waiting:
            came, leaves = waiting[0]
            if leaves > now:
                return came
            waiting.popleft()
            if came >= self.counted_from:
                self.outcomes[stream].abandoned.append(leaves - came)
        return math.inf


def _by_priority(streams: Sequence[Stream], team: Team) -> list[list[int]]:
    """Return the streams that a team serves, those of one priority together, the most urgent first."""
    ranks = sorted({stream.priority for stream in streams if stream.name in team.serves})
    return [
        [n for n, stream in enumerate(streams) if stream.name in team.serves and stream.priority == rank]
        for rank in ranks
    ]
