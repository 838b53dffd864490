"""What a company assumes about itself, its partners and the future. Every field has a default, a unit and a source.

Shares are from 0 to 1. Amounts are in the scenario's currency. Times of day are in the desk's zone. Defaults marked
"assumed" are round figures of the authors to start from, not statistics: replace what you know.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from relevo.calc.rate_card import RateCard
from relevo.calc.rate_card_json import card_from_json
from relevo.study.choice.assumption import Clauses, given, listed
from relevo.study.choice.hours import ALWAYS
from relevo.study.choice.outcome import Assumption

_WEEKDAYS = "mon-fri 09:00-18:00"
_ASSUMED = "assumed"


class Card(str):
    """A rate card as JSON text (see ``relevo.calc.rate_card_json``)."""

    __slots__ = ()


TYPICAL_CARD = Card('{"contact": "7.00", "fixed": {"amount": "1750.00"}}')


@dataclass(frozen=True, slots=True)
class Service:
    """How well contacts are to be answered, whoever does it."""

    wanted_hours: str = given("", "hours", "the in-house team's present hours")
    service_level: float = given(
        0.8, "share", "usual target 80/60; ours by definition sl3", low=0.01, high=0.99
    )
    within_seconds: float = given(60.0, "s", "usual target 80/60", low=0, high=3600)
    patience_seconds: float | None = given(
        None, "s", "unknown: nobody gives up (Erlang C), which asks for more", low=1, high=86400
    )
    max_abandonment: float | None = given(None, "share", "no wish; needs a patience", low=0.001, high=1)
    max_occupancy: float = given(0.85, "share", "usual 0.85 to 0.90", low=0.1, high=1)
    cover: float = given(
        0.8,
        "share",
        "rates that four weeks in five do not exceed: staffing to the mean misses",
        low=0.5,
        high=0.99,
    )
    mail_within_hours: float = given(8.0, "working hours", "the same working day", low=0.5, high=168)
    mail_in_time_hours: float = given(12.0, "hours", "a reply the next morning is in time", low=1, high=168)
    chats_at_once: int = given(2, "chats", "Goes et al. 2018: more at once resolve less", low=1, high=6)
    chat_slow_down: float = given(0.3, "share", _ASSUMED, low=0, high=1)
    come_back: float = given(0.6, "share", "assumed: who finds nobody and tries again", low=0, high=1)
    come_back_promised: float = given(0.9, "share", "assumed: who waits for a promised answer", low=0, high=1)


@dataclass(frozen=True, slots=True)
class InHouse:
    """The company's own team."""

    hours: str = given(_WEEKDAYS, "hours", _ASSUMED)
    languages: tuple[str, ...] = given((), "codes", "assumed: all languages of the profile")
    yearly_pay: float = given(
        29_000.0, "per full-time year", "assumed; 38,000 with on-costs", low=1, high=1e7
    )
    on_costs: float = given(
        0.31, "share of pay", "employer's social security, Spain about 0.31", low=0, high=2
    )
    contract_hours: float = given(40.0, "hours per week", "law of Spain and Latvia", low=1, high=60)
    shrinkage: float = given(0.3, "share", "usual 0.28 to 0.35", low=0, high=0.9)
    minimum: int = given(1, "agents", "one must be there", low=1, high=1000)
    lone_working: bool = given(True, "", "allowed; false asks for two at any time")
    multilingual: float = given(
        0.33, "share", "assumed: a third speaks all languages of the desk", low=0, high=1
    )
    night_premium: float = given(0.25, "share of pay", "assumed; Latvia asks 0.5", low=0, high=3)
    sunday_premium: float = given(0.25, "share of pay", _ASSUMED, low=0, high=3)
    attrition: float = given(0.3, "per year", "assumed; 0.3 to 0.45 are reported", low=0, high=3)
    hiring: float = given(3_000.0, "per person", _ASSUMED, low=0, high=1e6)
    training_weeks: float = given(4.0, "weeks", _ASSUMED, low=0, high=104)
    learning_excess: float = given(
        0.6, "share", "Robbins and Harrison 2011: first weeks are slower; size assumed", low=0, high=5
    )
    learning_weeks: float = given(4.0, "weeks", "time constant of the same curve", low=0, high=104)
    agents_per_lead: float = given(12.0, "agents", _ASSUMED, low=1, high=100)
    lead_cost: float = given(50_000.0, "per year, on-costs included", _ASSUMED, low=0, high=1e7)
    tools: float = given(1_500.0, "per full-time equivalent and year", _ASSUMED, low=0, high=1e6)
    resolution: float = given(0.75, "share", "assumed; resolved without a second contact", low=0.05, high=1)
    release: float = given(
        0.25, "share of a year's pay", "assumed; Spain: 20 days for each of 4½ years", low=0, high=5
    )


