"""A test mail from a mailbox to itself: it goes out as replies do and comes in as answers do.

It is written to the mailbox's own address with a reply token, so that on its way back it shows whether answers find
their ticket. Machines' mail to themselves is set aside on arrival: no ticket is opened.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from django.core.cache import cache

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.doctor import Finding, examine_dns
from relevo.channels.mail.judging.lookups import Lookups
from relevo.channels.mail.models import Mailbox, RawMail
from relevo.channels.mail.out import composing
from relevo.channels.mail.out.carriers import carrier_of
from relevo.channels.mail.out.composing import OutgoingReply, Person
from relevo.channels.mail.parsing import ParsedMail
from relevo.channels.mail.queued import defer_trial
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.scope import acting

KEPT_SECONDS = 3600


def begin(mailbox: Mailbox, *, actor: Actor) -> int:
    """Have a test mail sent; the number by which ``look`` finds it."""
    actor.require("mailbox.manage", mailbox)
    nonce = secrets.randbits(32)
    defer_trial(mailbox.pk, mailbox.client_id, nonce)
    return nonce


def run(mailbox_id: int, nonce: int, *, actor: Actor) -> None:
    """Ask the DNS, then send the test mail; outside of any transaction, since both ask the network."""
    with acting(actor):
        mailbox = Mailbox.objects.select_related("desk").get(pk=mailbox_id)
        carrier = carrier_of(mailbox)
    began, mail = now(), _mail(mailbox, nonce)
    outcome = carrier.carry(composing.compose(mail), mail_from=mailbox.address, rcpt_to=mail.to[0].address)
    sent = outcome.status == "sent"
    answer = f"{outcome.code} {outcome.text}".strip()
    found = [Finding("sent", good=True) if sent else Finding("refused", good=False, facts={"answer": answer})]
    with acting(actor):
        found += examine_dns(mailbox, Lookups())
    told = {"at": began.isoformat(), "found": [asdict(finding) for finding in found]}
    cache.set(_place(mailbox_id, nonce), told, KEPT_SECONDS)


def look(mailbox: Mailbox, nonce: int, *, actor: Actor) -> list[Finding] | None:
    """What is known of a test so far; None while it has not been sent."""
    actor.require("mailbox.manage", mailbox)
    told = cache.get(_place(mailbox.pk, nonce))
    if told is None:
        return None
    found = [Finding(**finding) for finding in told["found"]]
    return [*found, *_way_back(mailbox, nonce, told["at"])] if found[0].good else found


def _way_back(mailbox: Mailbox, nonce: int, sent_at: str) -> list[Finding]:
    mail = _mail(mailbox, nonce)
    came = RawMail.objects.filter(mailbox=mailbox, header_id=mail.message_id).defer("raw").first()
    if came is None:
        return [Finding("not_yet", good=None, facts={"address": mailbox.address})]
    seconds = max(0, round((came.received_at - datetime.fromisoformat(sent_at)).total_seconds()))
    tagged = any(
        keyed.reference(token, mailbox.desk_id) for token in tokens.tokens_in(ParsedMail(), [came.rcpt_to])
    )
    return [
        Finding("arrived", good=True, facts={"seconds": seconds}),
        Finding("threads", good=True) if tagged else Finding("loses_tag", good=None),
    ]


def _mail(mailbox: Mailbox, nonce: int) -> OutgoingReply:
    """The test mail: the same for the same number. No ticket has the number 0, so its token opens nothing."""
    token = keyed.token_of(mailbox.desk_id, ticket_id=0, nonce=nonce)
    return OutgoingReply(
        sender=Person(mailbox.address, mailbox.display_name),
        to=(Person(tokens.reply_address(token, mailbox.address)),),
        subject="Relevo: test", tag="", text="This mail tests the way out and back.", token=token,
        date=now(), automatic="auto-generated", answers=False,
    )  # fmt: skip


def _place(mailbox_id: int, nonce: int) -> str:
    return f"mail-trial:{mailbox_id}:{nonce}"
