"""Files beside an unsent reply: laid there, taken away, and listed in the composer."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from relevo.channels.mail.names import file_name
from relevo.core.actor import Actor
from relevo.core.errors import RuleBroken
from relevo.core.http import ActorRequest
from relevo.tickets.actions import File
from relevo.tickets.draft_files import ROOM, add_files, drop_file, own_files
from relevo.tickets.models import Ticket
from relevo.web.ui.shapes import FileMark
from relevo.web.workspace.finding import ticket_at
from relevo.web.workspace.words import size_words


@require_POST
def attach(request: ActorRequest, reference: str) -> HttpResponse:
    """Lay files beside the reply, all of them or none."""
    ticket = ticket_at(reference, request.actor)
    uploads = request.FILES.getlist("upload")
    if sum(upload.size or 0 for upload in uploads) > ROOM:  # nothing of it is read into memory
        raise RuleBroken(
            _("These files are too large: a reply takes %(room)s MB.") % {"room": ROOM // 1_000_000}
        )
    files = [
        File(file_name(upload.name or ""), upload.content_type or "application/octet-stream", upload.read())
        for upload in uploads
    ]
    add_files(ticket, files, actor=request.actor)
    return _listed(request, ticket)


@require_POST
def detach(request: ActorRequest, reference: str, laid_id: int) -> HttpResponse:
    """Take a file away again."""
    ticket = ticket_at(reference, request.actor)
    drop_file(ticket, laid_id, actor=request.actor)
    return _listed(request, ticket)


def file_marks(ticket: Ticket, actor: Actor) -> list[FileMark]:
    """The files beside the actor's reply; ``url`` takes one away."""
    found = list(own_files(ticket, actor=actor).defer("content"))
    away = (reverse("workspace:detach", args=[ticket.reference, file.pk]) for file in found)
    return [
        FileMark(file.name, size_words(file.size), url, file.pk)
        for file, url in zip(found, away, strict=True)
    ]


def _listed(request: ActorRequest, ticket: Ticket) -> HttpResponse:
    return render(request, "ui/composer_files.html", {"files": file_marks(ticket, request.actor)})
