"""What two firms agree about prices, and what the work has cost."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relevo.calc.rate_card import RateCard as Prices
from relevo.calc.rate_card_json import card_from_json, card_to_json
from relevo.calc.zones import zone_named
from relevo.commerce.models import Charge, RateCard, Unit
from relevo.core.actor import Actor
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.formats import money, number
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement
from relevo.events.record import record

_log = logging.getLogger(__name__)

LARGEST_DIGITS = 2
"""Digits after the point that a charge keeps."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one engagement cost in a stretch of time, in one currency; ``lines`` are its charges in order."""

    engagement: Engagement
    currency: str
    total: Decimal
    units: Mapping[str, int]
    lines: tuple[Charge, ...]


@transaction.atomic
def set_rate_card(
    engagement: Engagement, valid_from: date, terms: Mapping[str, Any], *, actor: Actor
) -> RateCard:
    """Agree on the prices of a partner's engagement from a day on (midnight of the desk's zone).

    terms: the JSON of ``calc.rate_card_json``. A card of the same day is replaced as long as nothing was charged
    since that day. Raises ``RuleBroken``; its fact ``why`` says for programs what is wrong with the terms.
    """
    actor.require("rate_card.manage", engagement)
    if engagement.in_house:
        raise RuleBroken(_("A firm's own team is paid by wages; only a partner's work has a rate card."))
    prices = _prices(terms)
    since = datetime.combine(valid_from, time(), zone_named(engagement.desk.zone))
    if Charge.objects.filter(engagement=engagement, at__gte=since).exists():
        raise RuleBroken(
            _("Work since %(day)s is charged already. Choose a later day.") % {"day": date_format(valid_from)}
        )
    card, _created = RateCard.objects.update_or_create(
        engagement=engagement, valid_from=valid_from,
        defaults={"client_id": engagement.client_id, "provider_id": engagement.provider_id,
                  "terms": card_to_json(prices)},
    )  # fmt: skip
    record("rate_card.set", actor=actor, client_id=engagement.client_id, engagement_id=engagement.pk,
           subject_id=card.pk, facts={"valid_from": valid_from.isoformat(), "terms": card.terms})  # fmt: skip
    return card


def cost(actor: Actor, *, desk: Desk, start: datetime, end: datetime) -> list[Cost]:
    """What the desk's partners cost from ``start`` until before ``end``, by engagement and currency.

    A client sees all of its partners, a partner itself. Raises ``NotAllowed`` for those who see no money.
    """
    engagements = Engagement.objects.visible_to(actor).filter(desk=desk).select_related("provider", "desk")
    told = {
        engagement.pk: engagement
        for engagement in engagements
        if actor.may("statement.view", engagement) or actor.may("charge.view", engagement)
    }
    if not told:
        raise NotAllowed(permission="charge.view")
    charges = Charge.objects.visible_to(actor).filter(engagement__in=told, at__gte=start, at__lt=end)
    groups: dict[tuple[int, str], list[Charge]] = defaultdict(list)
    for charge in charges:
        groups[charge.engagement_id, charge.currency].append(charge)
    costs = [_cost(told[engagement], currency, lines) for (engagement, currency), lines in groups.items()]
    return sorted(costs, key=lambda one: (one.engagement.provider.name, one.currency))


def explain(charge: Charge) -> str:
    """How the amount of a charge came about, in a sentence for both firms."""
    how = charge.explanation
    facts = {**how, "unit": charge.get_unit_display(), "amount": money(charge.amount, charge.currency)}
    if how["reason"] == "merged":
        return _("%(ticket)s was merged, and its matter charged already: %(amount)s") % facts
    if charge.unit == Unit.CLAWBACK:
        return _("%(ticket)s came back within %(reopen_days)s days: %(amount)s") % facts
    if how["reason"] == "included":
        return _("%(unit)s on %(ticket)s: paid by the fixed fee") % facts
    if how["premium"]:
        facts |= {"unit_price": money(Decimal(how["unit_price"]), charge.currency),
                  "multiplier": number(Decimal(how["multiplier"]))}  # fmt: skip
        return _("%(unit)s on %(ticket)s: %(unit_price)s × %(multiplier)s (%(premium)s) = %(amount)s") % facts
    return _("%(unit)s on %(ticket)s: %(amount)s") % facts


def _prices(terms: Mapping[str, Any]) -> Prices:
    """The prices in a document. Raises ``RuleBroken`` with the words of the one who reads it."""
    try:
        prices = card_from_json(terms)
    except ValueError as error:
        _log.info("A rate card was refused: %s", error)
        words = _("This rate card cannot be read. Check its currency, prices, tiers and hours.")
        raise RuleBroken(words, why=str(error)) from error
    if prices.rounding_level != "line" or prices.digits > LARGEST_DIGITS:
        raise RuleBroken(_("Charges are made one by one, so each line is rounded, to %(digits)s digits at most.")
                         % {"digits": LARGEST_DIGITS})  # fmt: skip
    return prices


def _cost(engagement: Engagement, currency: str, lines: list[Charge]) -> Cost:
    total = sum((line.amount for line in lines), Decimal(0))
    return Cost(engagement, currency, total, dict(Counter(line.unit for line in lines)), tuple(lines))
