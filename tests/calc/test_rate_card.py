from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.calc.rate_card import FixedFee, Indexation, Premium, RateCard, hours_premium, indexed
from relevo.calc.tiers import Rate, Tier
from relevo.calc.working_time import ALWAYS, Calendar, weekly_hours

D = Decimal
OFFICE = Calendar(
    "Europe/Madrid", weekly_hours({day: [("09:00", "18:00")] for day in range(5)}), {date(2026, 12, 25)}
)


def madrid(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.mark.parametrize(
    ("volume", "outside"),
    [(2350, (150, 0)), (2200, (0, 0)), (2201, (1, 0)), (1800, (0, 0)), (1799, (0, 1)), (0, (0, 1800))],
)
def test_a_volume_is_inside_above_or_below_the_deadband(volume, outside):
    assert FixedFee(D(9000), 2000, deadband_percent=D(10)).outside(volume) == outside


def test_a_deadband_that_is_no_whole_number_counts_whole_units():
    fee = FixedFee(D(100), 15, deadband_percent=D(10))
    assert [fee.outside(volume) for volume in (13, 14, 16, 17)] == [(0, 1), (0, 0), (0, 0), (1, 0)]


def test_a_standby_fee_counts_nothing():
    assert FixedFee(D(500)).outside(10**6) == (0, 0)


@pytest.mark.parametrize(
    ("applies", "instant", "holds"),
    [
        ("open", madrid(2026, 11, 23, 12), True),
        ("open", madrid(2026, 11, 23, 20), False),
        ("closed", madrid(2026, 11, 23, 20), True),
        ("closed", madrid(2026, 12, 25, 12), True),
        ("holidays", madrid(2026, 12, 25, 23, 59), True),
        ("holidays", madrid(2026, 12, 26, 0), False),
    ],
)
def test_a_premium_applies_while_open_while_closed_or_on_holidays(applies, instant, holds):
    assert Premium("late", D("1.5"), OFFICE, applies).holds_at(instant) is holds


def test_a_premium_for_an_hour_window_follows_the_clock_of_its_zone():
    night = hours_premium("night", D("1.25"), "Europe/Madrid", "22:00", "06:00", weekdays=[4])
    assert night.holds_at(madrid(2026, 11, 28, 5, 59))
    assert not night.holds_at(madrid(2026, 11, 28, 6))
    assert not night.holds_at(madrid(2026, 11, 27, 5))


def test_prices_follow_the_index_up_to_its_cap():
    card = RateCard(currency="EUR", contact=Rate.flat(D("4.80")), indexation=Indexation(D(3)))
    assert indexed(card, D("4.1")).contact == Rate.flat(D("4.94"))
    assert indexed(card, D("2.5")).contact == Rate.flat(D("4.92"))
    assert indexed(card, D("-2")).contact == Rate.flat(D("4.80"))


def test_every_price_of_a_card_follows_the_index_and_keeps_its_digits():
    card = RateCard(
        currency="EUR",
        resolution=Rate((Tier(10, D("6.10")), Tier(None, D("5"))), "all_units"),
        minute=D("0.0085"),
        fixed=FixedFee(D("9000"), 2000, additional=D("4.20"), reduced=D("2.80"), deadband_percent=D(10)),
        minimum=D("2000"),
        indexation=Indexation(D(10), D(-5)),
    )
    raised = indexed(card, D(50))
    assert raised.resolution == Rate((Tier(10, D("6.71")), Tier(None, D("5.50"))), "all_units")
    assert raised.minute == D("0.0094")
    assert raised.fixed == FixedFee(
        D("9900"), 2000, additional=D("4.62"), reduced=D("3.08"), deadband_percent=D(10)
    )
    assert raised.minimum == D("2200")
    assert indexed(card, D(-50)).minimum == D("1900")


def test_a_card_without_indexation_keeps_its_prices():
    card = RateCard(currency="EUR", contact=Rate.flat(D("4.80")))
    assert indexed(card, D(4)) is card


@given(st.decimals(-50, 50, places=1), st.decimals(0, 20, places=1))
def test_an_index_never_moves_prices_beyond_its_cap_or_below_its_floor(change, cap):
    assert 0 <= Indexation(cap).limited(change) <= cap


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: FixedFee(D(-1)), "not negative"),
        (lambda: FixedFee(D(1), counts="minutes"), "contact or resolution"),
        (lambda: FixedFee(D(1), deadband_percent=D(101)), "deadband"),
        (lambda: FixedFee(D(1), deadband_percent=D(-1)), "deadband"),
        (lambda: FixedFee(D(1), included=-1), "included"),
        (lambda: Premium("x", D(-1), ALWAYS), "multiplier"),
        (lambda: Premium("x", D(1), ALWAYS, "sometimes"), "sometimes"),
        (lambda: Indexation(D("Infinity")), "finite"),
        (lambda: Indexation(D(1), D("NaN")), "finite"),
        (lambda: Indexation(D(1), D(2)), "floor"),
        (lambda: Indexation(D(1), D(-101)), "floor"),
        (lambda: RateCard(currency="euro"), "currency"),
        (lambda: RateCard(currency="eur"), "currency"),
        (lambda: RateCard(currency="ÄÖÜ"), "currency"),
        (lambda: RateCard(currency="EUR", minute_rounding="hour"), "minutes are rounded"),
        (lambda: RateCard(currency="EUR", rounding="down"), "rounding"),
        (lambda: RateCard(currency="EUR", rounding_level="month"), "rounding"),
        (lambda: RateCard(currency="EUR", minimum=D(-1)), "price"),
        (lambda: RateCard(currency="EUR", minute=0.85), "price"),
        (lambda: RateCard(currency="EUR", reopen_days=367), "reopened"),
        (lambda: RateCard(currency="EUR", reopen_days=-1), "reopened"),
        (lambda: RateCard(currency="EUR", exclusions=frozenset({""})), "mark"),
        (
            lambda: RateCard(currency="EUR", contact=Rate.flat(D(1)), fixed=FixedFee(D(1), included=5)),
            "each contact is paid by the fixed fee",
        ),
    ],
)
def test_a_card_that_contradicts_itself_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_standby_fee_may_stand_beside_unit_prices():
    card = RateCard(currency="EUR", contact=Rate.flat(D(1)), fixed=FixedFee(D(500)))
    assert not card.includes("contact")
    assert card.rate_for("contact") == Rate.flat(D(1))
    assert Premium("always", D(2), ALWAYS).holds_at(datetime(2026, 1, 1, tzinfo=UTC))
