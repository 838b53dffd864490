"""Who takes the ball by a person's decision: hand over, take back, give back, accept; the note is prepared before.

What a person decides stays: the hours do not move such a ticket on (``HandOver.keeps``) until a person gives it back.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.core.scope import acting
from relevo.coverage.models import HandOver, HandOverNote
from relevo.coverage.passing import TAKE_BACK, alias_of, pass_ball
from relevo.coverage.queries import Roster, roster_of
from relevo.engagements.models import Engagement
from relevo.events.record import record
from relevo.tickets.actions import locked
from relevo.tickets.models import Ticket

MOST_WORDS = 5000
"""Characters of a part of the note that are kept."""


@transaction.atomic
def prepare_hand_over(ticket: Ticket, assessment: str, recommendation: str, *, actor: Actor) -> HandOverNote:
    """Write what whoever comes next should know; part of the hand-over when it happens, whoever causes it."""
    actor.require("ticket.hand_over", ticket)
    ticket = locked(ticket)
    actor.require("ticket.hand_over", ticket)  # it may have changed hands while she wrote
    if ticket.holder_id is None:
        raise RuleBroken(_("Nobody holds this ticket, so there is nobody to hand it over."))
    note, _created = HandOverNote.objects.update_or_create(
        ticket=ticket,
        defaults={
            "client_id": ticket.client_id, "engagement_id": ticket.holder_id, "written_at": now(),
            "author": alias_of(actor, ticket.holder_id), "assessment": assessment.strip()[:MOST_WORDS],
            "recommendation": recommendation.strip()[:MOST_WORDS],
        },
    )  # fmt: skip
    record("hand_over.prepared", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
           ticket_id=ticket.pk, subject_id=note.pk)  # fmt: skip
    return note


@transaction.atomic
def hand_over(
    ticket: Ticket, to_engagement: Engagement, *, reason: str = "hand_over", actor: Actor
) -> HandOver:
    """Give an unfinished ticket to another engagement of its desk, with the note.

    A partner may give it back to the client's own team at any hour; only the client's team may give it to a
    partner, and only to one who answers such a ticket now. Raises ``RuleBroken`` otherwise.
    """
    actor.require("ticket.hand_over", ticket)
    with acting(system(ticket.client_id)):
        ticket = locked(ticket)
        actor.require("ticket.hand_over", ticket)
        _refuse(ticket, to_engagement, actor)
        made = pass_ball(ticket, to_engagement, reason=reason, actor=actor, keeps=to_engagement.in_house)
    assert made is not None  # noqa: S101 - _refuse has seen to it that somebody holds the ticket
    return made


def hand_over_targets(ticket: Ticket, *, actor: Actor) -> list[Engagement]:
    """The engagements to which the actor may hand over this ticket now; the client's own team first."""
    if not actor.may("ticket.hand_over", ticket):
        return []
    with acting(system(ticket.client_id)):
        ticket = Ticket.objects.select_related("desk", "holder").get(pk=ticket.pk)
        return _targets(ticket, roster_of(ticket.desk, firms=True))


@transaction.atomic
def accept_hand_over(hand_over: HandOver, *, actor: Actor) -> HandOver:
    """Say by name that the hand-over was read and taken on. The first name stays."""
    ticket = locked(hand_over.ticket)  # as it is now: whoever holds it accepts, not whoever held it
    actor.require("ticket.hand_over", ticket)
    hand_over = (
        HandOver.objects.select_for_update(of=("self",), no_key=True)
        .select_related("ticket")
        .get(pk=hand_over.pk)
    )
    if hand_over.to_engagement_id != ticket.holder_id:
        raise RuleBroken(_("This hand-over was to another team; there is a newer one."))
    if hand_over.accepted_at is None:
        hand_over.accepted_by, hand_over.accepted_at = alias_of(actor, ticket.holder_id) or actor.label, now()
        hand_over.save(update_fields=["accepted_by", "accepted_at"])
        record("hand_over.accepted", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
               ticket_id=ticket.pk, subject_id=hand_over.pk)  # fmt: skip
    return hand_over


@transaction.atomic
def take_back_ticket(ticket: Ticket, *, actor: Actor) -> Ticket:
    """The client takes a ticket to its own team; the partner, and all who held it before, lose sight of it."""
    actor.require("ticket.take_back", ticket)
    ticket = locked(ticket)
    in_house = roster_of(ticket.desk).in_house
    if in_house is None:
        raise RuleBroken(_("Your firm has no team of its own on this desk yet."))
    if ticket.holder_id == in_house.pk:
        raise RuleBroken(_("Your own team holds this ticket already."))
    pass_ball(ticket, in_house, reason=TAKE_BACK, actor=actor, keeps=True)
    return locked(ticket)


@transaction.atomic
def give_back_ticket(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Let the hours decide again who holds a ticket that was taken back or handed in; the next minute acts on it."""
    actor.require("ticket.give_back", ticket)
    ticket = locked(ticket)
    if not HandOver.objects.filter(ticket=ticket, keeps=True).update(keeps=False):
        raise RuleBroken(_("Nobody keeps this ticket: the hours decide who holds it already."))
    record("ticket.given_back", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
           ticket_id=ticket.pk, subject_id=ticket.pk)  # fmt: skip
    return ticket


def _refuse(ticket: Ticket, to: Engagement, actor: Actor) -> None:
    if not ticket.unfinished:
        raise RuleBroken(_("This ticket is finished; there is nothing to hand over."))
    if ticket.holder_id is None:
        raise RuleBroken(_("Nobody holds this ticket, so there is nobody to hand it over."))
    if ticket.holder_id == to.pk:
        raise RuleBroken(_("This team holds the ticket already."))
    if to.desk_id != ticket.desk_id:
        raise RuleBroken(_("This engagement does not staff the ticket's desk."))
    if to.pk not in {target.pk for target in _targets(ticket, roster_of(ticket.desk))}:
        raise RuleBroken(
            _("Back to the client's own team is the only way from here.")
            if not _holder_is_in_house(ticket)
            else _("That team does not answer such a ticket at this hour.")
        )


def _targets(ticket: Ticket, roster: Roster) -> list[Engagement]:
    in_house = [e for e in [roster.in_house] if e is not None and e.pk != ticket.holder_id]
    if not _holder_is_in_house(ticket):
        return in_house
    answering = roster.answering(
        channel=ticket.channel, language=ticket.language, topic=ticket.topic, at=now()
    )
    return [engagement for engagement in answering if engagement.pk != ticket.holder_id]


def _holder_is_in_house(ticket: Ticket) -> bool:
    return ticket.holder is not None and ticket.holder.in_house
