"""Views of django-anymail for providers that post a whole mail, here letter by letter: anymail takes it for UTF-8.

Their events have the mail's bytes as ``raw``; anymail's own message is empty but for its envelope.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postal import PostalInboundWebhookView
from anymail.webhooks.sparkpost import SparkPostInboundWebhookView
from django.http import HttpRequest


class MailgunMails(MailgunInboundWebhookView):  # type: ignore[misc]
    """Mailgun posts it in a form field."""

    def parse_events(self, request: HttpRequest) -> Any:
        """The one mail."""
        if "body-mime" not in request.POST:
            return super().parse_events(request)
        fields = request.POST.copy()
        raw = str(fields["body-mime"]).encode("utf-8", "surrogateescape")
        fields["body-mime"] = ""
        request._post = fields  # type: ignore[attr-defined]  # noqa: SLF001 - as forms.take_whole does
        return [_with_raw(event, raw) for event in super().parse_events(request)]


class PostalMails(PostalInboundWebhookView):  # type: ignore[misc]
    """Postal posts it in base64."""

    def parse_events(self, request: HttpRequest) -> Any:
        """The one mail."""
        told = json.loads(request.body)
        if told.get("base64") is not True:
            return super().parse_events(request)
        raw = base64.b64decode(told["message"])
        request._body = json.dumps(told | {"message": ""}).encode()  # noqa: SLF001 - as forms.take_whole does
        return [_with_raw(event, raw) for event in super().parse_events(request)]


class SparkPostMails(SparkPostInboundWebhookView):  # type: ignore[misc]
    """SparkPost posts it in base64."""

    def esp_to_anymail_event(self, event_class: str, event: Any, raw_event: Any) -> Any:
        """One mail of several."""
        if event_class != "relay_message" or not event["content"]["email_rfc822_is_base64"]:
            return super().esp_to_anymail_event(event_class, event, raw_event)
        raw = base64.b64decode(event["content"]["email_rfc822"])
        bare = event | {"content": {"email_rfc822": "", "email_rfc822_is_base64": False}}
        return _with_raw(super().esp_to_anymail_event(event_class, bare, raw_event), raw)


def _with_raw(event: Any, raw: bytes) -> Any:
    event.raw = raw
    return event
