"""What happened to a ticket, put into words: lines between messages, the timeline, who held the ball how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.formats import minutes_words, money
from relevo.coverage.words import reason_words
from relevo.engagements.models import Engagement, Seat, State
from relevo.events.models import Event
from relevo.promises.models import Clock, Kind, Segment, Verdict
from relevo.tickets.models import Participant, Ticket
from relevo.tickets.statuses import Status, WaitingOn
from relevo.web.ui.shapes import HolderSegment, TimelineEntry, Tone
from relevo.web.workspace.words import masked


@dataclass(frozen=True, slots=True)
class Words:
    """An event in one line. more: the reason; tone colours what was kept or missed."""

    text: str
    icon: str = "circle-dot"
    tone: Tone = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, as far as the reader may know them. people: participants of the ticket."""

    providers: Mapping[int, str]
    seats: Mapping[int, str]
    people: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def provider(self, engagement_id: object) -> str:
        """Who staffs an engagement; a partner does not learn the names of the client's other partners."""
        if not isinstance(engagement_id, int):
            return _("nobody")
        return self.providers.get(engagement_id, _("another team"))

    def seat(self, seat_id: object) -> str:
        """An agent's alias."""
        return self.seats.get(seat_id, _("somebody")) if isinstance(seat_id, int) else _("nobody")

    def participant(self, participant_id: object) -> str:
        """Somebody in copy."""
        return (
            self.people.get(participant_id, _("somebody"))
            if isinstance(participant_id, int)
            else _("somebody")
        )


def names_for(ticket: Ticket, actor: Actor) -> Names:
    """The names that may appear in the history of a ticket."""
    engagements = (
        Engagement.objects.visible_to(actor).filter(desk_id=ticket.desk_id).select_related("provider")
    )
    seats = Seat.objects.visible_to(actor).filter(engagement__desk_id=ticket.desk_id)
    return Names({e.pk: e.provider.name for e in engagements}, dict(seats.values_list("pk", "alias")))


def knowing_people(names: Names, events: Iterable[Event], ticket: Ticket, actor: Actor) -> Names:
    """The names with those of the participants that these events speak of; asked for only when one does."""
    wanted = {event.facts["participant"] for event in events if "participant" in event.facts}
    if not wanted:
        return names
    own = actor.organization_id == ticket.client_id
    people = Participant.objects.visible_to(actor).filter(pk__in=wanted)
    return replace(
        names, people={one.pk: one.name or (one.address if own else masked(one.address)) for one in people}
    )


