from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.pricing import Fact, Line, billed_seconds, charge_for, clawback, statement
from relevo.calc.rate_card import FixedFee, Indexation, Premium, RateCard, hours_premium, indexed
from relevo.calc.tiers import Rate, Tier
from relevo.calc.working_time import Calendar, weekly_hours

D = Decimal
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
TABLE = (Tier(500, D("5.50")), Tier(1500, D("4.60")), Tier(None, D("3.90")))
CALLS = (61, 125, 20, 359)
NIGHT = hours_premium("night", D("1.25"), "Europe/Riga", "22:00", "06:00")


def contacts(count: int, mark: str = "", prefix: str = "AUR") -> list[Fact]:
    minute = timedelta(minutes=1)
    return [
        Fact("contact", f"{prefix}-{number}", START + number * minute, mark=mark) for number in range(count)
    ]


def calls(*seconds: int) -> list[Fact]:
    return [Fact("minutes", f"call-{n}", START, seconds=length) for n, length in enumerate(seconds)]


def card(**fields) -> RateCard:
    return RateCard(currency="EUR", **fields)


def total(rate_card: RateCard, facts, **more) -> Decimal:
    return statement(rate_card, facts, **more).total


# The worked invoices.


def test_invoice_contacts_at_one_price():
    assert total(card(contact=Rate.flat(D("4.80"))), contacts(1240)) == D("5952.00")


def test_invoice_below_the_minimum():
    month = statement(card(contact=Rate.flat(D("4.80")), minimum=D(2000)), contacts(310))
    assert month.total == D("2000.00")
    assert month.lines[-1].kind == "minimum"
    assert month.lines[-1].amount == D("512.00")


def test_invoice_with_exclusions():
    facts = (
        contacts(1175) + contacts(37, "spam", "S") + contacts(22, "merged", "M") + contacts(6, "test", "T")
    )
    rate_card = card(contact=Rate.flat(D("4.80")), exclusions=frozenset({"spam", "merged", "test"}))
    month = statement(rate_card, facts)
    assert month.total == D("5640.00")
    assert month.volumes == {"contact": 1175}
    assert sum(line.reason == "excluded" for line in month.lines) == 65


def test_invoice_with_graduated_tiers():
    assert total(card(contact=Rate(TABLE)), contacts(1820)) == D("8598.00")


@pytest.mark.parametrize(("volume", "amount"), [(1500, "6900.00"), (1501, "5853.90")])
def test_invoice_with_tiers_for_all_units_and_its_cliff(volume, amount):
    assert total(card(contact=Rate(TABLE, "all_units")), contacts(volume)) == D(amount)


@pytest.mark.parametrize(
    ("rounding", "amount"), [("30s_min", "8.25"), ("minute", "10.20"), ("second", "8.00")]
)
def test_invoice_by_the_minute(rounding, amount):
    rate_card = card(minute=D("0.85"), minute_rounding=rounding, rounding_level="invoice")
    assert total(rate_card, calls(*CALLS)) == D(amount)


def test_invoice_rounding_states_its_mode_and_level():
    fields = {"minute": D("0.85"), "minute_rounding": "30s_min"}
    assert total(card(**fields, rounding_level="invoice", rounding="half_even"), calls(*CALLS)) == D("8.24")
    # By line: 0.935, 1.785, 0.425 and 5.10, each rounded half up.
    assert total(card(**fields, rounding_level="line"), calls(*CALLS)) == D("8.26")


def test_invoice_by_resolution_with_what_was_reopened_within_seven_days():
    facts = [
        Fact("resolution", f"MAR-{n}", START, reopened_at=START + timedelta(days=7) if n < 63 else None)
        for n in range(900)
    ]
    assert total(card(resolution=Rate.flat(D("6.10")), reopen_days=7), facts) == D("5105.70")


@pytest.mark.parametrize(("volume", "amount"), [(2350, "9630.00"), (1650, "8580.00"), (2000, "9000.00")])
def test_invoice_of_a_fixed_fee_with_deadband(volume, amount):
    fee = FixedFee(D(9000), 2000, deadband_percent=D(10), additional=D("4.20"), reduced=D("2.80"))
    assert total(card(fixed=fee), contacts(volume)) == D(amount)


@pytest.mark.parametrize(
    ("volume", "amount"), [(900, 50_000), (1000, 50_000), (1100, 50_000), (899, 49_960), (1101, 50_050)]
)
def test_invoice_inside_a_deadband_of_ten_percent_costs_the_fee(volume, amount):
    fee = FixedFee(D(50_000), 1000, deadband_percent=D(10), additional=D(50), reduced=D(40))
    assert total(card(fixed=fee), contacts(volume)) == amount


def test_invoice_after_indexation():
    rate_card = card(contact=Rate.flat(D("4.80")), indexation=Indexation(D(3)))
    assert total(indexed(rate_card, D("4.1")), contacts(100)) == D("494.00")


# What else a statement promises.


