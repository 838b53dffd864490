"""A linter for outsourcing contracts: clauses that make it rational to serve customers badly, or impossible to leave.

The contract is YAML with ``prices`` (a rate card), ``promises`` (a list of metric, definition, target, percentile,
tail, period), ``volume`` (forecast, tolerance, overage), ``exit`` and whatever else the parties agree. Every finding
names its rule, the place, why it matters, and better wording. Rules and wording follow what is known of such
contracts: Ren and Zhou 2008 (prices and quality), Milner and Olsen 2008 (percentiles), Baron and Milner 2009
(averages over a month).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relevo.calc.rate_card import RateCard
from relevo.calc.rate_card_json import card_from_json
from relevo.calc.tiers import cliffs
from relevo.study.choice.scenario_file import ScenarioWrong, card_document, read_yaml, unknown_keys

SECTIONS = (
    "parties", "scope", "hours", "channels", "languages", "term", "prices", "promises", "quality", "volume", "credits",
    "duties", "staffing", "data", "exit",
)  # fmt: skip
PROMISE = ("metric", "definition", "target", "within", "percentile", "tail", "period", "clock")
MOST_PROMISES = 100
_LONG_PERIODS = frozenset(("month", "quarter", "year"))
_QUALITY = frozenset(("resolution", "first_contact_resolution", "reopen_rate", "csat", "quality_score"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One weak clause. rule: an id; place: dotted, lists from 1; values: the figures for a sentence in any language.

    why and better are in English, the language of the rule's sources; a report translates by rule and values.
    """

    rule: str
    place: str
    values: Mapping[str, str]
    why: str
    better: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as it was read; sections that are missing are None."""

    card: RateCard | None
    promises: tuple[Mapping[str, Any], ...]
    sections: Mapping[str, Any]

    @property
    def has_quality(self) -> bool:
        """Whether anything about resolution or quality is promised."""
        named = {str(promise.get("metric", "")) for promise in self.promises}
        return bool(named & _QUALITY) or bool(self.sections.get("quality"))


def lint(text: str) -> tuple[Finding, ...]:
    """Return what is weak in a contract, in the order of its rules.

    Raises ScenarioWrong, naming every problem, for a text that is no such contract.
    """
    contract = _read(text)
    return tuple(finding for rule in RULES for finding in rule(contract))


def _read(text: str) -> Contract:
    document = read_yaml(text)
    problems = list(unknown_keys(document, SECTIONS, ""))
    promises = document.get("promises") or []
    if not isinstance(promises, list) or len(promises) > MOST_PROMISES:
        problems.append(f"promises: a list of at most {MOST_PROMISES}")
        promises = []
    for nth, promise in enumerate(promises, 1):
        if isinstance(promise, dict):
            problems.extend(unknown_keys(promise, PROMISE, f"promises.{nth}."))
        else:
            problems.append(f"promises.{nth}: names and values are wanted here")
    card = None
    if document.get("prices"):
        try:
            card = card_from_json({"currency": "EUR"} | card_document(document["prices"]))
        except (ValueError, TypeError) as error:
            problems.append(f"prices: {error}")
    if problems:
        raise ScenarioWrong(problems)
    return Contract(card, tuple(promises), document)


def _percentile_without_tail(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        if promise.get("percentile") and not promise.get("tail"):
            values = {"metric": str(promise.get("metric", "")), "percentile": str(promise["percentile"])}
            yield Finding(
                "percentile-without-tail", f"promises.{nth}.percentile", values,
                "Who is late already no longer counts, so it pays to leave him waiting and answer the next.",
                f"Add a tail: {values['percentile']} within the target, and the mean excess over it, or the 99th "
                "percentile, within a second limit.",
            )  # fmt: skip


def _minute_without_resolution(contract: Contract) -> Iterator[Finding]:
    if contract.card and contract.card.minute and not contract.has_quality:
        yield Finding(
            "minute-without-resolution", "prices.minute", {"price": str(contract.card.minute)},
            "A price for each minute pays for slowness and for contacts that come again.",
            "Promise a share resolved at the first contact, with its definition and a bonus or malus, or pay for "
            "resolutions.",
        )  # fmt: skip


def _resolution_without_clawback(contract: Contract) -> Iterator[Finding]:
    if contract.card and contract.card.resolution and not contract.card.reopen_days:
        yield Finding(
            "resolution-without-clawback", "prices.resolution", {},
            "A resolution that is reopened the next day is paid, and so is the second one.",
            "A resolution reopened within 7 days is not charged (reopen_days: 7), and say what counts as reopened.",
        )  # fmt: skip


def _all_units_cliff(contract: Contract) -> Iterator[Finding]:
    for kind in ("contact", "resolution"):
        rate = contract.card.rate_for(kind) if contract.card else None
        for cliff in cliffs(rate) if rate else ():
            values = {
                "volume": str(cliff.volume), "at": str(cliff.at), "beyond": str(cliff.beyond),
                "regained": str(cliff.regained or ""),
            }  # fmt: skip
            yield Finding(
                "all-units-cliff", f"prices.{kind}", values,
                f"{cliff.volume} units cost {cliff.at}, one more makes the whole month {cliff.beyond}: both sides "
                "gain by pushing volume over the edge or holding it back.",
                "Make the tiers graduated (mode: graduated): each unit has the price of the tier it falls into.",
            )  # fmt: skip


def _metric_without_definition(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        if not promise.get("definition"):
            metric = str(promise.get("metric", ""))
            yield Finding(
                "metric-without-definition", f"promises.{nth}", {"metric": metric},
                "The same month gives figures from 42 to 62 % by the five usual formulas of a service level.",
                "Name the formula with its version (definition: sl3), the clock, the pauses and what is left out.",
            )  # fmt: skip


def _average_hides_rush(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        if str(promise.get("period", "")) in _LONG_PERIODS and not promise.get("tail"):
            yield Finding(
                "average-hides-rush", f"promises.{nth}.period", {"period": str(promise["period"])},
                "Quiet nights make up for rush hours in which nobody was answered.",
                "Measure each part of the day by itself and promise how many of them keep the target.",
            )  # fmt: skip


def _volume_without_overage(contract: Contract) -> Iterator[Finding]:
    volume = contract.sections.get("volume")
    if isinstance(volume, Mapping) and volume.get("forecast") and not volume.get("overage"):
        yield Finding(
            "volume-without-overage", "volume", {"forecast": str(volume["forecast"])},
            "Nothing says who pays, or what is still promised, when more comes than was forecast.",
            "Within 10 % of the forecast the promises hold; beyond it each contact has a price and promises are eased.",
        )  # fmt: skip


def _no_exit(contract: Contract) -> Iterator[Finding]:
    if not contract.sections.get("exit"):
        yield Finding(
            "no-exit", "exit", {},
            "Without an exit the knowledge, the open promises and the addresses stay with whoever you leave.",
            "Agree on notice, prices until the end, hand-over back, open formats for tickets and articles, removal of "
            "every access with proof, and return or deletion of data.",
        )  # fmt: skip


RULES: tuple[Callable[[Contract], Iterator[Finding]], ...] = (
    _percentile_without_tail, _minute_without_resolution, _resolution_without_clawback, _all_units_cliff,
    _metric_without_definition, _average_hides_rush, _volume_without_overage, _no_exit,
)  # fmt: skip
