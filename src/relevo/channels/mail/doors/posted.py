"""What a provider posts, read by django-anymail: mail that it took in for us, and what became of mail that it sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container
from functools import wraps
from typing import Any, Final, TypeVar

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from relevo.channels.mail.doors import forms

Told = TypeVar("Told")

_UNREADABLE: Final = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, AssertionError, RecursionError, OSError,
    AnymailError, MultiPartParserError, SuspiciousOperation,
)  # fmt: skip


log = logging.getLogger(__name__)


class UnreadableError(Exception):
    """The request says nothing that can be understood, or something for another door."""


class UnprovedError(Exception):
    """The request does not carry the secret, or its signature is wrong."""


class NotSetUpError(Exception):
    """A key is missing here that the provider's requests are checked with."""


Door = Callable[[HttpRequest, str], HttpResponse]


def is_open() -> bool:
    """Whether providers may post here: there is a secret that they must send along."""
    return bool(settings.ANYMAIL.get("WEBHOOK_SECRET"))


def door(views: Container[str], *, unreadable: int) -> Callable[[Door], Door]:
    """What every door for providers does before and after it takes a request: the view, as one that providers may call.

    404 for a provider that is not among ``views``, and while there is no secret; 400 for a request without it. 500 for
    a key that is missing here, so that the provider tries again. unreadable: the answer to what cannot be read.
    """

    def guarded(take: Door) -> Door:
        @csrf_exempt
        @login_not_required
        @require_http_methods(["POST", "HEAD"])
        @wraps(take)
        def answer(request: HttpRequest, provider: str) -> HttpResponse:
            if provider not in views or not is_open():
                raise Http404
            if request.method == "HEAD":  # some ask so whether there is anybody
                return HttpResponse()
            try:
                return take(request, provider)
            except (UnprovedError, UnreadableError, NotSetUpError) as error:
                log.warning("%s of %s: %s", take.__name__, provider, error)
                statuses = {UnprovedError: 400, NotSetUpError: 500}
                return HttpResponse(status=statuses.get(type(error), unreadable))

        answer.states_own_scope = True  # type: ignore[attr-defined]  # it works in the scope of whoever is meant
        return answer

    return guarded


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
    ) as error:  # the last, anymail's word for another door's events
        raise UnreadableError(type(error).__name__) from error
