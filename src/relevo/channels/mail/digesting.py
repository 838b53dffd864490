"""From a raw mail to a ticket: read, judge, find the thread, find the customer, say it on the ticket.

All in one transaction that holds the raw mail's row, so that a second run finds it done and a run that died has
left nothing behind. The raw bytes stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from relevo.channels.mail import addresses, authentication, bounces, intake, machine, names, parsing
from relevo.channels.mail.fingerprints import fingerprint
from relevo.channels.mail.models import RawMail, RawState
from relevo.channels.mail.parsing import ParsedMail
from relevo.channels.mail.threading import Place, Why, find_place
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.failpoints import reach
from relevo.customers.actions import find_or_create_customer, remember_language
from relevo.customers.models import Customer
from relevo.desks.models import Desk
from relevo.events.record import record
from relevo.language.detection import Detection, detect
from relevo.tickets.actions import File, Received, open_ticket, receive_message, write_note
from relevo.tickets.models import Audience, Message, Ticket

_SET_ASIDE = frozenset({"loop", "receipt", "list"})
_NOWHERE = "nobody.invalid"
"""Domain of the address that stands for a sender who named none (RFC 2606: it can never exist)."""
_SUBJECT_FROM_TEXT = 80


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote. address: what stands for her as a customer. proven: the one clear From, or "" """

    address: str
    name: str
    proven: str


def digest_mail(raw_mail_id: int, *, actor: Actor) -> None:
    """Put a stored raw mail on a ticket, or set it aside. Does nothing unless it still waits."""
    raw = (
        RawMail.objects.select_for_update(of=("self",)).select_related("mailbox__desk")
        .filter(pk=raw_mail_id, state=RawState.STORED).first()
    )  # fmt: skip
    if raw is None:
        return
    reach("digest_claimed")
    mail = parsing.parse(bytes(raw.raw))
    reach("digest_parsed")
    raw.header_id, raw.sender, raw.digested_at = mail.message_id, mail.from_addr, now()
    if _told_before(raw, mail):
        raw.state = RawState.DUPLICATE
    else:
        with translation.override(raw.mailbox.desk.working_language):
            _dispose(raw, mail, actor)
    raw.save(update_fields=["header_id", "sender", "digested_at", "state", "note", "message"])
    reach("digest_before_commit")


def _told_before(raw: RawMail, mail: ParsedMail) -> bool:
    """Whether this mailbox has the very mail already. The unique constraint decides, also between two at once."""
    try:
        with transaction.atomic():
            RawMail.objects.filter(pk=raw.pk).update(fingerprint=fingerprint(bytes(raw.raw), mail))
    except IntegrityError:
        return True
    return False


def _dispose(raw: RawMail, mail: ParsedMail, actor: Actor) -> None:
    """Decide what the mail is and act on it; ``raw`` is left to be saved."""
    claimed = [*mail.senders, raw.mail_from]
    own = [address for address in claimed if intake.mailbox_of(address) is not None]
    kind = machine.machine_kind(mail, mail_from=raw.mail_from, own_addresses=own)
    sender = _sender(raw, mail)
    place = find_place(mail, desk=raw.mailbox.desk, rcpt_to=raw.rcpt_to, sender=sender.proven)
    if kind in _SET_ASIDE or (kind == "auto_reply" and place.ticket is None):
        _ignore(raw, kind, actor)
    elif kind == "bounce" and (outcome := bounces.take(raw, mail, actor=actor)):
        raw.state, raw.note = RawState.DIGESTED, outcome
    elif kind == "bounce" and (mail.deliveries or not raw.mail_from):
        _ignore(raw, "bounce_not_ours", actor)
    else:
        raw.message = _say(raw, mail, sender, place, automatic=bool(kind), actor=actor)
        raw.state, raw.note = RawState.DIGESTED, kind


def _ignore(raw: RawMail, why: str, actor: Actor) -> None:
    raw.state, raw.note = RawState.IGNORED, why
    record("mail.ignored", actor=actor, client_id=raw.client_id, subject_id=raw.pk, facts={"why": why})


