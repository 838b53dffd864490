"""From a raw mail to a ticket: read, judge, find the thread, find the customer, say it on the ticket.

All in one transaction that holds the raw mail's row, so that a second run finds it done and a run that died has
left nothing behind. The raw bytes stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, cast

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from relevo.channels.mail import addresses, bounces, names, reading
from relevo.channels.mail.addresses import Address
from relevo.channels.mail.agents import answers
from relevo.channels.mail.fingerprints import fingerprint
from relevo.channels.mail.judging import behalf, machine, spam, trust
from relevo.channels.mail.judging.authentication import Verdict
from relevo.channels.mail.judging.insiders import Standing, insiders
from relevo.channels.mail.judging.spam import Spam
from relevo.channels.mail.judging.trust import NOT_ASKED, Vetted
from relevo.channels.mail.models import RawMail, RawState
from relevo.channels.mail.parsing import ParsedMail
from relevo.channels.mail.threading import Place, Why, find_place
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.failpoints import reach
from relevo.core.prepared import prepared
from relevo.customers.actions import create_customer, find_customer, remember_language
from relevo.customers.models import Customer
from relevo.desks.models import Desk
from relevo.events.record import record
from relevo.language.detection import Detection, detect
from relevo.tickets.actions import (
    File,
    Received,
    add_message,
    locked,
    open_ticket,
    receive_message,
    write_note,
)
from relevo.tickets.models import Audience, Ticket

_SET_ASIDE: Final = frozenset({"loop", "receipt", "challenge", "code"})
_ONLY_ON_A_TICKET: Final = frozenset({"auto_reply", "list"})
"""Kinds that are kept when they answer a reply of ours to the very customer who sends them, and set aside otherwise."""
_BY_PEOPLE: Final = frozenset({"", "list"})
_NOWHERE = "nobody.invalid"
"""Domain of the address that stands for a sender who named none (RFC 2606: it can never exist)."""
_SUBJECT_FROM_TEXT = 80
_NOT_WHOLE: Final = frozenset({reading.UNREADABLE, reading.CUT_SHORT})
_BESIDE_LIMIT: Final = 50
_FOUND_OUT: Final = (
    "fingerprint", "header_id", "sender", "trust", "digested_at", "state", "note", "message",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote. address: what stands for her as a customer. proven: the one clear From, or "" """

    address: str
    name: str
    proven: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A mail and what was found out about it. kind: of machine, "" for a person. also_to: who else got it."""

    raw: RawMail
    mail: ParsedMail
    sender: Sender
    place: Place
    kind: str
    spam: Spam
    also_to: tuple[str, ...]

    @property
    def automatic(self) -> bool:
        """Whether nobody wrote it by hand. Customers' ticket systems mark people's answers like all of their mail."""
        answers_us = self.kind == "generated" and self.place.ticket is not None
        return self.kind not in _BY_PEOPLE and not answers_us and not self.by_form

    @property
    def by_form(self) -> bool:
        """Whether a form sent it for the customer."""
        return bool(self.mail.from_addr) and self.sender.address != self.mail.from_addr


def digest_mail(raw_mail_id: int, *, actor: Actor, vetted: Vetted = NOT_ASKED) -> None:
    """Put a stored raw mail on a ticket, or set it aside. Does nothing unless it still waits.

    vetted: what was asked of the network about it before.
    """
    waiting = _waiting(raw_mail_id)
    if not waiting:
        return
    [raw] = waiting
    reach("digest_claimed")
    mail = reading.read(bytes(raw.raw))
    reach("digest_parsed")
    raw.header_id, raw.sender, raw.digested_at = mail.message_id, mail.from_addr, now()
    raw.trust = (vetted.trust or trust.told(raw, mail)) if mail.from_addr else "none"
    if _told_before(raw, mail):
        raw.state = RawState.DUPLICATE
    else:
        with translation.override(raw.mailbox.desk.working_language):
            _dispose(raw, mail, vetted.spam, actor)
    raw.save(update_fields=_FOUND_OUT)
    reach("digest_before_commit")


@prepared
def _waiting(raw_mail_id: int) -> QuerySet[RawMail]:
    locked = RawMail.objects.select_for_update(of=("self",), no_key=True).select_related("mailbox__desk")
    return locked.filter(pk=raw_mail_id, state=RawState.STORED)


def _told_before(raw: RawMail, mail: ParsedMail) -> bool:
    """Whether this mailbox has the very mail already.

    Of two that are read at this moment the unique constraint stops the second, whose job then comes here again.
    """
    raw.fingerprint = fingerprint(bytes(raw.raw), mail)
    if raw.fingerprint and _same(raw.mailbox_id, raw.fingerprint):
        raw.fingerprint = ""
        return True
    return False


@prepared
def _same(mailbox_id: int, fingerprint: str) -> QuerySet[RawMail, int]:
    same = RawMail.objects.filter(mailbox_id=mailbox_id, fingerprint=fingerprint).exclude(fingerprint="")
    return same.values_list("pk", flat=True)


def _dispose(raw: RawMail, mail: ParsedMail, filtered: Spam, actor: Actor) -> None:
    """Decide what the mail is and act on it; ``raw`` is left to be saved."""
    answer = answers.answered(raw, mail)
    if answer is not None or answers.addressed(raw.rcpt_to, raw.mailbox.desk_id):
        _dispose_of_answer(raw, mail, answer, actor)
        return
    beside = _beside(raw, mail)
    named = behalf.named_for_answers(mail)
    asked = [*mail.senders, raw.mail_from, *beside, *([named.address] if named else [])]
    known = insiders(raw.client_id, asked)
    judged = _judge(raw, mail, known, filtered, beside, named)
    kind, place = judged.kind, judged.place
    if raw.released:
        _keep(judged, actor)
    elif kind in _SET_ASIDE or (kind in _ONLY_ON_A_TICKET and place.ticket is None):
        _set_aside(raw, RawState.IGNORED, kind, actor)
    elif kind == "bounce" and (outcome := bounces.take(raw, mail, actor=actor)):
        raw.state, raw.note = RawState.DIGESTED, outcome
    elif kind == "bounce" and (mail.deliveries or not raw.mail_from):
        _set_aside(raw, RawState.IGNORED, "bounce_not_ours", actor)
    elif why := _borrowed_name(raw, mail, known):
        _set_aside(raw, RawState.QUARANTINED, why, actor)
    elif judged.spam == "junk" and place.ticket is None:
        _set_aside(raw, RawState.JUNK, "spam", actor)
    else:
        _keep(judged, actor)


def _dispose_of_answer(raw: RawMail, mail: ParsedMail, answer: answers.Answer | None, actor: Actor) -> None:
    """The same for an agent's answer, which is nobody else's affair."""
    fingerprint_of_it = raw.fingerprint
    state, note = answers.take(raw, mail, answer, actor=actor)
    if state == RawState.DIGESTED:
        raw.state, raw.note = state, note
        return
    _set_aside(raw, state, note, actor)
    if note != "agent_not_proven":  # she has been told why; the same mail on another way is not told again
        raw.fingerprint = fingerprint_of_it


def _judge(
    raw: RawMail, mail: ParsedMail, known: Mapping[str, Standing], filtered: Spam, beside: list[str],
    named: Address | None,
) -> Judged:  # fmt: skip
    mailboxes = [address for address, standing in known.items() if standing in {"mailbox", "elsewhere"}]
    kind = machine.machine_kind(
        mail, mail_from=raw.mail_from, own_addresses=[*mailboxes, raw.mailbox.address]
    )
    sender = _sender(raw, mail, behalf.written_for(mail, named, kind, known))
    believed = cast("Verdict", raw.trust) if sender.proven else "fail"
    return Judged(
        raw, mail, sender,
        place=find_place(
            mail, desk=raw.mailbox.desk, rcpt_to=raw.rcpt_to, sender=mail.from_addr, trust=believed
        ),
        kind=kind,
        spam=_spam(raw, mail, filtered),
        also_to=tuple(one for one in beside if known.get(addresses.without_tag(one)) != "mailbox"),
    )  # fmt: skip


def _set_aside(raw: RawMail, state: RawState, why: str, actor: Actor) -> None:
    """Leave it without a ticket. What was held back does not count as told: the mail may come again on a better way."""
    raw.state, raw.note = state, why
    if state != RawState.IGNORED:
        raw.fingerprint = ""
    kind = "mail.quarantined" if state == RawState.QUARANTINED else "mail.ignored"
    record(kind, actor=actor, client_id=raw.client_id, subject_id=raw.pk, facts={"why": why})


def _borrowed_name(raw: RawMail, mail: ParsedMail, known: Mapping[str, Standing]) -> str:
    """Why the mail is held back: somebody seems to write in another's name. "" when nothing speaks for that."""
    if raw.trust == "fail":
        return "disowned"
    claimed = () if raw.trust == "pass" else map(addresses.without_tag, mail.senders or (raw.mail_from,))
    for address in claimed:
        standing = known.get(address)
        if standing == "colleague":
            return "member"
        if standing == "domain" and address.rpartition("@")[2] not in trust.SHARED_DOMAINS:
            return "own_domain"
    return ""


