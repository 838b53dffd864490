"""Planning shifts, and whose they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.coverage.actions import cancel_shift, plan_shift
from relevo.coverage.models import Shift
from relevo.events.models import Event
from tests.cast import Cast
from tests.coverage.play import SUNDAY_3, shift

HOUR = timedelta(hours=1)


def test_a_lead_plans_a_shift_and_the_record_is_the_firm_s_own(cast: Cast) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        made = plan_shift(cast.member("Mateo"), SUNDAY_3, SUNDAY_3 + 8 * HOUR, actor=valeria)
        event = Event.objects.filter(kind="shift.planned").latest("pk")
    assert (event.subject_id, event.private_to) == (made.pk, cast.organization("noctua").pk)
    with acting(cast.actor("Carmen")):
        assert not Event.objects.filter(kind="shift.planned", subject_id=made.pk).exists()
        assert not Shift.objects.filter(pk=made.pk).exists()
    with acting(cast.actor("Mateo")):
        assert Shift.objects.visible_to(cast.actor("Mateo")).filter(pk=made.pk).exists()


def test_agents_and_other_firms_plan_nobodys_shifts(cast: Cast) -> None:
    member = cast.member("Mateo")
    for name in ("Mateo", "Carmen", "Kristaps", "Jonas"):
        actor = cast.actor(name)
        with acting(actor), pytest.raises(NotAllowed):
            plan_shift(member, SUNDAY_3, SUNDAY_3 + HOUR, actor=actor)


@pytest.mark.parametrize("hours", [0, -1, 24.1])
def test_impossible_shifts_are_refused(cast: Cast, hours: float) -> None:
    with pytest.raises(RuleBroken, match="24 hours"):
        shift(cast, "Mateo", SUNDAY_3, hours)


def test_nobody_works_twice_at_the_same_time_but_shifts_may_touch(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 4)
    with pytest.raises(RuleBroken, match="already"):
        shift(cast, "Mateo", SUNDAY_3 + 3 * HOUR, 4)
    shift(cast, "Mateo", SUNDAY_3 + 4 * HOUR, 4)


def test_a_shift_over_the_change_of_clocks_is_measured_in_real_hours(cast: Cast) -> None:
    madrid = ZoneInfo("Europe/Madrid")
    valeria = cast.actor("Valeria")
    with acting(valeria):
        start = datetime(2027, 10, 30, 9, 30, tzinfo=madrid)
        with pytest.raises(RuleBroken):  # 24 hours on the wall, 25 in truth
            plan_shift(cast.member("Mateo"), start, start + timedelta(hours=24), actor=valeria)


def test_a_cancelled_shift_is_gone_and_recorded(cast: Cast) -> None:
    made = shift(cast, "Mateo", SUNDAY_3)
    valeria = cast.actor("Valeria")
    key = made.pk
    with acting(valeria):
        cancel_shift(made, actor=valeria)
        assert not Shift.objects.filter(pk=key).exists()
        assert Event.objects.filter(kind="shift.cancelled", subject_id=key).exists()


def test_an_agent_cannot_cancel_a_shift(cast: Cast) -> None:
    made = shift(cast, "Mateo", SUNDAY_3)
    mateo = cast.actor("Mateo")
    with acting(mateo), pytest.raises(NotAllowed):
        cancel_shift(made, actor=mateo)
