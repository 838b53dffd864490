"""The queue: which tickets, in which order, in which groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relevo.calc.promises import urgency
from relevo.conduct.models import Approval, Decision
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.formats import minutes_words
from relevo.customers.models import Address, Customer
from relevo.promises.models import Clock, Verdict
from relevo.tickets.models import Ticket, TicketQuerySet
from relevo.tickets.statuses import UNFINISHED, Status, WaitingOn
from relevo.web.ui.shapes import DeskMark, PromiseMark, QueueRow

MOST = 100
"""Rows of one list; past that the reader searches or narrows."""

LONGEST_SEARCH = 100
"""Letters of a search that are looked at."""

FOUND = 8
"""Tickets that the command palette offers."""

SOON = timedelta(minutes=15)
"""A promise due within this time is shown as pressing."""


SOONEST = ("due", "-last_message_at")
"""What was promised soonest first."""

DONE = sorted(set(Status) - UNFINISHED)
"""Statuses of work that nobody must do."""


@dataclass(frozen=True, slots=True)
class TicketList:
    """One list of the workspace. choose: narrows the tickets that the actor sees. order: what stands first."""

    code: str
    label: object
    choose: Callable[[TicketQuerySet, Actor], TicketQuerySet]
    order: tuple[str, ...] = SOONEST


def _mine(tickets: TicketQuerySet, actor: Actor) -> TicketQuerySet:
    return tickets.unfinished().filter(assignee_id__in=list(actor.seats.values()))


def _unassigned(tickets: TicketQuerySet, actor: Actor) -> TicketQuerySet:
    return tickets.unfinished().filter(assignee=None).filter(
        Q(holder_id__in=list(actor.scope.engagements)) | Q(holder=None, client_id__in=actor.scope.organizations)
    )  # fmt: skip


def _to_approve(tickets: TicketQuerySet, actor: Actor) -> TicketQuerySet:
    waiting = Approval.objects.filter(ticket=OuterRef("pk"), decision=Decision.WAITING)
    return tickets.filter(Exists(waiting))


def _all(tickets: TicketQuerySet, actor: Actor) -> TicketQuerySet:
    return tickets.unfinished()


def _done(tickets: TicketQuerySet, actor: Actor) -> TicketQuerySet:
    return tickets.filter(status__in=DONE)


LISTS: dict[str, TicketList] = {
    ticket_list.code: ticket_list
    for ticket_list in (
        TicketList("mine", gettext_lazy("For me"), _mine),
        TicketList("unassigned", gettext_lazy("Unassigned"), _unassigned),
        TicketList("approve", gettext_lazy("Approve"), _to_approve),
        TicketList("all", gettext_lazy("All"), _all),
        TicketList("done", gettext_lazy("Done"), _done, ("-last_message_at",)),
    )
}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    title: str
    rows: list[QueueRow]


@dataclass(frozen=True, slots=True)
class Queue:
    """What the queue pane shows. counts: tickets by list, for the tabs that show one. more: how many are not shown."""

    code: str
    groups: list[Group]
    tabs: list[tuple[TicketList, int | None]]
    search: str
    more: int


def queue(actor: Actor, *, code: str, search: str = "", current: int | None = None) -> Queue:
    """The list ``code`` (or what matches ``search``) as the actor sees it; ``current`` is the open ticket's id."""
    visible = Ticket.objects.visible_to(actor)
    chosen = LISTS.get(code, LISTS[default_list(actor)])
    search = _searched(search)
    tickets = matching(visible, search, actor) if search else chosen.choose(visible, actor)
    found = list(_first(tickets, visible, SOONEST if search else chosen.order))
    return Queue(
        code="" if search else chosen.code,
        groups=_grouped(found[:MOST], current),
        tabs=[(entry, _count(entry, visible, actor)) for entry in LISTS.values() if _offered(entry, actor)],
        search=search,
        more=tickets.count() - MOST if len(found) > MOST else 0,
    )


def found(actor: Actor, words: str) -> list[Ticket]:
    """The newest tickets that match what was typed in the command palette; none for nothing."""
    words = _searched(words)
    if not words:
        return []
    tickets = matching(Ticket.objects.visible_to(actor), words, actor)
    return list(tickets.select_related("desk", "customer").order_by("-last_message_at")[:FOUND])


def _searched(words: str) -> str:
    return words.replace("\0", "").strip()[:LONGEST_SEARCH]


def default_list(actor: Actor) -> str:
    """Where a person begins: agents with their own tickets, those who oversee with all."""
    return "mine" if actor.seats else "all"


def matching(tickets: TicketQuerySet, words: str, actor: Actor) -> TicketQuerySet:
    """Tickets by reference, subject, customer or address.

    The beginning of an address finds its own client's tickets only: a partner could spell out letter by letter what
    is masked for him. A whole address, which he must know already, finds what he sees.
    """
    number = words.rpartition("-")[2]
    own = Address.objects.filter(client_id__in=actor.scope.organizations, value__istartswith=words)
    whole = Address.objects.filter(value=words.lower())
    named = Customer.objects.filter(name__icontains=words)
    # Ids, not joins: a join under row-level security is asked of every customer of every ticket.
    found = Q(subject__icontains=words) | Q(customer__in=named.values("pk"))
    found |= Q(customer__in=own.values("customer")) | Q(customer__in=whole.values("customer"))
    if number.isascii() and number.isdigit() and len(number) < 10:
        found |= Q(number=int(number))
    return tickets.filter(found)


