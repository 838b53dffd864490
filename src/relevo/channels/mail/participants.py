"""Letting people in on a ticket and taking them out: an act of whoever may answer it, never a mail's own doing.

Whom a mail was sent to besides the desk is shown and gets nothing (ATTACKS 4). Whoever is let in gets a copy of what is
answered from then on, and may answer by mail; what was said before is not shown to her (ATTACKS 14, 15).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.channels.mail import addresses, names
from relevo.channels.mail.addresses import Address as Written
from relevo.channels.mail.digesting import reachable
from relevo.channels.mail.doors import intake
from relevo.channels.mail.judging.machine import called_like_a_machine
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import NotFound, RuleBroken
from relevo.customers.models import Address
from relevo.events.record import record
from relevo.tickets.actions import locked_for
from relevo.tickets.models import MOST_PARTICIPANTS, Direction, Message, Participant, Ticket
from relevo.tickets.statuses import Status

AT_ONCE: Final = 5
"""As many are let in with one act; more only when the agent has confirmed that she means all of them."""
_LONGEST: Final = 500
"""Letters of a name and an address that are looked at."""


@transaction.atomic
def add_participant(ticket: Ticket, written: str, *, actor: Actor) -> Participant:
    """Let somebody in from now on. written: her address, or ``Name <address>``. Who is in already stays as she is.

    Raises ``RuleBroken`` for what is no address of a person, for the customer's own, on a closed ticket, and for one
    more than ``MOST_PARTICIPANTS``.
    """
    ticket = _open_to_more(ticket, actor)
    wanted = _person(written)
    if why := _unfit(wanted, ticket):
        raise RuleBroken(why)
    return _let_in(ticket, [wanted], actor)[0]


@transaction.atomic
def add_all_shown(
    ticket: Ticket, message_id: int, *, actor: Actor, confirmed: bool = False
) -> list[Participant]:
    """Let in all whom a mail was sent to besides the desk and who can be let in.

    confirmed: whether the agent was shown how many they are; without it more than ``AT_ONCE`` are refused (ATTACKS 27).
    Raises ``RuleBroken`` for that, when there is nobody, and for more than the ticket may have.
    """
    ticket = _open_to_more(ticket, actor)
    shown = (address for address in _shown(ticket, message_id) if addresses.normal(address) == address)
    wanted = [person for person in map(_person, shown) if not _unfit(person, ticket)]
    if not wanted:
        raise RuleBroken(_("There is nobody in this mail who could be let in."))
    if len(wanted) > AT_ONCE and not confirmed:
        raise RuleBroken(_("These are %(count)s people. Confirm that all of them are to get copies.")
                         % {"count": len(wanted)})  # fmt: skip
    return _let_in(ticket, wanted, actor)


def shown_address(ticket: Ticket, message_id: int, place: int) -> str:
    """The address at a place of those that an incoming message was sent to. Raises ``NotFound``."""
    shown = _shown(ticket, message_id)
    if not 0 <= place < len(shown):
        raise NotFound
    return shown[place]


@transaction.atomic
def remove_participant(participant: Participant, *, actor: Actor) -> Participant:
    """Take somebody out: she gets no more copies, and what she writes opens a ticket of her own. Twice is once."""
    ticket = locked_for(participant.ticket, "ticket.reply", actor)
    participant = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
    if participant.removed_at is None:
        participant.removed_at = now()
        participant.save(update_fields=["removed_at"])
        _record(ticket, "ticket.participant_removed", participant, actor)
    return participant


def _open_to_more(ticket: Ticket, actor: Actor) -> Ticket:
    ticket = locked_for(ticket, "ticket.reply", actor)
    if ticket.status == Status.CLOSED:
        raise RuleBroken(_("This ticket is closed; nobody can be let in on it."))
    if ticket.channel != "mail":
        raise RuleBroken(_("Copies go by mail, and this ticket is not answered by mail."))
    return ticket


def _shown(ticket: Ticket, message_id: int) -> list[str]:
    came = Message.objects.filter(ticket=ticket, pk=message_id, direction=Direction.IN)
    shown = came.values_list("also_to", flat=True).first()
    if shown is None:
        raise NotFound
    return list(shown)


def _person(written: str) -> Written:
    """The one person that is meant, her name fit for a header. Raises ``RuleBroken`` for what reads in two ways."""
    read = addresses.parse(names.one_line(written, _LONGEST).encode("utf-8", "replace"))
    found = read.addresses if read.clear and len(written) <= _LONGEST else ()
    if len(found) != 1 or not reachable(found[0].address):
        raise RuleBroken(_("“%(address)s” is not a mail address. Write it like eva@example.com.")
                         % {"address": names.one_line(written, 100)})  # fmt: skip
    [one] = found
    return Written(names.plain_name(one.name), one.address)


def _unfit(person: Written, ticket: Ticket) -> str:
    """Why somebody cannot be let in on a ticket; "" when she can."""
    if intake.mailbox_of(person.address) is not None:
        return _("This is the address of a desk. A desk writing to itself would go on for ever.")
    if called_like_a_machine(person.address):
        return _("This is a machine's address. Only people can be let in.")
    own = Address.objects.filter(customer_id=ticket.customer_id, channel="mail", value=person.address)
    return _("This is the customer's own address; she gets every answer already.") if own.exists() else ""


def _let_in(ticket: Ticket, people: Sequence[Written], actor: Actor) -> list[Participant]:
    present = {one.address: one for one in Participant.objects.present().filter(ticket=ticket)}
    wanted = {person.address: person for person in people if person.address not in present}
    if len(present) + len(wanted) > MOST_PARTICIPANTS:
        raise RuleBroken(_("A ticket has at most %(most)s people in copy.") % {"most": MOST_PARTICIPANTS})
    for person in wanted.values():
        present[person.address] = Participant.objects.create(
            client_id=ticket.client_id, ticket=ticket, address=person.address, name=person.name[:150],
            let_in_by=actor.label[:150],
        )  # fmt: skip
        _record(ticket, "ticket.participant_added", present[person.address], actor)
    return [present[address] for address in _once(person.address for person in people)]


def _once(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))


def _record(ticket: Ticket, kind: str, participant: Participant, actor: Actor) -> None:
    record(kind, actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id, ticket_id=ticket.pk,
           subject_id=participant.pk, facts={"participant": participant.pk})  # fmt: skip
