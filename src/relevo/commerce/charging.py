"""From a fact in the record to a charge, once.

What a fair contract says, and what is done here:

- **A contact** is one matter of one customer that a partner took on: the first reply that it releases in a holding
  (the unbroken time in which the ticket is its). Further replies of the same holding cost nothing, or the desk
  would pay for answers that did not help. When the ticket comes back later, there is a new contact only if the
  customer has written since the last charged one: moving a ticket to and fro earns nothing.
- **A resolution** is a ticket that a partner sets to solved after it has answered the customer. While one stands
  on a ticket, there is another only after the customer has written again.
- **A clawback** takes a resolution back when the ticket is opened again within the card's ``reopen_days``,
  whoever opens it; whoever solves it then earns the next one.
- **A merged ticket** and the one it went into are one matter: what counts for one counts for both, and where a
  contact was charged on each, the later one is taken back.
- **Premiums** follow the instant at which the customer is answered (or the ticket solved), because that is what
  night and weekend work is bought for; not when the draft was written.
- The client's own team, and a partner without a rate card on that day, make no charges.

All of it is written in the client's scope and inside the transaction of the fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from relevo.calc.pricing import Fact, FactKind, Line, charge_for, clawback
from relevo.calc.rate_card import RateCard as Prices
from relevo.calc.rate_card_json import card_from_json
from relevo.calc.zones import zone_named
from relevo.commerce.models import Charge, RateCard, Unit
from relevo.core.actor import system
from relevo.engagements.models import Engagement
from relevo.events.models import Event
from relevo.events.record import record
from relevo.tickets.models import UNSAID, Direction, Message, Ticket


@dataclass(frozen=True, slots=True)
class _Work:
    """A fact with everything its price depends on. at: the instant of the fact."""

    event: Event
    ticket: Ticket
    engagement: Engagement
    card: RateCard
    prices: Prices
    at: datetime


def charge_contact(event: Event) -> Charge | None:
    """Charge a released reply, if it is the first of a partner's holding; None when it is not."""
    work = _work(event)
    if work is None or (work.prices.contact is None and not work.prices.includes("contact")):
        return None
    holding = _held(work).order_by("-pk").values_list("pk", flat=True).first()
    last = _charges(work, Unit.CONTACT).filter(engagement=work.engagement).order_by("-event_id").first()
    if last is not None and (last.holding_id == holding or not _written_since(last)):
        return None
    return _charge(work, "contact", holding_id=holding)


def charge_resolution(event: Event) -> Charge | None:
    """Charge a ticket that was set to solved; None when it is no partner's, unanswered, or charged already."""
    work = _work(event)
    if work is None or (work.prices.resolution is None and not work.prices.includes("resolution")):
        return None
    standing = _charges(work, Unit.RESOLUTION).filter(corrected_by=None).order_by("-event_id").first()
    if not _answered(work) or (standing is not None and not _written_since(standing)):
        return None
    return _charge(work, "resolution")


def claw_back(event: Event) -> Charge | None:
    """Take back the resolution of a ticket that was opened again in time; None when there is none to take back."""
    standing = (
        Charge.objects.filter(ticket_id=event.ticket_id or 0, unit=Unit.RESOLUTION, corrected_by=None)
        .select_related("rate_card")
        .order_by("-event_id")
        .first()
    )
    if standing is None:
        return None
    prices = card_from_json(standing.rate_card.terms)
    charged = Line("resolution", str(standing.event_id), standing.amount, at=standing.at)
    line = clawback(prices, charged, event.at)
    if line is None:
        return None
    how = {"ticket": standing.explanation["ticket"], "reason": line.reason, "reopen_days": prices.reopen_days}
    return _correction(standing, event, line.amount, how)


def take_back_merged(event: Event) -> Charge | None:
    """Take back the later of two contacts that were charged on what turns out to be one matter, if there are two."""
    standing = Charge.objects.filter(
        engagement_id=event.engagement_id or 0, unit=Unit.CONTACT, corrected_by=None
    ).order_by("event_id")
    charged = [standing.filter(ticket_id=one).last() for one in (event.ticket_id or 0, event.facts["into"])]
    twice = [charge for charge in charged if charge is not None]
    if len(twice) < 2:
        return None
    later = max(twice, key=lambda charge: charge.event_id)
    how = {"ticket": later.explanation["ticket"], "reason": "merged"}
    return _correction(later, event, -later.amount, how)