def _sender(raw: RawMail, mail: ParsedMail) -> Sender:
    """One clear From counts; without any From the envelope's sender stands in; two claims are nobody's.

    A sender whose domain disowns the mail (as our own mail server tells) proves nothing either.
    """
    if mail.from_addr:
        disowned = authentication.verdict(mail, [settings.MAIL_HOSTNAME]) == "fail"
        return Sender(mail.from_addr, mail.from_name or mail.from_addr, "" if disowned else mail.from_addr)
    envelope = "" if mail.senders else addresses.normal(raw.mail_from)
    shown = envelope or ", ".join(mail.senders[:3]) or _("Unknown sender")
    return Sender(envelope or f"unknown-{raw.sha256[:24]}@{_NOWHERE}", shown, "")


def reachable(address: str) -> bool:
    """Whether mail can be sent to a customer's address at all."""
    return bool(addresses.normal(address)) and not address.endswith(f"@{_NOWHERE}")


def _say(
    raw: RawMail, mail: ParsedMail, sender: Sender, place: Place, *, automatic: bool, actor: Actor
) -> Message:
    desk = raw.mailbox.desk
    customer = _customer(desk, sender, place, actor)
    language = _language(mail, desk, customer, place)
    if not automatic and language.reliable:
        remember_language(customer, language.language)
    ticket = place.ticket or open_ticket(
        desk,
        customer,
        subject=_subject(mail),
        actor=actor,
        language=language.language,
        linked_to=place.linked_to,
    )
    reach("digest_ticket_opened")
    message = receive_message(
        ticket, _received(raw, mail, sender, language, automatic=automatic), actor=actor
    )
    if place.linked_to is not None:
        _link(ticket, place.linked_to, place.why, sender, actor)
    return message


def _customer(desk: Desk, sender: Sender, place: Place, actor: Actor) -> Customer:
    if place.ticket is not None:
        return place.ticket.customer
    name = "" if sender.name == sender.address else names.one_line(sender.name)
    return find_or_create_customer(desk, channel="mail", address=sender.address, name=name, actor=actor)


def _language(mail: ParsedMail, desk: Desk, customer: Customer, place: Place) -> Detection:
    known = [customer.language, place.ticket.language if place.ticket else ""]
    text = mail.reply or mail.subject if place.ticket else f"{mail.subject}\n{mail.reply}"
    return detect(text, languages=desk.languages, prior=known)


def _subject(mail: ParsedMail) -> str:
    first_line = names.one_line(mail.reply.partition("\n")[0], _SUBJECT_FROM_TEXT)
    return mail.subject or first_line or _("(no subject)")


def _received(
    raw: RawMail, mail: ParsedMail, sender: Sender, language: Detection, *, automatic: bool
) -> Received:
    notices = [*mail.notices]
    if not mail.reply:
        notices.append("no_text")
    if mail.from_addr and not sender.proven:
        notices.append("sender_disowned")
    return Received(
        text=mail.reply, full_text=mail.text if mail.text != mail.reply else "", html=mail.html,
        shown_name=sender.name, at=raw.received_at, language=language.language, automatic=automatic, notices=notices,
        files=[File(file.name, file.content_type, mail.content(file), file.inline) for file in mail.attachments],
    )  # fmt: skip


def _link(ticket: Ticket, old: Ticket, why: Why, sender: Sender, actor: Actor) -> None:
    """Record why a new ticket is linked to an old one; tell both firms when somebody else has answered."""
    record("ticket.linked", actor=actor, client_id=ticket.client_id, ticket_id=ticket.pk, subject_id=ticket.pk,
           facts={"to": old.pk, "why": why})  # fmt: skip
    if why == "other_sender":
        ticket = Ticket.objects.select_related("desk").get(pk=ticket.pk)  # routing may have changed it since
        facts = {"address": sender.address, "old": old.reference, "new": ticket.reference}
        write_note(ticket, _("Someone else answered: %(address)s wrote in answer to %(old)s, whose customer has another"
                             " address. Nothing of %(old)s was shown to this sender.") % facts,
                   audience=Audience.BOTH, actor=actor)  # fmt: skip
        write_note(old, _("Someone else answered: %(address)s, who is not the customer of this ticket, wrote in answer"
                          " to it. That message is %(new)s.") % facts, audience=Audience.BOTH, actor=actor)  # fmt: skip
