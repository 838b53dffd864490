"""What came true on a live desk, counted by the database, for holding it against what a study expected.

**Contacts** are tickets by the time they were opened. Left out are those merged into another, which is one matter, and
those on which only machines have written. **Answered in time** uses the clocks of first responses, which exist where
the desk promises one. **Handed back** is what a person gave from a partner to the client's own team; hours that end,
and what the client takes back, are no fault of his. **Resolved** looks at contacts at least a week old: solved by who
had answered, not opened again, and no new ticket linked to it. **Charges** are those of the period; monthly fees come
from the rate cards by the days that they held, without minimums and without what a volume adds to a fee.

All is asked for in the actor's scope; the number of queries does not depend on the number of tickets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Sum,
    Value,
    When,
)
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from relevo.calc.rate_card_json import card_from_json
from relevo.commerce.models import Charge, RateCard
from relevo.conduct.models import FindingRecord
from relevo.core.actor import Actor
from relevo.core.aggregates import Percentile, Seconds
from relevo.core.clock import now
from relevo.coverage.models import HandOver
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement
from relevo.promises.models import Clock, Kind, Segment, Verdict
from relevo.study.choice.actual import Trial
from relevo.study.choice.bill import WEEKS_A_MONTH
from relevo.study.choice.came_true import Arrivals, Holder, Observed
from relevo.study.choice.desk import LIVE_CHANNELS
from relevo.tickets.models import UNSAID, Direction, Message, MessageQuerySet, Ticket, TicketQuerySet
from relevo.tickets.statuses import Status

WEEK = timedelta(weeks=1)
OLD_ENOUGH = WEEK
"""So long a contact must be open before it is told whether it was resolved."""
_MONTH = WEEK * WEEKS_A_MONTH


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks that end with the last full hour of a desk: from ``start`` (included) to ``end``.

    begun: when the desk's first contact came, None before.
    """

    start: datetime
    end: datetime
    weeks: int
    begun: datetime | None

    def months(self, zone: str) -> dict[int, float]:
        """What part of the days lies in each month (1 to 12)."""
        first = self.start.astimezone(ZoneInfo(zone)).date()
        days = [(first + timedelta(days=n)).month for n in range(7 * self.weeks)]
        return {month: days.count(month) / len(days) for month in set(days)}


