"""Copies of a reply: to whom they go, what each of them holds, and what became of it.

The customer's own mail decides how a message's delivery is shown; a copy that is refused is shown beside it, by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from relevo.channels.mail.models import OutgoingMail
from relevo.channels.mail.out import composing
from relevo.channels.mail.out.composing import OutgoingReply
from relevo.core.actor import Actor
from relevo.events.record import record
from relevo.tickets.actions import mark_delivery
from relevo.tickets.models import Delivery, Message, Participant


def recipients(message: Message, rcpt_to: str) -> list[Participant]:
    """The participants who get a copy: it was written to them, and they are in still. rcpt_to: the customer's."""
    if message.automatic or not message.also_to:
        return []
    present = Participant.objects.present().filter(ticket_id=message.ticket_id, address__in=message.also_to)
    return list(present.exclude(address=rcpt_to))


def written(
    mail: OutgoingReply, people: Sequence[Participant], last: Message | None
) -> Iterator[tuple[Participant, str, bytes]]:
    """Each participant's copy with her address and its bytes.

    The same mail under the same Message-ID; but ``last``, the message that it quotes, is left out of the copy of
    everyone who was let in after it, and what a header may hold depends on its reader's address.
    """
    made: dict[tuple[bool, bool], bytes] = {}
    for one in people:
        kind = (last is None or last.at >= one.since, one.address.isascii())
        if kind not in made:
            shown = mail if kind[0] else replace(mail, quoted=None)
            made[kind] = composing.compose(shown, reader=one.address)
        yield one, one.address, made[kind]


def show_delivery(outgoing: OutgoingMail, delivery: Delivery, note: str, *, actor: Actor) -> None:
    """Show how far a mail has come: on its message, or of a copy in the record. Nothing of a mail to an agent."""
    message = outgoing.message
    if message is None:
        return
    if outgoing.participant_id is None:
        mark_delivery(message, delivery, actor=actor, note=note)
        return
    kind = {Delivery.SENT: "reply.copy_sent", Delivery.FAILED: "reply.copy_failed"}.get(delivery)
    if kind is not None:
        record(kind, actor=actor, client_id=message.client_id, engagement_id=message.engagement_id,
               ticket_id=message.ticket_id, subject_id=message.pk,
               facts={"participant": outgoing.participant_id})  # fmt: skip
