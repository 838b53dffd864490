"""What the reader may do with a ticket now: only what would be allowed is offered."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relevo.conduct.models import Approval
from relevo.core.actor import Actor
from relevo.coverage.hand_overs import hand_over_targets
from relevo.coverage.models import HandOver, HandOverNote
from relevo.desks.topics import topic_name
from relevo.engagements.models import Readiness, Seat
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import MOVES, UNFINISHED, Status
from relevo.web.workspace import later
from relevo.web.workspace.copies import copies_go_to

_ICONS = {
    Status.OPEN: "circle", Status.PENDING: "clock", Status.ON_HOLD: "pause", Status.SOLVED: "circle-check",
    Status.CLOSED: "lock",
}  # fmt: skip

MERGE_CHOICES = 20
"""Tickets of one customer that are offered for merging."""

APPROVAL_REASONS = {
    "first_week": gettext_lazy("The writer is in her first week with this client."),
    "lapsed": gettext_lazy("The writer's certificate for this client has lapsed."),
    "finding": gettext_lazy("A style finding should be looked at."),
    "translation": gettext_lazy("The translation could not be checked in full."),
}
"""Why a reply waits, by the code on the approval."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu. values: what is posted, as JSON for ``hx-vals``."""

    label: str
    values: str
    icon: str = "circle"
    hint: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """approval: a waiting reply that the reader may decide, whether it was translated, when it is to go out (words, ""
    for at once), and who gets copies. to_accept: a hand-over that waits for a name."""

    statuses: list[Choice]
    colleagues: list[Choice]
    topics: list[Choice]
    hand_over: list[Choice]
    merge: list[Choice]
    may_take: bool
    may_put_down: bool
    may_take_back: bool
    may_prepare: bool
    prepared_assessment: str
    prepared_recommendation: str
    approval: Approval | None
    approval_reasons: list[str]
    approval_translated: bool
    approval_wished: str
    approval_copies: str
    to_accept: HandOver | None


def moves_for(ticket: Ticket, actor: Actor) -> Moves:
    """The moves of this actor on this ticket."""
    own_seat = actor.seat_on(ticket.holder_id)
    mine = own_seat is not None and ticket.assignee_id == own_seat
    may_prepare = actor.may("ticket.hand_over", ticket) and ticket.unfinished
    prepared = HandOverNote.objects.filter(ticket=ticket).first() if may_prepare else None
    approval = _approval(ticket, actor)
    return Moves(
        statuses=_statuses(ticket) if actor.may("ticket.set_status", ticket) else [],
        colleagues=_colleagues(ticket) if actor.may("ticket.assign", ticket) and ticket.unfinished else [],
        topics=_topics(ticket) if actor.may("ticket.set_topic", ticket) else [],
        hand_over=_hand_over(ticket, actor),
        merge=_same_matter(ticket, actor) if actor.may("ticket.merge", ticket) else [],
        may_take=own_seat is not None
        and not mine
        and ticket.unfinished
        and actor.may("ticket.assign_self", ticket),
        may_put_down=mine and ticket.unfinished,
        may_take_back=actor.may("ticket.take_back", ticket) and _with_partner(ticket),
        may_prepare=may_prepare,
        prepared_assessment=prepared.assessment if prepared else "",
        prepared_recommendation=prepared.recommendation if prepared else "",
        approval=approval,
        approval_reasons=[str(APPROVAL_REASONS.get(code, "")) for code in approval.reasons]
        if approval
        else [],
        approval_translated=approval is not None and approval.message.sent_text != approval.message.text,
        approval_wished=later.wished(approval.message, ticket) if approval else "",
        approval_copies=copies_go_to(approval.message.also_to, own=actor.organization_id == ticket.client_id)
        if approval and approval.message.also_to
        else "",
        to_accept=_to_accept(ticket, actor),
    )


def _statuses(ticket: Ticket) -> list[Choice]:
    return [
        Choice(str(Status(code).label), json.dumps({"status": code}), _ICONS.get(Status(code), "circle"))
        for code in Status.values
        if code in MOVES[ticket.status]
    ]


def _topics(ticket: Ticket) -> list[Choice]:
    return [
        Choice(topic_name(topic), json.dumps({"topic": topic}), "tag", current=topic == ticket.topic)
        for topic in ticket.desk.topics
    ]


def _hand_over(ticket: Ticket, actor: Actor) -> list[Choice]:
    targets = hand_over_targets(ticket, actor=actor) if ticket.unfinished else []
    return [
        Choice(
            target.provider.name,
            json.dumps({"to": target.pk}),
            "undo-2" if target.in_house else "arrow-right-left",
        )
        for target in targets
    ]


def _same_matter(ticket: Ticket, actor: Actor) -> list[Choice]:
    """Other tickets of the customer that this one may be merged into, the one with the newest words first."""
    if ticket.status == Status.CLOSED:
        return []
    others = Ticket.objects.visible_to(actor).filter(
        desk=ticket.desk_id, customer=ticket.customer_id, holder=ticket.holder_id
    )
    others = others.exclude(pk=ticket.pk).exclude(status=Status.CLOSED).select_related("desk")
    return [
        Choice(
            f"{other.reference} · {other.subject or _('(no subject)')}",
            other.reference,
            hint=str(other.get_status_display()),
            current=place == 0,
        )
        for place, other in enumerate(others.order_by("-last_message_at")[:MERGE_CHOICES])
    ]


def _with_partner(ticket: Ticket) -> bool:
    return ticket.holder is not None and not ticket.holder.in_house and ticket.unfinished


def _colleagues(ticket: Ticket) -> list[Choice]:
    seats = (
        Seat.objects.active().filter(engagement_id=ticket.holder_id or 0).exclude(readiness=Readiness.LAPSED)
    )
    busy = seats.annotate(held=Count("tickets", filter=Q(tickets__status__in=UNFINISHED)))
    loads = dict(busy.values_list("pk", "held"))
    return [
        Choice(
            seat.alias,
            json.dumps({"seat": seat.pk}),
            "user",
            _("%(load)s of %(capacity)s") % {"load": loads[seat.pk], "capacity": seat.capacity},
            seat.pk == ticket.assignee_id,
        )
        for seat in seats
    ]


def _approval(ticket: Ticket, actor: Actor) -> Approval | None:
    if not actor.may("reply.approve", ticket):
        return None
    waiting = Approval.objects.visible_to(actor).waiting().filter(ticket=ticket)
    return waiting.select_related("message__seat").exclude(message__seat__member_id=actor.as_member).first()


def _to_accept(ticket: Ticket, actor: Actor) -> HandOver | None:
    if actor.seat_on(ticket.holder_id) is None:
        return None
    return HandOver.objects.filter(ticket=ticket, to_engagement_id=ticket.holder_id, accepted_at=None).last()
