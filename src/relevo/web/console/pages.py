"""The console: what those who oversee see. A client its desks, a partner the engagements it provides."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from relevo.commerce.models import Charge
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import NotAllowed, NotFound
from relevo.core.http import ActorRequest
from relevo.coverage.queries import roster_of
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement
from relevo.promises.models import Clock
from relevo.tickets.models import Ticket, TicketQuerySet
from relevo.web.console import rows
from relevo.web.console.desks import desk_asked
from relevo.web.console.figures import behind, charges, holdings, totals
from relevo.web.console.head import head
from relevo.web.console.period import period_of
from relevo.web.console.week import coverage_week, language_of_week
from relevo.web.workspace.finding import ticket_at
from relevo.web.workspace.history import Names, holder_segments, names_for, timeline
from relevo.web.workspace.lists import promise_mark

PAGE = 50


@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    """Who answers now, what waits, what was promised and kept, what it cost, and the one switch."""
    desk, desks = _desk(request)
    if desk is None:
        return render(request, "console/no_desk.html", {})
    actor, period = request.actor, period_of(request.GET.get("period", ""))
    held = holdings(desk, period, actor)
    roster = roster_of(desk)
    names = _names(desk, actor)
    language = language_of_week(request.GET.get("language", ""), desk, roster, names)
    oversees_all = desk.client_id in actor.scope.organizations
    week, week_key = coverage_week(desk, roster, language, names, gaps=oversees_all)
    context = head(request, desk, desks) | {
        "totals": rows.figures(totals(desk, period, actor, held.values())),
        "providers": rows.providers(desk, held, roster, names, actor),
        "needs": rows.needs(desk, actor),
        "recent": rows.recent(desk, actor, names),
        "week": week,
        "week_language": language,
        "week_key": week_key,
        "week_languages": rows.week_languages(desk, language),
        "may_take_back": actor.may("queue.take_back", desk),
    }
    template = "console/overview_live.html" if request.htmx else "console/overview.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_GET
def tickets(request: ActorRequest) -> HttpResponse:
    """The tickets behind a figure: by holder, late, due, missed or kept."""
    desk, desks = _desk(request)
    if desk is None:
        raise NotFound
    names = _names(desk, request.actor)
    chosen, holder, only = _behind(request, desk, names)
    page = Paginator(
        chosen.select_related("desk", "customer", "assignee").order_by("-number"), PAGE
    ).get_page(request.GET.get("page"))
    context = head(request, desk, desks) | {
        "page": page,
        "which": rows.which_tickets(only),
        "holder_name": names.provider(holder) if holder else "",
        "lines": rows.ticket_lines(page.object_list, names),
        "query": _query_without_page(request),
    }
    return render(request, "console/tickets.html", context)


@require_GET
def ticket_timeline(request: ActorRequest, reference: str) -> HttpResponse:
    """One ticket as a record: who held the ball from when to when and why, promises, cost."""
    _require_console(request.actor)
    ticket = ticket_at(reference, request.actor)
    names = names_for(ticket, request.actor)
    clocks = Clock.objects.visible_to(request.actor).filter(ticket=ticket).order_by("started_at", "pk")
    segments = list(ticket.segments.all())
    charged = Charge.objects.visible_to(request.actor).filter(ticket=ticket).order_by("at")
    context = {
        "desk": ticket.desk,
        "ticket": ticket,
        "segments": holder_segments(segments, ticket, names),
        "segment_lines": rows.segment_lines(segments, ticket, names),
        "promises": [(promise_mark(clock, at=now()), rows.promise_line(clock, names)) for clock in clocks],
        "history": timeline(ticket, request.actor, names),
        "charges": rows.charge_lines(charged.select_related("ticket__desk"), names),
        "may_take_back": request.actor.may("ticket.take_back", ticket)
        and ticket.holder is not None
        and not ticket.holder.in_house
        and ticket.unfinished,
        "holder_name": names.provider(ticket.holder_id),
    }
    return render(request, "console/timeline.html", context)


@require_GET
def costs(request: ActorRequest) -> HttpResponse:
    """What the period cost, charge by charge, each with its ticket and its rule."""
    desk, desks = _desk(request)
    if desk is None:
        raise NotFound
    period = period_of(request.GET.get("period", ""))
    found = (
        charges(desk, period, request.actor)
        .select_related("engagement__provider", "ticket__desk")
        .order_by("-at")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    held = holdings(desk, period, request.actor)
    names = _names(desk, request.actor)
    context = head(request, desk, desks) | {
        "page": page,
        "lines": rows.charge_lines(page.object_list, names),
        "sums": rows.cost_sums(held.values(), names),
        "query": _query_without_page(request),
    }
    return render(request, "console/costs.html", context)


def _desk(request: ActorRequest) -> tuple[Desk | None, list[Desk]]:
    """The desk asked for among those that the actor oversees, or her first."""
    _require_console(request.actor)
    desks = list(Desk.objects.visible_to(request.actor).select_related("client").order_by("name"))
    return desk_asked(request, desks), desks


def _require_console(actor: Actor) -> None:
    if not actor.may_somewhere("console.view"):
        raise NotAllowed


def _names(desk: Desk, actor: Actor) -> Names:
    engagements = Engagement.objects.visible_to(actor).filter(desk=desk).select_related("provider")
    return Names({engagement.pk: engagement.provider.name for engagement in engagements}, {})


def _behind(request: ActorRequest, desk: Desk, names: Names) -> tuple[TicketQuerySet, int | None, str]:
    """The tickets behind a figure of the overview, the engagement it was about, and which figure it was.

    Of an engagement that she does not see there is nothing: a former holder does not find out who holds it now.
    """
    found = Ticket.objects.visible_to(request.actor).filter(desk=desk, client_id=desk.client_id)
    holder, only = request.GET.get("holder", ""), request.GET.get("only", "")
    known = int(holder) if holder.isascii() and holder.isdigit() and len(holder) < 19 else None
    if holder == "nobody":
        found = found.filter(holder=None)
    elif known is not None:
        found = found.filter(holder_id=known) if known in names.providers else found.none()
    return behind(found, only, period_of(request.GET.get("period", "")), request.actor), known, only


def _query_without_page(request: ActorRequest) -> str:
    """What the pager repeats before its page number."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""