def _spam(raw: RawMail, mail: ParsedMail, filtered: Spam) -> Spam:
    """The worse of what a filter in front of Relevo wrote into the mail and of what one behind it was asked."""
    written = spam.verdict(mail, settings.SPAM_HEADERS) if trust.behind_our_server(raw) else ""
    return "junk" if "junk" in {written, filtered} else written or filtered


def _beside(raw: RawMail, mail: ParsedMail) -> list[str]:
    """Whom the mail was sent to besides the mailbox that it came to and its sender, as it says itself."""
    here = {addresses.without_tag(raw.rcpt_to), raw.mailbox.address, mail.from_addr}
    there = (one for one in dict.fromkeys((*mail.to, *mail.cc)) if addresses.without_tag(one) not in here)
    return [one for one in there if one not in here][:_BESIDE_LIMIT]


def _sender(raw: RawMail, mail: ParsedMail, behind: Address | None) -> Sender:
    """One clear From counts; without any From the envelope's sender stands in; two claims are nobody's.

    A mail that was held back proves nothing, nor does one whose header was too long to look for a second From.
    behind: who filled in the form that sent the mail; nothing proves that she did.
    """
    if behind is not None:
        return Sender(behind.address, behind.name or behind.address, "")
    if mail.from_addr:
        doubted = raw.released or raw.trust == "fail" or "headers_cut" in mail.notices
        return Sender(mail.from_addr, mail.from_name or mail.from_addr, "" if doubted else mail.from_addr)
    envelope = "" if mail.senders else addresses.normal(raw.mail_from)
    shown = envelope or ", ".join(mail.senders[:3]) or _("Unknown sender")
    return Sender(envelope or f"unknown-{raw.sha256[:24]}@{_NOWHERE}", shown, "")


