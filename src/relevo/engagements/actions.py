"""What happens to engagements and seats."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.desks.models import Desk
from relevo.engagements.models import MOVES, Engagement, Readiness, Seat, State
from relevo.events.record import open_chain, record
from relevo.organizations.models import Member, Organization

TERMS = frozenset({"starts_on", "channels", "languages", "topics", "tier", "first_week_days"})
SEAT_FIELDS = frozenset({"languages", "topics", "tier", "capacity", "works_from", "readiness", "given_at"})


@transaction.atomic
def draft_engagement(desk: Desk, provider: Organization, *, actor: Actor, **terms: Any) -> Engagement:
    """Offer a desk to a firm. ``terms``: fields in ``TERMS``. Its record begins here."""
    actor.require("engagement.manage", desk)
    if unknown := set(terms) - TERMS:
        raise TypeError(f"not a term of an engagement: {', '.join(sorted(unknown))}")
    engagement = Engagement.objects.create(client_id=desk.client_id, desk=desk, provider=provider, **terms)
    open_chain(engagement_id=engagement.pk, client_id=desk.client_id, provider_id=provider.pk)
    record("engagement.drafted", actor=actor, client_id=desk.client_id, engagement_id=engagement.pk,
           subject_id=engagement.pk)  # fmt: skip
    return engagement


@transaction.atomic
def move_engagement(engagement: Engagement, state: str, *, actor: Actor) -> Engagement:
    """Start, give notice, or end. Ending revokes every right that came from it at once and keeps the history.

    Raises ``RuleBroken`` for a move that ``MOVES`` does not list.
    """
    actor.require("engagement.manage", engagement)
    engagement = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    if state not in MOVES[engagement.state]:
        raise RuleBroken(_("An engagement that is %(now)s cannot become %(then)s.")
                         % {"now": engagement.get_state_display(), "then": State(state).label})  # fmt: skip
    before, engagement.state = engagement.state, State(state)
    if engagement.state == State.ENDED:
        engagement.ended_at = now()
    engagement.save(update_fields=["state", "ended_at"])
    record("engagement.moved", actor=actor, client_id=engagement.client_id, engagement_id=engagement.pk,
           subject_id=engagement.pk, facts={"from": before, "to": state})  # fmt: skip
    return engagement


@transaction.atomic
def give_seat(engagement: Engagement, member: Member, *, alias: str, actor: Actor, **fields: Any) -> Seat:
    """Seat a provider's member on an engagement. ``fields``: those in ``SEAT_FIELDS``.

    A seat that is certified, or older than it is, sends without approval: only the client may give it.
    Raises ``RuleBroken`` when the member is of another firm or already seated.
    """
    actor.require("seat.manage", engagement)
    if unknown := set(fields) - SEAT_FIELDS:
        raise TypeError(f"not a field of a seat: {', '.join(sorted(unknown))}")
    if fields.get("readiness") == Readiness.CERTIFIED or "given_at" in fields:
        actor.require("seat.certify", engagement)
    if member.organization_id != engagement.provider_id:
        raise RuleBroken(_("Only people of the firm that staffs this engagement can have a seat on it."))
    if Seat.objects.active().filter(engagement=engagement, member=member).exists():
        raise RuleBroken(_("%(name)s already has a seat here.") % {"name": alias})
    seat = Seat.objects.create(
        engagement=engagement, client_id=engagement.client_id, provider_id=engagement.provider_id, member=member,
        alias=alias, **fields,
    )  # fmt: skip
    record("seat.given", actor=actor, client_id=engagement.client_id, engagement_id=engagement.pk, subject_id=seat.pk,
           facts={"alias": alias, "readiness": seat.readiness})  # fmt: skip
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, actor: Actor) -> None:
    """Take a seat away, effective at the member's next request."""
    actor.require("seat.manage", seat)
    if seat.ended_at is None:
        seat.ended_at = now()
        seat.save(update_fields=["ended_at"])
        record("seat.ended", actor=actor, client_id=seat.client_id, engagement_id=seat.engagement_id,
               subject_id=seat.pk)  # fmt: skip


@transaction.atomic
def set_readiness(seat: Seat, readiness: str, *, actor: Actor) -> None:
    """Certify an agent for this client, or let the certificate lapse.

    Who writes in the client's name without approval is the client's to say; the agent's own lead may only be stricter.
    What stands already is not set, and not recorded, once more. Raises ``RuleBroken`` for a seat that has ended.
    """
    wanted = Readiness(readiness)
    if not _is_stricter(seat, wanted, actor):
        actor.require("seat.certify", seat.engagement)
    seat = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    if seat.ended_at is not None:
        raise RuleBroken(
            _("%(name)s no longer has this seat, so nothing was changed.") % {"name": seat.alias}
        )
    if seat.readiness == wanted:
        return
    before, seat.readiness = seat.readiness, wanted
    seat.save(update_fields=["readiness"])
    record("seat.readiness_changed", actor=actor, client_id=seat.client_id, engagement_id=seat.engagement_id,
           subject_id=seat.pk, facts={"from": before, "to": wanted.value})  # fmt: skip


def readiness_moves(seat: Seat, *, actor: Actor) -> list[Readiness]:
    """What ``set_readiness`` would set on this seat now if the actor asked; empty when she may not, or it has ended."""
    if seat.ended_at is not None:
        return []
    certifies = actor.may("seat.certify", seat.engagement)
    others = (one for one in Readiness if one != seat.readiness)
    return [one for one in others if certifies or _is_stricter(seat, one, actor)]


def _is_stricter(seat: Seat, wanted: Readiness, actor: Actor) -> bool:
    """Whether it only makes an agent's replies wait, which her own lead may do as well."""
    return wanted == Readiness.LAPSED and actor.may("seat.manage", seat)
