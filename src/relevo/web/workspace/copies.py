"""Copies: who besides the customer gets the answers, letting people in and taking them out, what became of each copy.

A partner's people let in whom a mail names without reading her address: they name the mail and the place in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relevo.channels.mail.models import OutgoingMail
from relevo.channels.mail.out.wording import copy_words
from relevo.channels.mail.participants import (
    add_all_shown,
    add_participant,
    remove_participant,
    shown_address,
)
from relevo.core.actor import Actor
from relevo.core.errors import NotFound, RuleBroken
from relevo.core.http import ActorRequest
from relevo.customers.models import Address
from relevo.tickets.models import UNSAID, Delivery, Direction, Message, Participant, Ticket
from relevo.web.ui.shapes import Copies, CopyLine, CopyMark, CopyOffer
from relevo.web.workspace.acts import done
from relevo.web.workspace.finding import ticket_at
from relevo.web.workspace.forms import CopyForm
from relevo.web.workspace.words import masked

OFFERED: Final = 8
"""People of the newest mails who are offered one by one."""
LOOKED_AT: Final = 20
"""Messages that are looked at for them, the newest first."""


@dataclass(frozen=True, slots=True)
class Recent:
    """One of the newest messages; also_to: whom it came to as well, () for one of ours."""

    pk: int
    also_to: tuple[str, ...]


@require_POST
def copy_in(request: ActorRequest, reference: str) -> HttpResponse:
    """Let somebody in: one who was typed, one whom a mail names, or all whom it names."""
    ticket = ticket_at(reference, request.actor)
    form = CopyForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("Choose who should get copies, or type a mail address."))
    asked = form.cleaned_data
    if asked["everybody"]:
        add_all_shown(ticket, asked["message"] or 0, actor=request.actor, confirmed=asked["confirmed"])
    else:
        written = asked["address"] or shown_address(ticket, asked["message"] or 0, asked["place"] or 0)
        add_participant(ticket, written, actor=request.actor)
    return _changed(request, ticket)


@require_POST
def leave_out(request: ActorRequest, reference: str, participant_id: int) -> HttpResponse:
    """Take somebody out of this ticket."""
    ticket = ticket_at(reference, request.actor)
    found = Participant.objects.visible_to(request.actor).filter(ticket=ticket, pk=participant_id)
    participant = found.select_related("ticket").first()
    if participant is None:
        raise NotFound
    remove_participant(participant, actor=request.actor)
    return _changed(request, ticket)


def _changed(request: ActorRequest, ticket: Ticket) -> HttpResponse:
    answer = done(request, ticket)
    if answer.status_code != 204:
        return answer
    shown = render(
        request,
        "ui/composer_copies.html",
        {"copies": copies_for(ticket, request.actor, recent_messages(ticket))},
    )
    shown.headers["HX-Trigger"] = answer.headers["HX-Trigger"]
    return shown


def recent_messages(ticket: Ticket) -> list[Recent]:
    """The newest messages of a visible ticket that were not returned to their writer, the newest first."""
    said = ticket.messages.exclude(delivery=Delivery.RETURNED).order_by("-pk")
    facts = said.values_list("pk", "direction", "also_to")[:LOOKED_AT]
    return [Recent(pk, tuple(also_to) if way == Direction.IN else ()) for pk, way, also_to in facts]


def copies_for(ticket: Ticket, actor: Actor, recent: Iterable[Recent]) -> Copies | None:
    """What the composer shows; None for a ticket that is not answered by mail."""
    if ticket.channel != "mail":
        return None
    present = people_on(ticket, actor)
    offers = _offers(ticket, actor, recent, {one.address for one in present})
    newest = offers[0][0] if offers else 0
    beside = [offer.label for message_id, offer in offers if message_id == newest]
    url = reverse("workspace:copy-in", args=[ticket.reference])
    own = actor.organization_id == ticket.client_id
    return Copies(
        [
            CopyMark(
                called(one, own=own), address_for(one.address, own=own),
                reverse("workspace:leave-out", args=[ticket.reference, one.pk]), one.pk,
            )
            for one in present
        ],
        [offer for _message_id, offer in offers[:OFFERED]],
        url,
        dialog="copy-in",
        everybody=", ".join(beside) if len(beside) > 1 else "",
        message=newest,
    )  # fmt: skip


def people_on(ticket: Ticket, actor: Actor) -> list[Participant]:
    """Who is in; asked for once, however many panes of one page want to know."""
    found = Participant.objects.visible_to(actor).present()
    prefetch_related_objects([ticket], Prefetch("participants", queryset=found, to_attr="in_copy"))
    return list(vars(ticket)["in_copy"])


def in_copy(ticket: Ticket, actor: Actor) -> list[str]:
    """Who gets copies, by name and address as the reader may see it, for those who do not answer too."""
    own = actor.organization_id == ticket.client_id
    shown = ((called(one, own=own), address_for(one.address, own=own)) for one in people_on(ticket, actor))
    return [name if name == address else f"{name} ({address})" for name, address in shown]


def named(ticket: Ticket, actor: Actor) -> str:
    """Who is to get copies of what is being written, in one line; "" when nobody is."""
    own = actor.organization_id == ticket.client_id
    shown = [called(one, own=own) for one in people_on(ticket, actor)]
    return _("Copies go to: %(people)s") % {"people": ", ".join(shown)} if shown else ""


def called(participant: Participant, *, own: bool) -> str:
    """Her name, or her address as the reader may see it. own: whether he is of the client's firm."""
    return participant.name or address_for(participant.address, own=own)


