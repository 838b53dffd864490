import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.rate_card import FixedFee, Indexation, Premium, RateCard, hours_premium
from relevo.calc.rate_card_json import card_from_json, card_to_json
from relevo.calc.tiers import Rate, Tier
from relevo.calc.working_time import Calendar, weekly_hours

D = Decimal
HOLIDAYS = Calendar("Europe/Riga", weekly_hours({0: [("22:00", "06:00")]}), frozenset({date(2026, 11, 18)}))
FULL = RateCard(
    currency="EUR",
    contact=Rate.flat(D("4.80")),
    resolution=Rate((Tier(500, D("5.50")), Tier(None, D("4.60"))), "all_units"),
    reopen_days=7,
    minute=D("0.0085"),
    minute_rounding="30s_min",
    fixed=FixedFee(D("500.00")),
    minimum=D("2000"),
    premiums=(
        hours_premium("night", D("1.25"), "Europe/Riga", "22:00", "06:00"),
        Premium("holiday", D("2"), HOLIDAYS, "holidays"),
    ),
    exclusions=frozenset({"spam", "merged"}),
    rounding="half_even",
    rounding_level="invoice",
    indexation=Indexation(D("3"), D("-1.5")),
)

prices = st.decimals(min_value=0, max_value=10**6, places=4)


@st.composite
def rates(draw):
    limits = sorted(draw(st.sets(st.integers(1, 10**6), max_size=4)))
    tiers = tuple(Tier(limit, draw(prices)) for limit in [*limits, None])
    return Rate(tiers, draw(st.sampled_from(["graduated", "all_units"])))


cards = st.builds(
    RateCard,
    currency=st.sampled_from(["EUR", "USD", "JPY"]),
    contact=st.one_of(st.none(), rates()),
    minute=st.one_of(st.none(), prices),
    minute_rounding=st.sampled_from(["second", "6s", "30s_min", "minute"]),
    fixed=st.one_of(
        st.none(),
        st.builds(
            FixedFee,
            prices,
            st.integers(0, 9999),
            st.just("resolution"),
            st.decimals(0, 100, places=2),
            prices,
        ),
    ),
    minimum=prices,
    exclusions=st.frozensets(st.text(min_size=1, max_size=9), max_size=3),
    rounding_level=st.sampled_from(["line", "invoice"]),
    indexation=st.one_of(
        st.none(), st.builds(Indexation, st.decimals(0, 10, places=1), st.decimals(-9, 0, places=1))
    ),
)


@settings(deadline=None)
@given(cards)
def test_any_card_survives_json_text(card):
    assert card_from_json(json.loads(json.dumps(card_to_json(card)))) == card


def test_a_card_with_everything_survives_json_text():
    assert card_from_json(json.loads(json.dumps(card_to_json(FULL)))) == FULL


def test_a_flat_rate_is_written_as_its_price_and_tiers_as_a_table():
    document = card_to_json(FULL)
    assert document["contact"] == "4.80"
    assert document["resolution"] == {
        "mode": "all_units",
        "tiers": [{"up_to": 500, "price": "5.50"}, {"up_to": None, "price": "4.60"}],
    }


def test_a_short_document_is_enough():
    document = {
        "currency": "EUR",
        "contact": "4.80",
        "fixed": {"amount": "500"},
        "indexation": {"cap_percent": "3"},
    }
    card = card_from_json(document)
    assert card.contact == Rate.flat(D("4.80"))
    assert card.fixed == FixedFee(D(500))
    assert card.indexation == Indexation(D(3))
    tiered = card_from_json({"currency": "EUR", "contact": {"tiers": [{"price": "2"}]}})
    assert tiered.contact == Rate.flat(D(2))


def test_every_unknown_key_is_named_with_its_path():
    document = {
        "currency": "EUR",
        "premuims": [],
        "fixed": {"amount": "1", "arcc": "2"},
        "contact": {"tiers": [{"price": "1", "upto": 5}]},
        "premiums": [{"calendar": {"zone": "UTC", "weekly": {"monday": []}}}],
    }
    with pytest.raises(ValueError, match="has no") as error:
        card_from_json(document)
    names = {"premuims", "fixed.arcc", "contact.tiers.upto", "premiums.calendar.weekly.monday"}
    assert set(str(error.value).removeprefix("a rate card has no ").split(", ")) == names


def test_a_flood_of_unknown_keys_is_cut_short():
    with pytest.raises(ValueError, match="and 950 more") as error:
        card_from_json({f"{number:03d}{'x' * 500}": 1 for number in range(1000)})
    assert len(str(error.value)) < 3000


PREMIUM = {"name": "night", "multiplier": "1.25", "calendar": {"zone": "UTC"}}


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"currency": None}, "needs a currency"),
        ({"currency": 978}, "currency is a short text"),
        ({"currency": "E" * 101}, "currency is a short text"),
        ({"contact": 4.8}, "contact is a number written as text"),
        ({"contact": "4,80"}, "contact is a number written as text"),
        ({"contact": "NaN"}, "contact is a number"),
        ({"contact": "1e5"}, "contact is a number"),
        ({"contact": "-1"}, "not negative"),
        ({"contact": {"tiers": None}}, "contact.tiers is a list"),
        ({"contact": {"tiers": [{"price": "1"}] * 101}}, "at most 100"),
        ({"contact": {"tiers": ["5.50"]}}, "contact.tiers is an object"),
        ({"contact": {"tiers": [{"up_to": "many", "price": "1"}]}}, "up_to is a whole number"),
        ({"contact": {"tiers": [{"up_to": 5}]}}, "contact.tiers.price is a number"),
        ({"contact": {"mode": ["graduated"], "tiers": [{"price": "1"}]}}, "tiers are"),
        ({"reopen_days": True}, "reopen_days is a whole number"),
        ({"reopen_days": 10**12}, "reopen_days is a whole number"),
        ({"minute": "0.85\n"}, "minute is a number"),
        ({"fixed": "9000"}, "fixed is an object"),
        ({"fixed": {}}, "fixed.amount is a number"),
        ({"fixed": {"amount": "1", "included": 1.5}}, "fixed.included is a whole number"),
        ({"fixed": {"amount": "1", "counts": []}}, "fixed.counts is a short text"),
        ({"premiums": {}}, "premiums is a list"),
        ({"premiums": ["night"]}, "premiums is an object"),
        ({"premiums": [{**PREMIUM, "name": None}]}, "premiums.name is a short text"),
        ({"premiums": [{**PREMIUM, "multiplier": 1.25}]}, "premiums.multiplier is a number"),
        ({"premiums": [{**PREMIUM, "calendar": "night"}]}, "premiums.calendar is an object"),
        ({"premiums": [{**PREMIUM, "applies": {}}]}, "premium applies"),
        ({"exclusions": "spam"}, "exclusions is a list"),
        ({"exclusions": [1]}, "exclusions is a short text"),
        ({"indexation": []}, "indexation is an object"),
        ({"indexation": {}}, "cap_percent is a number"),
        ({"rounding": "down"}, "rounding"),
    ],
)
def test_a_broken_part_of_a_card_is_named(part, words):
    with pytest.raises(ValueError, match=words):
        card_from_json({"currency": "EUR"} | part)


def test_a_card_that_is_no_object_is_refused():
    with pytest.raises(ValueError, match="a rate card is an object"):
        card_from_json([])
