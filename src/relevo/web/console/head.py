"""The head of the console's pages: where one is, which desk, which span of time. Each choice keeps the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relevo.core.actor import Actor
from relevo.core.http import ActorRequest
from relevo.desks.models import Desk
from relevo.web.console.period import LENGTHS, Period, period_of

PLACES = (
    ("console:overview", _("Overview")), ("console:tickets", _("Tickets")), ("console:costs", _("Costs")),
)  # fmt: skip
TEAM = ("console:team", _("Team"))
"""For those who look after agents."""
MAIL = ("console:mail", _("Mail"))
"""For those who look after the desk's mailboxes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu or one tab. hint: what tells two desks of one name apart."""

    label: object
    url: str
    current: bool
    hint: str = ""


def looks_after_agents(actor: Actor) -> bool:
    """Whether the actor may give seats or certify anywhere: her own people, or those who answer for her firm."""
    return actor.may_somewhere("seat.manage") or actor.may_somewhere("seat.certify")


def head(request: ActorRequest, desk: Desk, desks: Sequence[Desk]) -> dict[str, Any]:
    """What ``console/head.html`` shows above a page of this desk."""
    period = period_of(request.GET.get("period", ""))
    places = [*PLACES]
    if looks_after_agents(request.actor):
        places.append(TEAM)
    if request.actor.may("mailbox.manage", desk):
        places.append(MAIL)
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "desk": desk,
        "period": period,
        "places": [Choice(label, reverse(name) + _asking(desk, period), name == here) for name, label in places],
        "desk_choices": [
            Choice(other.name, _asking(other, period), other.pk == desk.pk, _owner(other)) for other in desks
        ],
        "period_choices": [
            Choice(label, _again(request, desk, code), code == period.code)
            for code, (label, _length) in LENGTHS.items()
        ],
    }  # fmt: skip


def _asking(desk: Desk, period: Period) -> str:
    wanted = {"desk": desk.key} | ({"period": period.code} if period.code != period_of("").code else {})
    return f"?{urlencode(wanted)}"


def _again(request: ActorRequest, desk: Desk, code: str) -> str:
    """The same question about another span of time, from its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    query["desk"], query["period"] = desk.key, code
    return f"?{query.urlencode()}"


def _owner(desk: Desk) -> str:
    return "" if desk.client.name == desk.name else desk.client.name