def event_words(event: Event, names: Names) -> Words | None:  # noqa: C901, PLR0911, PLR0912 - one line for each kind of event
    """One event in the reader's language, or None for a kind that tells a reader nothing."""
    facts = event.facts
    why = reason_words(facts.get("reason", ""))
    match event.kind:
        case "ticket.opened":
            return Words(_("Ticket opened"), "mail")
        case "ticket.received" if facts.get("participant"):
            return Words(
                _("%(name)s wrote, who is in copy") % {"name": names.participant(facts["participant"])},
                "mail",
            )
        case "ticket.received":
            return Words(_("The customer wrote"), "mail")
        case "ticket.participant_added":
            words = {"agent": event.actor_label, "name": names.participant(facts.get("participant"))}
            return Words(_("%(agent)s copied %(name)s in") % words, "user-plus")
        case "ticket.participant_removed":
            words = {"agent": event.actor_label, "name": names.participant(facts.get("participant"))}
            return Words(_("%(agent)s took %(name)s out of the copies") % words, "user")
        case "ticket.held" if facts.get("to") is None:
            return Words(_("Nobody holds the ball"), "triangle-alert", "due", why)
        case "ticket.held":
            return Words(_("%(holder)s holds the ball") % {"holder": names.provider(facts["to"])}, "arrow-right-left",
                         "", why)  # fmt: skip
        case "ticket.assigned":
            return Words(_("Given to %(agent)s") % {"agent": names.seat(facts.get("to"))}, "user")
        case "ticket.unassigned":
            return Words(_("Put back for anyone"), "users")
        case "ticket.linked" if facts.get("why") == "other_sender":
            return Words(_("Another address wrote to an earlier ticket: kept apart from it"), "link", "due")
        case "ticket.linked" if facts.get("why") == "unverified":
            return Words(
                _("Answers an earlier ticket, but nothing proves who wrote it: kept apart"), "link", "due"
            )
        case "ticket.linked":
            return Words(_("Follows an earlier ticket, which is closed"), "link")
        case "ticket.merged":
            return Words(_("Merged into %(reference)s") % {"reference": facts.get("reference")}, "merge")
        case "ticket.joined":
            return Words(
                _("%(reference)s was merged into this ticket") % {"reference": facts.get("reference")},
                "merge",
            )
        case "ticket.unroutable":
            return Words(_("Nobody could take it"), "triangle-alert", "due")
        case "ticket.status_changed":
            return Words(_("Now: %(status)s") % {"status": Status(facts["to"]).label.lower()}, "circle")
        case "note.written":
            return Words(_("%(name)s wrote a note") % {"name": event.actor_label}, "sticky-note")
        case "reply.released":
            return Words(_("The reply went out"), "send")
        case "reply.submitted" if facts.get("waits"):
            return Words(_("%(name)s asked for approval") % {"name": event.actor_label}, "hand")
        case "reply.approved":
            return Words(_("%(name)s approved the reply") % {"name": event.actor_label}, "circle-check", "ok")
        case "reply.returned":
            return Words(_("%(name)s returned the reply") % {"name": event.actor_label}, "undo-2")
        case "reply.scheduled":
            return Words(_("The reply is to go out later"), "clock")
        case "reply.called_back" if facts.get("moved"):
            return Words(
                _("The scheduled reply went back to its writer: the ticket had moved on"), "undo-2", "due"
            )
        case "reply.called_back":
            return Words(_("%(name)s called the reply back") % {"name": event.actor_label}, "undo-2")
        case "ticket.acknowledged":
            return Words(_("The customer was told that the mail has come"), "mail")
        case "reply.sent":
            return Words(_("Reply delivered to the mail server"), "check-check", "ok")
        case "reply.failed":
            return Words(_("Reply not delivered"), "triangle-alert", "breached")
        case "reply.copy_failed":
            name = names.participant(facts.get("participant"))
            return Words(_("Copy to %(name)s not delivered") % {"name": name}, "triangle-alert", "breached")
        case "promise.kept" | "promise.missed":
            return _promise_words(event, names)
        case "charge.made":
            amount = money(Decimal(facts["amount"]), facts["currency"])
            return Words(_("Charged: %(amount)s") % {"amount": amount}, "receipt")
        case "queue.taken_back":
            return Words(_("Your own team holds the queue now."), "undo-2", "due")
        case "queue.given_back":
            return Words(_("Coverage decides again who answers."), "clock")
        case "engagement.moved":
            return Words(
                f"{names.provider(event.engagement_id)}: {State(facts['to']).label}", "arrow-right-left"
            )
    return None


def _promise_words(event: Event, names: Names) -> Words:
    kind = Kind(event.facts["kind"]).label if event.facts.get("kind") in Kind.values else ""
    who = names.provider(event.facts.get("responsible", event.engagement_id))
    if event.kind == "promise.kept":
        return Words(_("Promise kept: %(kind)s") % {"kind": kind}, "check", "ok", who)
    return Words(_("Promise missed: %(kind)s") % {"kind": kind}, "alarm-clock", "breached", who)


def timeline(ticket: Ticket, actor: Actor, names: Names) -> list[TimelineEntry]:
    """The whole history the reader may see, oldest first, and what comes next."""
    events = list(Event.objects.visible_to(actor).filter(ticket_id=ticket.pk).order_by("pk"))
    names = knowing_people(names, events, ticket, actor)
    entries = [
        TimelineEntry(words.text, event.at, words.icon, words.tone, words.more)
        for event in events
        if (words := event_words(event, names)) is not None
    ]
    upcoming = Clock.objects.visible_to(actor).filter(ticket=ticket, verdict=Verdict.RUNNING)
    entries += [TimelineEntry(_("%(kind)s due") % {"kind": c.get_kind_display()}, c.due_at, "timer", "due")
                for c in upcoming]  # fmt: skip
    return entries


def holder_segments(segments: Iterable[Segment], ticket: Ticket, names: Names) -> list[HolderSegment]:
    """Who held the ball from when to when, as widths and words."""
    at = now()
    busy = (segment for segment in segments if segment.waiting_on != WaitingOn.NOBODY)
    return [_segment(segment, ticket, names, segment.ended_at or at) for segment in busy]


def _segment(segment: Segment, ticket: Ticket, names: Names, until: datetime) -> HolderSegment:
    seconds = max((until - segment.started_at).total_seconds(), 1.0)
    if segment.waiting_on == WaitingOn.CUSTOMER:
        party = _("Waiting for %(customer)s") % {"customer": ticket.customer}
        return HolderSegment(party, "customer", seconds, minutes_words(seconds))
    if segment.waiting_on == WaitingOn.THIRD_PARTY:
        return HolderSegment(_("Waiting for a third party"), "third", seconds, minutes_words(seconds))
    kind: Literal["client", "partner", "third"]
    kind = "third" if segment.engagement_id is None else "client" if segment.in_house else "partner"
    return HolderSegment(names.provider(segment.engagement_id), kind, seconds, minutes_words(seconds))
