"""When a reply must be approved before the customer reads it, and who is waiting for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relevo.conduct.checks import Finding
from relevo.conduct.models import Approval, ApprovalQuerySet, Decision
from relevo.core.actor import Actor
from relevo.engagements.models import Readiness
from relevo.tickets.models import Delivery, Ticket

REASONS = {
    "first_week": _("The agent is in her first week on this desk."),
    "lapsed": _("The agent's certificate for this desk has lapsed."),
    "finding": _("The checks found words that may hurt or harm."),
    "translation": _("Nobody has confirmed the translation."),
}
"""Why a reply waits, by code, in words."""

GRAVE = frozenset({"rude", "unsafe"})
"""Kinds of finding that the writer alone does not settle."""


def approval_reasons(
    *, readiness: str, given_at: datetime, first_week_days: int, at: datetime, findings: Iterable[Finding],
    translation_unread: bool,
) -> tuple[str, ...]:  # fmt: skip
    """The codes of all reasons for which a reply written at ``at`` waits; empty when it goes straight out.

    given_at: when the writer got her seat. first_week_days: for so many times 24 hours from then a ``new``
    agent's replies wait, until she is certified; 0 means never. translation_unread: it asks to be looked at,
    and nobody did.
    """
    first_week = readiness == Readiness.NEW and at < given_at + timedelta(days=first_week_days)
    grave = any(finding.level == "confirm" and finding.kind in GRAVE for finding in findings)
    told = {
        "first_week": first_week,
        "lapsed": readiness == Readiness.LAPSED,
        "finding": grave,
        "translation": translation_unread,
    }
    return tuple(code for code, holds in told.items() if holds)


def waiting_for(actor: Actor) -> ApprovalQuerySet:
    """The replies that wait for this actor's decision, the oldest first; never her own."""
    keys = [key for key, granted in actor.grants.items() if "reply.approve" in granted]
    grounds = [ident for kind, ident in keys if kind == "organization"]
    engagements = [ident for kind, ident in keys if kind == "engagement"]
    hers = Q(client_id__in=grounds) | Q(engagement_id__in=engagements)
    waiting = Approval.objects.visible_to(actor).waiting().filter(hers)
    return waiting.exclude(message__seat__member_id=actor.member_id or 0).select_related(
        "ticket__desk", "ticket__customer", "message__seat", "engagement__provider"
    )


def returned_to(actor: Actor, ticket: Ticket) -> Approval | None:
    """The decision that gave the actor her newest reply on this ticket back, with its comment, or None."""
    newest = (
        Approval.objects.visible_to(actor)
        .filter(ticket=ticket, message__seat__member_id=actor.member_id or 0)
        .order_by("-pk")
        .first()
    )
    if newest is None or newest.decision != Decision.RETURNED:
        return None
    answered = ticket.messages.filter(
        pk__gt=newest.message_id, seat__member_id=actor.member_id or 0
    ).exclude(delivery=Delivery.RETURNED)  # fmt: skip
    return None if answered.exists() else newest