def _offered(entry: TicketList, actor: Actor) -> bool:
    if entry.code == "mine":
        return bool(actor.seats)
    return entry.code != "approve" or actor.may_somewhere("reply.approve")


def _count(entry: TicketList, visible: TicketQuerySet, actor: Actor) -> int | None:
    """Counts stand on the lists that call for work; counting all of a big desk would only cost time."""
    if entry.code not in {"mine", "unassigned", "approve"}:
        return None
    return entry.choose(visible, actor)[: MOST + 1].count()


OWED = Q(verdict=Verdict.RUNNING) | Q(verdict=Verdict.MISSED, met_at=None)
"""Clocks that still ask for something: the running ones, and the missed ones until it happens after all."""


def _first(tickets: TicketQuerySet, visible: TicketQuerySet, order: tuple[str, ...]) -> TicketQuerySet:
    """The first ``MOST`` and one more, as rows need them. They are picked by id, so that no other is read in full."""
    owed = Clock.objects.filter(OWED).order_by("due_at")
    due = Subquery(owed.filter(ticket=OuterRef("pk")).values("due_at")[:1])
    first = tickets.annotate(due=due).order_by(*order).values("pk")[: MOST + 1]
    return (
        visible.filter(pk__in=first)
        .select_related("desk", "customer", "assignee")
        .prefetch_related(Prefetch("clocks", queryset=owed, to_attr="owed"))
        .annotate(due=due)
        .order_by(*order)
    )


def _grouped(tickets: list[Ticket], current: int | None) -> list[Group]:
    at = now()
    groups: dict[str, list[QueueRow]] = {
        _("Promised soonest"): [],
        _("Your move"): [],
        _("Waiting"): [],
        _("Done"): [],
    }
    soonest, yours, waiting, done = groups.values()
    for ticket in tickets:
        row = row_for(ticket, at=at, current=ticket.pk == current)
        if not ticket.unfinished:
            done.append(row)
        elif ticket.waiting_on != WaitingOn.DESK:
            waiting.append(row)
        elif row.promise is not None and row.promise.state in {"due", "breached"}:
            soonest.append(row)
        else:
            yours.append(row)
    return [Group(title, rows) for title, rows in groups.items() if rows]


def row_for(ticket: Ticket, *, at: datetime, current: bool = False) -> QueueRow:
    """A ticket as one row; needs the prefetches of ``_first``."""
    clocks: list[Clock] = getattr(ticket, "owed", [])
    return QueueRow(
        number=ticket.reference,
        url=reverse("workspace:ticket", args=[ticket.reference]),
        subject=ticket.subject or _("(no subject)"),
        customer=str(ticket.customer),
        desk=DeskMark(ticket.desk.name, ticket.desk.hue),
        why=_why(ticket),
        customer_language=ticket.language if ticket.language != "und" else "",
        agent_language=ticket.desk.working_language
        if ticket.language not in {"und", ticket.desk.working_language}
        else "",
        promise=promise_mark(clocks[0], at=at, paused=ticket.waiting_on != WaitingOn.DESK)
        if clocks and ticket.unfinished
        else None,
        unread=ticket.status == Status.NEW,
        current=current,
    )


def promise_mark(clock: Clock, *, at: datetime, paused: bool = False) -> PromiseMark:
    """How a promise is shown: running, pressing, late, met or missed."""
    label = clock.get_kind_display()
    if clock.verdict == Verdict.KEPT and clock.met_at:
        taken = minutes_words((clock.met_at - clock.started_at).total_seconds())
        return PromiseMark(label, "met", text=_("kept, %(time)s") % {"time": taken})
    if clock.verdict == Verdict.MISSED and clock.met_at:
        late = minutes_words((clock.met_at - clock.due_at).total_seconds())
        return PromiseMark(label, "breached", text=_("%(time)s late") % {"time": late})
    if clock.verdict == Verdict.CANCELLED:
        return PromiseMark(label, "paused", text=_("no longer due"))
    if clock.due_at <= at:
        return PromiseMark(label, "breached", due=clock.due_at)
    pressing = clock.due_at - at <= SOON or urgency(clock.due_at, clock.started_at, at) >= 0.75
    return PromiseMark(label, "due" if pressing and not paused else "running", due=clock.due_at)


def _why(ticket: Ticket) -> str:
    if ticket.status == Status.NEW:
        return _("new")
    if ticket.assignee_id is None and ticket.unfinished and ticket.waiting_on == WaitingOn.DESK:
        return _("nobody has it")
    return (
        ticket.get_status_display().lower() if ticket.status != Status.OPEN else _("answered by the customer")
    )
