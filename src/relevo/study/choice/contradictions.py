"""What in a scenario cannot be true at once, though each value alone could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from relevo.calc.money import is_price
from relevo.calc.rate_card import RateCard
from relevo.study.choice.assumption import Clauses
from relevo.study.choice.contract import MOST_BYTES, lint
from relevo.study.choice.hours import open_hours
from relevo.study.choice.scenario import Decision, Partner, Scenario
from relevo.study.choice.yaml_reading import ScenarioWrong
from relevo.study.problems import Problem, problem_of

MOST_WEIGHTS = 20


def contradictions(scenario: Scenario) -> Iterator[Problem]:
    """Yield every contradiction with its place."""
    service, own = scenario.service, scenario.in_house
    yield from _hours("in_house.hours", own.hours)
    if service.wanted_hours:
        yield from _hours("service.wanted_hours", service.wanted_hours)
    if service.max_abandonment is not None and service.patience_seconds is None:
        yield Problem("patience", "service.max_abandonment")
    if service.come_back > service.come_back_promised:
        yield Problem("come_back", "service.come_back")
    yield from _decision(scenario.decision)
    if len(scenario.currency) != 3 or not scenario.currency.isascii() or not scenario.currency.isupper():
        yield Problem("currency", "currency", {"value": scenario.currency[:20]})
    for name, times in Counter(partner.name for partner in scenario.partners).items():
        if times > 1:
            yield Problem("named_often", "partners", {"value": name[:60], "number": times})
    for nth, partner in enumerate(scenario.partners, 1):
        yield from _partner(f"partners.{nth}", partner, scenario.currency)


def _decision(decision: Decision) -> Iterator[Problem]:
    if decision.keep_below >= decision.hand_over_above:
        yield Problem("thresholds", "decision.keep_below")
    if not sum(weight for _, weight in decision.weights) > 0:
        yield Problem("no_weight", "decision.weights")
    if len(decision.weights) > MOST_WEIGHTS:
        yield Problem("at_most", "decision.weights", {"limit": MOST_WEIGHTS, "value": len(decision.weights)})


def _hours(place: str, text: str) -> Iterator[Problem]:
    try:
        open_hours(text)
    except ValueError as error:
        yield problem_of(error, place)


def _partner(place: str, partner: Partner, currency: str) -> Iterator[Problem]:
    if not partner.name.strip() or ":" in partner.name or len(partner.name) > 60:
        yield Problem("partner_name", f"{place}.name")
    yield from _hours(f"{place}.hours", partner.hours)
    yield from _contract(f"{place}.contract", partner.contract)
    for name, score in partner.scores:
        if score > 100:
            yield Problem("score", f"{place}.scores.{name[:40]}", {"value": score})
    if partner.resolution + partner.escalation > 1:
        yield Problem("above_one", f"{place}.resolution", {"value": partner.resolution + partner.escalation})
    try:
        card = partner.rate_card(currency)
    except (ValueError, TypeError) as error:
        yield problem_of(error, f"{place}.card")
        return
    if card.currency != currency:
        values = {"value": card.currency, "currency": currency}
        yield Problem("other_currency", f"{place}.card.currency", values)
    if not _charges(card):
        yield Problem("free", f"{place}.card")


def _contract(place: str, clauses: Clauses) -> Iterator[Problem]:
    """Yield why a contract cannot be read; that it is weak is no contradiction but a finding of the study."""
    if len(clauses.encode(errors="replace")) > MOST_BYTES:
        yield Problem("characters", place, {"limit": MOST_BYTES, "value": len(clauses)})
        return
    try:
        lint(clauses)
    except ScenarioWrong as wrong:
        for problem in wrong.problems:
            yield replace(problem, place=f"{place}.{problem.place}" if problem.place else place)


def _charges(card: RateCard) -> bool:
    """Tell whether a card has any price above 0."""
    tiers = [tier.price for rate in (card.contact, card.resolution) if rate for tier in rate.tiers]
    fee = card.fixed.amount if card.fixed else None
    return any(is_price(price) and price for price in (*tiers, card.minute, fee, card.minimum))
