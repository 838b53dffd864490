"""A finished result as the plan that it was: what to expect of one option, week by week, in the months that were seen.

It reads the JSON of ``report.machine``, also as earlier releases wrote it: what such a result does not tell is None.

**Contacts.** A block's rate in an hour of the week is known as a gamma distribution, with mean m and variance
m^2 / shape. Hours and blocks are added as if they were independent, as the simulation does. The mean follows the
season of the months looked at. Growth is a lognormal factor of its own, G = (1 + growth) exp(s Z), so
E G = (1 + growth) exp(s^2 / 2), and the product of two independent factors has the variance
m^2 V(G) + E(G)^2 V + V V(G). The band is that of the gamma distribution with this mean and variance.

**Chance from week to week.** The history tells each block's v, the coefficient of variation of an hour's rate between
weeks, as dispersion = 1 + v^2 sum r^2 / sum r. A busy day is busy in all its hours, so a week's contacts vary
1 + v^2 sum D^2 / sum r times as much as Poisson's, D being the sums of days (``demand.rates`` reckons alike).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from relevo.calc.incomplete import gamma_quantile
from relevo.study.choice.foreseen import Band, Foreseen
from relevo.study.choice.hours import dayparts, open_hours
from relevo.study.choice.outcome import Daypart, StopRule
from relevo.study.demand.profile import HOURS, Block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

SERVICE_MARGIN = 0.05
"""A study gives one figure for the share answered in time; so much more or less is called as planned."""
_NORMAL_95 = 1.6448536269514722
_TAILS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Contacts to expect. rate, doubt: mean and variance per hour of the week (blocks x 168), season included.

    sway: v^2 of each block. growth: median factor and the standard deviation of its logarithm.
    """

    blocks: tuple[Block, ...]
    rate: Floats
    doubt: Floats
    sway: Floats
    growth: tuple[float, float]

    def band(self, blocks: Mask | None = None, hours: Mask | None = None) -> Band:
        """Return contacts a week of some blocks in some hours, all where nothing is said."""
        chosen = self._chosen(blocks, hours)
        mean, doubt = float(self.rate[chosen].sum()), float(self.doubt[chosen].sum())
        usual, deviation = self.growth
        grown = usual * math.exp(deviation**2 / 2)
        sway = grown**2 * math.expm1(deviation**2)
        return _gamma_band(mean * grown, mean**2 * sway + grown**2 * doubt + doubt * sway)

    def dispersion(self, blocks: Mask | None = None, hours: Mask | None = None) -> float:
        """Return how many times as much as Poisson's such a week's contacts vary; 1 where none are expected."""
        chosen = np.where(self._chosen(blocks, hours), self.rate, 0.0)
        days = chosen.reshape(len(self.blocks), 7, 24).sum(axis=2)
        total = float(chosen.sum())
        return 1 + float((self.sway[:, None] * days**2).sum()) / total if total else 1.0

    def blocks_where(self, **wanted: str) -> Mask:
        """Return the blocks with a language, topic or channel."""
        return np.array(
            [all(getattr(block, name) == value for name, value in wanted.items()) for block in self.blocks],
            dtype=np.bool_,
        )

    def _chosen(self, blocks: Mask | None, hours: Mask | None) -> Mask:
        rows = np.ones(len(self.blocks), np.bool_) if blocks is None else blocks
        places = np.ones(HOURS, np.bool_) if hours is None else hours
        chosen: Mask = rows[:, None] & places
        return chosen


