"""From a released reply to a mail that the mail server has taken.

The mail is composed and stored in the reply's own transaction, so neither exists without the other; no network is
touched there. A sender takes a mail by a lease, talks to the server outside any transaction, then settles. If it
dies in between, another takes over when the lease has run out: the customer may then get the mail twice, with one
Message-ID, which mail programs show once. Nothing is ever lost.

No mailbox holds more than ``AT_ONCE`` senders, however much it has to send and however slow its server is; whoever
finishes calls the next. A session that stands still holds no worker up: its thread settles it when it ends. While the
way out is closed altogether, one mail a minute tries the door and the rest wait.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.db.models import F, Q, QuerySet

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.alarms import end_alarm, raise_alarm
from relevo.channels.mail.models import Alarm, OutgoingMail, OutState
from relevo.channels.mail.out import composing, copies, sending, standing, wording
from relevo.channels.mail.out.carriers import Carrier, carrier_of
from relevo.channels.mail.out.reply_mail import answered_by, automatic_of, recipient, reply_of
from relevo.channels.mail.out.sending import Outcome
from relevo.channels.mail.out.smtp_session import PATIENT
from relevo.channels.mail.queued import defer_send
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.failpoints import reach
from relevo.core.scope import acting
from relevo.tickets.actions import mark_delivery
from relevo.tickets.models import Delivery, Message

LEASE: Final = timedelta(minutes=2)
"""How long a mail is one sender's own. A session that stands still gets as long as it can last at most, on top."""
AT_ONCE: Final = 2
"""Mails of one mailbox that are being sent at a time."""
STALE: Final = timedelta(hours=24)
"""Age at which an automatic answer is dropped rather than sent. What a person wrote is never dropped."""
CLOSED_FOR: Final = timedelta(seconds=55)
"""How long a mailbox waits before it tries a mail server again that cannot be reached at all: each minute's sweep."""
_BEHIND: Final = timedelta(seconds=30)
_SETTLES_IN: Final = timedelta(minutes=6)
_PAUSES: Final = (1.0, 4.0, 15.0, 60.0)
"""Seconds between tries to write down what became of a mail."""
_SERVER_CLOSED: Final = "waits for the mail server"
CLOSED: Final = "smtp.closed"
"""The alarm for a mailbox whose mail server cannot be reached or refuses the login."""
_COUNTED: Final = 2000


def put_in(message_id: int, *, actor: Actor) -> None:
    """Compose and store the mail for a message, and a copy for each of its participants, and have them sent.

    Part of the caller's transaction. A message that cannot be mailed to the customer at all (no address, no mailbox) is
    shown as not delivered, and nobody gets a copy.
    """
    message = Message.objects.select_related("ticket__desk", "ticket__customer").get(pk=message_id)
    ticket = message.ticket
    if ticket.channel != "mail":
        return
    answered = answered_by(ticket)
    rcpt_to = recipient(ticket, answered) if answered else ""
    if answered is None or not rcpt_to:
        note = wording.NO_MAILBOX if answered is None else wording.NO_ADDRESS
        mark_delivery(message, Delivery.FAILED, actor=actor, note=note)
        return
    people = copies.recipients(message, rcpt_to)
    mail = (
        automatic_of(message, rcpt_to, answered)
        if message.automatic
        else reply_of(message, rcpt_to, answered, people)
    )
    waiting = OutgoingMail.objects.filter(mailbox=answered.mailbox, state=OutState.QUEUED)[:_COUNTED].count()
    own = composing.compose(mail, reader=rcpt_to)
    written = [(None, rcpt_to, own), *copies.written(mail, people, answered.message)]
    for place, (participant, address, raw) in enumerate(written):
        outgoing = OutgoingMail.objects.create(
            client_id=ticket.client_id, ticket=ticket, mailbox=answered.mailbox, message=message,
            participant=participant, header_id=mail.message_id, rcpt_to=address, raw=raw,
        )  # fmt: skip
        defer_send(outgoing.pk, outgoing.client_id, waiting=waiting + place)


