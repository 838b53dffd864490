"""What providers post when a mail did not arrive, or was called junk: each in the shape that it documents."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from django.test import Client

SECRET = "door:a long secret"
KEY = "Basic " + base64.b64encode(SECRET.encode()).decode()
SIGNING = "a key that signs"
REFUSAL = "550 5.1.1 user unknown"
JSON = "application/json"

Posted = tuple[bytes, str, dict[str, str]]
"""The body, its content type, and further headers."""

ANYMAIL = {
    "WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING, "MAILERSEND_SIGNING_SECRET": SIGNING,
    "MANDRILL_WEBHOOK_KEY": SIGNING, "MANDRILL_WEBHOOK_URL": "https://relevo.auralis.example/mail-events/mandrill/",
}  # fmt: skip
"""Settings with which all of them are let in."""


def post(provider: str, posted: Posted, *, key: str = KEY) -> Any:
    """One request at the door for events."""
    body, kind, headers = posted
    client = Client(headers=headers | ({"authorization": key} if key else {}), raise_request_exception=False)
    return client.post(f"/mail-events/{provider}/", body, content_type=kind)


def postmark(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://postmarkapp.com/developer/webhooks/bounce-webhook and spam-complaint-webhook."""
    said = {
        "RecordType": "SpamComplaint" if junk else "Bounce", "MessageStream": "outbound", "ID": 4323372036854775807,
        "Type": "SpamComplaint" if junk else "HardBounce", "TypeCode": 512 if junk else 1, "MessageID": mail_id,
        "Name": "Hard bounce", "Metadata": {}, "ServerID": 1234, "Details": f"smtp;{REFUSAL}", "Email": to,
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "From": "support@auralis.example", "BouncedAt": "2026-11-22T02:05:00Z", "DumpAvailable": True,
        "Inactive": True, "CanActivate": True, "Subject": "Re: El altavoz no conecta",
    }  # fmt: skip
    return json.dumps(said).encode(), JSON, {}


