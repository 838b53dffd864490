"""The one switch: the client takes its whole queue back to its own team, and gives it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.core.scope import acting
from relevo.coverage.boundary import misplaced
from relevo.coverage.passing import TAKE_BACK, lock_chains, pass_ball
from relevo.coverage.queries import roster_of
from relevo.desks.models import Desk
from relevo.events.record import record
from relevo.tickets.models import Ticket

AT_ONCE = 100
"""How many tickets move with the switch itself; the rest follow in background jobs (``coverage.jobs``)."""


@transaction.atomic
def take_back_queue(desk: Desk, *, actor: Actor) -> Desk:
    """From now on the client's own team holds everything unfinished on the desk, at every hour.

    Partners lose sight of the tickets that move. Raises ``RuleBroken`` when the client has no team of its own.
    """
    actor.require("queue.take_back", desk)
    desk = Desk.objects.select_for_update(of=("self",), no_key=True).get(pk=desk.pk)
    if roster_of(desk).in_house is None:
        raise RuleBroken(_("Your firm has no team of its own on this desk yet."))
    if desk.taken_back_at is None:
        desk.taken_back_at = now()
        desk.save(update_fields=["taken_back_at"])
        moved = _bring_in(desk, actor)
        record(
            "queue.taken_back",
            actor=actor,
            client_id=desk.client_id,
            subject_id=desk.pk,
            facts={"moved": moved},
        )
    return desk


@transaction.atomic
def give_back_queue(desk: Desk, *, actor: Actor) -> Desk:
    """Let the hours decide again who answers; tickets move on with the next minute."""
    actor.require("queue.take_back", desk)
    desk = Desk.objects.select_for_update(of=("self",), no_key=True).get(pk=desk.pk)
    if desk.taken_back_at is not None:
        desk.taken_back_at = None
        desk.save(update_fields=["taken_back_at"])
        record("queue.given_back", actor=actor, client_id=desk.client_id, subject_id=desk.pk)
    return desk


def _bring_in(desk: Desk, actor: Actor) -> int:
    """Move the first tickets, all locked beforehand so that nobody who works on one of them waits in a circle."""
    with acting(system(desk.client_id)):
        in_house = roster_of(desk).in_house
        first = misplaced(desk, now())[:AT_ONCE]
        tickets = Ticket.objects.select_for_update(of=("self",), no_key=True).select_related("desk", "holder")
        rows = list(tickets.filter(pk__in=first).unfinished().order_by("pk"))
        lock_chains(in_house, *(ticket.holder_id for ticket in rows))
        for ticket in rows:
            pass_ball(ticket, in_house, reason=TAKE_BACK, actor=actor)
    return len(rows)
