"""What this app does when something happens elsewhere."""

from __future__ import annotations

from typing import cast

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.events.queue import put
from relevo.events.subscribers import subscribe, subscribe_later
from relevo.language.actions import PERSON, record_sent
from relevo.language.codes import base_language
from relevo.language.models import Translation
from relevo.tickets.models import Message


@subscribe("ticket.received")
def translate_what_came(event: Event) -> None:
    """Give those who answer the customer's words in the desk's working language."""
    _for_colleagues(event.thing or _message(event))


@subscribe_later("reply.released")
def keep_what_went_out(event: Event) -> None:
    """Keep the translation that the customer reads, and give colleagues a reply written in another language."""
    message = _message(event)
    record_sent(message, engine=PERSON, actor=system(message.client_id))
    if message.sent_language and _working(message) != base_language(message.sent_language):
        _for_colleagues(message)


@subscribe("ticket.merged")
def follow_the_messages(event: Event) -> None:
    """Translations stand with their messages, which are on another ticket now."""
    with acting(system(cast("int", event.client_id))):
        Translation.objects.filter(ticket=event.ticket_id).update(ticket=event.facts["into"])


def _for_colleagues(message: Message) -> None:
    """Translate into the working language in a job of its own, because the engine must not run in this transaction."""
    if base_language(message.language) != _working(message):
        put("translate_message", message_id=message.pk, client_id=message.client_id, target=_working(message))


def _working(message: Message) -> str:
    return base_language(message.ticket.desk.working_language)


def _message(event: Event) -> Message:
    return Message.objects.select_related("ticket__desk", "ticket__customer").get(pk=event.subject_id or 0)
