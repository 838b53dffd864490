"""The web door: who is at it, in which scope the view runs, and how a refused rule becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.middleware import AccountMiddleware
from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url

from relevo.core import races
from relevo.core.actor import NOBODY, Actor
from relevo.core.errors import RelevoError
from relevo.core.http import MEMBERSHIP
from relevo.core.scope import acting, lending
from relevo.engagements.grants import actor_for
from relevo.web import errors
from relevo.web.fragments import is_fragment
from relevo.web.redirects import local_or_start
from relevo.web.signin.backend import end_outdated

View = Callable[..., Any]

_signin = AccountMiddleware(lambda request: HttpResponse())
"""allauth's own answers to its exceptions (sign in once more, answer at once)."""


class SignInRequired(LoginRequiredMiddleware):
    """Sends a visitor to the sign-in page, and a page whose session has lapsed there as a whole."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: View
    ) -> HttpResponseBase:
        """A redirect for a page; for a fragment an order to the browser to leave the page it would have gone into."""
        url = redirect_to_login(page_of(request), resolve_url(settings.LOGIN_URL)).url
        if not is_fragment(request):
            return HttpResponseRedirect(url)
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = url
        return response


class ActingMiddleware:
    """Runs each view in one transaction and in the scope of the signed-in actor; last in the list.

    A view that raises is rolled back as a whole. Asynchronous views (streams) state their scope themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Name the actor, then let the view run."""
        end_outdated(request)
        request.actor = who(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view inside its scope. None lets Django run it as it is: streams, and ``states_own_scope``."""
        if belongs_nowhere(request, view):
            return errors.no_firm(request)
        if iscoroutinefunction(view) or getattr(view, "states_own_scope", False):
            return None
        try:
            return races.run(lambda: _run(view, request, args, kwargs), before_again=lambda: _rewind(request))
        except Exception as error:
            found = answer(request, error)
            if found is None:
                raise
            return found

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The same for views that state their scope themselves; anything unexpected is Django's to report."""
        return answer(request, error)


def states_own_scope(view: View) -> View:
    """Mark a view that calls an engine: it opens its transactions itself, and holds none while it waits, nor a
    connection."""

    @wraps(view)
    def waiting(*args: Any, **kwargs: Any) -> Any:
        with lending():
            return view(*args, **kwargs)

    waiting.states_own_scope = True  # type: ignore[attr-defined]
    return waiting


def _run(view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> HttpResponseBase:
    with acting(request.actor):  # type: ignore[attr-defined]
        response: HttpResponseBase = view(request, *args, **kwargs)
        if getattr(response, "is_rendered", True) is False:
            response = response.render()  # type: ignore[attr-defined]  # late templates ask the database too
        return response


def _rewind(request: HttpRequest) -> None:
    """Files that the first try has read are read again from their beginning."""
    for _, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def answer(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
    """The page for an error that we expect, or None."""
    if isinstance(error, RelevoError):
        return errors.refusal(request, error)
    if isinstance(error, OperationalError):
        return errors.unavailable(request)
    found: HttpResponseBase | None = _signin.process_exception(request, error)
    return found


def page_of(request: HttpRequest) -> str:
    """The page that a person is on, to bring her back to it: a fragment or a form is no page."""
    if request.method == "GET" and not is_fragment(request):
        return request.get_full_path()
    htmx = getattr(request, "htmx", None)
    if htmx:
        return local_or_start(htmx.current_url_abs_path or "")
    referrer = urlsplit(request.headers.get("Referer", ""))
    ours = referrer.netloc == request.get_host()
    return local_or_start(urlunsplit(("", "", referrer.path, referrer.query, ""))) if ours else "/"


def belongs_nowhere(request: HttpRequest, view: View) -> bool:
    """Whether a signed-in person without any (active) membership asks for more than her own account."""
    if not request.user.is_authenticated or request.actor is not NOBODY:  # type: ignore[attr-defined]
        return False
    route = request.resolver_match.route if request.resolver_match else ""
    if getattr(request.user, "is_staff", False) and route.startswith("console/jobs/"):
        return False  # whoever runs the installation need not work for one of its firms
    return getattr(view, "login_required", True) and not route.startswith("account/")


def who(request: HttpRequest) -> Actor:
    """The actor behind a request, built anew from the database each time."""
    user = request.user
    if not user.is_authenticated or user.pk is None:
        return NOBODY
    return actor_for(user.pk, request.session.get(MEMBERSHIP))
