"""The one switch, and trying failed jobs again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from relevo.core.errors import NotFound
from relevo.core.http import ActorRequest
from relevo.coverage.queue_switch import give_back_queue, take_back_queue
from relevo.desks.models import Desk
from relevo.events.dead_letters import dead_letters, retry_dead_letter
from relevo.web.console.desks import desk_called, overview_of


@require_POST
def take_back(request: ActorRequest) -> HttpResponse:
    """The client's own team takes the whole queue of a desk."""
    desk = _own_desk(request)
    take_back_queue(desk, actor=request.actor)
    messages.success(request, _("Your own team holds the queue now."))
    return redirect(overview_of(desk))


@require_POST
def give_back(request: ActorRequest) -> HttpResponse:
    """Coverage decides again who answers."""
    desk = _own_desk(request)
    give_back_queue(desk, actor=request.actor)
    messages.success(request, _("Coverage decides again who answers."))
    return redirect(overview_of(desk))


@require_GET
def jobs(request: ActorRequest) -> HttpResponse:
    """Jobs that failed for good; only for those who run the installation, and ids only."""
    _require_staff(request)
    return render(request, "console/jobs.html", {"letters": dead_letters()})


@require_POST
def retry_job(request: ActorRequest, job_id: int) -> HttpResponse:
    """Put a failed job back into the queue."""
    _require_staff(request)
    retry_dead_letter(job_id)
    messages.success(request, _("The job is queued again."))
    return redirect("console:jobs")


def _own_desk(request: ActorRequest) -> Desk:
    return desk_called(request.POST.get("desk", ""), Desk.objects.visible_to(request.actor))


def _require_staff(request: ActorRequest) -> None:
    if not getattr(request.user, "is_staff", False):
        raise NotFound
