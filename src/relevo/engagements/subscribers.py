"""What this app does when something happens elsewhere."""

from __future__ import annotations

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.engagements.actions import end_seat
from relevo.engagements.models import Seat
from relevo.events.models import Event
from relevo.events.subscribers import subscribe


@subscribe("member.ended")
def take_her_seats_away(event: Event) -> None:
    """Whoever has left a firm is given no more work; what she had in hand, routing gives to others."""
    with acting(system(event.client_id or 0)):  # the firm that she has left
        seats = list(Seat.objects.active().filter(member_id=event.subject_id or 0))
    for seat in seats:
        both = system(seat.client_id, seat.provider_id)  # each seat's end stands in the record of two firms
        with acting(both):
            end_seat(seat, actor=both)
