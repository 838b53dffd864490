"""A linter for outsourcing contracts: clauses that make it rational to serve customers badly, or impossible to leave.

The contract is YAML with ``prices`` (a rate card), ``promises`` (a list of metric, definition, target, within,
percentile, tail, period, clock), ``volume`` (forecast, period, tolerance, overage, shortfall), ``exit`` and whatever
else the parties agree; ``EXAMPLE`` is one. A clause that is empty or holds only a word for nothing (``none``, ``no``,
``tbd``) counts as absent. Every finding names its rule and the place; the report says why it matters and what
is better. Rules and wording follow what is known of such contracts: Ren and Zhou 2008 (prices and quality), Milner and
Olsen 2008 (percentiles), Baron and Milner 2009 (averages over a month).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from relevo.calc.rate_card import RateCard
from relevo.calc.rate_card_json import card_from_json
from relevo.calc.tiers import cliffs
from relevo.study.choice.yaml_reading import (
    MOST_PROBLEMS,
    ScenarioWrong,
    card_document,
    read_yaml,
    unknown_keys,
)
from relevo.study.problems import Problem, printable, problem_of

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

    Why it matters and better wording are in ``relevo.study.report.texts``, under "contract." and the rule.
    """

    rule: str
    place: str
    values: Mapping[str, str]


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
    return tuple(finding for rule in RULES.values() for finding in rule(contract))


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


def _problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    yield from unknown_keys(document, SECTIONS, "")
    yield from _price_problems(document.get("prices"))
    yield from _promise_problems(document.get("promises"))
    volume = document.get("volume")
    if isinstance(volume, Mapping):
        yield from unknown_keys(volume, VOLUME, "volume.")
    elif isinstance(volume, list) and volume:
        yield Problem("names_wanted", "volume")


def _price_problems(prices: object) -> Iterator[Problem]:
    """Yield what is wrong in each price by itself, or else between them."""
    if not isinstance(prices, Mapping):
        if _given(prices):
            yield Problem("names_wanted", "prices")
        return
    alone = [_card_problem({name: part}) for name, part in islice(prices.items(), MOST_PROBLEMS)]
    yield from filter(None, alone if any(alone) else [_card_problem(prices)])


def _card_problem(prices: Mapping[str, Any]) -> Problem | None:
    try:
        _card(prices)
    except (ValueError, TypeError) as error:
        return problem_of(error, "prices")
    return None


def _promise_problems(promises: object) -> Iterator[Problem]:
    if not isinstance(promises, list) or len(promises) > MOST_PROMISES:
        if _given(promises):
            yield Problem("list_wanted", "promises", {"most": MOST_PROMISES})
        return
    for nth, promise in enumerate(promises, 1):
        if not isinstance(promise, Mapping):
            yield Problem("names_wanted", f"promises.{nth}")
            continue
        yield from unknown_keys(promise, PROMISE, f"promises.{nth}.")
        for name in _SINGLE:
            if isinstance(promise.get(name), Mapping | list):
                yield Problem("one_value", f"promises.{nth}.{name}")


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
            yield Finding("percentile-without-tail", f"promises.{nth}.percentile", values)


def _minute_without_resolution(contract: Contract) -> Iterator[Finding]:
    if contract.card and contract.card.minute and not contract.has_quality:
        values = {"price": str(contract.card.minute), "currency": contract.currency}
        yield Finding("minute-without-resolution", "prices.minute", values)


def _resolution_without_clawback(contract: Contract) -> Iterator[Finding]:
    if contract.card and contract.card.resolution and not contract.card.reopen_days:
        yield Finding("resolution-without-clawback", "prices.resolution", {})


def _all_units_cliff(contract: Contract) -> Iterator[Finding]:
    for kind in ("contact", "resolution"):
        rate = contract.card.rate_for(kind) if contract.card else None
        for cliff in cliffs(rate) if rate else ():
            values = {
                "volume": str(cliff.volume), "at": str(cliff.at), "beyond": str(cliff.beyond),
                "regained": str(cliff.regained or ""), "currency": contract.currency,
            }  # fmt: skip
            yield Finding("all-units-cliff", f"prices.{kind}", values)


def _metric_without_definition(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        if not _given(promise.get("definition")):
            values = {"metric": _word(promise.get("metric"))}
            yield Finding("metric-without-definition", f"promises.{nth}", values)


def _average_hides_rush(contract: Contract) -> Iterator[Finding]:
    for nth, promise in enumerate(contract.promises, 1):
        period = _word(promise.get("period"))
        plain = period.lower().removeprefix("calendar ")
        if _AS_NOUN.get(plain, plain) in _LONG_PERIODS and not _given(promise.get("tail")):
            yield Finding("average-hides-rush", f"promises.{nth}.period", {"period": period})


def _volume_without_overage(contract: Contract) -> Iterator[Finding]:
    volume = contract.sections.get("volume")
    named = volume if isinstance(volume, Mapping) else {"forecast": volume}
    if _given(named.get("forecast")) and not _given(named.get("overage")):
        yield Finding("volume-without-overage", "volume", {"forecast": _word(named["forecast"])})


def _no_exit(contract: Contract) -> Iterator[Finding]:
    if not _given(contract.sections.get("exit")):
        yield Finding("no-exit", "exit", {})


RULES: Mapping[str, Callable[[Contract], Iterator[Finding]]] = {
    "percentile-without-tail": _percentile_without_tail,
    "minute-without-resolution": _minute_without_resolution,
    "resolution-without-clawback": _resolution_without_clawback,
    "all-units-cliff": _all_units_cliff,
    "metric-without-definition": _metric_without_definition,
    "average-hides-rush": _average_hides_rush,
    "volume-without-overage": _volume_without_overage,
    "no-exit": _no_exit,
}
"""By the id that their findings have, in the order in which they look."""