def reachable(address: str) -> bool:
    """Whether mail can be sent to a customer's address at all."""
    return bool(addresses.normal(address)) and not address.endswith(f"@{_NOWHERE}")


def _keep(judged: Judged, actor: Actor) -> None:
    """Say it on its ticket, an old one or a new one."""
    raw, place = judged.raw, judged.place
    desk, sender = raw.mailbox.desk, judged.sender
    if (
        place.linked_to is not None
    ):  # its note comes last, and by then the record is locked that its agent may want
        locked(place.linked_to)
    known = (
        place.ticket.customer if place.ticket else find_customer(desk, channel="mail", address=sender.address)
    )
    language = _language(judged.mail, desk, known.language if known else "", place)
    hers = sender.proven and place.participant is None and not judged.automatic
    sure = language.language if hers and language.reliable else ""
    customer = known or _new_customer(desk, sender, sure, actor)
    remember_language(customer, sure)
    ticket = place.ticket or _opened(judged, customer, language, actor)
    reach("digest_ticket_opened")
    received = _received(judged, language)
    if place.ticket is not None:
        raw.message = receive_message(ticket, received, actor=actor)
    else:
        raw.message = add_message(ticket, received, actor=actor, opening=True)
    raw.state, raw.note = RawState.DIGESTED, judged.kind
    if place.linked_to is not None:
        _link(ticket, place.linked_to, place.why, sender, actor)


