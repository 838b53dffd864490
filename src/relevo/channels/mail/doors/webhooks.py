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
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from relevo.channels.mail import addresses
from relevo.channels.mail.doors import intake, posted
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.mime import headers
from relevo.core.clock import now

VIEWS: Final = {
    "brevo": "BrevoInboundWebhookView",
    "mailersend": "MailerSendInboundWebhookView",
    "mailgun": "MailgunInboundWebhookView",
    "mailjet": "MailjetInboundWebhookView",
    "mandrill": "MandrillCombinedWebhookView",
    "postal": "PostalInboundWebhookView",
    "postmark": "PostmarkInboundWebhookView",
    "sparkpost": "SparkPostInboundWebhookView",
}
"""Providers whose webhooks are taken, and anymail's view for each."""

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
        raw = message.as_bytes(policy=message.policy.clone(refold_source="none", linesep="\r\n"))
        written = (message.envelope_recipient or "").encode() or headers.split(memoryview(raw))[0].raw("to")
        found = addresses.parse(written).addresses
        return _Mail(raw, message.envelope_sender or "", tuple(one.address for one in found))


@csrf_exempt
@login_not_required
@require_http_methods(["POST", "HEAD"])
def incoming(request: HttpRequest, provider: str) -> HttpResponse:
    """One request of a provider. 404 for an unknown one and while the door is closed; 400 without the secret."""
    if provider not in VIEWS or not posted.is_open():
        raise Http404
    if request.method == "HEAD":  # some ask so whether there is anybody
        return HttpResponse()
    try:
        mails = posted.read(request, provider, VIEWS[provider], inbound, _Mail.of)
    except posted.UnprovedError:
        return HttpResponse(status=400)
    except (posted.NotSetUpError, posted.UnreadableError) as error:
        log.warning("webhook of %s: %s", provider, error)
        return HttpResponse(status=500)
    for mail in mails:
        _store(mail, provider)
    return HttpResponse()


incoming.states_own_scope = True  # type: ignore[attr-defined]  # it stores in the scope of whoever is addressed


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
