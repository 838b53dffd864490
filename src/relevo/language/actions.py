"""What happens to translations: they are stored beside the untouched original.

The engine is asked between two transactions, never inside one, so that a slow engine holds no row and no
connection. Callers that stand in a transaction of their own (a page) should leave it to the job.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.prepared import prepared
from relevo.core.scope import acting
from relevo.events.record import record
from relevo.language.checks import Verdict
from relevo.language.codes import UNDETERMINED, base_language
from relevo.language.composing import judge_edited
from relevo.language.desk_engines import translator_for
from relevo.language.detection import detect
from relevo.language.models import Status, Translation
from relevo.tickets.models import Message

PERSON = "person"
"""The engine's name of a translation that a person wrote or corrected."""

UNKNOWN = "unknown"
"""The engine's name of a translation of which the door did not say whose words they are."""


def translate_message(message: Message, target: str, *, actor: Actor) -> Translation | None:
    """Translate one message and keep the result; what is kept already is returned as it is.

    Trouble with engines never raises: the row then says ``untranslated`` and a later call may replace it.
    None when the message is in ``target`` already.
    """
    target = base_language(target)
    with acting(actor):
        actor.require("ticket.translate", message)
        kept = next(iter(_kept(message.pk, target)), None)
        source, desk = source_of(message), message.ticket.desk
    if source == target or (kept is not None and kept.status != Status.UNTRANSLATED):
        return kept
    outcome = translator_for(desk).translate(message.text, source, target, terms=desk.terms)
    text = "" if outcome.status == "untranslated" else outcome.text
    with acting(actor):
        return _keep(
            message, target, _fields(source, text, outcome.engine, outcome.verdict, outcome.status), actor
        )


@prepared
def _kept(message_id: int, target: str) -> QuerySet[Translation]:
    return Translation.objects.filter(message_id=message_id, target=target)


def source_of(message: Message) -> str:
    """The language of a message: as it was found on arrival, else detected now, else ``und``."""
    stated = base_language(message.language)
    if stated not in {"", UNDETERMINED}:
        return stated
    ticket = message.ticket
    prior = [ticket.language, ticket.customer.language]
    return detect(message.text, languages=ticket.desk.languages, prior=prior).language


def record_sent(message: Message, *, engine: str, actor: Actor) -> Translation | None:
    """Keep what the customer reads beside what the agent wrote, with the checks' verdict.

    engine: whose words they are, ``PERSON`` when somebody wrote or corrected them. A record of these very
    words stays as it is. None when nothing was translated.
    """
    source, target = base_language(message.language), base_language(message.sent_language)
    if source == target:
        return None
    with acting(actor):
        kept = (
            Translation.objects.select_for_update(no_key=True).filter(message=message, target=target).first()
        )
        if kept is not None and kept.text == message.sent_text:
            return kept
        verdict = judge_edited(
            message.ticket, message.text, message.sent_text, source=source, target=target, engine=engine
        )
        return _keep(
            message, target, _fields(source, message.sent_text, engine, verdict, verdict.status), actor
        )


def _fields(source: str, text: str, engine: str, verdict: Verdict, status: str) -> dict[str, Any]:
    signals = [asdict(signal) for signal in verdict.signals]
    return {
        "source": source,
        "text": text,
        "engine": engine,
        "status": Status(status),
        "signals": signals,
        "at": now(),
    }


def _keep(message: Message, target: str, fields: dict[str, Any], actor: Actor) -> Translation:
    """Store a translation, unless another process was quicker with one that is at least as good."""
    beginning = {"client_id": message.client_id, "ticket_id": message.ticket_id, **fields}
    translation, created = Translation.objects.get_or_create(
        message=message, target=target, defaults=beginning
    )
    if not created:
        translation = Translation.objects.select_for_update(no_key=True).get(pk=translation.pk)
        if not _better(fields, translation, message):
            return translation
        for name, value in fields.items():
            setattr(translation, name, value)
        translation.save(update_fields=list(fields))
    record("message.translated", actor=actor, client_id=message.client_id, engagement_id=message.ticket.holder_id,
           ticket_id=message.ticket_id, subject_id=message.pk,
           facts={"target": target, "status": translation.status, "engine": translation.engine})  # fmt: skip
    return translation


def _better(fields: dict[str, Any], kept: Translation, message: Message) -> bool:
    """A translation replaces none at all; a machine's never replaces another, the words that went out replace all."""
    if fields["status"] == Status.UNTRANSLATED:
        return False
    return kept.status == Status.UNTRANSLATED or fields["text"] == message.sent_text
