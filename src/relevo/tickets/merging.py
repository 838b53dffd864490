"""Two tickets that turn out to be one matter: one goes on with all that was said, the other ends in it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.core.scope import acting
from relevo.events.record import record
from relevo.tickets.actions import locked_for, move_status, write_ticket
from relevo.tickets.models import (
    MOST_PARTICIPANTS,
    Attachment,
    Delivery,
    Draft,
    DraftFile,
    Message,
    Note,
    Participant,
    Ticket,
)
from relevo.tickets.replies import as_one_draft
from relevo.tickets.statuses import WAITS, Status, WaitingOn

ON_THEIR_WAY = (Delivery.WAITING, Delivery.SCHEDULED)
"""Replies that somebody has still to decide, or may still call back."""


@transaction.atomic
def merge_ticket(ticket: Ticket, into: Ticket, *, actor: Actor) -> Ticket:
    """Move everything said on ``ticket`` to ``into`` and close it; returns ``into``. It cannot be undone.

    What a customer is owed on either is owed on the one that stays, at the earlier time (``promises``), and one matter
    is one contact (``commerce``). Former holders go on reading ``into`` only if they could read both; participants of
    either are shown what is said from now on. Raises ``RuleBroken`` unless both are of one customer and with one
    holder, neither is closed, both together have not too many participants, and no reply on ``ticket`` is still to be
    decided or called back.
    """
    ticket, into = _locked_pair(ticket, into, actor)
    _require_one_matter(ticket, into)
    waits = ticket.waiting_on == WaitingOn.DESK
    firms = {ticket.client_id, ticket.holder.provider_id if ticket.holder else ticket.client_id}
    with acting(system(*firms)):  # the drafts of both firms follow, whoever merges
        _move_words(ticket, into)
        _move_participants(ticket, into)
        Ticket.objects.filter(merged_into=ticket).update(merged_into=into)
    into.shared_with = sorted({*into.shared_with} & {*ticket.shared_with})
    into.last_message_at = max(into.last_message_at, ticket.last_message_at)
    write_ticket(into, "shared_with", "last_message_at")
    if waits and into.waiting_on != WaitingOn.DESK:
        move_status(into, Status.OPEN, actor=actor)
    ticket.merged_into, ticket.status, ticket.waiting_on = into, Status.CLOSED, WAITS[Status.CLOSED]
    ticket.shared_with = []
    write_ticket(ticket, "merged_into", "status", "waiting_on", "shared_with")
    _tell(ticket, into, actor)
    return into


def _locked_pair(ticket: Ticket, into: Ticket, actor: Actor) -> tuple[Ticket, Ticket]:
    """Both with their rows locked, always in one order: two merges that meet wait, and do not block each other."""
    pair = {one.pk: one for one in (ticket, into)}
    held = {pk: locked_for(pair[pk], "ticket.merge", actor) for pk in sorted(pair)}
    if len(held) < 2:
        raise RuleBroken(_("A ticket cannot be merged into itself."))
    return held[ticket.pk], held[into.pk]


def _require_one_matter(ticket: Ticket, into: Ticket) -> None:
    if (ticket.desk_id, ticket.customer_id) != (into.desk_id, into.customer_id):
        raise RuleBroken(_("Only tickets of one customer can be merged."))
    if ticket.holder_id != into.holder_id:
        raise RuleBroken(_("Only tickets that one team holds can be merged."))
    for one in (ticket, into):
        if one.status == Status.CLOSED:
            raise RuleBroken(_("%(reference)s is closed.") % {"reference": one.reference})
    in_copy = Participant.objects.present().filter(ticket__in=[ticket, into]).values("address").distinct()
    if in_copy.count() > MOST_PARTICIPANTS:
        raise RuleBroken(_("A ticket has at most %(most)s people in copy.") % {"most": MOST_PARTICIPANTS})
    if Message.objects.filter(ticket=ticket, delivery__in=ON_THEIR_WAY).exists():
        raise RuleBroken(
            _("A reply on %(reference)s has not gone out yet. Decide it or call it back first.")
            % {"reference": ticket.reference}
        )


def _move_words(ticket: Ticket, into: Ticket) -> None:
    for model in (Message, Attachment, Note):
        model.objects.filter(ticket=ticket).update(ticket=into)
    for draft in Draft.objects.filter(ticket=ticket):
        _move_draft(draft, into)


def _move_participants(ticket: Ticket, into: Ticket) -> None:
    """Participants of either go on together, and none is shown what was said before on the other one."""
    at, there = now(), Participant.objects.present().filter(ticket=into)
    moving = Participant.objects.present().filter(ticket=ticket)
    moving.filter(address__in=list(there.values_list("address", flat=True))).update(removed_at=at)
    moving.update(ticket=into)
    there.update(since=at)


def _move_draft(draft: Draft, into: Ticket) -> None:
    """What somebody is writing follows; where she writes on the other one already, it stands below that."""
    there = Draft.objects.filter(ticket=into, member=draft.member_id, kind=draft.kind).first()
    DraftFile.objects.filter(draft=draft).update(ticket=into, draft=there or draft)
    if there is None:
        Draft.objects.filter(pk=draft.pk).update(ticket=into)
        return
    there.text = as_one_draft(there.text, draft.text)
    there.translation, there.version = "", there.version + 1  # neither translation fits both texts
    there.save(update_fields=["text", "translation", "version"])
    draft.delete()


def _tell(ticket: Ticket, into: Ticket, actor: Actor) -> None:
    for one, kind, facts in (
        (into, "ticket.joined", {"from": ticket.pk, "reference": ticket.reference}),
        (ticket, "ticket.merged", {"into": into.pk, "reference": into.reference}),
    ):
        record(kind, actor=actor, client_id=one.client_id, engagement_id=one.holder_id, ticket_id=one.pk,
               subject_id=one.pk, facts=facts)  # fmt: skip
