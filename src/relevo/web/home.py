"""Where a person lands, and the two switches that every page has: firm and language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from relevo.core.errors import NotFound
from relevo.core.http import MEMBERSHIP, ActorRequest
from relevo.organizations.models import Member


@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """To the workspace for those who answer, to the console for those who oversee."""
    if request.actor.kind == "nobody":
        raise NotFound
    return redirect("workspace:queue" if request.actor.seats else "console:overview")


@require_POST
def switch(request: ActorRequest) -> HttpResponse:
    """Work for another of one's firms, without signing in again."""
    member = (
        Member.objects.active()
        .filter(pk=_number(request.POST.get("member")), user_id=request.actor.user_id)
        .first()
    )
    if member is None:
        raise NotFound
    request.session[MEMBERSHIP] = member.pk
    request.session.cycle_key()
    return redirect("web:home")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, in this browser and for this person."""
    response = HttpResponseRedirect(local_path(request, request.POST.get("next", "")))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=31536000, samesite="Lax", secure=request.is_secure()
        )
    return response


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this process and its database are well; 503 otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def local_path(request: HttpRequest, target: str) -> str:
    """``target`` if it stays on this site, else the start page."""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith("/") else "/"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
