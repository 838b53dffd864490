"""A profile as the arrays that plans are computed on.

Blocks that no decision can tell apart (same language and channel, data that may or may not leave, first or second
tier) are one **stream**: their rates add. A **cell** is a stream in a part of the week; chance is drawn by cell.
Arrays are indexed stream, hour (S x 168), or partner, stream, hour (K x S x 168).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.hours import dayparts, open_hours
from relevo.study.choice.outcome import DAYPARTS
from relevo.study.choice.scenario import Partner, Scenario
from relevo.study.demand.profile import HOURS, Block, Demand, Profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

LIVE_CHANNELS = frozenset(("phone", "chat"))
"""Channels on which somebody waits; all others can be answered later."""
UNKNOWN = "und"
OTHER = "other"
MOST_LANGUAGES = 40
"""Languages told apart; smaller ones are one, called ``OTHER``."""
DEFAULT_SECONDS = 600.0
"""Handling time of a block whose profile gives none."""


@dataclass(frozen=True, slots=True, order=True)
class Stream:
    """Contacts of one language and channel; ``held``: their data may not leave; ``deep``: second tier."""

    language: str
    channel: str
    held: bool
    deep: bool

    @property
    def live(self) -> bool:
        """Whether somebody waits at the other end."""
        return self.channel in LIVE_CHANNELS


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """The demand of a desk, and who may answer it when.

    rate: contacts per hour. doubt: variance of that rate, from the profile's gamma. spread: variance of an hour's
    contacts beyond Poisson. imputed: of the rate, what was inferred. seconds: in-house handling time by stream.
    own, wanted: hours of the in-house team now, and in which answers are wanted. parts: 4 x 168. may: whether a
    partner may and can answer. measured: share of work whose handling time was measured. stream_of: each block's
    stream. season: factors by month, or a single 1.
    """

    blocks: tuple[Block, ...]
    stream_of: tuple[int, ...]
    streams: tuple[Stream, ...]
    rate: Floats
    doubt: Floats
    spread: Floats
    seconds: Floats
    imputed: Floats
    live: Mask
    spoken: Mask
    own: Mask
    wanted: Mask
    parts: Mask
    may: Mask
    measured: float
    season: Floats

    @property
    def weekly(self) -> float:
        """Contacts expected per week."""
        return float(self.rate.sum())

    def by_cell(self, hourly: Floats) -> Floats:
        """Return sums over the hours of each part of the week: (..., S, 168) becomes (..., S * 4)."""
        cells = hourly @ self.parts.T.astype(np.float64)
        return cells.reshape(*hourly.shape[:-2], len(self.streams) * len(self.parts))


def desk_of(profile: Profile, scenario: Scenario) -> Desk:
    """Return the desk of a profile under a scenario."""
    merged = _merged_languages(profile)
    kinds = [_stream(demand.block, scenario, merged) for demand in profile.demands]
    streams = tuple(sorted(set(kinds)))
    stream_of = tuple(streams.index(kind) for kind in kinds)
    sums = {name: np.zeros((len(streams), HOURS)) for name in ("rate", "doubt", "spread", "imputed")}
    work, measured = np.zeros(len(streams)), 0.0
    for demand, place in zip(profile.demands, stream_of, strict=True):
        rate, seconds = _rate(demand), _seconds(demand)
        sums["rate"][place] += rate
        sums["doubt"][place] += rate**2 / np.maximum(demand.shape, 1e-9)
        sums["spread"][place] += rate * max(demand.dispersion - 1, 0.0)
        sums["imputed"][place] += rate * demand.imputed
        work[place] += rate.sum() * seconds
        measured += rate.sum() * seconds if demand.handling.measured else 0.0
    contacts = sums["rate"].sum(axis=1)
    own = open_hours(scenario.in_house.hours)
    wanted = own | open_hours(scenario.service.wanted_hours) if scenario.service.wanted_hours else own
    languages = set(scenario.in_house.languages) | {UNKNOWN}
    return Desk(
        tuple(demand.block for demand in profile.demands), stream_of, streams,
        sums["rate"], sums["doubt"], sums["spread"],
        np.divide(work, contacts, out=np.full(len(streams), DEFAULT_SECONDS), where=contacts > 0),
        sums["imputed"],
        np.array([stream.live for stream in streams], dtype=np.bool_),
        np.array([len(languages) == 1 or stream.language in languages for stream in streams], dtype=np.bool_),
        own, wanted, np.array([dayparts(own)[part] for part in DAYPARTS]),
        _may(streams, scenario), measured / work.sum() if work.sum() else 1.0,
        np.ones(1) if profile.season is None else np.asarray(profile.season, dtype=np.float64),
    )  # fmt: skip


def may_serve(partner: Partner, stream: Stream, scenario: Scenario) -> bool:
    """Tell whether a partner may and can take a stream at any hour."""
    place = scenario.vetoes.locations
    speaks = not partner.languages or stream.language in {*partner.languages, UNKNOWN}
    return speaks and not stream.held and (not place or partner.location in place)


def _may(streams: Sequence[Stream], scenario: Scenario) -> Mask:
    may = np.zeros((len(scenario.partners), len(streams), HOURS), dtype=np.bool_)
    for k, partner in enumerate(scenario.partners):
        there = open_hours(partner.hours)
        for s, stream in enumerate(streams):
            may[k, s] = there & may_serve(partner, stream, scenario)
    return may


def _merged_languages(profile: Profile) -> frozenset[str]:
    """Return the languages beyond the largest ``MOST_LANGUAGES``."""
    contacts: dict[str, float] = {}
    for demand in profile.demands:
        contacts[demand.block.language] = contacts.get(demand.block.language, 0.0) + float(
            _rate(demand).sum()
        )
    return frozenset(sorted(contacts, key=lambda code: (-contacts[code], code))[MOST_LANGUAGES:])


def _stream(block: Block, scenario: Scenario, merged: frozenset[str]) -> Stream:
    language = OTHER if block.language in merged else block.language
    vetoes = scenario.vetoes
    held = block.topic in vetoes.topics or block.language in vetoes.languages
    return Stream(language, block.channel, held, block.topic in scenario.tier_two)


def _rate(demand: Demand) -> Floats:
    rate = np.divide(demand.shape, demand.evidence, out=np.zeros(HOURS), where=demand.evidence > 0)
    return np.where(np.isfinite(rate), np.maximum(rate, 0.0), 0.0)


def _seconds(demand: Demand) -> float:
    mean = demand.handling.mean
    return mean if np.isfinite(mean) and mean > 0 else DEFAULT_SECONDS
