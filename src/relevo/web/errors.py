"""One handler for everything that goes wrong on a page."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit, urlunsplit

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from relevo.core.errors import RateLimited, RelevoError
from relevo.web.redirects import is_local
from relevo.web.ui.context import frame as plain_frame

_PAGES = {403: "403.html", 404: "404.html", 429: "429.html", 503: "503.html"}


def refusal(request: HttpRequest, error: RelevoError) -> HttpResponse:
    """A refused rule as a page, or as a toast where htmx asked for a fragment."""
    page = _PAGES.get(error.status, "refused.html")
    response = _tell(request, page, error.message, error.code, error.status)
    if isinstance(error, RateLimited):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer: say so, and that nothing is lost."""
    response = HttpResponse(_without_database(request, "503.html"), status=503)
    response.headers["Retry-After"] = "5"
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 403."""
    return _tell(request, "403.html", "", "not_allowed", 403)


def key_ran_out(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was sent has not this session's CSRF key: say why, in words, and lead back to the page it came from."""
    return _tell(request, "403_csrf.html", _why_no_key(reason), "not_allowed", 403, back=_came_from(request))


def _why_no_key(reason: str) -> str:
    """Django's reason, as something that she can do."""
    if reason == REASON_NO_CSRF_COOKIE:
        return _(
            "Your browser sent no cookie. Allow cookies for this site, reload the page, then send again."
        )
    if reason.startswith(("Origin", "Referer")):
        return _(
            "Your browser says that this came from another site. Open Relevo at its own address, then send again."
        )
    return _(
        "This page is older than your sign-in or your change of organization. Reload it, then send again."
    )


def _came_from(request: HttpRequest) -> str:
    """The page of this site on which the form stood; "" when the browser does not say."""
    try:
        address = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # anything can stand in a header
        return ""
    path = urlunsplit(("", "", address.path, address.query, ""))
    return path if address.netloc == request.get_host() and is_local(path) else ""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 404."""
    return _tell(request, "404.html", "", "not_found", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody is too quick for sign-in's limits."""
    words = _("Somebody, perhaps not you, has tried this too often from your network. Wait a few minutes.")
    return refusal(request, RateLimited(words))


def no_firm(request: HttpRequest) -> HttpResponse:
    """Signed in, and a member of nothing (any more)."""
    if getattr(request, "htmx", False):
        return _tell(request, "404.html", "", "not_found", 404)
    return render(request, "signin/no_firm.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake: no details to the reader, everything to the log. A database that is away is not a mistake."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return unavailable(request)
    return HttpResponse(_without_database(request, "500.html"), status=500)


def _tell(request: HttpRequest, page: str, message: str, code: str, status: int, **more: str) -> HttpResponse:
    words = {"message": message, "code": code, **more}
    if not getattr(request, "htmx", False):
        return render(request, page, words, status=status)
    response = render(request, "ui/refusal.html", words, status=status)
    response.headers["HX-Retarget"] = "#toasts"
    response.headers["HX-Reswap"] = "beforeend"
    return response


def _without_database(request: HttpRequest, page: str) -> str:
    """Render without a request: session, messages and memberships would all ask the database."""
    return render_to_string(page, plain_frame(request) | {"message": ""})
