"""A rate card as JSON, and back.

Prices are written as text ("4.80"), because a JSON number may pass through a float. A flat rate is its price,
tiers are ``{"mode": "graduated", "tiers": [{"up_to": 500, "price": "5.50"}, {"price": "4.60"}]}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from relevo.calc.rate_card import FixedFee, Indexation, Premium, RateCard
from relevo.calc.refusal import Refused
from relevo.calc.tiers import Rate, Tier
from relevo.calc.working_time import calendar_from_json, calendar_to_json

_MOST = 100
_MOST_NAMED = 50
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,8})?")
_CALENDAR = {
    "zone": None,
    "weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
    "holidays": None,
}
_RATE = {"mode": None, "tiers": [{"up_to": None, "price": None}]}
_SHAPE: dict[str, Any] = {
    "currency": None,
    "contact": _RATE,
    "resolution": _RATE,
    "reopen_days": None,
    "minute": None,
    "minute_rounding": None,
    "fixed": dict.fromkeys(("amount", "included", "counts", "deadband_percent", "additional", "reduced")),
    "minimum": None,
    "premiums": [{"name": None, "multiplier": None, "applies": None, "calendar": _CALENDAR}],
    "exclusions": None,
    "rounding": None,
    "rounding_level": None,
    "indexation": dict.fromkeys(("cap_percent", "floor_percent")),
}


def card_from_json(document: Mapping[str, Any]) -> RateCard:
    """Return the rate card of a document.

    Raises ValueError that names every unknown key (the first fifty), or else the part that is wrong.
    """
    unknown = list(_unknown(document, _SHAPE, ""))
    if unknown:
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        raise Refused(
            "no_such_price",
            f"a rate card has no {', '.join(unknown[:_MOST_NAMED])}{more}",
            names=", ".join(unknown[:_MOST_NAMED]),
        )
    if not isinstance(document, Mapping):
        raise Refused("card", "a rate card is an object")
    fields = dict(document)
    for name, read in _READERS.items():
        if fields.get(name) is not None:
            fields[name] = read(fields[name], name)
        else:
            fields.pop(name, None)
    if "currency" not in fields:
        raise Refused("no_currency", "a rate card needs a currency")
    return RateCard(**fields)


def card_to_json(card: RateCard) -> dict[str, Any]:
    """Return the document that ``card_from_json`` reads back as an equal card."""
    fixed, indexation = card.fixed, card.indexation
    return {
        "currency": card.currency,
        "contact": _rate_to_json(card.contact),
        "resolution": _rate_to_json(card.resolution),
        "reopen_days": card.reopen_days,
        "minute": None if card.minute is None else _text(card.minute),
        "minute_rounding": card.minute_rounding,
        "fixed": fixed
        and {
            "amount": _text(fixed.amount),
            "included": fixed.included,
            "counts": fixed.counts,
            "deadband_percent": _text(fixed.deadband_percent),
            "additional": _text(fixed.additional),
            "reduced": _text(fixed.reduced),
        },
        "minimum": _text(card.minimum),
        "premiums": [
            {
                "name": premium.name,
                "multiplier": _text(premium.multiplier),
                "applies": premium.applies,
                "calendar": calendar_to_json(premium.calendar),
            }
            for premium in card.premiums
        ],
        "exclusions": sorted(card.exclusions),
        "rounding": card.rounding,
        "rounding_level": card.rounding_level,
        "indexation": indexation
        and {"cap_percent": _text(indexation.cap_percent), "floor_percent": _text(indexation.floor_percent)},
    }


def _text(price: Decimal) -> str:
    return format(price, "f")


def _rate_to_json(rate: Rate | None) -> str | dict[str, Any] | None:
    if rate is None:
        return None
    if rate == Rate.flat(rate.tiers[0].price):
        return _text(rate.tiers[0].price)
    return {
        "mode": rate.mode,
        "tiers": [{"up_to": tier.up_to, "price": _text(tier.price)} for tier in rate.tiers],
    }


def _unknown(document: object, shape: object, path: str) -> Iterator[str]:
    """Yield the path of every key that the shape does not have."""
    if isinstance(document, Mapping) and isinstance(shape, Mapping):
        for key, part in document.items():
            if key not in shape:
                yield f"{path}{str(key)[:40]}"
            else:
                yield from _unknown(part, shape[key], f"{path}{key}.")
    elif isinstance(document, list) and isinstance(shape, list):
        for part in document:
            yield from _unknown(part, shape[0], path)


def _object(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Refused("names_and_values", f"{name} is an object", name=name)
    return value


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > _MOST:
        raise Refused("list", f"{name} is a list of at most {_MOST}", name=name, most=_MOST)
    return value


def _word(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) > _MOST:
        raise Refused("short_text", f"{name} is a short text", name=name)
    return value


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 10**9:
        raise Refused("whole", f"{name} is a whole number", name=name)
    return value


def _number(value: object, name: str) -> Decimal:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise Refused("number", f'{name} is a number written as text, such as "4.80"', name=name)
    return Decimal(value)


def _rate(value: object, name: str) -> Rate:
    if not isinstance(value, Mapping):
        return Rate.flat(_number(value, name))
    tiers = [_object(part, f"{name}.tiers") for part in _list(value.get("tiers"), f"{name}.tiers")]
    return Rate(tuple(_tier(tier, name) for tier in tiers), value.get("mode", "graduated"))


def _tier(value: Mapping[str, Any], name: str) -> Tier:
    up_to = value.get("up_to")
    limit = None if up_to is None else _whole(up_to, f"{name}.tiers.up_to")
    return Tier(limit, _number(value.get("price"), f"{name}.tiers.price"))


def _fixed(value: object, name: str) -> FixedFee:
    fields = {key: part for key, part in _object(value, name).items() if part is not None}
    for key in ("amount", "deadband_percent", "additional", "reduced"):
        if key in fields or key == "amount":
            fields[key] = _number(fields.get(key), f"{name}.{key}")
    if "included" in fields:
        fields["included"] = _whole(fields["included"], f"{name}.included")
    if "counts" in fields:
        fields["counts"] = _word(fields["counts"], f"{name}.counts")
    return FixedFee(**fields)


def _premiums(value: object, name: str) -> tuple[Premium, ...]:
    return tuple(_premium(_object(part, name), name) for part in _list(value, name))


def _premium(value: Mapping[str, Any], name: str) -> Premium:
    return Premium(
        _word(value.get("name"), f"{name}.name"),
        _number(value.get("multiplier"), f"{name}.multiplier"),
        calendar_from_json(_object(value.get("calendar"), f"{name}.calendar")),
        value.get("applies", "open"),
    )


def _exclusions(value: object, name: str) -> frozenset[str]:
    return frozenset(_word(part, name) for part in _list(value, name))


def _indexation(value: object, name: str) -> Indexation:
    fields = _object(value, name)
    cap = _number(fields.get("cap_percent"), f"{name}.cap_percent")
    return Indexation(cap, _number(fields.get("floor_percent", "0"), f"{name}.floor_percent"))


_READERS = {
    "currency": _word,
    "contact": _rate,
    "resolution": _rate,
    "reopen_days": _whole,
    "minute": _number,
    "minute_rounding": _word,
    "fixed": _fixed,
    "minimum": _number,
    "premiums": _premiums,
    "exclusions": _exclusions,
    "rounding": _word,
    "rounding_level": _word,
    "indexation": _indexation,
}
