"""Sending later: when a reply goes, what a reader is told about it, and taking it back.

All times are on the customer's clock, which the composer shows: nobody wants an answer at four in the morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relevo.channels.mail.out.identity import undo_seconds
from relevo.conduct.actions import call_back as call_back_reply
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import NotFound, RuleBroken
from relevo.core.formats import city, day_and_time
from relevo.core.http import ActorRequest
from relevo.tickets.models import Delivery, Direction, Message, Ticket
from relevo.web.workspace.acts import done
from relevo.web.workspace.finding import ticket_at

MORNING = 9
"""The hour of "tomorrow" and of "Monday"."""
_A_MOMENT = timedelta(minutes=3)


@require_POST
def call_back(request: ActorRequest, reference: str, message_id: int) -> HttpResponse:
    """Undo: the reply has not gone yet and becomes a draft again."""
    ticket = ticket_at(reference, request.actor)
    message = Message.objects.visible_to(request.actor).filter(ticket=ticket, pk=message_id).first()
    if message is None:
        raise NotFound
    call_back_reply(message, actor=request.actor)
    return done(request, ticket)


def release_at(ticket: Ticket, sent: Mapping[str, Any]) -> datetime | None:
    """When the reply in the form goes: at the time chosen, or after the seconds for undoing; None for at once.

    A time that was typed counts whichever button was pressed. Raises ``RuleBroken`` for one that cannot be read.
    """
    chosen = _chosen(ticket, sent)
    if chosen is not None:
        return chosen
    seconds = undo_seconds(ticket)
    return now() + timedelta(seconds=seconds) if seconds else None


def with_time(beside: str, ticket: Ticket, sent: Mapping[str, Any]) -> str:
    """What stands beside the words in a composer that comes back (safe HTML, maybe ""), and below it the chosen time as
    a ticked box, so that the next press does not send at once."""
    try:
        chosen = _chosen(ticket, sent)
    except RuleBroken:
        return beside
    if chosen is None:
        return beside
    local = chosen.astimezone(_zone(ticket))
    context = {"value": f"{local:%Y-%m-%dT%H:%M}", "when": moment(chosen, ticket), "beside": beside}
    return render_to_string("workspace/later_kept.html", context)


def said(message: Message, ticket: Ticket) -> str:
    """What the toast says about a scheduled reply; "" for one that goes at once or in a moment."""
    if message.delivery != Delivery.SCHEDULED or message.release_at is None or _soon(message.release_at):
        return ""
    return _("It goes out %(when)s.") % {"when": moment(message.release_at, ticket)}


def wished(message: Message, ticket: Ticket) -> str:
    """For whoever decides a waiting reply: when its writer wants it to go out; "" for one that may go at once."""
    at = message.release_at
    if at is None or at - message.at < _A_MOMENT:  # no more than the time for undoing
        return ""
    if at <= now():
        return _("It was to go out %(when)s. Approved now, it goes at once.") % {"when": moment(at, ticket)}
    return _("Scheduled: approved before then, it goes out %(when)s.") % {"when": moment(at, ticket)}


def bar(message: Message, ticket: Ticket, actor: Actor, thread: Iterable[Message]) -> str:
    """Below a scheduled reply: when it goes, whether the customer has written since, and the button that takes it
    back. Safe HTML."""
    when = message.release_at or now()
    own = message.seat_id is not None and message.seat_id == actor.seat_on(message.engagement_id)
    came = (one for one in thread if one.direction == Direction.IN and not one.automatic)
    context = {
        "ticket": ticket, "message": message, "soon": _soon(when), "when": moment(when, ticket),
        "may": actor.may("ticket.reply" if own else "reply.approve", ticket),
        "written_since": any(one.pk > message.pk for one in came),
    }  # fmt: skip
    return render_to_string("workspace/later_bar.html", context)


def moment(at: datetime, ticket: Ticket) -> str:
    """A moment on the customer's clock: ``Nov 23, 09:00 in Madrid``."""
    zone = _zone(ticket)
    with timezone.override(zone):
        return _("%(time)s in %(place)s") % {"time": day_and_time(at), "place": city(zone.key)}


def _chosen(ticket: Ticket, sent: Mapping[str, Any]) -> datetime | None:
    button = sent.get("later", "")
    if button in {"tomorrow", "monday"}:
        return _morning(_zone(ticket), monday=button == "monday")
    typed = str(sent.get("later_at", "") or sent.get("later_kept", ""))
    if not typed and button != "at":
        return None
    try:
        local = datetime.strptime(typed[:16], "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - its zone comes next
    except ValueError:
        raise RuleBroken(_("Choose the day and the time at which it should go out.")) from None
    return local.replace(tzinfo=_zone(ticket))


def _morning(zone: ZoneInfo, *, monday: bool) -> datetime:
    today = now().astimezone(zone)
    days = (7 - today.weekday()) if monday else 1
    day = today.date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=zone)


def _zone(ticket: Ticket) -> ZoneInfo:
    return ZoneInfo(ticket.customer.zone or ticket.desk.zone)


def _soon(at: datetime) -> bool:
    return at - now() < _A_MOMENT
