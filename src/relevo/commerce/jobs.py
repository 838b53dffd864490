"""Charges that are written into the record a moment after the fact."""

from __future__ import annotations

from relevo.commerce.charging import record_charge
from relevo.commerce.models import Charge
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Chain, Event
from relevo.events.queue import RETRY, queue


@queue.task(name="record_charge", retry=RETRY, queue="events")
def record_later(*, charge_id: int, client_id: int) -> None:
    """Write one charge into its engagement's chain; a second run finds it there."""
    with acting(system(client_id)):
        charge = Charge.objects.get(pk=charge_id)
        # Two runs take turns here: nobody may lock the charge itself, because nobody may change it.
        Chain.objects.select_for_update(no_key=True).get(engagement_id=charge.engagement_id)
        if not Event.objects.filter(
            kind="charge.made", ticket_id=charge.ticket_id, subject_id=charge.pk
        ).exists():
            record_charge(charge)