def mailgun(mail_id: str, to: str, *, junk: bool = False, severity: str = "permanent") -> Posted:
    """https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads."""
    token, stamp = "c" * 50, "1795312800"
    signature = hmac.new(SIGNING.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    failed = {
        "severity": severity, "reason": "bounce",
        "delivery-status": {"code": 550, "enhanced-code": "5.1.1", "message": "5.1.1 user unknown", "description": ""},
    }  # fmt: skip
    said = {
        "event": "complained" if junk else "failed", "id": "CCXMjJ7nQi2N3BPigGOdgQ", "timestamp": 1795312800.1,
        "log-level": "error", "recipient": to, "user-variables": {}, "tags": [], "campaigns": [],
        "message": {"headers": {"message-id": mail_id, "to": to, "subject": "Re: …"}, "attachments": [], "size": 9},
    } | ({} if junk else failed)  # fmt: skip
    signed = {"timestamp": stamp, "token": token, "signature": signature}
    return json.dumps({"signature": signed, "event-data": said}).encode(), JSON, {}


def brevo(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://developers.brevo.com/docs/transactional-webhooks."""
    said = {
        "event": "spam" if junk else "hard_bounce", "email": to, "id": 26224, "date": "2026-11-22 03:05:00",
        "ts": 1795312800, "message-id": f"<{mail_id}>", "ts_event": 1795312800, "subject": "Re: …",
        "sending_ip": "192.0.2.7", "template_id": 0, "tags": [], "reason": REFUSAL, "ts_epoch": 1795312800000,
    }  # fmt: skip
    return json.dumps(said).encode(), JSON, {}


def mailersend(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://developers.mailersend.com/api/v1/webhooks.html."""
    kind = "spam_complaint" if junk else "hard_bounced"
    morph = {
        "object": "spam_complaint" if junk else "recipient_bounce", "id": "62fb66bef54a112e920b5493",
        "created_at": "2026-11-22T02:05:00.000000Z", "reason": REFUSAL, "readable_reason": "Unknown user",
    }  # fmt: skip
    mail = {
        "object": "email", "id": "62f114f8165fe0d8db0288e5", "from": "support@auralis.example", "status": "rejected",
        "message": {"object": "message", "id": mail_id}, "recipient": {"object": "recipient", "email": to},
    }  # fmt: skip
    said = {
        "type": f"activity.{kind}", "domain_id": "yv69oxl5kl785kw2", "created_at": "2026-11-22T02:05:00.000000Z",
        "webhook_id": "2351ndgwr4zqx8ko", "url": "https://relevo.auralis.example/mail-events/mailersend/",
        "data": {"object": "activity", "id": "62f114f8165fe0d8db0288e4", "type": kind, "email": mail, "morph": morph,
                 "created_at": "2026-11-22T02:05:00.000000Z"},
    }  # fmt: skip
    body = json.dumps(said).encode()
    return body, JSON, {"Signature": hmac.new(SIGNING.encode(), body, hashlib.sha256).hexdigest()}


def mailjet(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://dev.mailjet.com/email/guides/webhooks/, events grouped."""
    said = {
        "event": "spam" if junk else "bounce", "time": 1795312800, "MessageID": int(mail_id), "email": to,
        "Message_GUID": "1ab23cd4-e567-8901-2345-6789f0gh1i2j", "mj_campaign_id": 0, "mj_contact_id": 0,
        "customcampaign": "", "CustomID": "", "Payload": "",
    } | ({"source": "JMRPP"} if junk else {"blocked": False, "hard_bounce": True, "error": "user unknown",
         "error_related_to": "recipient", "comment": REFUSAL})  # fmt: skip
    return json.dumps([said]).encode(), JSON, {}


def mailtrap(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://docs.mailtrap.io/email-api-smtp/advanced/webhooks."""
    said = {
        "event": "spam" if junk else "bounce", "message_id": mail_id, "sending_stream": "transactional", "email": to,
        "timestamp": 1795312800, "event_id": "bede7236-2284-43d6-a953-1fdcafd0fdbc", "response_code": 550,
        "response": f"bounced ({REFUSAL})", "bounce_category": "badmailbox",
    }  # fmt: skip
    return json.dumps({"events": [said]}).encode(), JSON, {}


def mandrill(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://mailchimp.com/developer/transactional/docs/webhooks/: a form, signed with the address."""
    mail = {"ts": 1795312700, "subject": "Re: …", "email": to, "sender": "support@auralis.example", "tags": [],
            "state": "bounced", "_id": mail_id, "bounce_description": "bad_mailbox", "diag": f"smtp;{REFUSAL}"}  # fmt: skip
    said = json.dumps(
        [{"event": "spam" if junk else "hard_bounce", "_id": mail_id, "ts": 1795312800, "msg": mail}]
    )
    return signed_for_mandrill(said)


def signed_for_mandrill(said: str) -> Posted:
    """A form as Mandrill posts it."""
    signed = f"{ANYMAIL['MANDRILL_WEBHOOK_URL']}mandrill_events{said}".encode()
    signature = base64.b64encode(hmac.new(SIGNING.encode(), signed, hashlib.sha1).digest()).decode()
    form = b'--b\r\nContent-Disposition: form-data; name="mandrill_events"\r\n\r\n' + said.encode()
    return form + b"\r\n--b--\r\n", "multipart/form-data; boundary=b", {"X-Mandrill-Signature": signature}


def resend(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://resend.com/docs/dashboard/webhooks/event-types."""
    data = {
        "created_at": "2026-11-22T02:04:00.000000+00:00", "email_id": mail_id, "from": "support@auralis.example",
        "subject": "Re: …", "to": [to], "headers": [],
    }  # fmt: skip
    if not junk:
        data["bounce"] = {"message": REFUSAL, "type": "Permanent", "subType": "General"}
    said = {
        "type": "email.complained" if junk else "email.bounced",
        "created_at": "2026-11-22T02:05:00Z",
        "data": data,
    }
    return json.dumps(said).encode(), JSON, {"svix-id": "msg_1"}


def sparkpost(mail_id: str, to: str, *, junk: bool = False) -> Posted:
    """https://developers.sparkpost.com/api/webhooks/: a batch, with an empty one to see whether anybody is there."""
    said = {
        "type": "spam_complaint" if junk else "bounce", "transmission_id": mail_id, "raw_rcpt_to": to,
        "rcpt_to": to.lower(), "event_id": "92356927693813856", "timestamp": "1795312800", "rcpt_meta": {},
        "message_id": "000443ee14578172be22",
    } | ({} if junk else {"bounce_class": "10", "error_code": "550", "raw_reason": REFUSAL})  # fmt: skip
    kind = "message_event"
    return json.dumps([{"msys": {}}, {"msys": {kind: said}}]).encode(), JSON, {}


SHAPES: dict[str, Callable[..., Posted]] = {
    shape.__name__: shape
    for shape in (brevo, mailersend, mailgun, mailjet, mailtrap, mandrill, postmark, resend, sparkpost)
}
"""By provider."""
