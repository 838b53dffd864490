"""From a membership to an actor: which firm, which engagements, which permissions. Asked anew at every door.

Nothing is cached: an engagement that ends or a seat that is taken away closes with the next request.
"""

from __future__ import annotations

from types import MappingProxyType

from django.db.models import Q, QuerySet

from relevo.core.actor import NOBODY, Actor, Key
from relevo.core.prepared import prepared
from relevo.core.scope import Scope, acting
from relevo.engagements.models import STAFFING, Engagement, Seat
from relevo.organizations.models import Member
from relevo.organizations.permissions import OWN_GROUND, Role

_WORK = frozenset({
    "ticket.reply", "ticket.note", "ticket.assign_self", "ticket.set_status", "ticket.hand_over", "ticket.set_topic",
    "ticket.merge", "engagement.view", "ticket.translate",
})  # fmt: skip
_LEAD = _WORK | {
    "reply.approve",
    "ticket.assign",
    "ticket.reply_unapproved",
    "shift.plan",
    "charge.view",
    "seat.manage",
}


def actor_for(user_id: int, member_id: int | None = None) -> Actor:
    """The actor behind a signed-in user, in the membership asked for or else her first.

    Returns ``NOBODY`` when she has no place in any firm (any more).
    """
    with acting(Scope(user_id=user_id)):
        mine = {member.pk: member for member in _memberships(user_id)}
    member = mine.get(member_id or 0) or next(iter(mine.values()), None)
    return NOBODY if member is None else _actor(member)


def actor_of(member: Member) -> Actor:
    """The actor of a known member, for jobs and tests."""
    return actor_for(member.user_id, member.pk)


def _actor(member: Member) -> Actor:
    own = member.organization_id
    with acting(Scope(organizations=frozenset({own}), user_id=member.user_id)):
        seats = dict(_seats_of(member.pk))
        engagements = _staffing_of(own)
    provided = [
        e for e in engagements if e.provider_id == own and (e.pk in seats or member.role != Role.AGENT)
    ]
    grants: dict[Key, frozenset[str]] = {("organization", own): OWN_GROUND[member.role]}
    for engagement in provided:
        grants["engagement", engagement.pk] = grants_on(member.role, seated=engagement.pk in seats)
    return Actor(
        kind="member",
        label=member.user.name,
        user_id=member.user_id,
        member_id=member.pk,
        organization_id=own,
        role=member.role,
        zone=member.zone or "UTC",
        scope=Scope(frozenset({own}), frozenset(e.pk for e in provided), member.user_id),
        grants=MappingProxyType(grants),
        seats=MappingProxyType({e.pk: seats[e.pk] for e in provided if e.pk in seats}),
    )


@prepared
def _memberships(user_id: int) -> QuerySet[Member]:
    members = Member.objects.active().filter(user_id=user_id, user__is_active=True).select_related("user")
    return members.order_by("joined_at", "pk")


@prepared
def _seats_of(member_id: int) -> QuerySet[Seat, tuple[int, int]]:
    return Seat.objects.active().filter(member_id=member_id).values_list("engagement_id", "pk")


@prepared
def _staffing_of(firm: int) -> QuerySet[Engagement]:
    """Engagements of which a firm is the client or the provider."""
    theirs = Engagement.objects.filter(Q(client_id=firm) | Q(provider_id=firm), state__in=STAFFING)
    # Not by the desk's name: a provider sees no desk before this very list is in scope.
    return theirs.only("pk", "client_id", "provider_id", "state").order_by("pk")


def grants_on(role: str, *, seated: bool) -> frozenset[str]:
    """What a role may do on an engagement that its firm provides. Writing to customers needs a seat."""
    if role in {Role.LEAD, Role.MANAGER, Role.ADMIN}:
        return _LEAD if seated else _LEAD - {"ticket.reply", "ticket.reply_unapproved", "ticket.assign_self"}
    if role == Role.AGENT and seated:
        return _WORK
    return frozenset({"engagement.view"})
