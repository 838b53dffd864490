"""From a released reply to a mail that the mail server has taken.

The mail is composed and stored in the reply's own transaction, so neither exists without the other; no network is
touched there. A sender takes a mail by a lease, talks to the server outside any transaction, then settles. If it
dies in between, another takes over when the lease has run out: the customer may then get the mail twice, with one
Message-ID, which mail programs show once. Nothing is ever lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation

from relevo.channels.mail import composing, keyed, sending, tokens, wording
from relevo.channels.mail.composing import OutgoingReply, Person, QuotedMessage
from relevo.channels.mail.digesting import reachable
from relevo.channels.mail.models import Mailbox, OutgoingMail, OutState, RawMail
from relevo.channels.mail.queued import defer_send
from relevo.channels.mail.sending import Outcome, SmtpServer
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.failpoints import reach
from relevo.core.scope import acting
from relevo.customers.models import Address
from relevo.tickets.actions import mark_delivery
from relevo.tickets.models import Delivery, Direction, Message, Ticket

LEASE = timedelta(minutes=5)
"""How long a mail is one sender's own; well over the time that a session with the mail server may take."""

_SENDER = {"es": "{alias} de {desk}", "lv": "{alias} no {desk}", "en": "{alias} at {desk}"}
"""How an agent signs for a desk, by the language of the customer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a reply answers: the mailbox it came to, the customer's last message and its Message-ID ("" if none).

    A message that a machine wrote in between is not what the agent answers.
    """

    mailbox: Mailbox
    message: Message | None
    header_id: str


def put_in(message_id: int, *, actor: Actor) -> None:
    """Compose and store the mail for a released reply, and have it sent. Part of the caller's transaction.

    A reply that cannot be mailed at all (no address, no mailbox) is shown as not delivered.
    """
    message = Message.objects.select_related("ticket__desk", "ticket__customer").get(pk=message_id)
    ticket = message.ticket
    if ticket.channel != "mail":
        return
    with translation.override(ticket.desk.working_language):
        addresses = Address.objects.filter(customer_id=ticket.customer_id, channel="mail").order_by("pk")
        rcpt_to = next((one.value for one in addresses if reachable(one.value)), "")
        answered = _answered(ticket)
        if answered is None or not rcpt_to:
            note = wording.no_mailbox() if answered is None else wording.no_address()
            mark_delivery(message, Delivery.FAILED, actor=actor, note=note)
            return
    reply = _reply(message, rcpt_to, answered)
    outgoing = OutgoingMail.objects.create(
        client_id=ticket.client_id, ticket=ticket, mailbox=answered.mailbox, message=message,
        header_id=reply.message_id, rcpt_to=rcpt_to, raw=composing.compose(reply),
    )  # fmt: skip
    defer_send(outgoing.pk, outgoing.client_id)


def send(outgoing_id: int, *, actor: Actor) -> None:
    """Try once to hand a mail to the mail server, if it is due and nobody else is at it."""
    outgoing = _take(outgoing_id, actor)
    if outgoing is None:
        return
    reach("before_smtp")
    server = SmtpServer(**settings.SMTP_SERVER, local_hostname=settings.MAIL_HOSTNAME)
    outcomes = sending.send(
        bytes(outgoing.raw), mail_from=_return_path(outgoing), rcpt_tos=[outgoing.rcpt_to], server=server
    )
    reach("after_smtp")
    with acting(actor), translation.override(outgoing.mailbox.desk.working_language):
        _settle(outgoing, outcomes[outgoing.rcpt_to], actor)


def _answered(ticket: Ticket) -> Answered | None:
    last = ticket.messages.filter(direction=Direction.IN).order_by("automatic", "-pk").first()  # people first
    raw = (
        RawMail.objects.filter(message__ticket=ticket).select_related("mailbox").defer("raw")
        .order_by("-message_id").first()
    )  # fmt: skip
    mailbox = raw.mailbox if raw else Mailbox.objects.filter(desk_id=ticket.desk_id).order_by("pk").first()
    if mailbox is None:
        return None
    answers = RawMail.objects.filter(message=last).values_list("header_id", flat=True).first() if last else ""
    return Answered(mailbox, last, answers or "")


