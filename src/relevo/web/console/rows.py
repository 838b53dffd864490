"""What the console's tables and figures show, put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from babel.numbers import format_percent
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relevo.commerce.models import Charge
from relevo.conduct.models import Approval
from relevo.core import formats
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.coverage.queries import Roster
from relevo.coverage.words import reason_words
from relevo.desks.models import Desk
from relevo.events.models import Event
from relevo.language.names import language_name
from relevo.promises.models import Clock, Segment, Verdict
from relevo.tickets.models import Ticket
from relevo.web.console.figures import Holding, Totals
from relevo.web.ui.shapes import TimelineEntry
from relevo.web.workspace.history import Names, event_words

JUST = timedelta(days=1)
"""How long a missed promise asks to be looked at."""

RECENT = 8
"""Lines of "what happened lately"."""

_RECENT_KINDS = (
    "promise.missed", "queue.taken_back", "queue.given_back", "reply.approved", "reply.returned",
    "ticket.unroutable", "engagement.moved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Provider:
    """One row of "who answers now"."""

    name: str
    answers: bool
    note: str
    holding: int
    due: int
    late: int
    oldest: str
    kept: str
    cost: str
    mine: bool
    engagement_id: int | None
    tickets_url: str
    due_url: str
    late_url: str


def money(amounts: dict[str, Decimal]) -> str:
    """Sums by currency in the reader's format; a dash when nothing was charged."""
    return " + ".join(formats.money(a, c) for c, a in sorted(amounts.items())) or "–"


def share(value: float | None) -> str:
    """A share in percent, or a dash when there is nothing to share."""
    return "–" if value is None else format_percent(value, format="#,##0.0 %", locale=formats.reader_locale())


def figures(total: Totals) -> dict[str, Any]:
    """The line of figures at the top."""
    settled = total.kept + total.missed
    return {
        "kept": formats.number(round(100 * total.kept_share, 1)) if total.kept_share is not None else "–",
        "kept_note": _("%(kept)s of %(settled)s") % {"kept": total.kept, "settled": settled},
        "response": formats.minutes_words(total.response) if total.response is not None else "–",
        "waiting": total.waiting,
        "waiting_note": _("%(due)s due within the hour, %(late)s late")
        % {"due": total.due, "late": total.late},
        "waiting_tone": "breached" if total.late else "due" if total.due else "",
        "findings": formats.number(round(total.findings, 1)) if total.findings is not None else "–",
        "findings_note": ngettext("in %(replies)s reply", "in %(replies)s replies", total.replies)
        % {"replies": total.replies},
        "cost": money(total.cost),
    }


def providers(
    desk: Desk, held: dict[int | None, Holding], roster: Roster, names: Names, actor: Actor
) -> list[Provider]:
    """One row for each engagement that the actor may see, and one for tickets that nobody holds."""
    answering = {
        e.pk for code in desk.languages for e in roster.answering(channel="mail", language=code, at=now())
    }
    rows = [
        _provider(desk, held.get(key, Holding(key)), names.provider(key), answers=key in answering,
                  note=_note(desk, roster, key), mine=engagement.in_house)
        for key, engagement in roster.engagements.items()
        if key in names.providers
    ]  # fmt: skip
    if (nobody := held.get(None)) is not None and nobody.tickets:
        rows.append(
            _provider(desk, nobody, _("Nobody"), answers=False, note=_("no coverage at this hour"), mine=True)
        )
    return sorted(rows, key=lambda row: (not row.mine, row.name))


def _provider(desk: Desk, holding: Holding, name: str, *, answers: bool, note: str, mine: bool) -> Provider:
    holder = holding.engagement_id or "nobody"

    def url(only: str) -> str:
        return f"{reverse('console:tickets')}?{urlencode({'desk': desk.key, 'holder': holder, 'only': only})}"

    return Provider(
        name=name, answers=answers, note=note, holding=holding.tickets, due=holding.due, late=holding.late,
        oldest=formats.minutes_words((now() - holding.oldest).total_seconds()) if holding.oldest else "–",
        kept=share(holding.kept_share), cost=money(holding.cost), mine=mine, engagement_id=holding.engagement_id,
        tickets_url=url("open"), due_url=url("due"), late_url=url("late"),
    )  # fmt: skip


def _note(desk: Desk, roster: Roster, key: int) -> str:
    at = now()
    spoken = [
        language_name(code)
        for code in desk.languages
        if key in {e.pk for e in roster.answering(channel="mail", language=code, at=at)}
    ]
    if spoken:
        return _("answers now: %(languages)s") % {"languages": ", ".join(spoken)}
    return _("does not answer at this hour")


def needs(desk: Desk, actor: Actor) -> list[dict[str, str]]:
    """What waits for a decision: replies to approve, tickets without a holder, promises just missed."""
    approvals = Approval.objects.visible_to(actor).waiting().filter(ticket__desk=desk)
    nobody = (
        Ticket.objects.visible_to(actor).unfinished().filter(desk=desk, holder=None).select_related("desk")
    )
    missed = (
        Clock.objects.visible_to(actor)
        .filter(client_id=desk.client_id, verdict=Verdict.MISSED, due_at__gte=now() - JUST)
        .filter(ticket__desk=desk)
        .order_by("-due_at")
    )
    return [
        *(
            _need("hand", _("An answer to approve"), approval.ticket, approval.message.shown_name, _("Read and decide"))
            for approval in approvals.select_related("ticket__desk", "message")[:5]
        ),
        *(
            _need("triangle-alert", _("Nobody holds this ticket"), ticket, ticket.subject, _("Open it"))
            for ticket in nobody[:3]
        ),
        *(
            _need("alarm-clock", _("A promise was missed"), clock.ticket, str(clock.get_kind_display()),
                  _("See how it came"), place="console:timeline")
            for clock in missed.select_related("ticket__desk")[:3]
        ),
    ]  # fmt: skip