def test_premiums_apply_by_the_instant_the_work_began_and_the_highest_counts_alone():
    holiday = Calendar("Europe/Riga", weekly_hours({}), frozenset({date(2026, 11, 18)}))
    rate_card = card(
        contact=Rate.flat(D("4.00")), premiums=(NIGHT, Premium("holiday", D(2), holiday, "holidays"))
    )
    riga = ZoneInfo("Europe/Riga")
    instants = [datetime(2026, 11, 17, 21, 59, tzinfo=riga), datetime(2026, 11, 17, 22, tzinfo=riga)]
    instants.append(datetime(2026, 11, 18, 2, tzinfo=riga))
    lines = [charge_for(rate_card, Fact("contact", str(at), at)) for at in instants]
    assert [(line.premium, line.amount) for line in lines] == [
        ("", D("4.00")),
        ("night", D("5.00")),
        ("holiday", D("8.00")),
    ]


def test_premiums_multiply_minutes_too():
    rate_card = card(minute=D("0.60"), premiums=(NIGHT,))
    at = datetime(2026, 11, 17, 23, tzinfo=UTC)
    line = charge_for(rate_card, Fact("minutes", "call", at, seconds=90))
    assert (line.quantity, line.multiplier, line.amount) == (D("1.5"), D("1.25"), D("1.13"))


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("second", [0, 1, 30, 31, 60, 61]),
        ("6s", [0, 6, 30, 36, 60, 66]),
        ("30s_min", [0, 30, 30, 36, 60, 66]),
        ("minute", [0, 60, 60, 60, 60, 120]),
    ],
)
def test_seconds_are_rounded_up_as_the_card_says(rounding, expected):
    assert [billed_seconds(seconds, rounding) for seconds in (0, 1, 30, 31, 60, 61)] == expected


def test_a_fact_without_a_price_or_paid_by_the_fee_gives_a_line_of_nothing_with_its_reason():
    fee = card(fixed=FixedFee(D(10), 5))
    assert charge_for(fee, contacts(1)[0]).reason == "included"
    assert charge_for(fee, Fact("resolution", "x", START)).reason == "unpriced"
    assert charge_for(fee, Fact("minutes", "x", START, seconds=60)).reason == "unpriced"
    assert all(charge_for(fee, fact).amount == 0 for fact in contacts(3))


def test_a_line_made_before_the_month_ends_has_the_price_reached_so_far():
    all_units = card(contact=Rate(TABLE, "all_units"))
    fact = contacts(1)[0]
    assert charge_for(all_units, fact).amount == D("5.50")
    assert charge_for(all_units, fact, nth=1, volume=1501).amount == D("3.90")
    assert charge_for(card(contact=Rate(TABLE)), fact, nth=501, volume=1501).amount == D("4.60")


def test_a_resolution_reopened_later_or_before_it_was_made_stays_charged():
    rate_card = card(resolution=Rate.flat(D("6.10")), reopen_days=7)
    late = Fact("resolution", "a", START, reopened_at=START + timedelta(days=7, seconds=1))
    before = Fact("resolution", "b", START, reopened_at=START - timedelta(days=1))
    assert total(rate_card, [late, before]) == D("12.20")


def test_a_resolution_of_a_closed_month_is_taken_back_by_a_visible_correction_the_minimum_does_not_swallow():
    rate_card = card(resolution=Rate.flat(D("6.10")), reopen_days=7, minimum=D(100))
    charged = charge_for(rate_card, Fact("resolution", "MAR-1", START))
    correction = clawback(rate_card, charged, START + timedelta(days=3))
    assert correction == Line(
        "correction", "MAR-1", D("-6.10"), reason="reopened", at=START + timedelta(days=3)
    )
    assert total(rate_card, [], adjustments=[correction]) == D("93.90")


def test_what_was_not_charged_or_reopened_too_late_is_not_taken_back():
    rate_card = card(resolution=Rate.flat(D("6.10")), reopen_days=7)
    charged = charge_for(rate_card, Fact("resolution", "MAR-1", START))
    assert clawback(rate_card, charged, START + timedelta(days=8)) is None
    assert clawback(rate_card, Line("contact", "x", D(1), at=START), START) is None
    assert clawback(rate_card, Line("resolution", "x", D(1)), START) is None
    assert clawback(rate_card, Line("resolution", "x", D(0), at=START), START) is None


def test_a_fixed_fee_never_gives_back_more_than_itself():
    fee = FixedFee(D(100), 1000, reduced=D(50))
    month = statement(card(fixed=fee), contacts(1))
    assert month.total == 0
    assert [line.amount for line in month.lines if line.kind in {"fixed", "reduced"}] == [D(100), D(-100)]


def test_a_standby_fee_comes_on_top_of_the_contacts():
    assert total(card(contact=Rate.flat(D(5)), fixed=FixedFee(D(300))), contacts(2)) == D(310)


def test_a_fact_given_twice_is_refused_so_that_nothing_is_charged_twice():
    with pytest.raises(ValueError, match="more than once: contact AUR-0"):
        statement(card(contact=Rate.flat(D(1))), [*contacts(2), contacts(1)[0]])