def send(outgoing_id: int, *, actor: Actor) -> None:
    """Try once to hand a mail over, if it is due, nobody else is at it, and its mailbox has a sender free.

    While very many sessions stand still, nothing is begun; the sweep comes again in a minute.
    """
    whose = actor.scope.organizations
    taken = None if standing.full(whose) else _take(outgoing_id, actor)
    if taken is None:
        return
    outgoing, carrier = taken
    reach("before_smtp")
    raw, path = bytes(outgoing.raw), _return_path(outgoing)
    outcome = standing.watched(
        lambda: carrier.carry(raw, mail_from=path, rcpt_to=outgoing.rcpt_to, patience=PATIENT),
        whose=whose,
        stays=lambda: _keep(outgoing, len(raw), actor),
        late=lambda outcome: _conclude(outgoing, outcome, actor),
    )
    if outcome is not None:
        reach("after_smtp")
        _conclude(outgoing, outcome, actor)


def _keep(outgoing: OutgoingMail, size: int, actor: Actor) -> None:
    """Let nobody take the mail before its session can have ended."""
    longest = timedelta(seconds=PATIENT.longest(size))
    with acting(actor):
        ours = OutgoingMail.objects.filter(pk=outgoing.pk, attempts=outgoing.attempts, state=OutState.QUEUED)
        ours.update(leased_until=now() + LEASE + longest)


def _conclude(outgoing: OutgoingMail, outcome: Outcome, actor: Actor) -> None:
    """Write down what became of a mail; a database that is away for a moment, or lets others go first, is waited for.

    Nobody else knows it, and what is not written down is sent once more.
    """
    for pause in _PAUSES:
        try:
            _write_down(outgoing, outcome, actor)
        except DatabaseError:
            connection.close()
            time.sleep(pause)
        else:
            return
    _write_down(outgoing, outcome, actor)


def _write_down(outgoing: OutgoingMail, outcome: Outcome, actor: Actor) -> None:
    with acting(actor):
        _settle(outgoing, outcome, actor)
        _go_on(outgoing, outcome, actor)


def _return_path(outgoing: OutgoingMail) -> str:
    """The signed address that a report about this very mail comes back to."""
    mailbox = outgoing.mailbox
    if outgoing.message is None:  # to an agent: a report about it is set aside, like any machine's answer
        return tokens.reply_address(outgoing.header_id.partition("@")[0], mailbox.address)
    nonce = keyed.nonce_of(outgoing.pk)
    token = keyed.token_of(mailbox.desk_id, ticket_id=outgoing.ticket_id, nonce=nonce, purpose="bounce")
    try:
        return tokens.bounce_address(token, mailbox.address)
    except ValueError:  # no room in a very long address: reports then come to the mailbox and prove nothing
        return mailbox.address


def _take(outgoing_id: int, actor: Actor) -> tuple[OutgoingMail, Carrier] | None:
    """Lease the mail and find its way out, if it is due and free; one of several senders at once succeeds."""
    at = now()
    with acting(actor):
        due = OutgoingMail.objects.filter(_free(), pk=outgoing_id, state=OutState.QUEUED, next_try_at__lte=at)
        outgoing = due.defer("raw").select_related("message").first()
        if outgoing is None or _drop_stale(outgoing, actor) or _senders(outgoing) >= AT_ONCE:
            return None
        if not due.update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            return None
        outgoing = OutgoingMail.objects.select_related("mailbox__desk", "message").get(pk=outgoing_id)
        return outgoing, carrier_of(outgoing.mailbox)


def _free() -> Q:
    return Q(leased_until=None) | Q(leased_until__lte=now())


def _senders(outgoing: OutgoingMail) -> int:
    """How many mails of the same mailbox are being sent now."""
    leased = OutgoingMail.objects.filter(mailbox_id=outgoing.mailbox_id, state=OutState.QUEUED)
    return leased.filter(leased_until__gt=now()).count()


def _drop_stale(outgoing: OutgoingMail, actor: Actor) -> bool:
    """Give up an automatic answer that has waited so long that it would only confuse; whether it was one."""
    message = outgoing.message
    if (message is not None and not message.automatic) or outgoing.queued_at > now() - STALE:
        return False
    outgoing.state = OutState.FAILED
    outgoing.save(update_fields=["state"])
    if message is not None:
        mark_delivery(message, Delivery.FAILED, actor=actor, note=wording.TOO_LATE)
    return True


