"""The conversation as the reader may see it: messages, notes, hand-overs and what happened between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from relevo.channels.mail.out.wording import note_words
from relevo.conduct.models import Approval
from relevo.core.actor import Actor
from relevo.coverage.models import HandOver
from relevo.coverage.words import read_hand_over
from relevo.events.models import Event
from relevo.language.models import Status as Trust
from relevo.language.models import Translation
from relevo.language.names import language_name
from relevo.tickets.models import Attachment, Audience, Delivery, Direction, Message, Note, Ticket
from relevo.web.ui.shapes import FileMark, MessageCard, ThreadEvent
from relevo.web.workspace import later
from relevo.web.workspace.copies import address_for, copy_lines
from relevo.web.workspace.history import Names, event_words, knowing_people
from relevo.web.workspace.mail_marks import mail_lines, via_words
from relevo.web.workspace.words import local_time, paragraphs, size_words

Item = MessageCard | ThreadEvent

State = Literal["", "sending", "sent", "waiting", "failed"]

_STATES: dict[str, State] = {
    Delivery.WAITING: "waiting",
    Delivery.SCHEDULED: "sending",
    Delivery.RETURNED: "failed",
    Delivery.QUEUED: "sending",
    Delivery.RETRYING: "sending",
    Delivery.SENT: "sent",
    Delivery.FAILED: "failed",
}


def thread(ticket: Ticket, actor: Actor, names: Names) -> list[Item]:
    """Everything on the ticket, oldest first. Needs about eight queries, whatever its length."""
    items: list[tuple[datetime, Item]] = []
    items += _messages(ticket, actor, names)
    items += [
        (note.at, _note_card(note, ticket)) for note in Note.objects.visible_to(actor).filter(ticket=ticket)
    ]
    overs = HandOver.objects.visible_to(actor).filter(ticket=ticket)
    overs = overs.select_related("ticket__customer")
    items += [(over.at, _hand_over_card(over, names)) for over in overs]
    events = _events(ticket, actor)
    known = knowing_people(names, events, ticket, actor)
    for event in events:
        if (words := event_words(event, known)) is not None:
            items.append((event.at, ThreadEvent(words.text, event.at, words.icon)))
    return [item for _at, item in sorted(items, key=lambda pair: pair[0])]


def _messages(ticket: Ticket, actor: Actor, names: Names) -> list[tuple[datetime, Item]]:
    found = (
        Message.objects.visible_to(actor).filter(ticket=ticket).select_related("engagement", "participant")
    )
    messages = list(
        found.defer("html", "full_text").annotate(more=~Q(html="", full_text=""))
    )  # a mail's HTML is large, and shown in a frame of its own
    ids = [message.pk for message in messages]
    translations: dict[int, dict[str, Translation]] = {}
    for translation in Translation.objects.visible_to(actor).filter(message_id__in=ids):
        translations.setdefault(translation.message_id, {})[translation.target] = translation
    files: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(message_id__in=ids, inline=False).defer("content"):
        files.setdefault(file.message_id, []).append(file)
    asked = Approval.objects.visible_to(actor).filter(message_id__in=ids)
    approvals = {approval.message_id: approval for approval in asked}
    own = actor.organization_id == ticket.client_id
    copies = copy_lines(messages, actor, own=own)
    cards = [
        _message_card(message, ticket, translations.get(message.pk, {}), files.get(message.pk, []),
                      approvals.get(message.pk), names, own=own, more=vars(message)["more"])
        for message in messages
    ]  # fmt: skip
    cards = [
        replace(card, copies=copies.get(message.pk, ()))
        for message, card in zip(messages, cards, strict=True)
    ]
    return [
        (message.at, replace(card, state_text=later.bar(message, ticket, actor, messages))
                     if message.delivery == Delivery.SCHEDULED else card)
        for message, card in zip(messages, cards, strict=True)
    ]  # fmt: skip


def _message_card(
    message: Message, ticket: Ticket, translations: dict[str, Translation], files: list[Attachment],
    approval: Approval | None, names: Names, *, own: bool, more: bool,
) -> MessageCard:  # fmt: skip
    incoming = message.direction == Direction.IN
    marks = [
        FileMark(f.name, size_words(f.size), reverse("workspace:file", args=[ticket.reference, f.pk]))
        for f in files
    ]
    spoken = _incoming_words(message, ticket, translations, own=own) if incoming else _outgoing_words(message)
    return MessageCard(
        author=_author(message, own=own),
        kind="customer" if incoming else "agent",
        sent_at=message.at,
        id=f"m{message.pk}",
        whole=reverse("workspace:mail", args=[ticket.reference, message.pk]) if more else "",
        firm=_beside_author(message, ticket, names, own=own),
        via=via_words(message) if incoming or message.automatic else "",
        local_time=local_time(ticket.customer.zone, message.at),
        state="" if incoming else _state(message, approval),
        state_text="" if incoming else _state_words(message, approval),
        files=marks,
        **spoken,
    )


def _author(message: Message, *, own: bool) -> str:
    """The name under which it was written; a participant who gave none is called by her address as he may see it."""
    if message.participant is not None and "@" in message.shown_name:
        return address_for(message.participant.address, own=own)
    return message.shown_name or _("Unknown")


def _beside_author(message: Message, ticket: Ticket, names: Names, *, own: bool) -> str:
    """For whom an agent wrote, or that it was not the customer who did."""
    if message.participant is not None:
        return _("%(address)s, in copy") % {"address": address_for(message.participant.address, own=own)}
    return "" if message.direction == Direction.IN or message.automatic else _firm(message, ticket, names)


def _incoming_words(
    message: Message, ticket: Ticket, translations: dict[str, Translation], *, own: bool
) -> dict[str, Any]:
    working = ticket.desk.working_language
    translation = translations.get(working)
    if translation is None or translation.status == Trust.UNTRANSLATED:
        said = ""
        if message.language not in {working, "und"}:
            said = _("No engine translates %(language)s now: this is the original.") % {
                "language": language_name(message.language)
            }
        body = _with_notices(message, paragraphs(message.text), said, own=own)
        return {"body": body, "language": message.language}
    return {
        "body": _with_notices(message, paragraphs(translation.text), "", own=own),
        "language": working,
        "original": paragraphs(message.text),
        "original_language": message.language,
        "original_name": _("%(language)s original") % {"language": language_name(message.language)},
        "translated_by": _trust_words(translation),
    }


def _outgoing_words(message: Message) -> dict[str, Any]:
    words: dict[str, Any] = {"body": paragraphs(message.text), "language": message.language}
    if message.sent_text and message.sent_text != message.text:
        words |= {
            "original": paragraphs(message.sent_text),
            "original_language": message.sent_language,
            "original_name": _("What the customer reads, in %(language)s")
            % {"language": language_name(message.sent_language)},
        }
    return words


def _trust_words(translation: Translation) -> str:
    if translation.status == Trust.PASS:
        return _("Translated by %(engine)s; codes and names kept") % {"engine": translation.engine}
    return _("Translated by %(engine)s; compare with the original") % {"engine": translation.engine}


def _with_notices(message: Message, body: SafeString, said: str, *, own: bool) -> SafeString:
    """The words, with a plain line for what is missing or uncertain, and for who else got them."""
    lines = [said] if said else []
    if not message.text.strip():
        lines.append(_("The message has no text."))
    lines += mail_lines(message, own=own)
    notes = format_html_join("", '<p class="small muted">{}</p>', ((line,) for line in lines))
    return format_html("{}{}", body, notes)


def _firm(message: Message, ticket: Ticket, names: Names) -> str:
    """Who wrote in the client's name; a partner does not learn which other team did."""
    provider = names.provider(message.engagement_id)
    if message.engagement and message.engagement.in_house:
        return provider
    return _("%(provider)s, as %(desk)s") % {"provider": provider, "desk": ticket.desk.name}


