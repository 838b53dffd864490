"""Sending over a provider's HTTP interface, by django-anymail.

Where a provider takes the mail as it is (Mailgun), it gets our own bytes, DKIM signature and all. The others get its
parts with those of the headers that hold threads together which they take; they sign themselves, and some write a
Message-ID of their own, which is why threading rests on the token in Reply-To too. Nobody's reading is tracked,
wherever that can be said with the mail.
"""

from __future__ import annotations

import email
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage as Parsed
from email.parser import BytesHeaderParser
from typing import Any, Final, cast

import httpx
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.module_loading import import_string

from relevo.channels.mail import names
from relevo.channels.mail.out.sending import Outcome

TIMEOUT: Final = 30.0
_TEXT_LIMIT: Final = 300
_ID_LIMIT: Final = 200  # characters of a provider's id of a mail
_KEPT: Final = (
    "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "X-Auto-Response-Suppress", "Precedence",
)  # fmt: skip
# Mailjet refuses a mail with a Message-ID (send-0011); MailerSend takes but two headers from most accounts.
_KEPT_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "mailjet": tuple(name for name in _KEPT if name != "Message-ID"),
    "mailersend": ("In-Reply-To", "Precedence"),
}
_TRACKING: Final = frozenset({"mailersend", "mailjet", "mandrill", "postmark", "sparkpost"})
"""Providers that can be told with each mail to track nobody."""
_REFUSALS: Final = ("error", "errors", "ErrorCode", "ErrorMessage")  # what an answer names that says no
# What anymail raises over an answer that is none.
_BLUNDERS: Final = (TypeError, AttributeError, LookupError, ValueError)
_ACCOUNT: Final = frozenset({401, 402, 403})
_GATEWAY: Final = frozenset({502, 503, 504})
_PASSING: Final = frozenset({408, 420, 425, 429})

OPTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "brevo": ("api_key", ""), "mailersend": ("api_token", ""), "mailgun": ("api_key", "sender_domain"),
    "mailjet": ("secret_key", "api_key"), "mailtrap": ("api_token", ""), "mandrill": ("api_key", ""),
    "postmark": ("server_token", "message_stream"), "resend": ("api_key", ""), "scaleway": ("secret_key", "project_id"),
    "sparkpost": ("api_key", "subaccount"),
}  # fmt: skip
"""The providers: what anymail calls the secret, and what it calls the other name of the account ("" for none).

Only those that anymail itself supports without further packages."""

NEEDS_USERNAME: Final = frozenset({"mailgun", "mailjet", "scaleway"})
"""Providers whose accounts are nothing without the second name."""

REGIONS: Final[Mapping[tuple[str, str], str]] = {
    ("mailgun", "eu"): "https://api.eu.mailgun.net/v3",
    ("sparkpost", "eu"): "https://api.eu.sparkpost.com/api/v1/",
}
"""Where a provider keeps its customers' mail in a region of its own."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An account with a provider. api_url: another address than the usual one of its interface."""

    kind: str
    secret: str = field(repr=False)
    username: str = ""
    api_url: str = ""

    def options(self) -> dict[str, Any]:
        """What anymail's backend is made with."""
        secret, username = OPTIONS[self.kind]
        found: dict[str, Any] = {secret: self.secret}
        if username and self.username:
            found[username] = self.username
        if self.api_url:
            found["api_url"] = self.api_url
        return found


def send(raw: bytes, *, rcpt_to: str, provider: Provider) -> Outcome:
    """Hand a composed mail to a provider. Never raises for what the provider or the network does."""
    if provider.kind == "mailgun":
        return _as_it_is(raw, rcpt_to, provider)
    try:
        backend = import_string(f"anymail.backends.{provider.kind}.EmailBackend")(**provider.options())
    except AnymailConfigurationError as error:
        return _outcome("retry", 0, f"{type(error).__name__}: {error}", down=True)
    return through(backend, raw, rcpt_to, kind=provider.kind)


def accepted_as(kind: str, mail_id: object) -> str:
    """How a provider's own id of a mail is kept and looked up; "" for what is none.

    kind: a key of ``OPTIONS``. Angle brackets around the id do not count: some write them in one place only.
    """
    plain = mail_id.strip(" <>") if isinstance(mail_id, str) and len(mail_id) <= _ID_LIMIT else ""
    return f"{kind}:{plain}" if plain and plain.isprintable() else ""


def through(backend: Any, raw: bytes, rcpt_to: str, *, kind: str) -> Outcome:
    """Hand a mail to one of anymail's backends, in parts, and read what it says of the recipient."""
    message = parts_of(raw, rcpt_to, kind=kind)
    answers = _noting_answers(backend)
    try:
        backend.send_messages([message])
    except (AnymailError, *_BLUNDERS, OSError) as error:
        if answers and _taken_blindly(answers[-1], error):
            return _outcome("sent", 250, "taken, with an answer that nobody can read")
        return _failed(error)
    return _said(message.anymail_status, rcpt_to, kind)


def _noting_answers(backend: Any) -> list[Any]:
    """Have the backend keep each 2xx answer: whoever gave it has the mail, whatever becomes of the answer."""
    post, answers = backend.post_to_esp, []

    def noting(payload: Any, message: Any) -> Any:
        answer = post(payload, message)
        if 200 <= getattr(answer, "status_code", 0) < 300:
            answers.append(answer)
        return answer

    backend.post_to_esp = noting
    return answers


def _taken_blindly(answer: Any, error: Exception) -> bool:
    """Whether a provider has taken a mail with an answer that says nothing: not what is documented, and no refusal."""
    try:
        said = answer.json()
    except ValueError:
        return True
    if isinstance(error, AnymailRecipientsRefused):
        return not said
    return not isinstance(said, dict) or not (any(map(said.get, _REFUSALS)) or said.get("success") is False)


