"""The demo's hours: at every hour somebody of the partner that answers is on duty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from relevo.core import clock
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.coverage.models import Shift
from relevo.coverage.queries import roster_of
from relevo.demo.world_coverage import DAYS_AHEAD, roll_shifts
from relevo.engagements.models import Seat
from relevo.promises.models import Promise
from tests.cast import Cast

SPRING = datetime(2027, 3, 25, 12, 0, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 28, 12, 0, tzinfo=UTC)
WINTER = datetime(2027, 1, 17, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("start", [WINTER, SPRING, AUTUMN])
@pytest.mark.parametrize("desk", ["auralis", "mareko"])
def test_whoever_answers_has_somebody_with_a_seat_on_duty_at_every_half_hour(
    cast: Cast, start: datetime, desk: str
) -> None:
    with clock.travel(start):
        roll_shifts()
    firms = [cast.organization(slug).pk for slug in ("auralis", "mareko", "noctua", "baltline")]
    with acting(system(*firms)):
        roster = roster_of(cast.desk(desk))
        shifts = list(Shift.objects.filter(organization_id__in=firms, ends_at__gt=start))
        seats = Seat.objects.active().filter(engagement__in=roster.engagements)
        seated = set(seats.values_list("engagement_id", "member_id"))
    for half_hour in range((DAYS_AHEAD - 1) * 48):
        at = start + timedelta(minutes=30 * half_hour)
        duty = {shift.member_id for shift in shifts if shift.starts_at <= at < shift.ends_at}
        for language in ("es", "en", "lv"):
            for engagement in roster.answering(channel="mail", language=language, at=at):
                assert any((engagement.pk, member) in seated for member in duty), (at, engagement)


def test_auralis_is_answered_in_its_three_languages_at_every_hour(cast: Cast) -> None:
    with acting(cast.machine("auralis")):
        roster = roster_of(cast.desk("auralis"))
    for hour in range(24 * 14):
        at = SPRING + timedelta(hours=hour)
        assert all(roster.answering(channel="mail", language=code, at=at) for code in ("es", "en", "lv")), at


def test_the_rota_rolls_on_and_plans_nothing_twice(cast: Cast) -> None:
    with clock.travel(WINTER):
        assert roll_shifts() > 50
        assert roll_shifts() == 0
    with clock.travel(WINTER + timedelta(days=1)):
        one_day_more = roll_shifts()
    assert 3 < one_day_more < 20
    with acting(system(cast.organization("noctua").pk)):
        assert Shift.objects.filter(
            starts_at__lt=WINTER, ends_at__gt=WINTER
        ).exists()  # begun yesterday, running now


def test_both_desks_promise(cast: Cast) -> None:
    with acting(cast.machine("auralis")):
        promised = dict(Promise.objects.filter(desk=cast.desk("auralis")).values_list("kind", "minutes"))
    assert promised == {"first_response": 30, "next_response": 60, "resolution": 2880}
    with acting(cast.machine("mareko")):
        assert Promise.objects.filter(desk=cast.desk("mareko")).count() == 3
