"""What a provider posts, read by django-anymail: mail that it took in for us, and what became of mail that it sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.dispatch import Signal
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.module_loading import import_string

from relevo.channels.mail.doors import forms

Told = TypeVar("Told")

_UNREADABLE: Final = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, AssertionError, RecursionError, OSError,
    AnymailError, MultiPartParserError, SuspiciousOperation,
)  # fmt: skip


class UnreadableError(Exception):
    """The request says nothing that can be understood, or something for another door."""


class UnprovedError(Exception):
    """The request does not carry the secret, or its signature is wrong."""


class NotSetUpError(Exception):
    """A key is missing here that the provider's requests are checked with."""


def is_open() -> bool:
    """Whether providers may post here: there is a secret that they must send along."""
    return bool(settings.ANYMAIL.get("WEBHOOK_SECRET"))


def read(
    request: HttpRequest, view: str, wanted: Signal, taken: Callable[[Any], Told], *, limit: int
) -> list[Told]:
    """What ``taken`` makes of each event that a request tells, as this view of anymail's reads them.

    view: the class, by its dotted name. wanted: the signal that anymail has for this kind of event; some views read
    both kinds. limit: bytes of the whole request. Raises ``UnprovedError``, ``UnreadableError`` or ``NotSetUpError``.
    """
    try:
        reading: Any = import_string(view)()
        reading.setup(request)
        AnymailBasicAuthMixin.validate_request(reading, request)  # before anything is read
        forms.take_whole(request, limit)
        reading.run_validators(request)
    except ImproperlyConfigured as error:
        raise NotSetUpError(type(error).__name__) from error
    except AnymailWebhookValidationFailure as error:
        raise UnprovedError(type(error).__name__) from error
    except _UNREADABLE as error:
        raise UnreadableError(type(error).__name__) from error
    try:
        events = reading.parse_events(request)
        if events and reading.signal is not wanted:  # Mandrill's view sets it by what it has found
            raise UnreadableError("events of another kind")
        return [taken(event) for event in events]
    except (
        *_UNREADABLE,
        ImproperlyConfigured,
    ) as error:  # the last: posted to the wrong address, says anymail
        raise UnreadableError(type(error).__name__) from error
