"""Whether a request wants a page or a piece that goes into one."""

from __future__ import annotations

from django.http import HttpRequest


def is_fragment(request: HttpRequest) -> bool:
    """Whether the answer is put into a page that is already open: by htmx (but not a boosted link), or by a script."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        return not htmx.boosted
    return request.headers.get("Sec-Fetch-Dest") == "empty"
