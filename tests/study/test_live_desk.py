"""What a live desk saw, counted by hand over three weeks; and nobody counts what she may not see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from relevo.commerce.actions import set_rate_card
from relevo.core import clock
from relevo.core.scope import acting
from relevo.study.choice.actual import Trial
from relevo.study.choice.came_true import Arrivals, Holder, Observed
from relevo.study.live_desk import observed, span_of
from relevo.tickets.models import Ticket
from tests.cast import EVERYWHERE, Cast
from tests.stories import SUNDAY_NIGHT, customer_writes
from tests.study.live_weeks import AFTER, HOUR, WEEK, WEEKS, live


@pytest.fixture(scope="module")
def weeks(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:
    """The weeks once for all tests of this module, rolled back at the end."""
    with django_db_blocker.unblock(), clock.travel(SUNDAY_NIGHT), transaction.atomic():
        cast = Cast()
        live(cast)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def after(weeks: Cast) -> Iterator[None]:
    with clock.travel(AFTER):
        yield


def seen_by(
    cast: Cast, name: str, *, most_weeks: int = 13, currency: str = "EUR", desk: str = "auralis"
) -> Observed:
    actor = cast.actor(name)
    with acting(actor):
        home = cast.desk(desk)
        span = span_of(home, most_weeks, actor)
        return observed(home, span, actor, mail_within=0.5, live_within=60, currency=currency)


def holders(seen: Observed) -> dict[str, Holder]:
    return {one.name: one for one in seen.holders}


def test_the_span_is_whole_weeks_since_the_first_contact(weeks: Cast) -> None:
    carmen = weeks.actor("Carmen")
    with acting(carmen):
        span = span_of(weeks.desk("auralis"), 13, carmen)
        short = span_of(weeks.desk("auralis"), 2, carmen)
    assert (span.weeks, span.start, span.end) == (3, SUNDAY_NIGHT, SUNDAY_NIGHT + 3 * WEEK)
    assert span.begun is not None
    assert 0 <= (span.begun - SUNDAY_NIGHT).total_seconds() < 60
    assert (short.weeks, short.start, short.end) == (2, SUNDAY_NIGHT + WEEK, span.end)
    assert span.months("Europe/Madrid") == {11: pytest.approx(9 / 21), 12: pytest.approx(12 / 21)}


def test_contacts_are_counted_by_hour_and_language_without_machines_and_merged_ones(weeks: Cast) -> None:
    assert seen_by(weeks, "Carmen").arrivals == (
        Arrivals(HOUR, "en", "", WEEKS), Arrivals(HOUR, "es", "", 3 * WEEKS), Arrivals(HOUR, "lv", "", WEEKS),
    )  # fmt: skip


def test_only_so_many_weeks_are_looked_at(weeks: Cast) -> None:
    assert seen_by(weeks, "Carmen", most_weeks=2).contacts == 10


def test_answers_are_in_time_late_or_missing(weeks: Cast) -> None:
    seen = seen_by(weeks, "Carmen")
    assert (seen.due, seen.in_time) == (5 * WEEKS, 2 * WEEKS)  # Hannah's took an hour, two have none at all
    assert seen.median == pytest.approx(600, abs=1)  # 10, 10 and 60 minutes
    assert seen.p90 == pytest.approx(3600, abs=1)


def test_each_engagement_has_its_promises_its_work_and_its_bill(weeks: Cast) -> None:
    found = holders(seen_by(weeks, "Carmen"))
    with acting(weeks.actor("Carmen")):
        charges = list(weeks.engagement("auralis", "noctua").charges.values_list("amount", flat=True))
    assert len(charges) == 3 * WEEKS
    noctua = found["Noctua Support"]
    assert (noctua.kept, noctua.in_house) == (2 * WEEKS, False)
    assert noctua.work == Trial(
        worked=3 * WEEKS, handed_back=WEEKS, settled=2 * (WEEKS - 1), resolved=WEEKS - 2,
        charged=float(sum(charges)), squares=pytest.approx(float(sum(a * a for a in charges))),
        largest=float(max(charges)),
    )  # fmt: skip
    assert found["Baltline"].missed == WEEKS
    assert found["Baltline"].work == Trial()


def test_a_monthly_fee_counts_for_the_days_on_which_its_card_held(weeks: Cast) -> None:
    carmen = weeks.actor("Carmen")
    with transaction.atomic():
        with acting(carmen):
            baltline = weeks.engagement("auralis", "baltline")
            terms = {"currency": "EUR", "contact": "4.00", "fixed": {"amount": "700.00"}}
            set_rate_card(baltline, (SUNDAY_NIGHT + WEEK).date(), terms, actor=carmen)
        work = holders(seen_by(weeks, "Carmen"))["Baltline"].work
        transaction.set_rollback(True)
    # From Sunday 29 November 00:00 in Madrid to the end at 03:00 a fortnight later: 14 days and 3 hours.
    assert work.fees == pytest.approx(700 * (14 + 3 / 24) / (365.25 / 12))


def test_charges_in_another_currency_are_left_out_and_said(weeks: Cast) -> None:
    seen = seen_by(weeks, "Carmen", currency="USD")
    assert seen.foreign
    assert seen.by_partners.charged == 0
    assert not seen_by(weeks, "Carmen").foreign


def test_the_number_of_queries_does_not_grow_with_the_tickets(weeks: Cast) -> None:
    carmen = weeks.actor("Carmen")

    def asked() -> int:
        with acting(carmen):
            desk = weeks.desk("auralis")
            with CaptureQueriesContext(connection) as queries:
                span = span_of(desk, 13, carmen)
                observed(desk, span, carmen, mail_within=12, live_within=60, currency="EUR")
        return len(queries)

    few = asked()
    with transaction.atomic():
        for n in range(12):
            with clock.travel(AFTER - WEEK):
                customer_writes(weeks, "…", address=f"new{n}@town.example", name=f"New {n}")
        assert asked() == few == 11
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["Ilze", "Andris", "Jonas"])
def test_another_client_and_a_stranger_count_nothing(weeks: Cast, name: str) -> None:
    actor = weeks.actor(name)
    desk = weeks.desk("auralis")
    with acting(EVERYWHERE):  # without the database's wall, so that ``visible_to`` alone must hold
        assert span_of(desk, 13, actor).begun is None
        carmen = span_of(desk, 13, weeks.actor("Carmen"))
        seen = observed(desk, carmen, actor, mail_within=12, live_within=60, currency="EUR")
    assert seen == Observed(WEEKS, (), 0, 0, None, None, (), foreign=False)


def test_a_partner_counts_only_what_it_held(weeks: Cast) -> None:
    baltline = seen_by(weeks, "Kristaps")
    assert {one.language for one in baltline.arrivals} == {"lv"}
    assert {one.name for one in baltline.holders} == {"Baltline"}
    noctua = seen_by(weeks, "Valeria")
    assert {one.name for one in noctua.holders} == {"Noctua Support"}
    assert "lv" not in {one.language for one in noctua.arrivals}


def test_a_desk_to_which_nobody_has_written_has_no_weeks(weeks: Cast) -> None:
    ilze = weeks.actor("Ilze")
    with acting(ilze):
        mareko = span_of(weeks.desk("mareko"), 13, ilze)
        assert not Ticket.objects.filter(desk__slug="mareko").exists()
    assert (mareko.weeks, mareko.begun) == (0, None)
    assert mareko.months("Europe/Riga") == {}
