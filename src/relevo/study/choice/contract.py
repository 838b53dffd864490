"""A linter for outsourcing contracts: clauses that make it rational to serve customers badly, or impossible to leave.

The contract is YAML with ``prices`` (a rate card), ``promises`` (a list of metric, definition, target, within,
percentile, tail, period, clock), ``volume`` (forecast, period, tolerance, overage, shortfall), ``exit`` and whatever
else the parties agree; ``EXAMPLE`` is one. A clause that is empty or holds only a word for nothing (``none``, ``no``,
``tbd``) counts as absent. Every finding names its rule, the place, why it matters, and better wording. Rules and
wording follow what is known of such contracts: Ren and Zhou 2008 (prices and quality), Milner and Olsen 2008
(percentiles), Baron and Milner 2009 (averages over a month).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from relevo.calc.rate_card import RateCard
from relevo.calc.rate_card_json import card_from_json
from relevo.calc.tiers import Cliff, cliffs
from relevo.study.choice.scenario_file import (
    MOST_PROBLEMS,
    ScenarioWrong,
    card_document,
    printable,
    read_yaml,
    unknown_keys,
)

SECTIONS = (
    "parties", "scope", "hours", "channels", "languages", "term", "prices", "promises", "quality", "volume", "credits",
    "duties", "staffing", "data", "exit",
)  # fmt: skip
PROMISE = ("metric", "definition", "target", "within", "percentile", "tail", "period", "clock")
VOLUME = ("forecast", "period", "tolerance", "overage", "shortfall")
MOST_PROMISES = 100
MOST_BYTES = 60 * 1024
"""Of a contract that a door takes in: some twenty printed pages, read within a second or two."""
EXAMPLE = """\
parties: {client: Auralis, partner: Noctua Support}
scope: nights and weekends
channels: [mail, chat]
languages: [es, en]
term: {begins: 2027-01-01, months: 12}
prices:
  currency: EUR
  contact:
    mode: all_units
    tiers:
      - {up_to: 1500, price: 4.60}
      - {price: 3.90}
promises:
  - metric: first_response
    target: 15 min
    percentile: 80
    period: month
  - metric: resolution
    definition: fcr-7d
    target: 70 %
    period: daypart
volume:
  forecast: 2000
  tolerance: 10 %