def _go_on(done: OutgoingMail, outcome: Outcome, actor: Actor) -> None:
    """Call as many waiting mails of the mailbox as it has senders free, or have them all wait for its server."""
    others = OutgoingMail.objects.filter(_free(), mailbox_id=done.mailbox_id, state=OutState.QUEUED)
    others = others.exclude(pk=done.pk)
    if outcome.down:
        _wait_for_server(done, others, outcome, actor)
        return
    if outcome.status == "sent" and end_alarm(done.mailbox, CLOSED, actor=actor):
        others.filter(answer=_SERVER_CLOSED).update(next_try_at=now(), answer="")
    due = others.filter(next_try_at__lte=now()).order_by("pk").values_list("pk", flat=True)
    for outgoing_id in due[: max(0, AT_ONCE - _senders(done))]:
        defer_send(outgoing_id, done.client_id)


def _wait_for_server(
    done: OutgoingMail, others: QuerySet[OutgoingMail], outcome: Outcome, actor: Actor
) -> None:
    """The way out is closed: in a minute one mail tries the door, another one than this, and the rest wait for it.

    Their tries are not used up meanwhile. When it is not for the first time, an alarm names the mailbox until a mail
    has left.
    """
    if done.attempts > 1 or others.filter(answer=_SERVER_CLOSED).exists():
        raise_alarm(done.mailbox, CLOSED, {"code": outcome.code}, actor=actor)
    later = now() + CLOSED_FOR + _BEHIND
    others.filter(next_try_at__lt=later).update(next_try_at=later, answer=_SERVER_CLOSED)
    waiting = others.filter(answer=_SERVER_CLOSED).order_by("pk")
    scout = waiting.filter(pk__gt=done.pk).first() or waiting.first()
    if scout is not None:
        others.filter(pk=scout.pk).update(next_try_at=now() + CLOSED_FOR)
        OutgoingMail.objects.filter(pk=done.pk, state=OutState.QUEUED).update(next_try_at=later)


def _settle(taken: OutgoingMail, outcome: Outcome, actor: Actor) -> None:
    """Write down what the server said, unless the mail is settled or another sender has taken over.

    "Sent" is true whoever heard it, and counts even from a sender whose lease has run out.
    """
    outgoing = OutgoingMail.objects.select_for_update(of=("self",), no_key=True).defer("raw").get(pk=taken.pk)
    overtaken = outgoing.attempts != taken.attempts and outcome.status != "sent"
    if outgoing.state != OutState.QUEUED or overtaken:
        return
    outgoing.leased_until = None
    outgoing.answer = f"{outcome.code} {outcome.text}"[:300]
    delivery, note = _verdict(outgoing, outcome)
    outgoing.save(update_fields=["state", "leased_until", "answer", "sent_at", "next_try_at", "accepted_as"])
    copies.show_delivery(taken, delivery, note, actor=actor)


def _verdict(outgoing: OutgoingMail, outcome: Outcome) -> tuple[Delivery, str]:
    """Move the mail to its next state; what to show on the message."""
    if outcome.status == "sent":
        outgoing.state, outgoing.sent_at, outgoing.accepted_as = OutState.SENT, now(), outcome.accepted_as
        return Delivery.SENT, ""
    if outcome.status == "refused":
        outgoing.state = OutState.FAILED
        return Delivery.FAILED, wording.undeliverable(wording.status_in(outcome.text))
    if outcome.down:
        open_until = outgoing.queued_at + sending.LAST_TRY_AFTER
        again_at = now() + CLOSED_FOR if now() < open_until else None
    else:
        again_at = _again_at(outgoing)
    if again_at is None:
        outgoing.state = OutState.FAILED
        return Delivery.FAILED, wording.GIVEN_UP
    outgoing.next_try_at = again_at
    return Delivery.RETRYING, wording.put_off(outcome.code)


def _again_at(outgoing: OutgoingMail) -> datetime | None:
    """When to try a mail again that the server has put off; None two days after it was queued.

    A time in which the way out was closed counts for nothing: the schedule begins anew when a mail has left again, and
    until then whoever is put off comes back soon, since that is how a server answers that has just come up.
    """
    at, until = now(), outgoing.queued_at + sending.LAST_TRY_AFTER
    closed = Alarm.objects.filter(mailbox_id=outgoing.mailbox_id, kind=CLOSED).order_by("pk").last()
    if closed is not None and closed.ended_at is None:
        return min(at + _SETTLES_IN, until) if at < until else None
    begun = max(outgoing.queued_at, closed.ended_at) if closed and closed.ended_at else outgoing.queued_at
    return sending.next_try(begun, now=at, until=until)