def _opened(judged: Judged, customer: Customer, language: Detection, actor: Actor) -> Ticket:
    return open_ticket(
        judged.raw.mailbox.desk, customer, subject=_subject(judged.mail), actor=actor, language=language.language,
        linked_to=judged.place.linked_to, asked_at=judged.raw.received_at,
    )  # fmt: skip


def _new_customer(desk: Desk, sender: Sender, language: str, actor: Actor) -> Customer:
    name = "" if sender.name == sender.address else names.one_line(sender.name)
    return create_customer(
        desk, channel="mail", address=sender.address, name=name, language=language, actor=actor
    )


def _language(mail: ParsedMail, desk: Desk, spoken: str, place: Place) -> Detection:
    hers = place.participant is None
    known = [spoken, place.ticket.language if place.ticket else ""] if hers else []
    text = mail.reply or mail.subject if place.ticket else f"{mail.subject}\n{mail.reply}"
    return detect(text, languages=desk.languages, prior=known)


def _subject(mail: ParsedMail) -> str:
    first_line = names.one_line(mail.reply.partition("\n")[0], _SUBJECT_FROM_TEXT)
    return mail.subject or first_line or _("(no subject)")


def _received(judged: Judged, language: Detection) -> Received:
    raw, mail = judged.raw, judged.mail
    vouched = "none" if judged.by_form and raw.trust == "pass" else raw.trust  # for the form, not for her
    noticed = {
        "no_text": not mail.reply, "sender_disowned": raw.trust == "fail", "held_back": raw.released,
        "perhaps_junk": bool(judged.spam), "by_form": judged.by_form,
    }  # fmt: skip
    return Received(
        text=mail.reply, full_text=mail.text if mail.text != mail.reply else "", html=mail.html,
        shown_name=judged.sender.name, at=raw.received_at, language=language.language, automatic=judged.automatic,
        notices=[*mail.notices, *(code for code, holds in noticed.items() if holds)],
        files=_files(raw, mail),
        also_to=judged.also_to, trust=vouched, participant=judged.place.participant,
    )  # fmt: skip


def _files(raw: RawMail, mail: ParsedMail) -> list[File]:
    """The mail's files, inline where its HTML shows them; where it could not be read in full, also the mail itself."""
    files = [
        File(file.name, file.content_type, mail.content(file), content_id=file.content_id,
             inline=bool(file.content_id) and f'"cid:{escape(file.content_id)}"' in mail.html)
        for file in mail.attachments
    ]  # fmt: skip
    if _NOT_WHOLE & set(mail.notices):
        files.append(File("mail.eml", "message/rfc822", bytes(raw.raw)))
    return files


def _link(ticket: Ticket, old: Ticket, why: Why, sender: Sender, actor: Actor) -> None:
    """Record why a new ticket is linked to an old one; tell both firms, unless the old one is simply closed."""
    record("ticket.linked", actor=actor, client_id=ticket.client_id, ticket_id=ticket.pk, subject_id=ticket.pk,
           facts={"to": old.pk, "why": why})  # fmt: skip
    if why == "closed":
        return
    ticket = Ticket.objects.select_related("desk").get(pk=ticket.pk)  # routing may have changed it since
    facts = {"address": sender.address, "old": old.reference, "new": ticket.reference}
    if why == "unverified":
        here = _(
            "Not proven: this mail says that it is from %(address)s and that it answers %(old)s. It was kept apart,"
            " because nothing vouches for its sender. Nothing of %(old)s was shown to this sender."
        )
        there = _(
            "A mail that says it is from %(address)s came in answer to this ticket. Nothing vouches for its sender, so"
            " it was kept apart: it is %(new)s."
        )
    else:
        here = _(
            "Someone else answered: %(address)s wrote in answer to %(old)s, whose customer has another address."
            " Nothing of %(old)s was shown to this sender."
        )
        there = _(
            "Someone else answered: %(address)s, who is not the customer of this ticket, wrote in answer to it. That"
            " message is %(new)s."
        )
    write_note(ticket, here % facts, audience=Audience.BOTH, actor=actor)
    write_note(old, there % facts, audience=Audience.BOTH, actor=actor)
