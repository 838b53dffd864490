"""How long people are patient, from a record in which most were answered before they gave up.

Who was answered after 30 seconds tells that his patience is longer than that: the wait is censored, and left out
it would make people look far less patient. The mean assumes an exponential patience, as Erlang A does; the median
by Kaplan and Meier (1958) assumes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import NormalDist

from relevo.calc.incomplete import gamma_quantile
from relevo.calc.traffic import exact, not_negative


@dataclass(frozen=True, slots=True)
class Waited:
    """A contact that was in the queue for ``seconds`` until it gave up (``abandoned``) or was answered."""

    seconds: float
    abandoned: bool

    def __post_init__(self) -> None:
        not_negative(self.seconds, "wait in seconds")


@dataclass(frozen=True, slots=True)
class Patience:
    """A patience in seconds with its interval; infinite where the record knows no end."""

    seconds: float
    low: float
    high: float
    confidence: float
    abandoned: int


def mean_patience(record: Iterable[Waited], confidence: float = 0.95) -> Patience:
    """Return the mean of an exponential patience: the waits of *all* contacts / number who gave up.

    The interval is exact where the record ends with its last abandonment: chi-squared with twice as many
    degrees of freedom (Epstein and Sobel 1953); here its upper end allows for one more. Raises ValueError
    for an empty record, or one without any wait.
    """
    contacts = list(record)
    waited = math.fsum(contact.seconds for contact in contacts)
    gone = sum(contact.abandoned for contact in contacts)
    if not waited:
        raise ValueError("without any wait nothing is known about patience")
    tail = _tail(confidence)
    low = waited / gamma_quantile(1 - tail, gone + 1)
    high = waited / gamma_quantile(tail, gone) if gone else math.inf
    return Patience(waited / gone if gone else math.inf, low, high, confidence, gone)


@dataclass(frozen=True, slots=True)
class Step:
    """From ``seconds`` on, a share of ``patient`` would still wait; ``variance`` is Greenwood's sum."""

    seconds: float
    patient: float
    variance: float


def survival(record: Iterable[Waited]) -> list[Step]:
    """Return the Kaplan-Meier curve, a step for each time at which somebody gave up.

    Who was answered at the very moment at which another gave up counts as still waiting then.
    """
    ordered = sorted(record, key=lambda contact: contact.seconds)
    waiting, patient, variance = len(ordered), 1.0, 0.0
    steps = []
    for seconds, same in groupby(ordered, key=lambda contact: contact.seconds):
        ended = [contact.abandoned for contact in same]
        gone = sum(ended)
        if gone:
            patient *= (waiting - gone) / waiting
            variance += gone / (waiting * (waiting - gone)) if waiting > gone else math.inf
            steps.append(Step(seconds, patient, variance))
        waiting -= len(ended)
    return steps


def median_patience(record: Sequence[Waited], confidence: float = 0.95) -> Patience:
    """Return the time at which half would have given up, with the interval of Brookmeyer and Crowley (1982).

    The interval holds the times at which the curve's log-log interval contains one half. Infinite where the
    curve never comes so low. Raises ValueError for an empty record.
    """
    if not record:
        raise ValueError("without contacts nothing is known about patience")
    z = -NormalDist().inv_cdf(_tail(confidence))
    steps = survival(record)
    median = next((step.seconds for step in steps if step.patient <= 0.5), math.inf)
    low = next((step.seconds for step in steps if _ends(step, z)[0] <= 0.5), math.inf)
    high = next((step.seconds for step in steps if _ends(step, z)[1] <= 0.5), math.inf)
    return Patience(median, low, high, confidence, sum(contact.abandoned for contact in record))


def _ends(step: Step, z: float) -> tuple[float, float]:
    """Return the interval of a point of the curve, by its log-log transform, which stays in 0 to 1."""
    if not 0 < step.patient < 1:
        return step.patient, step.patient
    spread = math.exp(z * math.sqrt(step.variance) / abs(math.log(step.patient)))
    return step.patient**spread, step.patient ** (1 / spread)


def _tail(confidence: float) -> float:
    level = exact(confidence, "confidence")
    if not 0 < level < 1:
        raise ValueError(f"confidence is between 0 and 1 (95 % is 0.95), not {confidence}")
    return float((1 - level) / 2)