def _state(message: Message, approval: Approval | None) -> State:
    """How the message's foot looks; a reply that was taken back in time is nobody's failure."""
    if message.delivery == Delivery.RETURNED and approval is None:
        return "sending"
    return _STATES[Delivery(message.delivery)]


def _state_words(message: Message, approval: Approval | None) -> str:
    if message.delivery == Delivery.WAITING:
        return _("Waits for approval: the customer has not got it yet")
    if message.delivery == Delivery.RETURNED and approval is None:
        return _("Taken back before it went out")
    if message.delivery == Delivery.RETURNED:
        comment = approval.said if approval else ""
        return (
            _("Returned to its writer: %(comment)s") % {"comment": comment}
            if comment
            else _("Returned to its writer")
        )
    if message.delivery == Delivery.FAILED:
        return _("Not delivered: %(reason)s") % {"reason": note_words(message.delivery_note) or _("refused")}
    words = str(message.get_delivery_display())
    if approval and approval.decided_by:
        words += " · " + _("approved by %(name)s") % {"name": approval.decided_by}
    return words


def _note_card(note: Note, ticket: Ticket) -> MessageCard:
    audience = _("Both firms") if note.audience == Audience.BOTH else _("Own firm only")
    return MessageCard(
        author=note.author,
        kind="note",
        sent_at=note.at,
        body=paragraphs(note.text),
        audience=audience,
        id=f"n{note.pk}",
    )


def _hand_over_card(over: HandOver, names: Names) -> MessageCard:
    read = read_hand_over(over)
    said = [f"{line.name}: {line.text}" for line in read.said]
    parts = [
        (_("Situation"), read.situation), (_("Background"), (*read.background, *said)),
        (_("Assessment"), (read.assessment,)), (_("Recommendation"), (read.recommendation,)),
        (_("Promised"), read.promises),
    ]  # fmt: skip
    rows = [
        (name, format_html_join("", "<p>{}</p>", ((line,) for line in lines)))
        for name, lines in parts
        if lines
    ]
    shown = format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows)
    received, state = _receiver_words(over, names)
    accepted = format_html_join("", '<p class="small muted">{}</p>', ((line,) for line in [state] if line))
    return MessageCard(
        author=over.author or "Relevo",
        kind="note",
        sent_at=over.at,
        firm=received,
        body=format_html('<dl class="handover">{}</dl>{}', shown, accepted),
        audience=_("Both firms"),
        id=f"h{over.pk}",
    )


def _receiver_words(over: HandOver, names: Names) -> tuple[str, str]:
    """Who got the ticket, and who accepted it by name; nobody accepts what no team took."""
    if over.to_engagement_id is None:
        return _("no team took over"), ""
    to = _("hand-over to %(holder)s") % {"holder": names.provider(over.to_engagement_id)}
    if over.accepted_by:
        return to, _("Accepted by %(name)s") % {"name": over.accepted_by}
    return to, _("Not yet accepted")


SHOWN = (
    "ticket.held",
    "ticket.assigned",
    "ticket.unassigned",
    "ticket.unroutable",
    "promise.missed",
    "ticket.linked",
    "ticket.merged",
    "ticket.joined",
    "ticket.participant_added",
    "ticket.participant_removed",
)


def _events(ticket: Ticket, actor: Actor) -> list[Event]:
    return list(Event.objects.visible_to(actor).filter(ticket_id=ticket.pk, kind__in=SHOWN))
