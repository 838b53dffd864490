"""Reading: the queue, the ticket, its panes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from relevo.core.actor import Actor
from relevo.core.http import ActorRequest
from relevo.desks.models import Desk
from relevo.desks.topics import topic_name
from relevo.routing.words import sentence
from relevo.tickets.models import Ticket
from relevo.web.ui.shapes import Command, PromiseMark
from relevo.web.workspace import composing, lists
from relevo.web.workspace.copies import in_copy
from relevo.web.workspace.finding import attachment_of, ticket_at
from relevo.web.workspace.history import Names, holder_segments, names_for, timeline
from relevo.web.workspace.moves import moves_for
from relevo.web.workspace.person import person_for
from relevo.web.workspace.thread import thread

LIST_COOKIE = "relevo_list"
"""Remembers which list the queue pane showed, while one opens tickets from it."""


@require_GET
def queue(request: ActorRequest) -> HttpResponse:
    """The workspace without an open ticket; for htmx the queue pane alone."""
    code = request.GET.get("list") or request.COOKIES.get(LIST_COOKIE, "")
    context = _queue(request, code=code, current=_number(request.GET.get("current")))
    template = "workspace/queue.html" if request.htmx else "workspace/workspace.html"  # type: ignore[attr-defined]
    response = render(request, template, context)
    if request.GET.get("list") in lists.LISTS:
        response.set_cookie(
            LIST_COOKIE, request.GET["list"], samesite="Lax", secure=request.is_secure(), httponly=True
        )
    return response


@require_GET
def find(request: ActorRequest) -> HttpResponse:
    """What the command palette finds beside its commands: the newest tickets that match."""
    found = lists.found(request.actor, request.GET.get("q", ""))
    commands = [
        Command(one.subject or one.reference, reverse("workspace:ticket", args=[one.reference]), "inbox",
                f"{one.reference} · {one.customer}")
        for one in found
    ]  # fmt: skip
    return render(request, "ui/palette_items.html", {"commands": commands})


@require_GET
def ticket(request: ActorRequest, reference: str) -> HttpResponse:
    """The workspace with a ticket open."""
    opened = ticket_at(reference, request.actor)
    context = _queue(request, code=request.COOKIES.get(LIST_COOKIE, ""), current=opened.pk)
    shared = _shared(opened, request.actor)
    context |= _head(shared, request.actor) | _thread(shared, request.actor) | _side(shared, request.actor)
    context |= composing.answering(opened, request.actor, note=request.GET.get("write") == "note")
    return render(request, "workspace/workspace.html", context)


@require_GET
def ticket_head(request: ActorRequest, reference: str) -> HttpResponse:
    """The title line with the promise, the holder and the moves."""
    opened = ticket_at(reference, request.actor)
    return render(request, "workspace/head.html", _head(_shared(opened, request.actor), request.actor))


@require_GET
def ticket_thread(request: ActorRequest, reference: str) -> HttpResponse:
    """The conversation."""
    opened = ticket_at(reference, request.actor)
    return render(request, "workspace/thread.html", _thread(_shared(opened, request.actor), request.actor))


@require_GET
def ticket_side(request: ActorRequest, reference: str) -> HttpResponse:
    """Customer, promises, history."""
    opened = ticket_at(reference, request.actor)
    return render(request, "workspace/side.html", _side(_shared(opened, request.actor), request.actor))


@require_GET
def composer(request: ActorRequest, reference: str) -> HttpResponse:
    """The reply or note composer, with the draft."""
    opened = ticket_at(reference, request.actor)
    context = composing.answering(opened, request.actor, note=request.GET.get("write") == "note")
    return render(request, "workspace/composer.html", context)


@require_GET
def file(request: ActorRequest, reference: str, file_id: int) -> HttpResponse:
    """An attachment, always as a download and never run by the browser (ATTACKS 31)."""
    found = attachment_of(ticket_at(reference, request.actor), file_id)
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    name, _dot, ending = found.name.rpartition(".")
    plain = f"{slugify(name) or 'file'}.{slugify(ending) or 'bin'}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name)}"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _queue(request: ActorRequest, *, code: str, current: int | None) -> dict[str, Any]:
    found = lists.queue(request.actor, code=code, search=request.GET.get("q", ""), current=current)
    bare = not found.groups and not found.search
    return {
        "queue": found,
        "queue_url": reverse("workspace:queue"),
        "current_id": current or "",
        "ticket": None,
        "no_desk": bare and not Desk.objects.visible_to(request.actor).exists(),
    }


@dataclass(frozen=True, slots=True)
class _Shared:
    """What several panes of one ticket need; asked for once."""

    ticket: Ticket
    names: Names
    promises: list[PromiseMark]


def _shared(opened: Ticket, actor: Actor) -> _Shared:
    return _Shared(opened, names_for(opened, actor), composing.promise_marks(opened))


def _head(shared: _Shared, actor: Actor) -> dict[str, Any]:
    return {
        "ticket": shared.ticket,
        "promises": shared.promises,
        "holder_name": shared.names.provider(shared.ticket.holder_id),
        "topic": topic_name(shared.ticket.topic),
        "moves": moves_for(shared.ticket, actor),
        "languages": composing.language_pair(shared.ticket),
    }


def _thread(shared: _Shared, actor: Actor) -> dict[str, Any]:
    return {"ticket": shared.ticket, "thread": thread(shared.ticket, actor, shared.names)}


def _side(shared: _Shared, actor: Actor) -> dict[str, Any]:
    opened = shared.ticket
    return {
        "ticket": opened,
        "person": person_for(opened, actor),
        "in_copy": in_copy(opened, actor),
        "promises": shared.promises,
        "segments": holder_segments(opened.segments.all(), opened, shared.names),
        "history": timeline(opened, actor, shared.names),
        "routing_sentence": sentence(opened.routing_why) if opened.routing_why else "",
    }


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
