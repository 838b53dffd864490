"""From facts to a statement: what each piece of work costs, and what a month costs.

A fact is something the record proves: a contact answered, a matter resolved, minutes worked. Each gives one
line, also when it costs nothing, so both firms can argue line by line. The same facts always give the same
statement, whatever their order.

A statement is built in this order: the lines of the facts; the fixed fee with what the volume adds or takes
off; the minimum; adjustments (credits, corrections of earlier months), which the minimum does not swallow;
rounding. The total is always exactly the sum of the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, localcontext
from typing import Literal

from relevo.calc.money import EXACT, rounded
from relevo.calc.rate_card import MinuteRounding, RateCard
from relevo.calc.zones import as_utc

__all__ = [
    "FACT_KINDS",
    "Fact",
    "FactKind",
    "Line",
    "RateCard",
    "Statement",
    "billed_seconds",
    "charge_for",
    "clawback",
    "free_because",
    "statement",
]

FactKind = Literal["contact", "resolution", "minutes"]
FACT_KINDS: tuple[FactKind, ...] = ("contact", "resolution", "minutes")
LONGEST_SECONDS = 366 * 86400
LINE_DIGITS = 6
"""Digits of a line's amount on a card that rounds only the invoice."""

_ONE = Decimal(1)
_ZERO = Decimal(0)
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be charged.

    ``key`` names it in the record and is unique within its kind. ``at`` is when the work began and decides
    about premiums. ``seconds`` belongs to "minutes", ``reopened_at`` to "resolution". ``mark`` is why it may
    be excluded.
    """

    kind: FactKind
    key: str
    at: datetime
    seconds: int = 0
    reopened_at: datetime | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        if self.kind not in FACT_KINDS:
            raise ValueError(f"a fact is one of {', '.join(FACT_KINDS)}, not {self.kind!r}")
        if not 0 <= self.seconds <= LONGEST_SECONDS:
            raise ValueError("work takes from 0 seconds to a year")
        object.__setattr__(self, "at", as_utc(self.at))
        object.__setattr__(self, "reopened_at", self.reopened_at and as_utc(self.reopened_at))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement; ``amount`` may be negative.

    ``kind`` is a fact's kind or "fixed", "additional", "reduced", "minimum", "rounding", or a word of the
    caller's for an adjustment ("credit", "correction"). ``quantity`` is in units or minutes. ``reason`` says
    why a fact costs nothing: "excluded", "reopened", "included" (in the fixed fee) or "unpriced" (the card
    has no price for it). ``seconds`` are those charged, after rounding.
    """

    kind: str
    key: str
    amount: Decimal
    quantity: Decimal = _ONE
    unit_price: Decimal = _ZERO
    multiplier: Decimal = _ONE
    premium: str = ""
    reason: str = ""
    at: datetime | None = None
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A month of charges: ``total`` is the sum of ``lines``, ``volumes`` the billable units by kind."""

    currency: str
    lines: tuple[Line, ...]
    volumes: Mapping[str, int]
    total: Decimal


def billed_seconds(seconds: int, rounding: MinuteRounding) -> int:
    """Return how many seconds are charged for work of ``seconds``; none for none."""
    if rounding == "second" or seconds == 0:
        return seconds
    step = _MINUTE if rounding == "minute" else 6
    least = 30 if rounding == "30s_min" else 0
    return max(least, -(-seconds // step) * step)


def free_because(card: RateCard, fact: Fact) -> str:
    """Return why a fact is neither charged nor counted: "excluded", "reopened", or "" when it is billable."""
    if fact.mark in card.exclusions:
        return "excluded"
    if fact.kind == "resolution" and fact.reopened_at is not None:
        return "reopened" if _reopened_in_time(card, fact.at, fact.reopened_at) else ""
    return ""


def charge_for(card: RateCard, fact: Fact, *, nth: int = 1, volume: int | None = None) -> Line:
    """Return the line of one fact: the ``nth`` billable of its kind in a month of ``volume`` (or ``nth``).

    With tiers for all units the price depends on the volume of the whole month, so a line made before the
    month ends is provisional; ``statement`` makes it final.
    """
    reason = free_because(card, fact)
    price = None if reason else _unit_price(card, fact.kind, nth, volume or nth)
    if price is None:
        reason = reason or ("included" if card.includes(fact.kind) else "unpriced")
        return Line(fact.kind, fact.key, _ZERO, reason=reason, at=fact.at)
    premium, multiplier = _premium(card, fact.at)
    seconds = billed_seconds(fact.seconds, card.minute_rounding) if fact.kind == "minutes" else 0
    with localcontext(EXACT):
        quantity = Decimal(seconds) / _MINUTE if fact.kind == "minutes" else _ONE
        line = Line(fact.kind, fact.key, _ZERO, quantity, price, multiplier, premium, "", fact.at, seconds)
        amount = rounded(_sixtieths(line) / _MINUTE, _line_digits(card), card.rounding)
    return replace(line, amount=amount, quantity=rounded(quantity, LINE_DIGITS))


def clawback(card: RateCard, charged: Line, reopened_at: datetime) -> Line | None:
    """Return the correction for a resolution of a closed month that was reopened since, None when it stays.

    It takes back what was charged and goes into the next statement's adjustments.
    """
    if charged.kind != "resolution" or charged.at is None or not charged.amount:
        return None
    if not _reopened_in_time(card, charged.at, as_utc(reopened_at)):
        return None
    return Line("correction", charged.key, -charged.amount, reason="reopened", at=as_utc(reopened_at))


def statement(card: RateCard, facts: Iterable[Fact], *, adjustments: Iterable[Line] = ()) -> Statement:
    """Return the statement of a month's facts under a card.

    Raises ValueError when a fact is given twice, because then something would be charged twice.
    """
    ordered = sorted(facts, key=lambda fact: (fact.at, fact.kind, fact.key))
    _refuse_twins(ordered)
    volumes: Counter[str] = Counter(fact.kind for fact in ordered if not free_because(card, fact))
    worked = _worked_lines(card, ordered, volumes)
    fixed = _fixed_lines(card, volumes)
    extra = tuple(adjustments)
    with localcontext(EXACT):
        subtotal = _exact_sum(card, worked) + _sum(fixed)
        topped = tuple(_minimum_line(card, subtotal))
        exact = max(subtotal, card.minimum) + _sum(extra)
        total = rounded(exact, card.digits, card.rounding)
        lines = (*worked, *fixed, *topped, *extra)
        left = total - _sum(lines)
    if left:
        lines = (*lines, Line("rounding", "", left, unit_price=left))
    return Statement(card.currency, lines, dict(volumes), total)


def _reopened_in_time(card: RateCard, resolved_at: datetime, reopened_at: datetime) -> bool:
    """Tell whether a resolution came back so soon that it does not count as one."""
    return timedelta(0) <= reopened_at - resolved_at <= timedelta(days=card.reopen_days)


def _unit_price(card: RateCard, kind: str, nth: int, volume: int) -> Decimal | None:
    if kind == "minutes":
        return card.minute
    rate = card.rate_for(kind)
    return rate.price_of(nth, volume) if rate else None


def _premium(card: RateCard, at: datetime) -> tuple[str, Decimal]:
    """Return name and multiplier of the highest premium that applies; of equals, the first on the card."""
    holding = [premium for premium in card.premiums if premium.holds_at(at)]
    if not holding:
        return "", _ONE
    highest = max(holding, key=lambda premium: premium.multiplier)
    return highest.name, highest.multiplier


def _refuse_twins(facts: Sequence[Fact]) -> None:
    counted = Counter((fact.kind, fact.key) for fact in facts)
    twins = [f"{kind} {key}" for (kind, key), times in counted.items() if times > 1]
    if twins:
        raise ValueError(f"given more than once: {', '.join(sorted(twins)[:5])}")


def _worked_lines(card: RateCard, facts: Sequence[Fact], volumes: Mapping[str, int]) -> tuple[Line, ...]:
    counted: Counter[str] = Counter()
    lines = []
    for fact in facts:
        counted[fact.kind] += not free_because(card, fact)
        lines.append(charge_for(card, fact, nth=counted[fact.kind], volume=volumes.get(fact.kind)))
    return tuple(lines)


def _fixed_lines(card: RateCard, volumes: Mapping[str, int]) -> tuple[Line, ...]:
    """Return the fixed fee, and what a volume outside its deadband adds or gives back."""
    fee = card.fixed
    if fee is None:
        return ()
    lines = [Line("fixed", "", fee.amount, unit_price=fee.amount)]
    above, below = fee.outside(volumes.get(fee.counts, 0))
    with localcontext(EXACT):
        added, given_back = above * fee.additional, min(below * fee.reduced, fee.amount)
    if added:
        lines.append(Line("additional", "", added, Decimal(above), fee.additional))
    if given_back:
        lines.append(Line("reduced", "", -given_back, Decimal(below), -fee.reduced))
    digits = _line_digits(card)
    return tuple(replace(line, amount=rounded(line.amount, digits, card.rounding)) for line in lines)


def _minimum_line(card: RateCard, subtotal: Decimal) -> Iterable[Line]:
    if subtotal < card.minimum:
        missing = rounded(card.minimum - subtotal, _line_digits(card), card.rounding)
        yield Line("minimum", "", missing, unit_price=missing)


def _line_digits(card: RateCard) -> int:
    return card.digits if card.rounding_level == "line" else LINE_DIGITS


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), _ZERO)


def _exact_sum(card: RateCard, lines: Iterable[Line]) -> Decimal:
    """Return what lines of facts cost: as rounded by line, or exactly when only the invoice is rounded."""
    if card.rounding_level == "line":
        return _sum(lines)
    return sum((_sixtieths(line) for line in lines), _ZERO) / _MINUTE


def _sixtieths(line: Line) -> Decimal:
    """Return sixty times the exact amount of a fact's line: whole seconds times price, free of division."""
    sixtieths = line.seconds if line.kind == "minutes" else _MINUTE
    return sixtieths * line.unit_price * line.multiplier
