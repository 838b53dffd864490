"""The futures a study looks at: what may turn out differently, drawn once and used for every plan.

Because all plans meet the same futures, differences between plans are exact however wide each cost is. Each driver
but the volume is one standard normal deviate: of a logarithm, the assumed figure being its median, or of a share.
Partners share their drivers: they are all surprisingly good in the same future, which makes no difference where only
one is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np

from relevo.study.choice.desk import Desk
from relevo.study.choice.outcome import Driver
from relevo.study.choice.scenario import Partner, Scenario, Uncertainty

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats

DRIVERS: tuple[Driver, ...] = get_args(Driver)
DECILE = 1.2815515655446004
"""Standard normal deviate that nine in ten stay below."""


@dataclass(frozen=True, slots=True, eq=False)
class Futures:
    """So many futures; ``deviates`` by driver (one each), ``contacts`` per week by future and cell, growth
    included."""

    deviates: Mapping[Driver, Floats]
    contacts: Floats

    def __len__(self) -> int:
        return len(self.contacts)

    def factor(self, driver: Driver, deviation: float) -> Floats:
        """Return factors around 1 (their median) with this standard deviation of the logarithm."""
        factors: Floats = np.exp(deviation * self.deviates[driver])
        return factors

    def handling(self, desk: Desk, doubt: Uncertainty) -> Floats:
        """Return factors of the in-house handling time; less sure where it was estimated."""
        measured = desk.measured
        return self.factor(
            "handling",
            measured * doubt.handling_deviation + (1 - measured) * doubt.handling_estimated_deviation,
        )

    def resolution(self, partner: Partner) -> Floats:
        """Return the share that a partner resolves without a second contact."""
        found: Floats = np.clip(
            partner.resolution + partner.resolution_deviation * self.deviates["resolution"], 0.05, 1.0
        )
        return found


def drawn(desk: Desk, scenario: Scenario) -> Futures:
    """Return the futures of the simulation: rates from the profile's gammas, one generator for each driver.

    A cell's rate is the sum of its hours' gammas, drawn as the gamma with the same mean and variance.
    """
    seeds = np.random.SeedSequence(scenario.seed).spawn(len(DRIVERS))
    streams = {driver: np.random.default_rng(seed) for driver, seed in zip(DRIVERS, seeds, strict=True)}
    deviates = {driver: streams[driver].standard_normal(scenario.runs) for driver in DRIVERS}
    mean, variance = desk.by_cell(desk.rate), desk.by_cell(desk.doubt)
    shape = np.divide(mean**2, variance, out=np.full_like(mean, np.inf), where=variance > 0)
    sure = ~np.isfinite(shape)
    contacts = streams["volume"].standard_gamma(np.where(sure, 1.0, shape), (scenario.runs, len(mean)))
    contacts = np.where(sure, mean, contacts * np.divide(mean, shape, out=np.zeros_like(mean), where=~sure))
    return Futures(deviates, contacts * _growth(deviates["growth"], scenario.uncertainty)[:, None])


def expected(desk: Desk, scenario: Scenario, *, volume: Floats | None = None, moved: Driver | None = None,
             by: float = 0.0) -> Futures:  # fmt: skip
    """Return futures in which all is as expected, at some multiples of the volume, one driver moved by a deviate."""
    times = np.ones(1) if volume is None else volume
    deviates = {driver: np.full(len(times), by if driver == moved else 0.0) for driver in DRIVERS}
    mean = desk.by_cell(desk.rate)
    if moved == "volume":
        times = times * max(1 + by * float(np.sqrt(desk.doubt.sum())) / max(desk.weekly, 1e-12), 0.0)
    growth = _growth(deviates["growth"], scenario.uncertainty)
    return Futures(deviates, np.outer(times * growth, mean))


def _growth(deviates: Floats, doubt: Uncertainty) -> Floats:
    growth: Floats = (1 + doubt.growth) * np.exp(doubt.growth_deviation * deviates)
    return growth
