"""What a draft is checked against: the desk's style guide, and what has been said on the ticket."""

from __future__ import annotations

from collections.abc import Iterable

from babel.dates import format_datetime

from relevo.calc.zones import zone_named
from relevo.conduct.checks import (
    LANGUAGES,
    AvoidWord,
    Context,
    Finding,
    KnownFact,
    StyleRules,
    check,
    facts_given,
)
from relevo.conduct.models import StyleGuide
from relevo.core.actor import Actor
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement, State
from relevo.language.codes import base_language
from relevo.language.composing import customer_language
from relevo.language.models import Status, Translation
from relevo.promises.models import Clock, Verdict
from relevo.tickets.models import Delivery, Direction, Message, Ticket

_DUE = {
    "en": "EEEE d MMMM, HH:mm",
    "es": "'el' EEEE d 'de' MMMM 'a las' HH:mm",
    "lv": "dd.MM. 'plkst.' HH.mm",
}
"""A moment as it goes into "by …", "a más tardar …", "līdz …" (Latvian figures need no case)."""

LOOK_BACK = 20
"""How many messages of either side a draft is compared with."""


def rules_for(desk: Desk, language: str, *, actor: Actor) -> StyleRules:
    """The desk's rules for a language; where it has no guide for it, only those that hold in any language.

    The other clients that the actor's firm serves are names that must not appear: answering in the wrong
    client's name is the one mistake an outside firm cannot undo.
    """
    language = base_language(language)
    others = _other_clients(desk, actor)
    guide = StyleGuide.objects.filter(desk=desk, language=language).first()
    if guide is None:
        return StyleRules(language=language, client_name=desk.client.name, other_client_names=others)
    return StyleRules(
        language=language,
        address_form=guide.address_form,  # type: ignore[arg-type]  # ``set_style_guide`` lets no other in
        greeting_required=guide.greeting_required,
        closing_required=guide.closing_required,
        words_to_avoid=tuple(AvoidWord(word, better) for word, better in guide.words_to_avoid),
        promises_forbidden=tuple(guide.promises_forbidden),
        max_exclamations=guide.max_exclamations,
        emoji_allowed=guide.emoji_allowed,
        client_name=desk.client.name,
        other_client_names=others,
        min_words=guide.min_words,
    )


def check_draft(ticket: Ticket, text: str, language: str, *, actor: Actor) -> list[Finding]:
    """What a careful colleague would say about these words on this ticket, in the order of the text."""
    actor.require("ticket.note", ticket)
    language = base_language(language)
    rules = rules_for(ticket.desk, language, actor=actor)
    return check(text, language=language, rules=rules, context=context_of(ticket, language))


def context_of(ticket: Ticket, language: str) -> Context:
    """What a draft in ``language`` answers to."""
    came, went = _last(ticket, Direction.IN), _last(ticket, Direction.OUT)
    return Context(
        customer_text=_in_language(came[-1], language) if came else "",
        customer_language=customer_language(ticket),
        customer_name=ticket.customer.name,
        first_reply=not went,
        earlier_replies=tuple(text for message in went if (text := _in_language(message, language))),
        known_facts=_known_facts(came),
        next_promise_due=_next_due(ticket, language),
    )


def _other_clients(desk: Desk, actor: Actor) -> tuple[str, ...]:
    """Names of the actor's firm's other clients and of their desks; a desk shows only where she may see it."""
    served = Engagement.objects.filter(provider_id=actor.organization_id).exclude(state=State.DRAFT)
    elsewhere = served.exclude(client_id__in={desk.client_id, actor.organization_id}).order_by("pk")
    clients = elsewhere.values_list("client__name", flat=True)
    desks = Desk.objects.filter(engagements__in=elsewhere).values_list("name", flat=True)
    return tuple(sorted({*clients, *desks} - {desk.client.name, desk.name}))


def _last(ticket: Ticket, direction: Direction) -> list[Message]:
    """The last messages of one side, the newest last, without machines' and those the customer never got."""
    messages = Message.objects.filter(ticket=ticket, direction=direction, automatic=False)
    return list(messages.exclude(delivery=Delivery.RETURNED).order_by("-at", "-pk")[:LOOK_BACK])[::-1]


def _in_language(message: Message, language: str) -> str:
    """A message's words in a language: as written, as sent, or as translated; "" when there are none."""
    if base_language(message.language) == language:
        return message.text
    if base_language(message.sent_language) == language:
        return message.sent_text
    stored = Translation.objects.filter(message=message, target=language).exclude(status=Status.UNTRANSLATED)
    return stored.values_list("text", flat=True).first() or ""


def _known_facts(came: Iterable[Message]) -> tuple[KnownFact, ...]:
    return tuple(dict.fromkeys(fact for message in came for fact in facts_given(message.text)))


def _next_due(ticket: Ticket, language: str) -> str:
    """When the next promise to the customer is due, in her words and on her clock; "" when none runs."""
    clock = Clock.objects.filter(ticket=ticket, verdict=Verdict.RUNNING).order_by("due_at").first()
    if clock is None or language not in LANGUAGES:
        return ""
    zone = zone_named(ticket.customer.zone or ticket.desk.zone)
    return format_datetime(clock.due_at.astimezone(zone), _DUE[language], locale=language)