def _need(
    icon: str, title: str, ticket: Ticket, detail: str, label: str, *, place: str = "workspace:ticket"
) -> dict[str, str]:
    url = reverse(place, args=[ticket.reference])
    return {
        "icon": icon,
        "title": title,
        "detail": f"{ticket.reference} · {detail}",
        "label": label,
        "url": url,
    }


def recent(desk: Desk, actor: Actor, names: Names) -> list[TimelineEntry]:
    """The latest events of the desk that one who oversees wants to know, each with its ticket."""
    tickets = Ticket.objects.visible_to(actor).filter(desk=desk)
    of_desk = Q(ticket_id__in=tickets.values("pk")) | Q(kind__startswith="queue.", subject_id=desk.pk)
    of_desk |= Q(kind="engagement.moved", engagement_id__in=list(names.providers))
    found = Event.objects.visible_to(actor).filter(of_desk, client_id=desk.client_id, kind__in=_RECENT_KINDS)
    events = list(found.order_by("-pk")[:RECENT])
    numbers = dict(tickets.filter(pk__in=[event.ticket_id for event in events]).values_list("pk", "number"))
    told = ((event, event_words(event, names)) for event in events)
    return [
        TimelineEntry(words.text, event.at, words.icon, words.tone,
                      _and_reference(words.more, desk, numbers.get(event.ticket_id or 0)))
        for event, words in told if words is not None
    ]  # fmt: skip


def _and_reference(more: str, desk: Desk, number: int | None) -> str:
    reference = f"{desk.key}-{number}" if number else ""
    return " · ".join(part for part in (reference, more) if part)


def which_tickets(only: str) -> str:
    """Which tickets a figure opened, in words; the unfinished ones when it was none."""
    return {
        "all": _("All tickets"),
        "kept": _("Promises kept in the period"),
        "missed": _("Promises missed in the period"),
        "settled": _("Promises kept or missed in the period"),
        "answered": _("First answered in the period"),
        "findings": _("Style findings in the period"),
        "late": _("Late now"),
        "due": _("Due within the hour"),
    }.get(only, _("Waiting now"))


def ticket_lines(tickets: Iterable[Ticket], names: Names) -> list[dict[str, Any]]:
    """Tickets as lines of a table."""
    return [
        {
            "ticket": ticket, "holder": names.provider(ticket.holder_id),
            "url": reverse("console:timeline", args=[ticket.reference]),
            "language": language_name(ticket.language) if ticket.language != "und" else "–",
        }
        for ticket in tickets
    ]  # fmt: skip


def segment_lines(segments: Iterable[Segment], ticket: Ticket, names: Names) -> list[dict[str, Any]]:
    """Who held the ball, one line a segment: party, whose move, why, from, until, how long."""
    return [
        {
            "party": names.provider(segment.engagement_id), "waiting": segment.get_waiting_on_display(),
            "why": reason_words(segment.reason), "start": segment.started_at,
            "end": segment.ended_at, "length": formats.minutes_words(_length(segment.started_at, segment.ended_at)),
        }
        for segment in segments
    ]  # fmt: skip


def promise_line(clock: Clock, names: Names) -> str:
    """A promise in one sentence: how long was promised, and by whom it was kept or missed."""
    promised = _("promised within %(length)s") % {"length": formats.minutes_words(clock.minutes * 60)}
    if clock.verdict == Verdict.KEPT:
        return _("%(promised)s; kept by %(who)s") % {
            "promised": promised,
            "who": names.provider(clock.responsible_id),
        }
    if clock.verdict == Verdict.MISSED:
        return _("%(promised)s; missed by %(who)s") % {
            "promised": promised,
            "who": names.provider(clock.responsible_id),
        }
    return promised


def charge_lines(found: Iterable[Charge], names: Names) -> list[dict[str, Any]]:
    """Charges as lines of a table."""
    return [
        {
            "charge": charge, "party": names.provider(charge.engagement_id),
            "amount": money({charge.currency: charge.amount}), "why": charge_words(charge),
            "url": reverse("console:timeline", args=[charge.ticket.reference]),
        }
        for charge in found
    ]  # fmt: skip


def charge_words(charge: Charge) -> str:
    """Why a charge is what it is."""
    from relevo.commerce.actions import explain

    return explain(charge)


def cost_sums(held: Iterable[Holding], names: Names) -> list[tuple[str, str]]:
    """What each engagement cost in the period."""
    return [(names.provider(h.engagement_id), money(h.cost)) for h in held if h.cost]


def week_languages(desk: Desk, current: str) -> list[dict[str, Any]]:
    """The languages of the coverage week's tabs."""
    return [
        {"code": code, "label": language_name(code), "current": code == current} for code in desk.languages
    ]


def _length(start: datetime, end: datetime | None) -> float:
    return ((end or now()) - start).total_seconds()
