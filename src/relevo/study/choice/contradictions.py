"""What in a scenario cannot be true at once, though each value alone could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relevo.calc.money import is_price
from relevo.calc.rate_card import RateCard
from relevo.study.choice.assumption import Clauses
from relevo.study.choice.hours import open_hours
from relevo.study.choice.scenario import Decision, Partner, Scenario

MOST_WEIGHTS = 20


def contradictions(scenario: Scenario) -> Iterator[str]:
    """Yield every contradiction with its place."""
    service, own = scenario.service, scenario.in_house
    yield from _hours("in_house.hours", own.hours)
    if service.wanted_hours:
        yield from _hours("service.wanted_hours", service.wanted_hours)
    if service.max_abandonment is not None and service.patience_seconds is None:
        yield "service.max_abandonment: needs service.patience_seconds; who never gives up cannot be lost"
    if service.come_back > service.come_back_promised:
        yield "service.come_back: above come_back_promised; a promise drives nobody away"
    yield from _decision(scenario.decision)
    if len(scenario.currency) != 3 or not scenario.currency.isascii() or not scenario.currency.isupper():
        yield f"currency: a code of three capitals such as EUR, not {scenario.currency[:20]!r}"
    for name, times in Counter(partner.name for partner in scenario.partners).items():
        if times > 1:
            yield f"partners: {name[:60]!r} is named {times} times"
    for nth, partner in enumerate(scenario.partners, 1):
        yield from _partner(f"partners.{nth}", partner, scenario.currency)


def _decision(decision: Decision) -> Iterator[str]:
    if decision.keep_below >= decision.hand_over_above:
        yield "decision.keep_below: not below hand_over_above"
    if not sum(weight for _, weight in decision.weights) > 0:
        yield "decision.weights: at least one above 0"
    if len(decision.weights) > MOST_WEIGHTS:
        yield f"decision.weights: at most {MOST_WEIGHTS}"


def _hours(place: str, text: str) -> Iterator[str]:
    try:
        open_hours(text)
    except ValueError as error:
        yield f"{place}: {error}"


def _partner(place: str, partner: Partner, currency: str) -> Iterator[str]:
    if not partner.name.strip() or ":" in partner.name or len(partner.name) > 60:
        yield f"{place}.name: a name of at most 60 characters without a colon"
    yield from _hours(f"{place}.hours", partner.hours)
    yield from _contract(f"{place}.contract", partner.contract)
    for name, score in partner.scores:
        if score > 100:
            yield f"{place}.scores.{name[:40]}: from 0 to 100, not {score:g}"
    if partner.resolution + partner.escalation > 1:
        yield f"{place}: resolution and escalation are {partner.resolution + partner.escalation:g} together, above 1"
    try:
        card = partner.rate_card(currency)
    except (ValueError, TypeError) as error:
        yield f"{place}.card: {error}"
        return
    if card.currency != currency:
        yield f"{place}.card.currency: {card.currency}, but the scenario counts in {currency}"
    if not _charges(card):
        yield f"{place}.card: every price is 0; nobody works for nothing"


def _contract(place: str, clauses: Clauses) -> Iterator[str]:
    """Yield why a contract cannot be read; that it is weak is no contradiction but a finding of the study."""
    from relevo.study.choice.contract import MOST_BYTES, lint  # reads YAML by the very module that asks here
    from relevo.study.choice.scenario_file import ScenarioWrong

    if len(clauses.encode(errors="replace")) > MOST_BYTES:
        yield f"{place}: at most {MOST_BYTES:,} characters, not {len(clauses):,}"
        return
    try:
        lint(clauses)
    except ScenarioWrong as wrong:
        yield from (f"{place}.{problem}" for problem in wrong.problems)


def _charges(card: RateCard) -> bool:
    """Tell whether a card has any price above 0."""
    tiers = [tier.price for rate in (card.contact, card.resolution) if rate for tier in rate.tiers]
    fee = card.fixed.amount if card.fixed else None
    return any(is_price(price) and price for price in (*tiers, card.minute, fee, card.minimum))