def _reply(message: Message, rcpt_to: str, answered: Answered) -> OutgoingReply:
    ticket, mailbox = message.ticket, answered.mailbox
    language = message.sent_language or message.language
    base = language.partition("-")[0]
    return OutgoingReply(
        sender=Person(mailbox.address, _SENDER.get(base, _SENDER["en"])
                      .format(alias=message.shown_name, desk=mailbox.display_name)),
        to=(Person(rcpt_to, ticket.customer.name),),
        subject=ticket.subject, tag=ticket.reference, text=message.customer_text, language=language,
        token=keyed.token_for(message, ticket.desk_id), date=message.at,
        signature=mailbox.signatures.get(base) or mailbox.signatures.get("en", ""),
        quoted=_quoted(answered.message, ticket),
        in_reply_to=answered.header_id, references=_references(ticket),
    )  # fmt: skip


def _quoted(last: Message | None, ticket: Ticket) -> QuotedMessage | None:
    if last is None:
        return None
    zone = ZoneInfo(ticket.customer.zone or ticket.desk.zone)
    return QuotedMessage(last.shown_name, last.at.astimezone(zone), last.text)


def _references(ticket: Ticket) -> tuple[str, ...]:
    """The Message-IDs of the thread, oldest first."""
    came = RawMail.objects.filter(message__ticket=ticket).exclude(header_id="")
    went = OutgoingMail.objects.filter(ticket=ticket)
    ids = [*came.values_list("message_id", "header_id"), *went.values_list("message_id", "header_id")]
    return tuple(header_id for _, header_id in sorted(ids))


def _return_path(outgoing: OutgoingMail) -> str:
    """The signed address that a report about this very mail comes back to."""
    mailbox = outgoing.mailbox
    token = keyed.token_for(outgoing.message, mailbox.desk_id, "bounce")
    try:
        return tokens.bounce_address(token, mailbox.address)
    except ValueError:  # no room in a very long address: reports then come to the mailbox and prove nothing
        return mailbox.address


def _take(outgoing_id: int, actor: Actor) -> OutgoingMail | None:
    """Lease the mail, if it is due and free; one of several senders at once succeeds."""
    at = now()
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    with acting(actor):
        due = OutgoingMail.objects.filter(free, pk=outgoing_id, state=OutState.QUEUED, next_try_at__lte=at)
        if not due.update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            return None
        return OutgoingMail.objects.select_related("mailbox__desk", "message").get(pk=outgoing_id)


def _settle(taken: OutgoingMail, outcome: Outcome, actor: Actor) -> None:
    """Write down what the server said, unless the mail is settled or another sender has taken over.

    "Sent" is true whoever heard it, and counts even from a sender whose lease has run out.
    """
    outgoing = OutgoingMail.objects.select_for_update(of=("self",)).defer("raw").get(pk=taken.pk)
    overtaken = outgoing.attempts != taken.attempts and outcome.status != "sent"
    if outgoing.state != OutState.QUEUED or overtaken:
        return
    outgoing.leased_until = None
    outgoing.answer = f"{outcome.code} {outcome.text}"[:300]
    delivery, note = _verdict(outgoing, outcome)
    outgoing.save(update_fields=["state", "leased_until", "answer", "sent_at", "next_try_at"])
    mark_delivery(taken.message, delivery, actor=actor, note=note)


def _verdict(outgoing: OutgoingMail, outcome: Outcome) -> tuple[Delivery, str]:
    """Move the mail to its next state; what to show on the message."""
    if outcome.status == "sent":
        outgoing.state, outgoing.sent_at = OutState.SENT, now()
        return Delivery.SENT, ""
    if outcome.status == "refused":
        outgoing.state = OutState.FAILED
        return Delivery.FAILED, wording.undeliverable(wording.status_in(outcome.text))
    again_at = sending.next_try(outgoing.attempts, outgoing.queued_at, now=now())
    if again_at is None:
        outgoing.state = OutState.FAILED
        return Delivery.FAILED, wording.given_up()
    outgoing.next_try_at = again_at
    return Delivery.RETRYING, wording.put_off(outcome.code)
