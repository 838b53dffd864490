"""The console's figures. Each is a query over what the actor may see, and opens to the tickets behind it.

The client's id is asked for beside the desk, although the desk implies it: the indexes by time begin with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, F, Min, Q, Sum

from relevo.commerce.models import Charge, ChargeQuerySet
from relevo.conduct.models import FindingQuerySet, FindingRecord
from relevo.core.actor import Actor
from relevo.core.aggregates import Percentile, Seconds
from relevo.core.clock import now
from relevo.desks.models import Desk
from relevo.promises.models import Clock, ClockQuerySet, Kind, Verdict
from relevo.tickets.models import Direction, Message, Ticket, TicketQuerySet
from relevo.web.console.period import Period

DUE_SOON = timedelta(hours=1)
LATE = Q(clocks__verdict=Verdict.MISSED, clocks__met_at=None)
"""Tickets on which something that was promised is overdue and still has not happened."""


def behind(tickets: TicketQuerySet, only: str, period: Period, actor: Actor) -> TicketQuerySet:
    """The tickets behind one figure of the overview; those that are not finished when there is no such figure."""
    at = now()
    running = Q(clocks__verdict=Verdict.RUNNING)
    settled = {
        "kept": [Verdict.KEPT], "missed": [Verdict.MISSED], "settled": [Verdict.KEPT, Verdict.MISSED],
    }  # fmt: skip
    if only in settled:
        clocks = Q(clocks__verdict__in=settled[only], clocks__due_at__gte=period.start)
        clocks &= Q(clocks__started_at__lt=period.end, clocks__client_id=F("client_id"))
        return tickets.filter(clocks).distinct()
    if only == "answered":
        first = Q(clocks__kind=Kind.FIRST_RESPONSE, clocks__met_at__gte=period.start)
        first &= Q(clocks__met_at__lt=period.end, clocks__client_id=F("client_id"))
        return tickets.filter(first).distinct()
    if only == "findings":
        return tickets.filter(pk__in=_findings(period, actor).values("ticket_id"))
    if only == "late":
        return tickets.unfinished().filter(LATE | running & Q(clocks__due_at__lte=at)).distinct()
    if only == "due":
        soon = Q(clocks__due_at__gt=at, clocks__due_at__lte=at + DUE_SOON)
        return tickets.unfinished().filter(running & soon).distinct()
    return tickets if only == "all" else tickets.unfinished()


@dataclass
class Holding:
    """What one engagement (None: nobody) holds now, and how it kept promises in the period."""

    engagement_id: int | None
    tickets: int = 0
    due: int = 0
    late: int = 0
    oldest: datetime | None = None
    kept: int = 0
    missed: int = 0
    cost: dict[str, Decimal] = field(default_factory=dict)

    @property
    def kept_share(self) -> float | None:
        """Kept promises as a share of those that were settled, or None when none was."""
        settled = self.kept + self.missed
        return self.kept / settled if settled else None


@dataclass(frozen=True, slots=True)
class Totals:
    """A desk in a period. response: median seconds to the first answer. findings: per 100 replies."""

    kept: int
    missed: int
    response: float | None
    waiting: int
    due: int
    late: int
    replies: int
    findings: float | None
    cost: dict[str, Decimal]

    @property
    def kept_share(self) -> float | None:
        """Kept promises as a share of those that were settled, or None when none was."""
        return self.kept / (self.kept + self.missed) if self.kept + self.missed else None


def holdings(desk: Desk, period: Period, actor: Actor) -> dict[int | None, Holding]:
    """Per engagement: what it holds now, promises in the period, cost in the period. Three queries."""
    at = now()
    running = Q(clocks__verdict=Verdict.RUNNING)
    late = LATE | running & Q(clocks__due_at__lte=at)
    found: dict[int | None, Holding] = defaultdict(lambda: Holding(None))
    tickets = Ticket.objects.visible_to(actor).unfinished().filter(desk=desk)
    rows = tickets.order_by().values("holder_id").annotate(
        n=Count("pk", distinct=True),
        oldest=Min("opened_at"),
        due=Count("pk", filter=running & Q(clocks__due_at__gt=at, clocks__due_at__lte=at + DUE_SOON), distinct=True),
        late=Count("pk", filter=late, distinct=True),
    )  # fmt: skip
    for row in rows:
        key = row["holder_id"]
        found[key] = Holding(key, row["n"], row["due"], row["late"], row["oldest"])
    settled = _settled(desk, period, actor).values_list("responsible_id", "verdict").annotate(n=Count("pk"))
    for responsible, verdict, number in settled:
        holding = found.setdefault(responsible, Holding(responsible))
        holding.kept += number if verdict == Verdict.KEPT else 0
        holding.missed += number if verdict == Verdict.MISSED else 0
    sums = (
        charges(desk, period, actor)
        .order_by()
        .values_list("engagement_id", "currency")
        .annotate(Sum("amount"))
    )
    for engagement, currency, amount in sums:
        found.setdefault(engagement, Holding(engagement)).cost[currency] = amount
    return dict(found)


def totals(desk: Desk, period: Period, actor: Actor, held: Iterable[Holding]) -> Totals:
    """The desk as a whole, from what its engagements hold and from three more queries."""
    held = list(held)
    cost: dict[str, Decimal] = defaultdict(Decimal)
    for holding in held:
        for currency, amount in holding.cost.items():
            cost[currency] += amount
    replies = (
        Message.objects.visible_to(actor)
        .filter(client_id=desk.client_id, at__gte=period.start, at__lt=period.end)
        .filter(ticket__desk=desk, direction=Direction.OUT)
        .count()
    )
    findings = _findings(period, actor).filter(client_id=desk.client_id, ticket__desk=desk).count()
    return Totals(
        kept=sum(h.kept for h in held),
        missed=sum(h.missed for h in held),
        response=_response(desk, period, actor),
        waiting=sum(h.tickets for h in held),
        due=sum(h.due for h in held),
        late=sum(h.late for h in held),
        replies=replies,
        findings=100 * findings / replies if replies else None,
        cost=dict(cost),
    )


def charges(desk: Desk, period: Period, actor: Actor) -> ChargeQuerySet:
    """What was charged on this desk in the period, as far as the actor's firm is a party to it."""
    return Charge.objects.visible_to(actor).filter(
        engagement__desk=desk, at__gte=period.start, at__lt=period.end
    )  # fmt: skip


def _findings(period: Period, actor: Actor) -> FindingQuerySet:
    return FindingRecord.objects.visible_to(actor).filter(
        message__client_id=F("client_id"), message__at__gte=period.start, message__at__lt=period.end
    )


def _settled(desk: Desk, period: Period, actor: Actor) -> ClockQuerySet:
    return (
        Clock.objects.visible_to(actor)
        .filter(client_id=desk.client_id, ticket__desk=desk, verdict__in=[Verdict.KEPT, Verdict.MISSED])
        .filter(due_at__gte=period.start, started_at__lt=period.end)
        .order_by()
    )


def _response(desk: Desk, period: Period, actor: Actor) -> float | None:
    met = Clock.objects.visible_to(actor).filter(
        client_id=desk.client_id, kind=Kind.FIRST_RESPONSE, met_at__gte=period.start, met_at__lt=period.end,
        ticket__desk=desk,
    )  # fmt: skip
    found: float | None = met.aggregate(median=Percentile(Seconds(F("met_at") - F("started_at"))))["median"]
    return found
