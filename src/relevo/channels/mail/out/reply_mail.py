"""What a message on a ticket says as a mail: from whom, to whom, in answer to what, with which words of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from relevo.channels.mail import keyed
from relevo.channels.mail.digesting import reachable
from relevo.channels.mail.models import Mailbox, OutgoingMail, RawMail
from relevo.channels.mail.out import identity, phrases
from relevo.channels.mail.out.composing import OutgoingFile, OutgoingReply, Person, QuotedMessage
from relevo.customers.models import Address
from relevo.language.actions import PERSON
from relevo.language.codes import base_language
from relevo.language.models import Translation
from relevo.tickets.models import Attachment, Direction, Message, Participant, Ticket


@dataclass(frozen=True, slots=True)
class Answered:
    """What a reply answers: the mailbox it came to, the last message, its Message-ID, and the customer's address.

    The last message may be a participant's; ``sender`` is where the customer herself wrote from last. A message that a
    machine wrote in between is not what the agent answers. ("" for what there is not.)
    """

    mailbox: Mailbox
    message: Message | None
    header_id: str
    sender: str


def answered_by(ticket: Ticket) -> Answered | None:
    """What the next reply on a ticket answers; None when its desk has no mailbox to write from."""
    last = ticket.messages.filter(direction=Direction.IN).order_by("automatic", "-pk").first()  # people first
    raw = (
        RawMail.objects.filter(message__ticket=ticket).select_related("mailbox").defer("raw")
        .order_by("-message_id").first()
    )  # fmt: skip
    mailbox = raw.mailbox if raw else Mailbox.objects.filter(desk_id=ticket.desk_id).order_by("pk").first()
    if mailbox is None:
        return None
    facts = RawMail.objects.filter(message=last).values_list("header_id", "sender").first() if last else None
    header_id, sender = facts or ("", "")
    if last is not None and last.participant_id is not None:
        sender = _customers_sender(ticket)
    return Answered(mailbox, last, header_id, sender)


def _customers_sender(ticket: Ticket) -> str:
    """The address that the customer herself wrote from last."""
    hers = RawMail.objects.filter(message__ticket=ticket, message__participant=None)
    return hers.order_by("-message_id").values_list("sender", flat=True).first() or ""


def recipient(ticket: Ticket, answered: Answered) -> str:
    """The customer's address that the answered mail came from, else her first one; "" when none can be reached."""
    known = Address.objects.filter(customer_id=ticket.customer_id, channel="mail").order_by("pk")
    reached = [value for value in known.values_list("value", flat=True) if reachable(value)]
    return answered.sender if answered.sender in reached else next(iter(reached), "")


def reply_of(
    message: Message, rcpt_to: str, answered: Answered, people: Sequence[Participant] = ()
) -> OutgoingReply:
    """An agent's reply as the customer's mail. people: the participants that its header names as its Cc."""
    ticket, mailbox = message.ticket, answered.mailbox
    language = message.sent_language or message.language
    return OutgoingReply(
        sender=Person(mailbox.address, identity.sender_name(mailbox, message.shown_name, language)),
        to=(Person(rcpt_to, ticket.customer.name),), cc=tuple(Person(one.address, one.name) for one in people),
        subject=ticket.subject, tag=ticket.reference, text=message.customer_text, language=language,
        token=keyed.token_for(message, ticket.desk_id), date=message.at,
        notice=_notice(message, mailbox),
        signature=identity.signature(mailbox, message.shown_name, language),
        quoted=_quoted(answered.message, ticket), files=_files(message),
        in_reply_to=answered.header_id, references=_references(ticket),
    )  # fmt: skip


def automatic_of(message: Message, rcpt_to: str, answered: Answered) -> OutgoingReply:
    """A machine's answer as a mail: nothing in it comes from whoever wrote, neither her name nor her subject."""
    mailbox = answered.mailbox
    return OutgoingReply(
        sender=Person(mailbox.address, mailbox.display_name), to=(Person(rcpt_to),),
        subject=mailbox.display_name, tag=message.ticket.reference, text=message.customer_text,
        language=message.sent_language, token=keyed.token_for(message, message.ticket.desk_id), date=message.at,
        in_reply_to=answered.header_id, references=(answered.header_id,), automatic="auto-replied", answers=False,
    )  # fmt: skip


def _notice(message: Message, mailbox: Mailbox) -> str:
    """That a machine translated the reply and nobody changed its words; "" where that is not so, or not to be said."""
    if not mailbox.translation_notice or base_language(message.language) == base_language(
        message.sent_language
    ):
        return ""
    made = Translation.objects.filter(message=message, text=message.sent_text).exclude(
        engine__in=["", PERSON]
    )
    return phrases.translated(message.language, message.sent_language) if made.exists() else ""


def _files(message: Message) -> tuple[OutgoingFile, ...]:
    attached = Attachment.objects.filter(message=message, inline=False)
    return tuple(OutgoingFile(file.name, file.content_type, bytes(file.content)) for file in attached)


def _quoted(last: Message | None, ticket: Ticket) -> QuotedMessage | None:
    if last is None:
        return None
    zone = ZoneInfo(ticket.customer.zone or ticket.desk.zone)
    return QuotedMessage(last.shown_name, last.at.astimezone(zone), last.text)


def _references(ticket: Ticket) -> tuple[str, ...]:
    """The Message-IDs of the thread, oldest first."""
    came = RawMail.objects.filter(message__ticket=ticket).exclude(header_id="")
    went = OutgoingMail.objects.filter(message__ticket=ticket, participant=None)
    ids = [*came.values_list("message_id", "header_id"), *went.values_list("message_id", "header_id")]
    return tuple(header_id for _, header_id in sorted(ids))
