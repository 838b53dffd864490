"""Moving a ticket: who has it, how it stands, who holds it next, and deciding a reply that waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relevo.conduct.actions import approve as approve_reply
from relevo.conduct.actions import return_to_writer
from relevo.conduct.models import Approval
from relevo.core.errors import NotFound, RuleBroken
from relevo.core.http import ActorRequest
from relevo.coverage.hand_overs import (
    accept_hand_over,
    hand_over_targets,
    prepare_hand_over,
    take_back_ticket,
)
from relevo.coverage.hand_overs import hand_over as hand_over_ticket
from relevo.coverage.models import HandOver
from relevo.engagements.models import Seat
from relevo.tickets.actions import assign_ticket, set_status, set_topic
from relevo.tickets.merging import merge_ticket
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status
from relevo.web.workspace.finding import ticket_at
from relevo.web.workspace.forms import DecideForm, PrepareForm


@require_POST
def assign(request: ActorRequest, reference: str) -> HttpResponse:
    """Give the ticket to a seat; ``me`` takes it, ``nobody`` puts it down."""
    ticket = ticket_at(reference, request.actor)
    wanted = request.POST.get("seat", "")
    if wanted == "nobody":
        assign_ticket(ticket, None, actor=request.actor)
        return done(request, ticket)
    if wanted == "me":
        request.actor.require("ticket.assign_self", ticket)
    seat_id = request.actor.seat_on(ticket.holder_id) if wanted == "me" else _number(wanted)
    seat = Seat.objects.visible_to(request.actor).filter(pk=seat_id or 0).first()
    if seat is None:
        raise RuleBroken(_("Choose who should have this ticket."))
    assign_ticket(ticket, seat, actor=request.actor)
    return done(request, ticket)


@require_POST
def status(request: ActorRequest, reference: str) -> HttpResponse:
    """Set the status by hand."""
    ticket = ticket_at(reference, request.actor)
    wanted = request.POST.get("status", "")
    if wanted not in Status.values:
        raise RuleBroken(_("There is no such status."))
    set_status(ticket, wanted, actor=request.actor)
    return done(request, ticket)


@require_POST
def topic(request: ActorRequest, reference: str) -> HttpResponse:
    """Say what the ticket is about."""
    ticket = ticket_at(reference, request.actor)
    set_topic(ticket, request.POST.get("topic", "")[:40], actor=request.actor)
    return done(request, ticket)


@require_POST
def prepare(request: ActorRequest, reference: str) -> HttpResponse:
    """Leave a note for whoever holds the ticket next."""
    ticket = ticket_at(reference, request.actor)
    form = PrepareForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("The note could not be read. It may be too long."))
    prepare_hand_over(
        ticket, form.cleaned_data["assessment"], form.cleaned_data["recommendation"], actor=request.actor
    )
    return done(request, ticket)


@require_POST
def hand_over(request: ActorRequest, reference: str) -> HttpResponse:
    """Give the ball to another team of the desk now, with the note."""
    ticket = ticket_at(reference, request.actor)
    request.actor.require("ticket.hand_over", ticket)
    wanted = _number(request.POST.get("to", ""))
    target = next((e for e in hand_over_targets(ticket, actor=request.actor) if e.pk == wanted), None)
    if target is None:
        raise RuleBroken(_("Choose the team that should have this ticket."))
    hand_over_ticket(ticket, target, reason="hand_over", actor=request.actor)
    return done(request, ticket)


@require_POST
def merge(request: ActorRequest, reference: str) -> HttpResponse:
    """Let the ticket end in another one of its customer, and go there."""
    ticket = ticket_at(reference, request.actor)
    into = merge_ticket(ticket, ticket_at(request.POST.get("into", ""), request.actor), actor=request.actor)
    place = reverse("workspace:ticket", args=[into.reference])
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(place)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = place
    return response


@require_POST
def accept(request: ActorRequest, reference: str) -> HttpResponse:
    """Accept a hand-over by name."""
    ticket = ticket_at(reference, request.actor)
    waiting = HandOver.objects.visible_to(request.actor).filter(ticket=ticket, accepted_at=None).last()
    if waiting is None:
        raise NotFound
    accept_hand_over(waiting, actor=request.actor)
    return done(request, ticket)


@require_POST
def take_back(request: ActorRequest, reference: str) -> HttpResponse:
    """The client takes the ticket to its own team."""
    ticket = ticket_at(reference, request.actor)
    take_back_ticket(ticket, actor=request.actor)
    return done(request, ticket)


@require_POST
def approve(request: ActorRequest, reference: str) -> HttpResponse:
    """Let the waiting reply go, perhaps with corrected words."""
    ticket = ticket_at(reference, request.actor)
    words = _decision(request)
    approve_reply(
        _waiting(ticket, words, request), actor=request.actor, sent_text=words["sent_text"],
        confirmed=words["confirmed"],
    )  # fmt: skip
    return done(request, ticket)


@require_POST
def return_reply(request: ActorRequest, reference: str) -> HttpResponse:
    """Give the waiting reply back to its writer, with a reason."""
    ticket = ticket_at(reference, request.actor)
    words = _decision(request)
    return_to_writer(_waiting(ticket, words, request), words["comment"], actor=request.actor)
    return done(request, ticket)


def _decision(request: ActorRequest) -> dict[str, Any]:
    form = DecideForm(request.POST)
    if "approval" in form.errors:
        raise NotFound
    if not form.is_valid():
        raise RuleBroken(_("The words could not be read. They may be too long."))
    return form.cleaned_data


def _waiting(ticket: Ticket, words: dict[str, Any], request: ActorRequest) -> Approval:
    found = Approval.objects.visible_to(request.actor).filter(ticket=ticket, pk=words["approval"]).first()
    if found is None:
        raise NotFound
    return found


def done(request: ActorRequest, ticket: Ticket) -> HttpResponse:
    """Nothing to show: the page fetches what has changed. Without htmx, back to the ticket."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("workspace:ticket", reference=ticket.reference)
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = f"ticket-{ticket.pk}, queue"
    return response


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