def record_charge(charge: Charge) -> None:
    """Write a charge into its engagement's chain, where both firms can verify it."""
    record("charge.made", actor=system(charge.client_id), client_id=charge.client_id,
           engagement_id=charge.engagement_id, ticket_id=charge.ticket_id, subject_id=charge.pk,
           facts={"unit": charge.unit, "amount": f"{charge.amount:f}", "currency": charge.currency})  # fmt: skip


def _work(event: Event) -> _Work | None:
    """What was done by a partner that holds the ticket and has a rate card on that day; else None."""
    ticket = Ticket.objects.select_related("desk").get(pk=event.ticket_id or 0)
    if event.engagement_id is None or event.engagement_id != ticket.holder_id:
        return None
    engagement = Engagement.objects.get(pk=event.engagement_id)
    if engagement.in_house:
        return None
    day = event.at.astimezone(zone_named(ticket.desk.zone)).date()
    card = RateCard.objects.filter(engagement=engagement, valid_from__lte=day).order_by("-valid_from").first()
    if card is None:
        return None
    return _Work(event, ticket, engagement, card, card_from_json(card.terms), event.at)


def _charge(work: _Work, kind: FactKind, *, holding_id: int | None = None) -> Charge:
    """Price the fact as the next of its kind in the month of the desk's zone, and keep it; once per event and unit."""
    nth = _in_month(work, kind) + 1
    line = charge_for(work.prices, Fact(kind, str(work.event.pk), work.at), nth=nth)
    charge, _created = Charge.objects.get_or_create(
        event_id=work.event.pk, unit=Unit(kind),
        defaults={
            "client_id": work.ticket.client_id, "provider_id": work.engagement.provider_id,
            "engagement": work.engagement, "rate_card": work.card, "ticket": work.ticket, "amount": line.amount,
            "currency": work.prices.currency, "explanation": _how(work, line, nth), "holding_id": holding_id,
            "at": work.at,
        },
    )  # fmt: skip
    return charge


def _how(work: _Work, line: Line, nth: int) -> dict[str, Any]:
    return {
        "ticket": work.ticket.reference,
        "unit_price": _text(line.unit_price),
        "multiplier": _text(line.multiplier),
        "premium": line.premium,
        "reason": line.reason,
        "nth": nth,
        "valid_from": work.card.valid_from.isoformat(),
    }


def _text(number: Decimal) -> str:
    return f"{number:f}"


def _in_month(work: _Work, kind: FactKind) -> int:
    """How many of a kind the engagement has had in this month before, those taken back left out."""
    first = work.at.astimezone(zone_named(work.ticket.desk.zone)).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    before = Charge.objects.filter(engagement=work.engagement, unit=kind, at__gte=first, corrected_by=None)
    return before.exclude(event_id=work.event.pk).count()


def _correction(standing: Charge, event: Event, amount: Decimal, how: dict[str, Any]) -> Charge:
    return Charge.objects.create(
        client_id=standing.client_id, provider_id=standing.provider_id, engagement_id=standing.engagement_id,
        rate_card=standing.rate_card, ticket_id=standing.ticket_id, event_id=event.pk, unit=Unit.CLAWBACK,
        amount=amount, currency=standing.currency, explanation=how, corrects=standing, at=event.at,
    )  # fmt: skip


def _charges(work: _Work, unit: Unit) -> Any:
    """What was charged on the ticket, and on those that were merged into it."""
    matter = Q(ticket=work.ticket) | Q(ticket__merged_into=work.ticket)
    return Charge.objects.filter(matter, unit=unit)


def _held(work: _Work) -> Any:
    return Event.objects.filter(
        ticket_id=work.ticket.pk, engagement_id=work.engagement.pk, kind="ticket.held"
    )


def _written_since(charge: Charge) -> bool:
    """Whether the customer has written after the fact that was charged; a machine's answer does not count."""
    merged = Ticket.objects.values_list("merged_into", flat=True).get(pk=charge.ticket_id)
    matter = [one for one in (charge.ticket_id, merged) if one]
    came = Event.objects.filter(ticket_id__in=matter, kind="ticket.received", pk__gt=charge.event_id)
    return came.exclude(facts__automatic=True).exists()


def _answered(work: _Work) -> bool:
    sent = Message.objects.filter(ticket=work.ticket, engagement=work.engagement, direction=Direction.OUT)
    return sent.exclude(delivery__in=UNSAID).exists()
