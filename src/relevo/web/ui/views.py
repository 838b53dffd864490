"""The living page: every component with its states, and three screens at full size, in the demo world."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from relevo.web.ui.example import console_example, frame_example, gallery_example, workspace_example


@login_not_required
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    page = Paginator(range(1, 96), 20).page(2)
    context = (
        frame_example("gallery")
        | workspace_example()
        | console_example()
        | gallery_example()
        | {"page": page}
    )
    return render(request, "ui/gallery.html", context)


@login_not_required
@require_GET
def workspace(request: HttpRequest) -> HttpResponse:
    """Show the agent's screen as it is meant to look; `?note` shows the composer writing a note."""
    return render(
        request,
        "ui/screens/workspace.html",
        frame_example("workspace") | workspace_example("note" in request.GET),
    )


@login_not_required
@require_GET
def console(request: HttpRequest) -> HttpResponse:
    """Show the client manager's overview as it is meant to look."""
    return render(request, "ui/screens/console.html", frame_example("console") | console_example())


@login_not_required
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the door."""
    return render(request, "ui/screens/sign_in.html")


@login_not_required
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Accept the example composer's draft and forget it."""
    return HttpResponse(status=204)
