"""Was the study right? What a plan let expect beside what came true, and whether the two agree.

**What came true** has an interval of 95 %: contacts by Garwood (1936), shares by Wilson (1927). Contacts that vary phi
times as much as Poisson's, and money, are weighted sums of Poisson counts: with the sum y, the sum of squared weights v
and the greatest weight w, the interval of Fay and Feuer (1997, Statistics in Medicine 16:791) ends at the quantiles of
the gamma distributions with mean y and variance v, and with mean y + w and variance v + w^2. With all weights 1 this
is Garwood's. The bill of a matter resolved is a quotient; its logarithm has the variance v / y^2 + 1 / r for r matters
(delta method; sum and r taken as independent, which is wider than what is true).

**The verdict** compares that interval with the band in which 9 of 10 planned futures lie, as a test of equivalence does
(Schuirmann 1987): wholly inside is as planned, wholly outside is more or less, and what holds an end of the band is too
early to say. Were the plan right, 'more' or 'less' would come up in at most one case of ten, and less often the less
was seen: outside lie 5 % at each end, and chance must be beaten on top.

**How much longer.** An interval shrinks with the root of the time. With half-width h on the side of the band's end that
it holds, and d from what was found to that end, it takes (h / d)^2 times as long until the end is outside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from relevo.calc.incomplete import gamma_quantile
from relevo.calc.intervals import garwood, wilson
from relevo.study.choice.foreseen import Band
from relevo.study.choice.outcome import StopRule

Verdict = Literal["as_planned", "more", "less", "too_early"]
Kept = Literal["kept", "broken", "too_early", "unknown"]
LEAST_WEEKS = 2
"""Whole weeks from which a plan is held against what came true."""
MOST_WEEKS = 104
"""Further weeks beyond which nobody is told to wait."""
_SUMMED = ("worked", "handed_back", "settled", "resolved", "findings", "charged", "squares", "fees")
_TAIL = 0.025
_NEAR = 1e3
_NORMAL_975 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found (None: nothing was looked at), and between which ends the truth lies with 95 %."""

    estimate: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. subject: of which part of the week, language or topic; "" for all.

    code: "contacts", "daypart", "language", "topic", "handed" (all a week), "service", "escalated" (shares),
    "handling" (seconds), "charges", "kept" (money a month). plan: None where the plan does not tell it. seen: None
    where the desk does not. verdict: None without either. more_weeks: until it could be told, None where it is, or
    where no time that makes sense would do.
    """

    code: str
    subject: str
    plan: Band | None
    seen: Seen | None
    verdict: Verdict | None
    more_weeks: int | None


@dataclass(frozen=True, slots=True)
class Stopping:
    """How a stop rule of the trial stands. contacts: seen so far. more_contacts: until it counts or can be told, 0
    where it is; None where no number that makes sense would do.
    """

    rule: StopRule
    seen: Seen | None
    contacts: int
    verdict: Kept
    more_contacts: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What was seen of the partner on trial.

    worked: contacts that he answered or handed back, of which ``handed_back`` came back. settled: of those old enough
    to judge, solved by him or handed back; ``resolved`` stayed solved. findings: replies with a finding. charged,
    squares, largest: the sum of his charges, of their squares, and the greatest of them; fees: what was due without.
    """

    worked: int = 0
    handed_back: int = 0
    settled: int = 0
    resolved: int = 0
    findings: int = 0
    charged: float = 0.0
    squares: float = 0.0
    largest: float = 0.0
    fees: float = 0.0

    def plus(self, other: Trial) -> Trial:
        """Return both together."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in _SUMMED}
        return Trial(**sums, largest=max(self.largest, other.largest))


def counted(count: int, weeks: float, dispersion: float = 1.0) -> Seen:
    """Return contacts a week; dispersion: how many times as much as Poisson's a week's contacts vary."""
    if dispersion <= 1:
        found = garwood(count, weeks)
        return Seen(found.estimate, found.low, found.high)
    return _weighted(count, dispersion * count, dispersion, weeks)


def shared(successes: int, trials: int) -> Seen:
    """Return a share."""
    found = wilson(successes, trials)
    return Seen(found.estimate, found.low, found.high)


def charged(total: float, squares: float, largest: float, months: float, *, fees: float = 0.0) -> Seen | None:
    """Return money a month. squares, largest: of the single charges; fees: what was due without any. None without both.

    Charges that were taken back count in the squares as what they are: further chance.
    """
    if not squares:
        return Seen(fees / months, fees / months, fees / months) if fees else None
    weight = largest if largest > 0 else math.sqrt(squares)
    found = _weighted(max(total, 0.0), squares, weight, months)
    more = fees / months
    return Seen(total / months + more, min(found.low, total / months) + more, found.high + more)


def quotient(total: float, squares: float, count: int, *, fees: float = 0.0) -> Seen | None:
    """Return money for each of ``count``; None where either is 0."""
    whole = total + fees
    if count <= 0 or whole <= 0:
        return None
    wide = math.exp(_NORMAL_975 * math.sqrt(squares / whole**2 + 1 / count))
    return Seen(whole / count, whole / count / wide, whole / count * wide)


def judged(code: str, subject: str, plan: Band | None, seen: Seen | None, weeks: float) -> Row:
    """Return a row with its verdict; weeks: how long was looked."""
    if plan is None or seen is None:
        return Row(code, subject, plan, seen, None, None)
    verdict = _verdict(plan, seen)
    longer = _longer(seen, (plan.low, plan.high)) if verdict == "too_early" else None
    more = None if longer is None else max(math.ceil(weeks * (longer - 1)), 1)
    return Row(code, subject, plan, seen, verdict, more if more is not None and more <= MOST_WEEKS else None)


def stopping(rule: StopRule, trial: Trial, weeks: float) -> Stopping:
    """Return how a stop rule stands: too early below its least contacts, or while the interval holds its limit."""
    seen, limit = _of_rule(rule, trial), rule.limit
    if seen is None and rule.metric not in _METRICS:
        return Stopping(rule, None, trial.worked, "unknown", None)
    if trial.worked < rule.after or seen is None:
        return Stopping(rule, seen, trial.worked, "too_early", max(rule.after - trial.worked, 0) or None)
    if seen.low <= limit <= seen.high and seen.low < seen.high:
        return Stopping(
            rule, seen, trial.worked, "too_early", _more_contacts(seen, limit, trial.worked, weeks)
        )
    well = seen.low >= limit if rule.at_least else seen.high <= limit
    return Stopping(rule, seen, trial.worked, "kept" if well else "broken", 0)


def _more_contacts(seen: Seen, limit: float, worked: int, weeks: float) -> int | None:
    longer = _longer(seen, (limit,))
    if longer is None or weeks * (longer - 1) > MOST_WEEKS:
        return None
    return max(math.ceil(worked * (longer - 1)), 1)


_METRICS = ("resolution", "escalation", "cost_per_resolution", "conduct_findings")


def _of_rule(rule: StopRule, trial: Trial) -> Seen | None:
    if rule.metric == "resolution":
        return shared(trial.resolved, trial.settled) if trial.settled else None
    if rule.metric == "escalation":
        return shared(trial.handed_back, trial.worked) if trial.worked else None
    if rule.metric == "cost_per_resolution":
        return quotient(trial.charged, trial.squares, trial.resolved, fees=trial.fees)
    if rule.metric == "conduct_findings" and trial.worked:
        return counted(trial.findings, trial.worked / 100)
    return None


def _weighted(total: float, squares: float, weight: float, exposure: float) -> Seen:
    """Return the gamma interval of a weighted sum of Poisson counts, per unit of exposure."""
    low = gamma_quantile(_TAIL, total**2 / squares) * squares / total if total > 0 else 0.0
    above, doubt = total + weight, squares + weight**2
    high = gamma_quantile(1 - _TAIL, above**2 / doubt) * doubt / above
    return Seen(total / exposure, low / exposure, high / exposure)


def _verdict(plan: Band, seen: Seen) -> Verdict:
    if seen.estimate is None:
        return "too_early"
    if seen.low > plan.high:
        return "more"
    if seen.high < plan.low:
        return "less"
    return "as_planned" if plan.low <= seen.low and seen.high <= plan.high else "too_early"


def _longer(seen: Seen, ends: tuple[float, ...]) -> float | None:
    """Return how many times as long to look until no end lies within; None if what was found is on one, or nearly."""
    longest = 1.0
    for end in ends:
        if seen.estimate is None:
            return None
        if seen.low <= end <= seen.high:
            half = seen.estimate - seen.low if end < seen.estimate else seen.high - seen.estimate
            away = abs(seen.estimate - end)
            if away * _NEAR <= half:
                return None
            longest = max(longest, (half / away) ** 2)
    return longest