def address_for(address: str, *, own: bool) -> str:
    """An address as the reader may see it."""
    return address if own else masked(address)


def copy_lines(messages: Sequence[Message], actor: Actor, *, own: bool) -> dict[int, list[CopyLine]]:
    """By message that had copies, what became of each; no query where none had."""
    copied = {
        message.pk: message for message in messages if message.direction == Direction.OUT and message.also_to
    }
    if not copied:
        return {}
    lines: dict[int, list[CopyLine]] = {}
    sent = OutgoingMail.objects.visible_to(actor).filter(message_id__in=copied, participant__isnull=False)
    for mail in sent.select_related("participant").defer("raw").order_by("pk"):
        if mail.message_id is not None and mail.participant is not None:
            words = {"who": called(mail.participant, own=own), "state": copy_words(mail.state, mail.answer)}
            line = CopyLine(_("Copy to %(who)s: %(state)s") % words, mail.state == "failed")
            lines.setdefault(mail.message_id, []).append(line)
    for message in copied.values():
        if message.delivery in UNSAID:
            lines[message.pk] = [CopyLine(copies_go_to(message.also_to, own=own))]
    return lines


def copies_go_to(addresses: Iterable[str], *, own: bool) -> str:
    """Who is to get copies of what has not gone yet."""
    shown = ", ".join(address_for(address, own=own) for address in addresses)
    return _("Copies go to: %(people)s") % {"people": shown}


def _offers(
    ticket: Ticket, actor: Actor, recent: Iterable[Recent], known: set[str]
) -> list[tuple[int, CopyOffer]]:
    """Whom the newest mails were sent to as well and who is not in, each once with the mail that names her."""
    named = [message for message in recent if set(message.also_to) - known]
    if not named:
        return []
    hers = Address.objects.filter(customer_id=ticket.customer_id, channel="mail")
    seen, own = known | set(hers.values_list("value", flat=True)), actor.organization_id == ticket.client_id
    offers = []
    for message in named:
        for place, address in enumerate(message.also_to):
            if address not in seen:
                seen.add(address)
                values = json.dumps({"message": message.pk, "place": place})
                offers.append((message.pk, CopyOffer(address_for(address, own=own), values)))
    return offers
