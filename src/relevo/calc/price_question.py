"""What a month costs, asked with plain values: a rate card, and what was done, one by one or as totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from relevo.calc.credits import Miss, QualityBand, bonus_malus, service_credit
from relevo.calc.money import EXACT
from relevo.calc.pricing import FACT_KINDS, Fact, FactKind, Line, Statement, statement
from relevo.calc.rate_card import RateCard, indexed
from relevo.calc.rate_card_json import card_from_json
from relevo.calc.traffic import whole

MOST_FACTS = 1_000_000
NOON = "2026-01-01T12:00:00+00:00"
"""When work given as totals began, if nothing is said: it matters for premiums alone."""
_USAGE = ("contacts", "marked", "resolutions", "reopened", "seconds", "at")
_FACT = ("kind", "key", "at", "seconds", "reopened_at", "mark")

Object = Mapping[str, Any]


def price(question: Object) -> dict[str, Any]:
    """Return the statement of ``card`` for ``facts`` or ``usage``; raises ValueError naming what is wrong.

    Amounts are texts, exact to the last digit. ``index_percent`` moves the card's prices first; ``credit`` and
    ``quality`` tell what is given back, or added, for the total.
    """
    if "card" not in question:
        raise ValueError("card is missing: a rate card as JSON")
    card = card_from_json(_object(question["card"], "card"))
    if "index_percent" in question:
        card = indexed(card, _decimal(question["index_percent"], "index_percent"))
    if ("facts" in question) == ("usage" in question):
        raise ValueError("give either facts or usage")
    facts = (
        _facts(question["facts"]) if "facts" in question else list(_used(_object(question["usage"], "usage")))
    )
    month = statement(card, facts)
    answer: dict[str, Any] = {
        "currency": month.currency,
        "total": _text(month.total),
        "volumes": {kind: month.volumes.get(kind, 0) for kind in FACT_KINDS},
        "summary": _summary(month),
    }
    if question.get("lines"):
        answer["lines"] = [_line(line) for line in month.lines]
    return answer | _adjusted(question, month, card)


def _adjusted(question: Object, month: Statement, card: RateCard) -> dict[str, Any]:
    """Return the credit, and what quality adds or takes, each by itself of the total; and what is left to pay."""
    answer, payable = {}, month.total
    if "credit" in question:
        credit = _credit(_object(question["credit"], "credit"), month.total, card.digits)
        answer["credit"] = _text(credit)
        payable -= credit
    if "quality" in question:
        change = _quality(_object(question["quality"], "quality"), month.total, card.digits)
        answer["quality_change"] = _text(change)
        payable += change
    return answer | ({"payable": _text(payable)} if answer else {})


def _credit(terms: Object, charges: Decimal, digits: int) -> Decimal:
    _known(terms, ("at_risk_percent", "repeat_multiplier", "misses"), "credit")
    misses = []
    for row in _list(terms.get("misses"), "credit.misses"):
        miss = _object(row, "credit.misses")
        _known(miss, ("allocation_percent", "repeated"), "credit.misses")
        part = _decimal(miss.get("allocation_percent"), "credit.misses.allocation_percent")
        misses.append(Miss(part, bool(miss.get("repeated"))))
    return service_credit(
        charges,
        misses,
        at_risk_percent=_decimal(terms.get("at_risk_percent"), "credit.at_risk_percent"),
        repeat_multiplier=_decimal(terms.get("repeat_multiplier", "1"), "credit.repeat_multiplier"),
        digits=digits,
    )


def _quality(terms: Object, charges: Decimal, digits: int) -> Decimal:
    names = ("floor", "target", "ceiling", "malus_percent", "bonus_percent")
    _known(terms, ("measured", *names), "quality")
    band = QualityBand(*(_decimal(terms.get(name), f"quality.{name}") for name in names))
    return bonus_malus(charges, _decimal(terms.get("measured"), "quality.measured"), band, digits)


def _facts(given: object) -> list[Fact]:
    found: list[Fact] = []
    for row in _list(given, "facts"):
        fact = _object(row, "facts")
        _known(fact, _FACT, "facts")
        kind, reopened = fact.get("kind", "contact"), fact.get("reopened_at")
        if kind not in FACT_KINDS:
            raise ValueError(f"facts.kind is one of {', '.join(FACT_KINDS)}, not {str(kind)[:40]!r}")
        found.append(
            Fact(
                cast("FactKind", kind),
                str(fact.get("key", f"{len(found) + 1}")),
                _instant(fact.get("at", NOON), "facts.at"),
                whole(fact.get("seconds", 0), "facts.seconds", most=10**9),
                _instant(reopened, "facts.reopened_at") if reopened is not None else None,
                str(fact.get("mark", "")),
            )
        )
    return found


def _used(usage: Object) -> Iterator[Fact]:
    """Yield the facts behind totals: marked contacts are among the contacts, reopened among the resolutions."""
    _known(usage, _USAGE, "usage")
    at = _instant(usage.get("at", NOON), "usage.at")
    marked = _object(usage.get("marked", {}), "usage.marked")
    counts = {
        str(mark): whole(count, f"usage.marked.{mark}", most=MOST_FACTS) for mark, count in marked.items()
    }
    contacts = whole(usage.get("contacts", 0), "usage.contacts", most=MOST_FACTS)
    resolutions = whole(usage.get("resolutions", 0), "usage.resolutions", most=MOST_FACTS)
    reopened = whole(usage.get("reopened", 0), "usage.reopened", most=MOST_FACTS)
    if sum(counts.values()) > contacts or reopened > resolutions:
        raise ValueError("marked contacts are among the contacts, reopened resolutions among the resolutions")
    marks = [mark for mark, count in counts.items() for _ in range(count)]
    for nth in range(contacts):
        yield Fact("contact", f"{nth + 1}", at, mark=marks[nth] if nth < len(marks) else "")
    for nth in range(resolutions):
        yield Fact(
            "resolution", f"{nth + 1}", at, reopened_at=at + timedelta(seconds=1) if nth < reopened else None
        )
    for nth, seconds in enumerate(_list(usage.get("seconds", []), "usage.seconds")):
        yield Fact("minutes", f"{nth + 1}", at, whole(seconds, "usage.seconds", most=10**9))


def _summary(month: Statement) -> list[dict[str, Any]]:
    """Return the lines that are alike as one: how many, and what they cost together."""
    amounts: dict[tuple[object, ...], Decimal] = {}
    counts: Counter[tuple[object, ...]] = Counter()
    for line in month.lines:
        alike = (line.kind, line.reason, _text(line.unit_price), _text(line.multiplier), line.premium)
        counts[alike] += 1
        amounts[alike] = EXACT.add(amounts.get(alike, Decimal(0)), line.amount)
    names = ("kind", "reason", "unit_price", "multiplier", "premium")
    return [
        dict(zip(names, alike, strict=True)) | {"lines": counts[alike], "amount": _text(amount)}
        for alike, amount in amounts.items()
    ]


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "key": line.key,
        "amount": _text(line.amount),
        "quantity": _text(line.quantity),
        "unit_price": _text(line.unit_price),
        "multiplier": _text(line.multiplier),
        "premium": line.premium,
        "reason": line.reason,
    }


def _text(amount: Decimal) -> str:
    return format(amount, "f")


def _decimal(value: object, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValueError(f"{name} must be a number")  # noqa: TRY004 - what was sent is wrong, not the call
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{name} must be a number, not {str(value)[:40]!r}") from None
    if not found.is_finite() or abs(found.adjusted()) > 15:
        raise ValueError(f"{name} must be a number of at most 15 digits, not {str(value)[:40]!r}")
    return found


def _instant(value: object, name: str) -> datetime:
    try:
        return datetime.fromisoformat(cast("str", value))
    except (TypeError, ValueError):
        raise ValueError(f"{name} is an instant such as {NOON}, not {str(value)[:40]!r}") from None


def _object(value: object, name: str) -> Object:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} is an object")  # noqa: TRY004 - what was sent is wrong, not the call
    return value


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_FACTS:
        raise ValueError(f"{name} is a list of at most {MOST_FACTS:,}")
    return value


def _known(given: Object, names: tuple[str, ...], where: str) -> None:
    unknown = sorted(str(key)[:40] for key in given.keys() - set(names))
    if unknown:
        raise ValueError(f"{where} has no {', '.join(unknown[:10])}; it has {', '.join(names)}")
