"""Translations in the background, tried again while the engines are down."""

from __future__ import annotations

from django.db.models import QuerySet

from relevo.core.actor import system
from relevo.core.prepared import prepared
from relevo.core.scope import acting
from relevo.events.queue import RETRY, queue
from relevo.language.actions import source_of, translate_message
from relevo.language.desk_engines import translator_for
from relevo.language.models import Status, Translation
from relevo.tickets.models import Message

WAITS = (60, 300, 1800, 7200, 43_200)
"""Seconds until an untranslated message is tried again; after the last it stays as it is."""


@queue.task(name="translate_message", retry=RETRY, queue="translation")
def translate(*, message_id: int, client_id: int, target: str, attempt: int = 0) -> None:
    """Translate one message; when no engine could, come back later. A second run finds the work done."""
    actor = system(client_id)
    with acting(actor):
        found = _message(message_id)
    if not found:
        return
    [message] = found
    translation = translate_message(message, target, actor=actor)
    if translation is not None and attempt < len(WAITS) and _worth_another(message, translation):
        later = translate.configure(schedule_in={"seconds": WAITS[attempt]})
        later.defer(message_id=message_id, client_id=client_id, target=target, attempt=attempt + 1)


@prepared
def _message(message_id: int) -> QuerySet[Message]:
    return Message.objects.select_related("ticket__desk", "ticket__customer").filter(pk=message_id)


def _worth_another(message: Message, translation: Translation) -> bool:
    """Whether an engine of the desk has this pair, so that only its answer is missing."""
    if translation.status != Status.UNTRANSLATED:
        return False
    return translator_for(message.ticket.desk).can(source_of(message), translation.target)