"""
"""A contract with weak clauses, to begin with."""

_SINGLE = ("metric", "percentile", "period")
_LONG_PERIODS = frozenset(("month", "quarter", "year"))
_AS_NOUN = {
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
}
_QUALITY = frozenset(
    ("resolution", "first_contact_resolution", "fcr", "reopen_rate", "csat", "quality_score")
)
_NOTHING = frozenset(("", "~", "null", "none", "no", "false", "-", "n/a", "tbd"))
_LONGEST_WORD = 200


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
    """A contract as it was read. currency: as the contract names it, "" where it does not."""

    card: RateCard | None
    currency: str
    promises: tuple[Mapping[str, Any], ...]
    sections: Mapping[str, Any]

    @property
    def has_quality(self) -> bool:
        """Whether anything about resolution or quality is promised."""
        named = {
            _word(promise.get("metric")).lower().replace("-", "_").replace(" ", "_")
            for promise in self.promises
        }
        return bool(named & _QUALITY) or _given(self.sections.get("quality"))


def lint(text: str) -> tuple[Finding, ...]:
    """Return what is weak in a contract, in the order of its rules.

    Raises ScenarioWrong, naming every problem (the first fifty), for a text that is no such contract.
    """
    contract = _read(text)
    return tuple(finding for rule in RULES for finding in rule(contract))


def _read(text: str) -> Contract:
    document = read_yaml(text)
    problems = list(islice(_problems(document), MOST_PROBLEMS))
    if problems:
        raise ScenarioWrong(problems)
    prices, promises = document.get("prices"), document.get("promises")
    prices = prices if isinstance(prices, Mapping) else {}
    return Contract(
        card=_card(prices) if prices else None,
        currency=_word(prices.get("currency")),
        promises=tuple(promises) if isinstance(promises, list) else (),
        sections=document,
    )


def _card(prices: Mapping[str, Any]) -> RateCard:
    return card_from_json({"currency": "EUR"} | card_document(prices))


def _problems(document: Mapping[str, Any]) -> Iterator[str]:
    yield from unknown_keys(document, SECTIONS, "")
    yield from _price_problems(document.get("prices"))
    yield from _promise_problems(document.get("promises"))
    volume = document.get("volume")
    if isinstance(volume, Mapping):
        yield from unknown_keys(volume, VOLUME, "volume.")
    elif isinstance(volume, list) and volume:
        yield "volume: names and values are wanted here"


def _price_problems(prices: object) -> Iterator[str]:
    """Yield what is wrong in each price by itself, or else between them."""
    if not isinstance(prices, Mapping):
        if _given(prices):
            yield "prices: names and values are wanted here"
        return
    alone = [_card_problem({name: part}) for name, part in islice(prices.items(), MOST_PROBLEMS)]
    yield from filter(None, alone if any(alone) else [_card_problem(prices)])


def _card_problem(prices: Mapping[str, Any]) -> str:
    try:
        _card(prices)
    except (ValueError, TypeError) as error:
        return f"prices: {error}"
    return ""


def _promise_problems(promises: object) -> Iterator[str]:
    if not isinstance(promises, list) or len(promises) > MOST_PROMISES:
        if _given(promises):
            yield f"promises: a list of at most {MOST_PROMISES}"
        return
    for nth, promise in enumerate(promises, 1):
        if not isinstance(promise, Mapping):
            yield f"promises.{nth}: names and values are wanted here"
            continue
        yield from unknown_keys(promise, PROMISE, f"promises.{nth}.")
        for name in _SINGLE:
            if isinstance(promise.get(name), Mapping | list):
                yield f"promises.{nth}.{name}: one value is wanted here"


def _given(value: object) -> bool:
    """Tell whether a clause says anything: it is not empty, and no mere word for nothing."""
    if isinstance(value, Mapping):
        return any(_given(part) for part in value.values())
    if isinstance(value, list):
        return any(_given(part) for part in value)
    return value is not None and str(value).strip().lower() not in _NOTHING


def _word(value: object) -> str:
    """Return a value as it may stand in a sentence; "" for what is not one value."""
    return printable(value)[:_LONGEST_WORD].strip() if isinstance(value, str) else ""


def _percentile_without_tail(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        if _given(promise.get("percentile")) and not _given(promise.get("tail")):
            values = {"metric": _word(promise.get("metric")), "percentile": _word(promise["percentile"])}
            yield Finding(
                "percentile-without-tail", f"promises.{nth}.percentile", values,
                "Whoever is already late no longer counts, so it pays to leave him waiting and to answer the next one "
                "in time.",
                f"Keep the percentile ({values['percentile']}) and add a tail: the mean excess over the target, or "
                "the 99th percentile, within a second limit (tail: p99 within 30 min).",
            )  # fmt: skip


def _minute_without_resolution(contract: Contract) -> Iterator[Finding]:
    if contract.card and contract.card.minute and not contract.has_quality:
        yield Finding(
            "minute-without-resolution", "prices.minute",
            {"price": str(contract.card.minute), "currency": contract.currency},
            "A price for each minute pays for slowness and for contacts that come again.",
            "Promise a share resolved at the first contact, with its definition and a bonus or malus, or pay for "
            "resolutions instead of minutes.",
        )  # fmt: skip


def _resolution_without_clawback(contract: Contract) -> Iterator[Finding]:
    if contract.card and contract.card.resolution and not contract.card.reopen_days:
        yield Finding(
            "resolution-without-clawback", "prices.resolution", {},
            "A resolution that is reopened the next day is paid, and so is the second one.",
            "Do not charge a resolution that is reopened within 7 days (reopen_days: 7), and say what counts as "
            "reopened.",
        )  # fmt: skip


def _all_units_cliff(contract: Contract) -> Iterator[Finding]:
    for kind in ("contact", "resolution"):
        rate = contract.card.rate_for(kind) if contract.card else None
        for cliff in cliffs(rate) if rate else ():
            yield Finding(
                "all-units-cliff", f"prices.{kind}",
                {
                    "volume": str(cliff.volume), "at": str(cliff.at), "beyond": str(cliff.beyond),
                    "regained": str(cliff.regained or ""), "currency": contract.currency,
                },
                _told(cliff, contract.currency),
                "Make the tiers graduated (mode: graduated): each unit has the price of the tier it falls into.",
            )  # fmt: skip


def _told(cliff: Cliff, currency: str) -> str:
    at, beyond = (f"{amount} {currency}".strip() for amount in (cliff.at, cliff.beyond))
    again = (
        f"; only from {cliff.regained} units on does it cost as much again"
        if cliff.regained
        else ", and it never costs as much again"
    )
    return (
        f"{cliff.volume} units cost {at} and one more makes the whole month {beyond}{again}. The client gains by "
        "pushing the volume over the edge, the partner by holding it back."
    )


def _metric_without_definition(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        if not _given(promise.get("definition")):
            yield Finding(
                "metric-without-definition", f"promises.{nth}", {"metric": _word(promise.get("metric"))},
                "The same month gives figures from 42 to 62 % by the five usual formulas of a service level, and each "
                "side reads its own.",
                "Name the formula with its version (definition: sl3), the clock, the pauses and what is left out.",
            )  # fmt: skip


def _average_hides_rush(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        period = _word(promise.get("period"))
        plain = period.lower().removeprefix("calendar ")
        if _AS_NOUN.get(plain, plain) in _LONG_PERIODS and not _given(promise.get("tail")):
            yield Finding(
                "average-hides-rush", f"promises.{nth}.period", {"period": period},
                "Quiet nights make up for rush hours in which nobody was answered.",
                "Measure each part of the day by itself (period: daypart) and promise how many of them keep the "
                "target.",
            )  # fmt: skip


def _volume_without_overage(contract: Contract) -> Iterator[Finding]:
    volume = contract.sections.get("volume")
    named = volume if isinstance(volume, Mapping) else {"forecast": volume}
    if _given(named.get("forecast")) and not _given(named.get("overage")):
        yield Finding(
            "volume-without-overage", "volume", {"forecast": _word(named["forecast"])},
            "Nothing says who pays, or what is still promised, when more comes than was forecast.",
            "Say up to where the promises hold (tolerance: 10 %), what each contact beyond costs, and which promises "
            "are eased then (overage).",
        )  # fmt: skip


def _no_exit(contract: Contract) -> Iterator[Finding]:
    if not _given(contract.sections.get("exit")):
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
