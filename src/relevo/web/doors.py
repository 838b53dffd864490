"""The web door: who is at it, in which scope the view runs, and how a refused rule becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from relevo.calc.zones import zone_named
from relevo.core.actor import NOBODY, Actor
from relevo.core.errors import RelevoError
from relevo.core.http import MEMBERSHIP
from relevo.core.scope import acting
from relevo.engagements.grants import actor_for
from relevo.web import errors


class ActingMiddleware:
    """Runs each view in one transaction and in the scope of the signed-in actor; last in the list.

    A view that raises is rolled back as a whole. Asynchronous views (streams) state their scope themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Name the actor, then let the view run."""
        request.actor = actor = who(request)  # type: ignore[attr-defined]
        with timezone.override(zone_named(actor.zone)):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view inside its scope. None lets Django run it as it is: streams, and ``states_own_scope``."""
        if iscoroutinefunction(view) or getattr(view, "states_own_scope", False):
            return None
        with acting(request.actor):  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Turn a refusal of the domain into a page or a fragment; anything else is Django's to report."""
        return answer(request, error)


def states_own_scope(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that calls an engine: it opens its transactions itself and holds none while it waits."""
    view.states_own_scope = True  # type: ignore[attr-defined]
    return view


def answer(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
    """The page for an error that we expect, or None."""
    if isinstance(error, RelevoError):
        return errors.refusal(request, error)
    if isinstance(error, OperationalError):
        return errors.unavailable(request)
    return None


def who(request: HttpRequest) -> Actor:
    """The actor behind a request, built anew from the database each time."""
    user = request.user
    if not user.is_authenticated or user.pk is None:
        return NOBODY
    return actor_for(user.pk, request.session.get(MEMBERSHIP))
