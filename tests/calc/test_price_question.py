import pytest

from relevo.calc.price_question import price

TIERS = [{"up_to": 500, "price": "5.50"}, {"up_to": 1500, "price": "4.60"}, {"price": "3.90"}]


def asked(card, usage, **more):
    return price({"card": {"currency": "EUR", **card}, "usage": usage, **more})


@pytest.mark.parametrize(
    ("card", "usage", "total"),
    [
        ({"contact": "4.80"}, {"contacts": 1240}, "5952.00"),
        ({"contact": "4.80", "minimum": "2000"}, {"contacts": 310}, "2000.00"),
        (
            {"contact": "4.80", "exclusions": ["spam", "merged", "test"]},
            {"contacts": 1240, "marked": {"spam": 37, "merged": 22, "test": 6}},
            "5640.00",
        ),
        ({"contact": {"tiers": TIERS}}, {"contacts": 1820}, "8598.00"),
        ({"contact": {"tiers": TIERS, "mode": "all_units"}}, {"contacts": 1500}, "6900.00"),
        ({"contact": {"tiers": TIERS, "mode": "all_units"}}, {"contacts": 1501}, "5853.90"),
        ({"minute": "0.85", "minute_rounding": "30s_min", "rounding_level": "invoice"}, {"seconds": [61, 125, 20, 359]}, "8.25"),
        ({"minute": "0.85", "minute_rounding": "minute"}, {"seconds": [61, 125, 20, 359]}, "10.20"),
        ({"minute": "0.85", "rounding_level": "invoice"}, {"seconds": [61, 125, 20, 359]}, "8.00"),
        ({"resolution": "6.10", "reopen_days": 7}, {"resolutions": 900, "reopened": 63}, "5105.70"),
        (
            {"fixed": {"amount": "9000", "included": 2000, "deadband_percent": "10", "additional": "4.20", "reduced": "2.80"}},
            {"contacts": 2350},
            "9630.00",
        ),
    ],
)  # fmt: skip
def test_the_worked_invoices(card, usage, total):
    assert asked(card, usage)["total"] == total


def test_credits_quality_and_index():
    charges = {"contact": "40.00"}
    credit = {"at_risk_percent": "12", "misses": [{"allocation_percent": "60"}]}
    found = asked(charges, {"contacts": 1000}, credit=credit)
    assert (found["total"], found["credit"], found["payable"]) == ("40000.00", "2880.00", "37120.00")
    both = {"at_risk_percent": 12, "misses": [{"allocation_percent": 60}, {"allocation_percent": 50}]}
    assert asked(charges, {"contacts": 1000}, credit=both)["credit"] == "4800.00"
    again = {
        "at_risk_percent": 12,
        "repeat_multiplier": 1.5,
        "misses": [{"allocation_percent": 60, "repeated": True}],
    }
    assert asked(charges, {"contacts": 1000}, credit=again)["credit"] == "4320.00"
    band = {"floor": 70, "target": 80, "ceiling": 90, "malus_percent": 10, "bonus_percent": 5}
    quality = asked({"contact": "10.00"}, {"contacts": 1000}, quality={**band, "measured": 76})
    assert (quality["quality_change"], quality["payable"]) == ("-400.00", "9600.00")
    card = {"contact": "4.80", "indexation": {"cap_percent": "3"}}
    assert asked(card, {"contacts": 1}, index_percent="4.1")["total"] == "4.94"


def test_facts_one_by_one_with_lines_and_a_night_premium():
    night = {"zone": "Europe/Riga", "weekly": {day: [["22:00", "06:00"]] for day in ("sat", "sun")}}
    card = {
        "currency": "EUR", "contact": "4.80",
        "premiums": [{"name": "night", "multiplier": "1.25", "calendar": night}],
    }  # fmt: skip
    facts = [
        {"key": "AUR-1", "at": "2026-11-22T02:00:00+00:00"},
        {"key": "AUR-2", "at": "2026-11-22T12:00:00+00:00"},
        {"kind": "resolution", "at": "2026-11-22T12:00:00+00:00", "reopened_at": "2026-11-23T12:00:00+00:00"},
    ]
    found = price({"card": card, "facts": facts, "lines": True})
    assert found["total"] == "10.80"
    assert {(line["key"], line["amount"], line["premium"], line["reason"]) for line in found["lines"]} == {
        ("AUR-1", "6.00", "night", ""),
        ("AUR-2", "4.80", "", ""),
        ("3", "0", "", "unpriced"),
    }
    assert found["volumes"] == {"contact": 2, "resolution": 1, "minutes": 0}


def test_lines_that_are_alike_are_one_in_the_summary():
    found = asked({"contact": {"tiers": TIERS}}, {"contacts": 600})
    assert [(row["lines"], row["unit_price"], row["amount"]) for row in found["summary"]] == [
        (500, "5.50", "2750.00"),
        (100, "4.60", "460.00"),
    ]


EUR = {"currency": "EUR"}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({}, "card is missing"),
        ({"card": 3}, "card is an object"),
        ({"card": EUR}, "give either facts or usage"),
        ({"card": EUR, "facts": [], "usage": {}}, "give either facts or usage"),
        ({"card": {"currency": "EUR", "prize": 3}, "usage": {}}, "a rate card has no prize"),
        ({"card": {"currency": "EUR", "contact": 4.8}, "usage": {}}, "a number written as text"),
        ({"card": EUR, "usage": {"calls": 3}}, "usage has no calls"),
        ({"card": EUR, "usage": {"contacts": -3}}, "usage.contacts must be from 0"),
        ({"card": EUR, "usage": {"contacts": "many"}}, "usage.contacts must be a number"),
        ({"card": EUR, "usage": {"contacts": 2, "marked": {"spam": 3}}}, "marked contacts are among"),
        ({"card": EUR, "usage": {"resolutions": 2, "reopened": 3}}, "among the resolutions"),
        ({"card": EUR, "usage": {"seconds": 3}}, "usage.seconds is a list"),
        ({"card": EUR, "usage": {"seconds": [1e9]}}, "from 0 seconds to a year"),
        ({"card": EUR, "usage": {"at": "noon"}}, "usage.at is an instant"),
        (
            {"card": EUR, "usage": {"contacts": 1, "at": "2026-11-22T02:00:00"}},
            "an instant needs a time zone",
        ),
        ({"card": EUR, "facts": [{"kind": "smile"}]}, "facts.kind is one of contact"),
        ({"card": EUR, "facts": [{"king": "contact"}]}, "facts has no king"),
        ({"card": EUR, "facts": [{"key": "a"}, {"key": "a"}]}, "given more than once: "),
        ({"card": EUR, "usage": {}, "index_percent": "high"}, "index_percent must be a number"),
        ({"card": EUR, "usage": {}, "index_percent": "1e99"}, "at most 15 digits"),
        ({"card": EUR, "usage": {}, "index_percent": []}, "index_percent must be a number"),
        ({"card": EUR, "usage": {}, "credit": {"at_risk": 12}}, "credit has no at_risk"),
        ({"card": EUR, "usage": {}, "credit": {"misses": []}}, "credit.at_risk_percent must be a number"),
        ({"card": EUR, "usage": {}, "quality": {"floor": 1}}, "quality.target must be a number"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(question, words):
    with pytest.raises(ValueError, match=words):
        price(question)