@dataclass(frozen=True, slots=True)
class StopPlan:
    """When the trial was to end early, and with which partner."""

    partner: str
    rules: tuple[StopRule, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """One option of a result. parts: the hours of each part of the week.

    options: the names of all. service: share answered in time, None where not told; mail_within (hours) and
    live_within (seconds): what "in time" meant. handling: seconds per contact. foreseen: None in results of earlier
    releases. pilot: None where none was planned.
    """

    option: str
    options: tuple[str, ...]
    currency: str
    zone: str
    forecast: Forecast
    parts: Mapping[Daypart, Mask]
    service: Band | None
    mail_within: float
    live_within: float
    handling: Band | None
    foreseen: Foreseen | None
    partners: tuple[str, ...]
    pilot: StopPlan | None


def planned(result: Mapping[str, Any], option: str, months: Mapping[int, float]) -> Planned:
    """Return the plan of an option; of the recommended one for a name that the result does not have.

    months: what part of the period lies in each month (1 to 12), adding up to 1. Raises ValueError for what is no
    result of a study.
    """
    try:
        return _planned(result, option, months)
    except (KeyError, TypeError, AttributeError, IndexError, StopIteration) as wrong:
        raise ValueError("this is no result of a study") from wrong


def _planned(result: Mapping[str, Any], option: str, months: Mapping[int, float]) -> Planned:
    options = {one["name"]: one for one in result["options"]}
    name = option if option in options else result["answer"]["option"]
    chosen = options[name]
    given = {one["name"]: one["value"] for one in result["assumptions"]}
    profile, service = result["profile"], float(chosen["service"])
    season = profile["season"]
    factor = sum(part * season[month - 1] for month, part in months.items()) if season and months else 1.0
    return Planned(
        name, tuple(options), str(result["currency"]), str(profile["zone"]),
        _forecast(profile["demands"], factor, (1 + given["uncertainty.growth"], given["uncertainty.growth_deviation"])),
        dayparts(open_hours(given["in_house.hours"])),
        Band(max(service - SERVICE_MARGIN, 0.0), service, min(service + SERVICE_MARGIN, 1.0)),
        given["service.mail_in_time_hours"], given["service.within_seconds"],
        _handling(profile["demands"], given), _foreseen(chosen.get("foreseen"), factor), tuple(chosen["partners"]),
        _pilot(result["pilot"]),
    )  # fmt: skip


def _forecast(demands: Sequence[Mapping[str, Any]], factor: float, growth: tuple[float, float]) -> Forecast:
    shape = np.array([one["shape"] for one in demands], dtype=np.float64).reshape(-1, HOURS)
    evidence = np.array([one["evidence"] for one in demands], dtype=np.float64).reshape(-1, HOURS)
    rate = np.divide(shape, evidence, out=np.zeros_like(shape), where=evidence > 0) * factor
    sums, squares = rate.sum(axis=1), (rate**2).sum(axis=1)
    extra = np.array([max(one["dispersion"] - 1, 0.0) for one in demands])
    sway = np.divide(extra * sums, squares, out=np.zeros_like(sums), where=squares > 0)
    blocks = tuple(Block(**one["block"]) for one in demands)
    return Forecast(blocks, rate, rate**2 / np.maximum(shape, 1e-9), sway, growth)


def _gamma_band(mean: float, variance: float) -> Band:
    if not mean > 0 or not variance > 0:
        return Band(mean, mean, mean)
    shape = mean**2 / variance
    return Band(*(gamma_quantile(tail, shape) * mean / shape for tail in _TAILS))


def _handling(demands: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> Band | None:
    """Return the mean handling time, as sure as the scenario says of measured and of estimated ones."""
    work = known = contacts = 0.0
    for one in demands:
        weekly = sum(s / e for s, e in zip(one["shape"], one["evidence"], strict=True) if e)
        contacts += weekly
        work += weekly * one["handling"]["mean"]
        known += weekly * one["handling"]["mean"] * one["handling"]["measured"]
    if not contacts or not work:
        return None
    doubt = [given[f"uncertainty.{name}"] for name in ("handling_deviation", "handling_estimated_deviation")]
    wide = math.exp(_NORMAL_95 * (known * doubt[0] + (work - known) * doubt[1]) / work)
    return Band(work / contacts / wide, work / contacts, work / contacts * wide)


def _foreseen(kept: Mapping[str, Any] | None, factor: float) -> Foreseen | None:
    if kept is None:
        return None
    bands = {name: Band(**band) for name, band in kept.items()}
    return Foreseen(
        bands["handed"].times(factor), bands["escalated"], bands["charges"], bands["kept"]
    )  # fmt: skip


def _pilot(kept: Mapping[str, Any] | None) -> StopPlan | None:
    if kept is None:
        return None
    return StopPlan(kept["partner"], tuple(StopRule(**rule) for rule in kept["stop_rules"]))
