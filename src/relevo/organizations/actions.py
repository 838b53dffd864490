"""What happens to firms and their members."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.core.scope import acting
from relevo.events.record import record
from relevo.organizations.models import Member, Organization, User
from relevo.organizations.permissions import Role


def create_organization(*, name: str, slug: str, zone: str = "UTC", language: str = "en") -> Organization:
    """Found a firm. Its id is drawn first, because only a scope that holds the id may write the row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('organizations_organization', 'id'))")
        new_id = cursor.fetchone()[0]
    founder = system(new_id)
    with acting(founder):
        organization = Organization.objects.create(
            pk=new_id, name=name, slug=slug, zone=zone, language=language
        )
        record("organization.created", actor=founder, client_id=new_id, subject_id=new_id)
    return organization


@transaction.atomic
def add_member(
    organization: Organization,
    user: User,
    *,
    role: str,
    actor: Actor,
    zone: str = "",
    languages: Sequence[str] = (),
) -> Member:
    """Give a person a place in the firm. Raises ``RuleBroken`` when she already has one."""
    actor.require("member.manage", organization)
    if Member.objects.filter(organization=organization, user=user).exists():
        raise RuleBroken(_("%(name)s already belongs to this organization.") % {"name": user.name})
    member = Member.objects.create(
        organization=organization,
        user=user,
        role=Role(role),
        zone=zone or organization.zone,
        languages=list(languages),
    )
    record("member.added", actor=actor, client_id=organization.pk, subject_id=member.pk, facts={"role": role},
           private_to=organization.pk)  # fmt: skip
    return member


@transaction.atomic
def end_member(member: Member, *, actor: Actor) -> None:
    """Let a person leave: every right ends with the next request, the history stays."""
    actor.require("member.manage", member)
    if member.ended_at is None:
        member.ended_at = now()
        member.save(update_fields=["ended_at"])
        record("member.ended", actor=actor, client_id=member.organization_id, subject_id=member.pk,
               private_to=member.organization_id)  # fmt: skip