def test_the_same_key_in_two_kinds_is_two_facts():
    facts = [Fact("contact", "AUR-1", START), Fact("resolution", "AUR-1", START)]
    assert total(card(contact=Rate.flat(D(1)), resolution=Rate.flat(D(2))), facts) == 3


def test_thirds_of_a_minute_add_up_exactly_when_only_the_invoice_is_rounded():
    # Three times a third of 0.015 is 0.015, which rounds to 0.02; three rounded thirds would be 0.03 or 0.00.
    rate_card = card(minute=D("0.015"), rounding_level="invoice")
    month = statement(rate_card, calls(20, 20, 20))
    assert month.total == D("0.02")
    assert [line.amount for line in month.lines] == [D("0.005")] * 3 + [D("0.005")]
    assert month.lines[-1].kind == "rounding"
    tiny = statement(card(minute=D("0.005"), rounding_level="invoice"), calls(20, 20, 20))
    assert tiny.total == D("0.01")


def test_amounts_have_the_digits_of_the_currency():
    yen = RateCard(currency="JPY", minute=D("12.5"), fixed=FixedFee(D("100.4")))
    month = statement(yen, calls(60))
    assert [line.amount for line in month.lines] == [D(13), D(100)]
    assert str(month.total) == "113"


def test_an_empty_month_costs_nothing_or_the_minimum():
    assert total(card(), []) == 0
    assert total(card(minimum=D(50)), []) == 50


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "email"}, "email"),
        ({"seconds": -1}, "0 seconds"),
        ({"seconds": 366 * 86400 + 1}, "a year"),
        ({"at": START.replace(tzinfo=None)}, "naive"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        Fact(**({"kind": "contact", "key": "x", "at": START} | fields))


prices = st.decimals(min_value=0, max_value=99, places=4)
cards = st.builds(
    RateCard,
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    contact=st.one_of(
        st.none(),
        st.builds(
            lambda a, b, mode: Rate((Tier(2, a), Tier(None, b)), mode),
            prices,
            prices,
            st.sampled_from(["graduated", "all_units"]),
        ),
    ),
    resolution=st.none(),
    minute=st.one_of(st.none(), prices),
    minute_rounding=st.sampled_from(["second", "6s", "30s_min", "minute"]),
    fixed=st.one_of(
        st.none(),
        st.builds(FixedFee, prices, st.integers(0, 5), st.just("resolution"), prices, prices, prices),
    ),
    minimum=prices,
    premiums=st.sampled_from([(), (NIGHT,)]),
    exclusions=st.just(frozenset({"spam"})),
    rounding=st.sampled_from(["half_up", "half_even"]),
    rounding_level=st.sampled_from(["line", "invoice"]),
)
facts = st.builds(
    Fact,
    kind=st.sampled_from(["contact", "resolution", "minutes"]),
    key=st.integers(0, 10**6).map(str),
    at=st.integers(0, 40000).map(lambda minutes: START + timedelta(minutes=minutes)),
    seconds=st.integers(0, 5000),
    mark=st.sampled_from(["", "", "spam"]),
)
months = st.lists(facts, max_size=12, unique_by=lambda fact: (fact.kind, fact.key))


@settings(deadline=None, max_examples=60)
@given(cards, months, st.randoms(use_true_random=False))
def test_a_statement_is_the_sum_of_its_lines_whatever_the_order_of_its_facts(rate_card, month, random):
    first = statement(rate_card, month)
    assert sum((Fraction(line.amount) for line in first.lines), Fraction(0)) == Fraction(first.total)
    assert first.total == round(first.total, rate_card.digits)
    random.shuffle(month)
    assert statement(rate_card, month) == first


@settings(deadline=None, max_examples=60)
@given(cards, months)
def test_an_invoice_rounded_as_a_whole_is_within_half_a_cent_of_the_exact_sum(rate_card, month):
    whole = replace(rate_card, rounding_level="invoice", minimum=D(0))
    result = statement(whole, month)
    exact = Fraction(0)
    for line in result.lines:
        if line.kind == "minutes":
            exact += Fraction(line.seconds, 60) * Fraction(line.unit_price) * Fraction(line.multiplier)
        elif line.kind != "rounding":
            exact += Fraction(line.amount)
    assert abs(Fraction(result.total) - exact) <= Fraction(1, 2 * 10**whole.digits)


@settings(deadline=None, max_examples=60)
@given(cards, months)
def test_work_never_costs_less_than_the_minimum(rate_card, month):
    result = statement(rate_card, month)
    assert result.total >= round(rate_card.minimum, rate_card.digits) - D(1).scaleb(-rate_card.digits)


@settings(deadline=None, max_examples=60)
@given(cards, months)
def test_a_stored_line_equals_the_line_of_the_statement_when_position_and_volume_are_known(rate_card, month):
    result = statement(rate_card, month)
    counted = [fact for fact in sorted(month, key=lambda fact: (fact.at, fact.key)) if fact.kind == "contact"]
    billable = [fact for fact in counted if not fact.mark]
    lines = {line.key: line for line in result.lines if line.kind == "contact"}
    for nth, fact in enumerate(billable, 1):
        assert charge_for(rate_card, fact, nth=nth, volume=len(billable)) == lines[fact.key]
