"""Mail that a provider takes in for us and posts here, read by django-anymail: Mailgun, Postmark, SparkPost and others.

The door is closed (404) until ``RELEVO_WEBHOOK_SECRET`` ("user:password", sent by the provider as basic
authentication) is set. A provider that signs its requests is checked for that too, once its key is in ``ANYMAIL``.
Whatever goes wrong while storing is answered with 500, so that the provider tries again; a mail that comes twice is
told once.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib import import_module
from typing import Any, Final

from anymail.exceptions import AnymailError
from anymail.signals import inbound
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from relevo.channels.mail import addresses
from relevo.channels.mail.doors import intake
from relevo.channels.mail.doors.envelopes import Envelope
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

_TO_MEND: Final = (AnymailError, ImproperlyConfigured)

log = logging.getLogger(__name__)


def is_open() -> bool:
    """Whether providers may post here: there is a secret that they must send along."""
    return bool(settings.ANYMAIL.get("WEBHOOK_SECRET"))


@csrf_exempt
@login_not_required
@require_http_methods(["POST", "HEAD"])
def incoming(request: HttpRequest, provider: str) -> HttpResponseBase:
    """One request of a provider. 404 for an unknown one and while the door is closed; 400 without the secret."""
    if provider not in VIEWS or not is_open():
        raise Http404
    try:
        response: HttpResponseBase = _view(provider)(request)
    except SuspiciousOperation:
        return HttpResponse(status=400)
    except _TO_MEND as error:  # a key is missing, or it cannot be read: the provider may try again
        log.warning("webhook of %s: %s", provider, type(error).__name__)
        return HttpResponse(status=500)
    return response


incoming.states_own_scope = True  # type: ignore[attr-defined]  # it stores in the scope of whoever is addressed


@cache
def _view(provider: str) -> Any:
    module = import_module(f"anymail.webhooks.{provider}")
    return getattr(module, VIEWS[provider]).as_view()


def take_in(sender: object, event: Any, esp_name: str, **_more: object) -> None:
    """Store one mail that a provider has posted. One for nobody here is dropped: the provider has taken it already."""
    del sender
    message = event.message
    wanted = message.envelope_recipient or ",".join(str(address.addr_spec) for address in message.to)
    recipients = [one.address for one in addresses.parse(wanted.encode()).addresses]
    known = tuple(recipient for recipient in recipients if intake.accepts(recipient))
    if not known:
        log.warning("webhook of %s: mail for no mailbox of ours", esp_name)
        return
    intake.store(
        Envelope(
            raw=message.as_bytes(), mail_from=message.envelope_sender or "", rcpt_tos=known, received_at=now(),
            door="webhook", peer=esp_name,
        )
    )  # fmt: skip


inbound.connect(take_in, dispatch_uid="relevo.channels.mail")
