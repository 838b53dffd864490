"""What this app does when something happens elsewhere."""

from __future__ import annotations

from relevo.conduct.actions import withdraw_approval
from relevo.conduct.models import Approval
from relevo.core.actor import system
from relevo.events.models import Event
from relevo.events.subscribers import subscribe_later


@subscribe_later("ticket.held")
def withdraw_what_waits(event: Event) -> None:
    """A team that lost the ticket sends nothing on it any more: what it had waiting goes back to the writers.

    A job, because it writes into the chain of the former holder while the event itself holds that of the new one.
    """
    waiting = Approval.objects.waiting().filter(ticket_id=event.ticket_id or 0).select_related("ticket")
    for approval in waiting.exclude(engagement_id=event.engagement_id or 0):
        withdraw_approval(approval, actor=system(approval.client_id))
