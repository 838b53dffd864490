"""A test mail from a mailbox to itself: it goes out as replies do and comes in as answers do.

It leaves from a signed return path and is written to the mailbox's own address with a reply token, so that a mail
server which takes it takes replies too, and on its way back it shows whether answers find their ticket and reports
their reply. Machines' mail to themselves is set aside on arrival: no ticket is opened.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.doctor import Finding, examine_dns
from relevo.channels.mail.judging.lookups import Lookups
from relevo.channels.mail.models import Mailbox, RawMail, RawState
from relevo.channels.mail.out import composing
from relevo.channels.mail.out.carriers import carrier_of
from relevo.channels.mail.out.composing import OutgoingReply, Person
from relevo.channels.mail.parsing import ParsedMail
from relevo.channels.mail.queued import defer_trial
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.scope import acting

KEPT_SECONDS = 3600
_CLOCKS_DIFFER: Final = timedelta(minutes=5)  # of the machine that sends and the one that receives


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
    path = _return_path(mailbox, nonce)
    outcome = carrier.carry(composing.compose(mail), mail_from=path, rcpt_to=mail.to[0].address)
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
    found, sent_at = [Finding(**finding) for finding in told["found"]], datetime.fromisoformat(told["at"])
    return [*found, *_way_back(mailbox, nonce, sent_at)] if found[0].good else found


def _way_back(mailbox: Mailbox, nonce: int, sent_at: datetime) -> list[Finding]:
    came = _came(mailbox, _mail(mailbox, nonce), sent_at)
    if came is None:
        return [Finding("not_yet", good=None, facts={"address": mailbox.address})]
    seconds = max(0, round((came.received_at - sent_at).total_seconds()))
    tagged = any(
        keyed.reference(token, mailbox.desk_id) for token in tokens.tokens_in(ParsedMail(), [came.rcpt_to])
    )
    return [
        Finding("arrived", good=True, facts={"seconds": seconds}),
        Finding("threads", good=True) if tagged else Finding("loses_tag", good=None),
        *_reports(_return_path(mailbox, nonce), came),
    ]


def _came(mailbox: Mailbox, mail: OutgoingReply, sent_at: datetime) -> RawMail | None:
    """The test mail as it came in: known by its Message-ID, or by its recipient, since providers write an id anew."""
    here = RawMail.objects.filter(mailbox=mailbox).defer("raw").order_by("pk")
    found = here.filter(header_id=mail.message_id).first()
    rcpt_to = mail.to[0].address
    if found or rcpt_to == mailbox.address:  # without room for a token anybody's mail has this recipient
        return found
    lately = here.filter(  # all states: an index holds client, state and time
        client_id=mailbox.client_id, state__in=RawState.values, received_at__gte=sent_at - _CLOCKS_DIFFER
    )
    return lately.filter(rcpt_to__iexact=rcpt_to).first()


def _reports(path: str, came: RawMail) -> list[Finding]:
    """Whether a report about a reply would come to the address that proves whose it is.

    A forwarder may wrap the return path in one of its own (SRS), and unwraps it for a report. Nothing is said where no
    return path came along, nor of a mailbox whose name leaves no room for one.
    """
    tag = path.partition("@")[0].partition("+")[2]
    if not tag or not came.mail_from:
        return []
    if tag in came.mail_from.lower():
        return [Finding("return_path", good=True)]
    return [Finding("loses_return_path", good=None, facts={"address": came.mail_from})]


def _return_path(mailbox: Mailbox, nonce: int) -> str:
    """Made as those of replies are; a report that comes to it is about no mail, and is set aside."""
    token = keyed.token_of(mailbox.desk_id, ticket_id=0, nonce=nonce, purpose="bounce")
    try:
        return tokens.bounce_address(token, mailbox.address)
    except ValueError:
        return mailbox.address


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
