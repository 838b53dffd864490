"""The console's team page: who has a seat where, and whose replies go out without approval."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import NotAllowed, NotFound, RuleBroken
from relevo.core.http import ActorRequest
from relevo.coverage.queries import on_duty
from relevo.desks.models import Desk
from relevo.engagements.actions import set_readiness
from relevo.engagements.models import Engagement, Readiness, Seat, State
from relevo.events.models import Event
from relevo.organizations.models import Member
from relevo.web.console.desks import desk_asked
from relevo.web.console.head import head, looks_after_agents
from relevo.web.console.team_words import Line, line, said


@dataclass(frozen=True, slots=True)
class Team:
    """The people of one engagement. own: they are the reader's own firm's."""

    engagement: Engagement
    own: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def settable(self) -> bool:
        """Whether the reader may change anything here."""
        return any(one.moves for one in self.lines)


@require_GET
def team(request: ActorRequest) -> HttpResponse:
    """All seats of the engagements that the reader sees, desk by desk."""
    actor = request.actor
    if not looks_after_agents(actor):
        raise NotAllowed
    desks = list(Desk.objects.visible_to(actor).select_related("client").order_by("name"))
    desk = desk_asked(request, desks)
    if desk is None:
        return render(request, "console/no_desk.html", {})
    here = {"teams": teams(actor), "desk_choices": [], "period_choices": []}  # of all desks, as it is now
    template = "console/team_live.html" if request.htmx else "console/team.html"  # type: ignore[attr-defined]
    return render(request, template, head(request, desk, desks) | here)


@require_POST
def readiness(request: ActorRequest, seat_id: int) -> HttpResponse:
    """Certify the agent on a seat, or let her certificate lapse."""
    if not looks_after_agents(request.actor):
        raise NotAllowed
    wanted = request.POST.get("readiness", "")
    seat = _seat(seat_id, request.actor)
    if wanted not in Readiness.values:
        raise NotFound
    try:
        set_readiness(seat, wanted, actor=request.actor)
    except RuleBroken as broken:
        if request.htmx:  # type: ignore[attr-defined]
            raise
        messages.error(request, broken.message)
        return redirect(_page_of(seat))
    words = said(seat, wanted)
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, words)
        return redirect(_page_of(seat))
    answer = HttpResponse(status=204)
    answer.headers["HX-Trigger"] = json.dumps({"desk": {}, "toast": {"text": words, "tone": "ok"}})
    return answer


def teams(actor: Actor) -> list[Team]:
    """Every engagement that has not ended, with its seats. Five questions, however many seats there are."""
    seen = Engagement.objects.visible_to(actor).exclude(state=State.ENDED).select_related("desk", "provider")
    found = {one.pk: Team(one, own=one.provider_id == actor.organization_id) for one in seen}
    taken = Seat.objects.visible_to(actor).active().filter(engagement__in=list(found))
    seats = list(taken.select_related("engagement"))
    since, names = _since(seats, actor), _names(seats, actor)
    duty = on_duty([actor.own_firm], now())
    for seat in seats:
        found[seat.engagement_id].lines.append(
            line(seat, name=names.get(seat.member_id, ""), since=since.get(seat.pk), duty=duty.get(seat.member_id),
                 actor=actor)
        )  # fmt: skip
    return list(found.values())


def _since(seats: Iterable[Seat], actor: Actor) -> dict[int, datetime]:
    """When each seat's readiness was last set, by seat id, for those on which it ever was."""
    told = Event.objects.visible_to(actor).filter(
        kind="seat.readiness_changed",
        subject_id__in=[seat.pk for seat in seats],
        engagement_id__in={seat.engagement_id for seat in seats},
    )
    return dict(told.order_by().values_list("subject_id").annotate(Max("at")))


def _names(seats: Iterable[Seat], actor: Actor) -> dict[int, str]:
    """The own names of the reader's colleagues, by membership; of another firm's people the alias is all she reads."""
    mine = [seat.member_id for seat in seats if seat.provider_id == actor.organization_id]
    people = Member.objects.visible_to(actor).filter(pk__in=mine, organization_id=actor.own_firm)
    return dict(people.values_list("pk", "user__name"))


def _seat(seat_id: int, actor: Actor) -> Seat:
    """A seat of an engagement that the actor sees, also one that has ended. Raises ``NotFound``."""
    seats = Seat.objects.visible_to(actor).select_related("engagement__desk")
    found = seats.filter(pk=seat_id, engagement__in=Engagement.objects.visible_to(actor)).first()
    if found is None:
        raise NotFound
    return found


def _page_of(seat: Seat) -> str:
    asking = urlencode({"desk": seat.engagement.desk.key})
    return f"{reverse('console:team')}?{asking}#team-{seat.engagement_id}"