def span_of(desk: Desk, most_weeks: int, actor: Actor) -> Span:
    """The last whole weeks, at most so many, since the desk's first contact; one query."""
    begun = _contacts(desk, actor).aggregate(first=Min("opened_at"))["first"]
    here = now().astimezone(ZoneInfo(desk.zone))
    end = _hour_of(here)
    weeks = 0 if begun is None else max(min((end - _hour_of(begun)) // WEEK, most_weeks), 0)
    start = (
        end.replace(tzinfo=None) - weeks * WEEK
    )  # by the wall clock, so that each hour of the week comes as often
    return Span(start.replace(tzinfo=end.tzinfo).astimezone(UTC), end.astimezone(UTC), weeks, begun)


def observed(
    desk: Desk, span: Span, actor: Actor, *, mail_within: float, live_within: float, currency: str
) -> Observed:
    """What the desk saw in a span of at least a week. Nine queries.

    mail_within (hours), live_within (seconds): what the plan means by in time. currency: of the plan.
    """
    came = _contacts(desk, actor).filter(opened_at__gte=span.start, opened_at__lt=span.end)
    response = _response(came, actor, mail_within, live_within)
    holders = _holders(desk, came, span, actor, currency)
    return Observed(
        span.weeks, tuple(_arrivals(came, desk.zone)), response["due"], response["in_time"], response["median"],
        response["p90"], holders.rows, holders.foreign,
    )  # fmt: skip


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _contacts(desk: Desk, actor: Actor) -> TicketQuerySet:
    written = Message.objects.filter(ticket=OuterRef("pk"), direction=Direction.IN, automatic=False)
    own = Ticket.objects.visible_to(actor).filter(client_id=desk.client_id, desk=desk, merged_into=None)
    return own.filter(Exists(written)).order_by()


def _arrivals(came: TicketQuerySet, zone: str) -> Iterator[Arrivals]:
    here = ZoneInfo(zone)
    hour = (ExtractIsoWeekDay("opened_at", tzinfo=here) - 1) * 24 + ExtractHour("opened_at", tzinfo=here)
    found = came.annotate(hour=hour).values_list("hour", "language", "topic").annotate(n=Count("pk"))
    return (Arrivals(*row) for row in found.order_by("hour", "language", "topic"))


def _response(came: TicketQuerySet, actor: Actor, mail_within: float, live_within: float) -> dict[str, Any]:
    """How many answers were due, how many came in time, and how long they took."""
    target = Case(
        When(ticket__channel__in=LIVE_CHANNELS, then=Value(timedelta(seconds=live_within))),
        default=Value(timedelta(hours=mail_within)), output_field=DurationField(),
    )  # fmt: skip
    first = Clock.objects.visible_to(actor).filter(ticket__in=came, kind=Kind.FIRST_RESPONSE)
    asked = first.exclude(verdict=Verdict.CANCELLED).annotate(
        until=ExpressionWrapper(F("started_at") + target, output_field=DateTimeField()),
        took=Seconds(F("met_at") - F("started_at")),
    )  # fmt: skip
    return asked.order_by().aggregate(
        due=Count("pk", filter=Q(met_at__isnull=False) | Q(until__lte=now())),
        in_time=Count("pk", filter=Q(met_at__lte=F("until"))),
        median=Percentile("took"),
        p90=Percentile("took", 0.9),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    rows: tuple[Holder, ...]
    foreign: bool


def _holders(desk: Desk, came: TicketQuerySet, span: Span, actor: Actor, currency: str) -> _Found:
    """Every engagement of the desk that the actor sees and that did something, her own team first."""
    engagements = Engagement.objects.visible_to(actor).filter(desk=desk).select_related("provider")
    kept, work = _promises(came, actor), _work(came, span, actor)
    money, foreign = _charges(desk, span, actor, currency)
    fees = _fees(desk, span, actor, currency)
    found = [
        Holder(
            one.pk, one.provider.name, one.in_house, kept.get((one.pk, Verdict.KEPT), 0),
            kept.get((one.pk, Verdict.MISSED), 0),
            Trial(**work.get(one.pk, {}), **money.get(one.pk, {}), fees=fees.get(one.pk, 0.0)),
        )
        for one in engagements
    ]  # fmt: skip
    nobody = Holder(None, "", True, 0, kept.get((None, Verdict.MISSED), 0), Trial())
    rows = (*sorted(found, key=lambda one: (not one.in_house, one.name)), nobody)
    return _Found(tuple(one for one in rows if one.kept or one.missed or one.work != Trial()), foreign)


def _promises(came: TicketQuerySet, actor: Actor) -> dict[tuple[int | None, str], int]:
    first = Clock.objects.visible_to(actor).filter(ticket__in=came, kind=Kind.FIRST_RESPONSE)
    settled = first.filter(verdict__in=[Verdict.KEPT, Verdict.MISSED]).order_by()
    found = settled.values_list("responsible_id", "verdict").annotate(n=Count("pk"))
    return {(responsible, verdict): n for responsible, verdict, n in found}


def _work(came: TicketQuerySet, span: Span, actor: Actor) -> dict[int, dict[str, Any]]:
    """What each engagement answered, handed back and solved, and what was found in its replies. Four queries."""
    old = Q(ticket__opened_at__lt=span.end - OLD_ENOUGH)
    work: dict[int, dict[str, Any]] = {}

    def add(engagement: int, **numbers: int) -> None:
        mine = work.setdefault(engagement, {})
        for name, number in numbers.items():
            mine[name] = mine.get(name, 0) + number

    replies = _replies(Message.objects.visible_to(actor).filter(ticket__in=came)).order_by()
    for engagement, worked in replies.values_list("engagement_id").annotate(n=Count("ticket", distinct=True)):
        add(engagement, worked=worked)
    for engagement, back, unanswered, settled in _handed_back(came, actor, old):
        add(engagement, worked=unanswered, handed_back=back, settled=settled)
    for engagement, settled, resolved in _solved(came.filter(opened_at__lt=span.end - OLD_ENOUGH)):
        add(engagement, settled=settled, resolved=resolved)
    found = FindingRecord.objects.visible_to(actor).filter(message__in=replies.values("pk")).order_by()
    for engagement, number in found.values_list("message__engagement_id").annotate(
        n=Count("message", distinct=True)
    ):
        add(engagement, findings=number)
    return work


def _replies(messages: MessageQuerySet) -> MessageQuerySet:
    """What agents have said to customers."""
    said = messages.filter(direction=Direction.OUT, automatic=False).exclude(seat=None)
    return said.exclude(engagement=None).exclude(delivery__in=UNSAID)


def _handed_back(came: TicketQuerySet, actor: Actor, old: Q) -> Any:
    """By engagement: tickets that a person handed to the client's own team; of them without an answer; old enough."""
    own = _replies(
        Message.objects.filter(ticket=OuterRef("ticket_id"), engagement=OuterRef("from_engagement_id"))
    )
    back = HandOver.objects.visible_to(actor).filter(
        ticket__in=came, reason="hand_over", to_engagement__provider_id=F("client_id")
    )
    counted = back.exclude(from_engagement_id=None).annotate(answered=Exists(own)).order_by()
    return counted.values_list("from_engagement_id").annotate(
        back=Count("ticket", distinct=True),
        unanswered=Count("ticket", distinct=True, filter=Q(answered=False)),
        settled=Count("ticket", distinct=True, filter=old),
    )


def _solved(came: TicketQuerySet) -> Any:
    """By holder: tickets that it answered and that were ever solved; of them those that ended the matter."""
    reply = _replies(Message.objects.filter(ticket=OuterRef("pk"), engagement=OuterRef("holder_id")))
    reopened = Exists(Segment.objects.filter(ticket=OuterRef("pk"), reason="reopened"))
    again = reopened | Exists(Ticket.objects.filter(linked_to=OuterRef("pk")))
    solved = came.filter(reopened | Q(status__in=[Status.SOLVED, Status.CLOSED])).annotate(again=again)
    return (
        solved.filter(Exists(reply))
        .values_list("holder_id")
        .annotate(settled=Count("pk"), resolved=Count("pk", filter=Q(again=False)))
    )


def _charges(
    desk: Desk, span: Span, actor: Actor, currency: str
) -> tuple[Mapping[int, dict[str, Any]], bool]:
    """Charges of the period by engagement, and whether there are others in another currency."""
    found = Charge.objects.visible_to(actor).filter(
        client_id=desk.client_id, engagement__desk=desk, at__gte=span.start, at__lt=span.end
    )
    sums = found.order_by().values_list("engagement_id", "currency").annotate(
        total=Sum("amount"), squares=Sum(F("amount") * F("amount")), largest=Max("amount")
    )  # fmt: skip
    money: dict[int, dict[str, Any]] = {}
    foreign = False
    for engagement, unit, total, squares, largest in sums:
        if unit == currency:
            money[engagement] = {
                "charged": float(total),
                "squares": float(squares),
                "largest": float(largest),
            }
        else:
            foreign = True
    return money, foreign


def _fees(desk: Desk, span: Span, actor: Actor, currency: str) -> dict[int, float]:
    """Monthly fees of the rate cards, for the part of the period in which each held."""
    zone = ZoneInfo(desk.zone)
    cards = RateCard.objects.visible_to(actor).filter(
        client_id=desk.client_id, engagement__desk=desk, valid_from__lte=span.end.astimezone(zone).date()
    )
    fees: dict[int, float] = {}
    ends: dict[int, datetime] = {}
    for card in cards.select_related("engagement").order_by("-valid_from"):
        since = datetime.combine(card.valid_from, datetime.min.time(), zone)
        until = ends.get(card.engagement_id, min(span.end, card.engagement.ended_at or span.end))
        ends[card.engagement_id] = since
        prices = card_from_json(card.terms)
        held = (until - max(span.start, since)) / _MONTH
        if prices.fixed and prices.currency == currency and held > 0:
            fee = float(prices.fixed.amount) * held
            fees[card.engagement_id] = fees.get(card.engagement_id, 0.0) + fee
    return fees
