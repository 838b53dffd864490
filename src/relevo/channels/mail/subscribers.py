"""What mail does when something happens on a ticket."""

from __future__ import annotations

from relevo.channels.mail.out import outbox
from relevo.channels.mail.out.acknowledging import acknowledge
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.events.subscribers import subscribe, subscribe_later


@subscribe("reply.released")
def put_reply_in_the_outbox(event: Event) -> None:
    """Store the mail with the reply. The machine composes it: a partner's agent may not read raw mail."""
    if event.client_id is None or event.subject_id is None:
        return
    actor = system(event.client_id)
    with acting(actor):
        outbox.put_in(event.subject_id, actor=actor)


@subscribe_later("ticket.received")
def tell_the_customer_that_it_has_come(event: Event) -> None:
    """A job: by then it is known on which ticket the raw mail is, and whether an agent was quicker."""
    if event.client_id is not None and event.subject_id is not None and not event.facts.get("automatic"):
        acknowledge(event.subject_id, actor=system(event.client_id))
