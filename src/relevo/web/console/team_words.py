"""What the team page says: how far an agent is trusted, what follows from it, and what may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relevo.conduct.approvals import approval_reasons
from relevo.core import formats
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.desks.topics import topic_name
from relevo.engagements.actions import readiness_moves
from relevo.engagements.models import Readiness, Seat
from relevo.language.names import language_name

MARKS: dict[str, tuple[str, str]] = {
    Readiness.NEW: ("due", "graduation-cap"),
    Readiness.CERTIFIED: ("ok", "shield-check"),
    Readiness.LAPSED: ("breached", "triangle-alert"),
}
"""Tone and icon of a readiness."""

_VERBS = {
    Readiness.NEW: (gettext_lazy("Back to the first week"), gettext_lazy("replies wait")),
    Readiness.CERTIFIED: (gettext_lazy("Certify"), gettext_lazy("replies go out")),
    Readiness.LAPSED: (gettext_lazy("Let it lapse"), gettext_lazy("replies wait, no new tickets")),
}
"""What is pressed to set a readiness, and what follows in short."""


@dataclass(frozen=True, slots=True)
class Move:
    """One line of a seat's menu. code: the readiness that it sets."""

    code: str
    label: object
    hint: object
    icon: str
    danger: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One seat. name: the person's own, for her own firm only. since: from when the readiness stands.
    duty: until when she is on duty, None when she is not, or when that is another firm's affair."""

    seat: Seat
    name: str
    languages: str
    topics: str
    tier: str
    tone: str
    icon: str
    follows: str
    since: datetime
    duty: str | None
    moves: list[Move]


def line(seat: Seat, *, name: str, since: datetime | None, duty: datetime | None, actor: Actor) -> Line:
    """A seat in words. since: the last time that its readiness was set, None when it was only given."""
    tone, icon = MARKS[seat.readiness]
    return Line(
        seat, name if name != seat.alias else "", ", ".join(language_name(code) for code in seat.languages),
        ", ".join(topic_name(code) for code in seat.topics) or _("all topics"),
        _("Tier %(tier)s") % {"tier": seat.tier},
        tone, icon, _follows(seat), since or seat.given_at,
        _("until %(when)s") % {"when": formats.day_and_time(duty)} if duty else None, moves(seat, actor),
    )  # fmt: skip


def moves(seat: Seat, actor: Actor) -> list[Move]:
    """What the actor may set. A first week that is over is not offered: replies would go out without a certificate."""
    return [
        Move(code, *_VERBS[code], MARKS[code][1], danger=code == Readiness.LAPSED)
        for code in readiness_moves(seat, actor=actor)
        if code != Readiness.NEW or _waits(seat, code)
    ]


def said(seat: Seat, readiness: str) -> str:
    """What was done."""
    names = {"name": seat.alias, "desk": seat.engagement.desk.name}
    if readiness == Readiness.CERTIFIED:
        return _("%(desk)s: %(name)s is certified.") % names
    if readiness == Readiness.LAPSED:
        return _("%(desk)s: the certificate of %(name)s has lapsed.") % names
    return _("%(desk)s: %(name)s is in the first week again.") % names


def _follows(seat: Seat) -> str:
    if seat.readiness == Readiness.LAPSED:
        return _("Replies wait for a lead, and no new tickets are assigned.")
    if seat.readiness == Readiness.CERTIFIED:
        return _("Replies go out without approval, unless a check asks for it.")
    if not _waits(seat, Readiness.NEW):
        return _("The first week is over: replies go out without approval.")
    return _("Replies wait for a lead until %(when)s.") % {"when": formats.day_and_time(_week_ends(seat))}


def _waits(seat: Seat, readiness: str) -> bool:
    """Whether an agent's plain reply on this seat would wait with such a readiness, by the one rule that there is."""
    return bool(
        approval_reasons(
            readiness=readiness, given_at=seat.given_at, first_week_days=seat.engagement.first_week_days, at=now(),
            findings=(), translation_unread=False,
        )
    )  # fmt: skip


def _week_ends(seat: Seat) -> datetime:
    return seat.given_at + timedelta(days=seat.engagement.first_week_days)
