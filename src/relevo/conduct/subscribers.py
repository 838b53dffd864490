"""What this app does when something happens elsewhere."""

from __future__ import annotations

from typing import cast

from relevo.conduct.actions import settle_scheduled, withdraw_approval
from relevo.conduct.jobs import defer_release
from relevo.conduct.models import Approval, FindingRecord
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.events.subscribers import subscribe, subscribe_later
from relevo.tickets.models import Delivery, Message


def _was_held(event: Event) -> bool:
    return event.facts["from"] is not None


@subscribe_later("ticket.held", when=_was_held)
def withdraw_what_waits(event: Event) -> None:
    """A team that lost the ticket sends nothing on it any more: what it had waiting goes back to the writers.

    So does what it had scheduled. A job, because it writes into the chain of the former holder while the event itself
    holds that of the new one.
    """
    waiting = Approval.objects.waiting().filter(ticket_id=event.ticket_id or 0).select_related("ticket")
    for approval in waiting.exclude(engagement_id=event.engagement_id or 0):
        withdraw_approval(approval, actor=system(approval.client_id))
    scheduled = Message.objects.filter(ticket_id=event.ticket_id or 0, delivery=Delivery.SCHEDULED)
    for message in scheduled.exclude(engagement_id=event.engagement_id or 0).select_related("ticket"):
        settle_scheduled(message, actor=system(message.client_id))


@subscribe("ticket.merged")
def follow_the_messages(event: Event) -> None:
    """What was found and decided about a reply stands with it, on another ticket now."""
    with acting(system(cast("int", event.client_id))):
        for model in (Approval, FindingRecord):
            model.objects.filter(ticket=event.ticket_id).update(ticket=event.facts["into"])


@subscribe("reply.scheduled")
def wake_up_when_it_is_due(event: Event) -> None:
    """A job for the very second; the minute's sweep finds what it misses."""
    with acting(system(cast("int", event.client_id))):
        defer_release(
            Message.objects.only("pk", "client_id", "release_at").get(pk=cast("int", event.subject_id))
        )
