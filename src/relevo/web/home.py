"""Where a person lands, and the two switches that every page has: firm and language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_GET, require_POST

from relevo.core.errors import NotFound
from relevo.core.http import MEMBERSHIP, ActorRequest
from relevo.organizations.models import Member, User
from relevo.web.doors import states_own_scope
from relevo.web.frame import sees_console
from relevo.web.redirects import local_or_start
from relevo.web.signin.adapter import speak


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """To the workspace for those who answer, to the console for those who only oversee."""
    oversees = not request.actor.seats and sees_console(request.actor)
    return redirect("console:overview" if oversees else "workspace:queue")


@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    """Work for another of one's firms, without signing in again.

    The session gets a new key, and pages opened before lose theirs: a reply written for one firm cannot be
    sent for the other, even where both see the ticket.
    """
    mine = Member.objects.active().filter(user_id=request.actor.user_id or 0)
    member = mine.filter(pk=_number(request.POST.get("member"))).first()
    if member is None:
        raise NotFound
    request.session[MEMBERSHIP] = member.pk
    request.session.cycle_key()
    rotate_token(request)
    return redirect("web:home")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, in this browser and for this person."""
    response = HttpResponseRedirect(local_or_start(request.POST.get("next", "")))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        speak(response, code)
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=code)
    return response


@login_not_required
@require_GET
@states_own_scope
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this process and its database are well; 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse({"status": "degraded"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"status": "ok"})


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this by themselves; the picture is a static file."""
    return redirect(static("ui/favicon.svg"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