@dataclass(frozen=True, slots=True)
class Partner:
    """A firm that could take work, by what it offers and what is expected of it."""

    name: str = given("Partner", "", "a typical partner, until one is named")
    hours: str = given(ALWAYS, "hours", _ASSUMED)
    languages: tuple[str, ...] = given((), "codes", "assumed: all languages of the profile")
    location: str = given("", "country", "unknown")
    card: Card = given(TYPICAL_CARD, "rate card", "assumed: 7.00 a contact, 21,000 a year")  # noqa: RUF009 - a text
    price_deviation: float = given(0.05, "share", "assumed; 0 for a binding quote", low=0, high=1)
    resolution: float = given(
        0.7, "share", "assumed: five points below the in-house default", low=0.05, high=1
    )
    resolution_deviation: float = given(0.04, "share", "assumed; standard deviation", low=0, high=0.3)
    escalation: float = given(0.1, "share", "assumed: comes back to the in-house team", low=0, high=1)
    handling: float = given(1.1, "of the in-house time", _ASSUMED, low=0.1, high=10)
    transition: float = given(15_000.0, "once", "assumed: knowledge transfer, access, pilot", low=0, high=1e8)
    kept_management: float = given(0.1, "share of the bill", "5 to 15 % is usual", low=0, high=1)
    scores: tuple[tuple[str, float], ...] = given(
        (), "0 to 100", "none: your own findings, such as references"
    )
    contract: Clauses = given(Clauses(""), "", "none: nothing to check for weak clauses")  # noqa: RUF009 - a text

    def rate_card(self, currency: str) -> RateCard:
        """Return his prices, by the same code that statements use; ``currency`` is for a card that names none."""
        return card_from_json({"currency": currency} | json.loads(self.card))


@dataclass(frozen=True, slots=True)
class Quality:
    """What poor answers cost."""

    margin_per_customer: float = given(100.0, "per customer lost", _ASSUMED, low=0, high=1e7)
    churn_unresolved: float = given(0.02, "share", "assumed: leave when not resolved at first", low=0, high=1)
    churn_unanswered: float = given(0.03, "share", "assumed: leave when nobody answers", low=0, high=1)
    escalation_handling: float = given(
        1.5, "of the in-house time", "assumed: an escalated contact", low=0, high=20
    )


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How wrong the assumptions may be: standard deviations, of the figure itself (shares) or of its logarithm."""

    growth: float = given(0.0, "share", "none assumed; the profile tells the past trend", low=-0.9, high=5)
    growth_deviation: float = given(0.1, "share", _ASSUMED, low=0, high=2)
    handling_deviation: float = given(
        0.05, "share", "assumed, where handling time was measured", low=0, high=1
    )
    handling_estimated_deviation: float = given(
        0.2, "share", "assumed, where it was estimated", low=0, high=2
    )
    partner_handling_deviation: float = given(0.1, "share", _ASSUMED, low=0, high=1)
    attrition_deviation: float = given(0.3, "share", _ASSUMED, low=0, high=2)
    escalation_deviation: float = given(0.25, "share", _ASSUMED, low=0, high=2)
    churn_deviation: float = given(0.5, "share", "assumed: the least known of all", low=0, high=2)


@dataclass(frozen=True, slots=True)
class Vetoes:
    """What may not be handed over, whatever it would save."""

    topics: tuple[str, ...] = given((), "topics", "none: data of these may not leave")
    languages: tuple[str, ...] = given((), "codes", "none: data in these may not leave")
    locations: tuple[str, ...] = given((), "countries", "anywhere: where partners may sit, if given")
    contacts_per_week: float = given(
        10.0, "contacts per week", "assumed: fewer never pay the learning", low=0
    )


@dataclass(frozen=True, slots=True)
class Decision:
    """When a probability is enough."""

    hand_over_above: float = given(0.8, "probability of saving", _ASSUMED, low=0.5, high=0.999)
    keep_below: float = given(0.2, "probability of saving", _ASSUMED, low=0.001, high=0.5)
    months: int = given(36, "months", "assumed term; one-off costs are spread over it", low=1, high=240)
    weights: tuple[tuple[str, float], ...] = given(
        (("price", 0.5), ("resolution", 0.3), ("coverage", 0.2)), "weights", "assumed; they are scaled to 1"
    )


@dataclass(frozen=True, slots=True)
class Scenario:
    """All assumptions of one study. The same profile, scenario and seed give the same outcome."""

    currency: str = given("EUR", "ISO 4217", "assumed")
    country: str = given("ES", "country", "assumed; its law rules the shifts")
    runs: int = given(2_000, "draws", "a probability is then good to 1 %", low=100, high=100_000)
    seed: int = given(1, "", "any; the same gives the same", low=0, high=2**31)
    tier_two: tuple[str, ...] = given((), "topics", "none: too deep for a partner's first tier")
    service: Service = field(default_factory=Service)
    in_house: InHouse = field(default_factory=InHouse)
    partners: tuple[Partner, ...] = (Partner(),)
    quality: Quality = field(default_factory=Quality)
    uncertainty: Uncertainty = field(default_factory=Uncertainty)
    vetoes: Vetoes = field(default_factory=Vetoes)
    decision: Decision = field(default_factory=Decision)


def assumptions(scenario: Scenario) -> list[Assumption]:
    """Return every input with its value, unit and source, in the order of the file."""
    return list(listed(scenario))
