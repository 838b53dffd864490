from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.pricing import Fact, statement
from relevo.calc.rate_card import FixedFee, RateCard, hours_premium
from relevo.calc.tiers import Rate, Tier
from relevo.study.choice.bill import Volume, bill_curve, hourly_multipliers, month_bill
from relevo.study.choice.hours import open_hours

NOON = datetime(2026, 6, 29, 12, tzinfo=UTC)
prices = st.decimals(0, 20, places=2)


@st.composite
def rates(draw):
    limits = sorted(draw(st.sets(st.integers(1, 300), max_size=3)))
    tiers = [Tier(limit, draw(prices)) for limit in (*limits, None)]
    return Rate(tuple(tiers), draw(st.sampled_from(["graduated", "all_units"])))


@st.composite
def cards(draw):
    fee = None
    counts = draw(st.sampled_from(["contact", "resolution"]))
    included = draw(st.none() | st.integers(0, 300))
    if draw(st.booleans()):
        band = Decimal(draw(st.integers(0, 30)))
        fee = FixedFee(draw(prices) * 100, included, counts, band, draw(prices), draw(prices))
    paid = {kind: draw(st.none() | rates()) for kind in ("contact", "resolution")}
    if fee and fee.included is not None:
        paid[counts] = None
    return RateCard(
        currency="EUR", **paid, fixed=fee, minute=draw(st.none() | prices), minimum=draw(prices) * 50,
        minute_rounding=draw(st.sampled_from(["second", "6s", "30s_min", "minute"])), rounding_level="invoice",
    )  # fmt: skip


def stated(card, contacts, resolutions, seconds):
    facts = [Fact("contact", f"{n}", NOON) for n in range(contacts)]
    facts += [Fact("resolution", f"{n}", NOON) for n in range(resolutions)]
    facts += [Fact("minutes", f"{n}", NOON, seconds) for n in range(contacts)]
    return statement(card, facts).total


@given(cards(), st.integers(0, 400), st.integers(0, 400), st.integers(1, 2000))
@settings(max_examples=40, deadline=None)
def test_a_month_costs_what_its_statement_says(card, contacts, resolutions, seconds):
    assert month_bill(card, Volume(contacts, resolutions, seconds)) == stated(
        card, contacts, resolutions, seconds
    )


@given(cards(), st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_the_curve_is_the_bill_at_every_whole_volume(card, contacts, resolutions):
    read = bill_curve(card).at(np.array([contacts]), np.array([resolutions]), np.zeros(1), 1.0)[0]
    assert read == pytest.approx(float(month_bill(card, Volume(contacts, resolutions, 0))), abs=0.006)


def test_the_published_graduated_invoice():
    rate = Rate((Tier(500, Decimal("5.50")), Tier(1500, Decimal("4.60")), Tier(None, Decimal("3.90"))))
    assert month_bill(RateCard(currency="EUR", contact=rate), Volume(1820, 0, 0)) == Decimal("8598.00")


def test_a_premium_counts_where_the_contacts_come():
    night = hours_premium("night", Decimal("1.5"), "Europe/Madrid", "22:00", "06:00")
    card = RateCard(currency="EUR", contact=Rate.flat(Decimal("4.00")), premiums=(night,))
    hourly = hourly_multipliers(card, "Europe/Madrid", date(2026, 6, 29))
    assert (hourly == np.where(open_hours("mon-sun 22:00-06:00"), 1.5, 1.0)).all()
    assert month_bill(card, Volume(100, 0, 0, Decimal("1.5"))) == Decimal("600.00")
