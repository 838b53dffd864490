"""What happens to coverage and shifts: the hours an engagement answers, and who works when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.calc.coverage import Block
from relevo.calc.zones import as_utc
from relevo.core.actor import Actor
from relevo.core.errors import RuleBroken
from relevo.coverage.models import CoverageBlock, Shift
from relevo.coverage.queries import stored_form
from relevo.engagements.models import Engagement
from relevo.events.record import record
from relevo.organizations.models import Member

LONGEST_SHIFT = timedelta(hours=24)


@transaction.atomic
def set_coverage(engagement: Engagement, blocks: Iterable[Block], *, actor: Actor) -> list[CoverageBlock]:
    """Say when an engagement answers, in place of what was said before. No blocks: it never answers.

    A block's own ``engagement_id`` and ``tier`` are not looked at: both are the engagement's.
    """
    actor.require("coverage.manage", engagement)
    engagement = Engagement.objects.select_for_update(of=("self",), no_key=True).get(pk=engagement.pk)
    CoverageBlock.objects.filter(engagement=engagement).delete()
    rows = CoverageBlock.objects.bulk_create(stored_form(block, engagement) for block in blocks)
    record("coverage.set", actor=actor, client_id=engagement.client_id, engagement_id=engagement.pk,
           subject_id=engagement.pk, facts={"blocks": len(rows)})  # fmt: skip
    return rows


@transaction.atomic
def plan_shift(member: Member, starts_at: datetime, ends_at: datetime, *, actor: Actor) -> Shift:
    """Plan one agent's working time. Raises ``RuleBroken`` when it is impossible or she works then already."""
    actor.require("shift.plan", member)
    member = Member.objects.select_for_update(no_key=True).get(
        pk=member.pk
    )  # two plans at once would not see each other
    starts_at, ends_at = as_utc(starts_at), as_utc(ends_at)  # two times of one zone subtract by the wall
    if not timedelta(0) < ends_at - starts_at <= LONGEST_SHIFT:
        raise RuleBroken(_("A shift ends after it starts, and within 24 hours."))
    if Shift.objects.filter(member=member, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise RuleBroken(_("There is a shift at that time already."))
    shift = Shift.objects.create(
        organization_id=member.organization_id, member=member, starts_at=starts_at, ends_at=ends_at
    )
    _record("shift.planned", shift, actor)
    return shift


@transaction.atomic
def cancel_shift(shift: Shift, *, actor: Actor) -> None:
    """Take a planned shift off the roster."""
    actor.require("shift.plan", shift)
    _record("shift.cancelled", shift, actor)
    shift.delete()


def _record(kind: str, shift: Shift, actor: Actor) -> None:
    facts = {"member": shift.member_id, "from": shift.starts_at.isoformat(), "to": shift.ends_at.isoformat()}
    record(kind, actor=actor, client_id=shift.organization_id, private_to=shift.organization_id, subject_id=shift.pk,
           facts=facts)  # fmt: skip
