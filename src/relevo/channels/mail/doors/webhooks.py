"""Mail that a provider takes in for us and posts here, read by django-anymail: Mailgun, Postmark, SparkPost and others.

The door is closed (404) until ``RELEVO_WEBHOOK_SECRET`` ("user:password", sent by the provider as basic
authentication) is set. A provider that signs its requests is checked for that too, once its key is in ``ANYMAIL``.
What cannot be read or stored is answered with 500, so that the provider tries again; a mail that comes twice is told
once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Final

from anymail.signals import inbound
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from relevo.channels.mail import addresses
from relevo.channels.mail.doors import intake, posted
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.judging import trace
from relevo.core.clock import now

VIEWS: Final = {
    "brevo": "anymail.webhooks.brevo.BrevoInboundWebhookView",
    "mailersend": "anymail.webhooks.mailersend.MailerSendInboundWebhookView",
    "mailgun": "relevo.channels.mail.doors.provider_views.MailgunMails",
    "mailjet": "anymail.webhooks.mailjet.MailjetInboundWebhookView",
    "mandrill": "anymail.webhooks.mandrill.MandrillCombinedWebhookView",
    "postal": "relevo.channels.mail.doors.provider_views.PostalMails",
    "postmark": "anymail.webhooks.postmark.PostmarkInboundWebhookView",
    "sparkpost": "relevo.channels.mail.doors.provider_views.SparkPostMails",
}
"""Providers whose webhooks are taken, and the view that reads them."""

_GROWTH: Final = 2
"""Times a mail's size that a request may have: base64 adds a third, names and escapes some more."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Mail:
    raw: bytes
    mail_from: str
    recipients: tuple[str, ...]

    @staticmethod
    def of(event: Any) -> _Mail:
        """The mail letter by letter, as far as anymail has it: lines folded anew would break its signatures."""
        message = event.message
        as_it_came = message.policy.clone(refold_source="none", linesep="\r\n")
        raw = getattr(event, "raw", None) or message.as_bytes(policy=as_it_came)
        told = message.envelope_sender
        sender = trace.return_path(raw) if told is None else trace.path(told)
        found = addresses.parse(",".join(_recipients(event)).encode()).addresses or trace.addressees(raw)
        return _Mail(raw, sender, tuple(dict.fromkeys(one.address for one in found)))


def _recipients(event: Any) -> list[str]:
    """Everybody the provider took the mail in for; anymail tells one of them."""
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    if isinstance(told.get("Recipients"), list):  # Brevo
        return [str(one) for one in told["Recipients"]]
    if "rcptTo" in (told.get("data") or {}).get("recipients", {}):  # MailerSend
        return [str(one["email"]) for one in told["data"]["recipients"]["rcptTo"]]
    return [event.message.envelope_recipient or ""]


@posted.door(VIEWS, unreadable=500)
def incoming(request: HttpRequest, provider: str) -> HttpResponse:
    """One request of a provider."""
    limit = _GROWTH * settings.MAIL_SIZE_LIMIT
    for mail in posted.read(request, VIEWS[provider], inbound, _Mail.of, limit=limit):
        _store(mail, provider)
    return HttpResponse()


def _store(mail: _Mail, provider: str) -> None:
    """Store one mail that a provider has posted. One for nobody here is dropped: the provider has taken it already."""
    known = tuple(recipient for recipient in mail.recipients if intake.accepts(recipient))
    if not known:
        log.warning("webhook of %s: mail for no mailbox of ours", provider)
        return
    intake.store(
        Envelope(
            raw=mail.raw, mail_from=mail.mail_from, rcpt_tos=known, received_at=now(), door="webhook", peer=provider,
        )
    )  # fmt: skip
