"""One handler for everything that goes wrong on a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relevo.core.errors import RateLimited, RelevoError

_PAGES = {403: "403.html", 404: "404.html", 503: "503.html"}


def refusal(request: HttpRequest, error: RelevoError) -> HttpResponse:
    """A refused rule as a page, or as a toast where htmx asked for a fragment."""
    if getattr(request, "htmx", False):
        response = render(
            request, "ui/refusal.html", {"message": error.message, "code": error.code}, status=error.status
        )
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "beforeend"
    else:
        page = _PAGES.get(error.status, "refused.html")
        response = render(request, page, {"message": error.message, "code": error.code}, status=error.status)
    if isinstance(error, RateLimited):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer: say so, and that nothing is lost."""
    response = render(request, "503.html", {"message": ""}, status=503)
    response.headers["Retry-After"] = "5"
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 403."""
    return render(request, "403.html", {"message": "", "code": "not_allowed"}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own 404."""
    return render(request, "404.html", {"message": "", "code": "not_found"}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake: no details to the reader, everything to the log."""
    return render(request, "500.html", status=500)