def _failed(error: Exception) -> Outcome:
    """What anymail raised, as an outcome."""
    if isinstance(error, AnymailRecipientsRefused):
        return _outcome("refused", 0, "the provider refuses this recipient")
    if isinstance(error, AnymailAPIError):
        return _judged(error.status_code, str(error))
    words = f"{type(error).__name__}: {error}"
    if isinstance(error, AnymailError):  # this mail cannot be said in the provider's terms
        return _outcome("refused", 0, words)
    # requests' errors are OSErrors, some of which anymail lets through; the rest is its own failure over this mail
    return _outcome("retry", 0, words, down=isinstance(error, OSError))


def _said(answer: Any, rcpt_to: str, kind: str) -> Outcome:
    """What the provider says of the recipient. Where it says nothing of her, the answer as a whole counts."""
    known = {address.lower(): one for address, one in answer.recipients.items()}
    one = known.get(rcpt_to.lower())
    status = one.status if one is not None else "unknown"
    whole = getattr(answer.esp_response, "status_code", 200)
    if status in {"invalid", "rejected", "failed"} or (status == "unknown" and whole >= 300):
        return _outcome("refused", whole if whole >= 300 else 0, f"the provider says: {status}")
    mail_id = one.message_id if one is not None else answer.message_id
    return replace(_outcome("sent", 250, f"{status} {mail_id or ''}"), accepted_as=accepted_as(kind, mail_id))


def parts_of(raw: bytes, rcpt_to: str, *, kind: str) -> Any:
    """A mail that we composed as the message object that anymail takes, to its one recipient.

    A provider that takes parts sends to everybody whom they name. So nobody else is named: the customer and each
    participant get a mail of their own, and none of them twice.
    """
    mail = email.message_from_bytes(raw, policy=policy.default)
    text, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    message: Any = EmailMultiAlternatives(
        subject=str(mail["Subject"] or ""),
        body=str(text.get_content()) if text is not None else "",
        from_email=_people(mail, "From")[0], to=[_named(mail, rcpt_to)],
        reply_to=_people(mail, "Reply-To"),
        headers=_headers(mail, kind),
    )  # fmt: skip
    if kind in _TRACKING:
        message.track_opens = message.track_clicks = False
    if rich is not None:
        message.attach_alternative(str(rich.get_content()), "text/html")
    for file in mail.iter_attachments():
        content = cast("bytes", file.get_payload(decode=True))
        message.attach(file.get_filename() or "attachment", content, file.get_content_type())
    return message


def _headers(mail: Parsed, kind: str) -> dict[str, str]:
    """The headers that hold threads together and machines silent, as far as a provider takes them."""
    found = {name: str(mail[name]) for name in _KEPT_BY.get(kind, _KEPT) if mail[name]}
    if kind == "mailersend" and "In-Reply-To" in found:
        found["In-Reply-To"] = found["In-Reply-To"].strip(" <>")  # it writes the brackets itself
    return found | ({"X-PM-KeepID": "true"} if kind == "postmark" else {})


def _people(mail: Parsed, name: str) -> list[str]:
    """The mailboxes of a header, their names as plain letters: the provider encodes them."""
    return [_written(one) for one in _addresses(mail, name)]


def _named(mail: Parsed, rcpt_to: str) -> str:
    """The recipient as the mail's header names her."""
    shown = (*_addresses(mail, "To"), *_addresses(mail, "Cc"))
    return next((_written(one) for one in shown if one.addr_spec.lower() == rcpt_to.lower()), rcpt_to)


def _addresses(mail: Parsed, name: str) -> tuple[Address, ...]:
    return mail[name].addresses if mail[name] is not None else ()


def _written(one: Address) -> str:
    return f'"{one.display_name}" <{one.addr_spec}>' if one.display_name else one.addr_spec


def _as_it_is(raw: bytes, rcpt_to: str, provider: Provider) -> Outcome:
    """Mailgun's ``messages.mime``: the recipient and the mail as a file."""
    configured = getattr(settings, "ANYMAIL", {}).get("MAILGUN_API_URL", "https://api.mailgun.net/v3")
    url = f"{(provider.api_url or configured).rstrip('/')}/{provider.username}/messages.mime"
    options = {"to": rcpt_to, "o:tracking": "no"}
    try:
        answer = httpx.post(
            url, auth=("api", provider.secret), data=options, timeout=TIMEOUT,
            files={"message": ("message.mime", raw, "message/rfc2822")},
        )  # fmt: skip
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return _outcome("retry", 0, f"{type(error).__name__}: {error}", down=True)
    if answer.status_code != 200:
        return _judged(answer.status_code, answer.text)
    return replace(
        _outcome("sent", 250, f"queued {answer.text}"), accepted_as=accepted_as("mailgun", _own_id(raw))
    )


def _own_id(raw: bytes) -> str:
    """The Message-ID under which a mail left, which is Mailgun's id of a mail that it takes as it is."""
    return str(BytesHeaderParser(policy=policy.default).parsebytes(raw)["Message-ID"] or "")


def _judged(status_code: int | None, text: str) -> Outcome:
    """An HTTP answer as an outcome: trouble with the account or the provider passes, a mail it does not take stays.

    A bare 500 may be this very mail's doing, so it says nothing about the others.
    """
    down = status_code is None or status_code in _ACCOUNT or status_code in _GATEWAY
    passing = down or status_code in _PASSING or (status_code or 0) >= 500
    return _outcome("retry" if passing else "refused", status_code or 0, text, down=down)


def _outcome(status: Any, code: int, text: str, *, down: bool = False) -> Outcome:
    return Outcome(status, code, names.one_line(text, _TEXT_LIMIT), down)
