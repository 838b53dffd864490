"""What became of mail that a provider sent for us: bounces, rejections and complaints that it posts here.

Read by django-anymail, under the same key as mail that comes in (``webhooks``), and closed like that door without it.
Which mail is meant is proved by the provider, its own id of the mail, and the recipient; nothing is guessed. An event
about no mail of ours is answered with 200 and dropped: the account may send for others too. What cannot be read is
answered with 400; what cannot be written down now with 500 or 503, so that the provider tells it again. Told again, it
has no second effect.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from anymail.signals import EventType, tracking
from django.db import connection
from django.http import HttpRequest, HttpResponse

from relevo.channels.mail import bounces
from relevo.channels.mail.alarms import COMPLAINT, raise_alarm
from relevo.channels.mail.doors import posted
from relevo.channels.mail.models import OutgoingMail
from relevo.channels.mail.out import providers
from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.scope import acting

VIEWS: Final[Mapping[str, str]] = {
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "mailersend": "anymail.webhooks.mailersend.MailerSendTrackingWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "mailjet": "anymail.webhooks.mailjet.MailjetTrackingWebhookView",
    "mailtrap": "anymail.webhooks.mailtrap.MailtrapTrackingWebhookView",
    "mandrill": "anymail.webhooks.mandrill.MandrillCombinedWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "resend": "anymail.webhooks.resend.ResendTrackingWebhookView",
    "sparkpost": "anymail.webhooks.sparkpost.SparkPostTrackingWebhookView",
}
"""Of the providers that can send for a mailbox those that tell what became of it, and anymail's view for each."""

FAILURES: Final = frozenset({EventType.BOUNCED, EventType.REJECTED, EventType.FAILED})
"""Events after which a mail will not arrive. What is put off, delivered, opened or clicked changes nothing."""

# The reply code stands before it, so that no version or address is taken for a status.
_STATUS: Final = re.compile(r"(?:^|\b[45]\d\d[ -]#?)([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_LOOKED_AT: Final = 1000  # characters of a mail server's answer
_ADDRESS_LIMIT: Final = 320
_REQUEST_LIMIT: Final = 10_000_000  # bytes; providers gather hundreds of events

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of one mail. accepted_as, recipient: which one; kind: an ``EventType``."""

    kind: str
    accepted_as: str
    recipient: str
    status: str


class TooEarly(Exception):
    """The mail may be one that is being sent right now, whose id is not written down yet."""


@posted.door(VIEWS, unreadable=400)
def told(request: HttpRequest, provider: str) -> HttpResponse:
    """One request of a provider."""
    early = False
    for event in _events(request, provider):
        try:
            take(event)
        except TooEarly:  # the others of this request count nevertheless
            early = True
    return HttpResponse(status=503 if early else 200)


def take(event: Told) -> None:
    """Write down what became of a mail of ours. Raises ``TooEarly``."""
    found = _meant(event)
    if found is None:
        log.warning("an event of type %s about no mail of ours", event.kind)
        return
    client_id, mail_id = found
    actor = system(client_id)
    with acting(actor):
        sent = OutgoingMail.objects.select_for_update(of=("self",), no_key=True).defer("raw")
        outgoing = sent.select_related("message", "mailbox", "ticket__desk").get(pk=mail_id)
        if event.kind in FAILURES:
            bounces.undelivered(outgoing, event.status, said=event.kind, actor=actor)
        else:
            _complain(outgoing, actor)


def _complain(outgoing: OutgoingMail, actor: Actor) -> None:
    """Whoever got the mail calls it junk. It has arrived; a person should look before anybody writes again."""
    if outgoing.complained_at is None:
        outgoing.complained_at = now()
        outgoing.save(update_fields=["complained_at"])
        raise_alarm(outgoing.mailbox, COMPLAINT, {"ticket": outgoing.ticket.reference}, actor=actor)


def _meant(event: Told) -> tuple[int, int] | None:
    """The client and the id of the mail that an event is about, None for none or where two could be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT client_id, mail_id FROM relevo_mail_accepted_as(%s, %s) LIMIT 2",
            [event.accepted_as, event.recipient],
        )
        found: list[tuple[int, int]] = cursor.fetchall()
        if not found:
            cursor.execute("SELECT mail_id FROM relevo_mail_under_way(%s, %s)", [event.recipient, now()])
            if cursor.fetchone():
                raise TooEarly
    return found[0] if len(found) == 1 else None


def _events(request: HttpRequest, provider: str) -> list[Told]:
    """What a request tells that has consequences. Raises what ``posted.read`` raises."""

    def taken(event: Any) -> Told | None:
        return _read(event, provider) if _has_consequences(event) else None

    told_now = posted.read(request, VIEWS[provider], tracking, taken, limit=_REQUEST_LIMIT)
    return [event for event in told_now if event is not None and event.accepted_as and event.recipient]


def _has_consequences(event: Any) -> bool:
    return event.event_type == EventType.COMPLAINED or event.event_type in FAILURES


def _read(event: Any, provider: str) -> Told:
    address = event.recipient if isinstance(event.recipient, str) else ""
    usable = len(address) <= _ADDRESS_LIMIT and address.isprintable()
    return Told(
        kind=str(event.event_type), accepted_as=providers.accepted_as(provider, event.message_id),
        recipient=address.strip() if usable else "",
        status=status_in(event.mta_response) or status_in(event.description),
    )  # fmt: skip


def status_in(answer: object) -> str:
    """The enhanced status code in a mail server's answer as providers pass it on, "" where there is none."""
    found = _STATUS.search(answer[:_LOOKED_AT]) if isinstance(answer, str) else None
    return found[1] if found else ""
