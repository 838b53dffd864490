"""Words and figures as a reader of each language writes them."""

import math
from datetime import date
from decimal import Decimal

import pytest

from relevo.study.choice.outcome import Reason, Segment
from relevo.study.report.speech import Speech, name_of, one_line
from tests.study.report.worlds import HOSTILE

ENGLISH, SPANISH, LATVIAN = (Speech(language, "EUR") for language in ("en", "es", "lv"))


def plainly(text):
    return text.replace("\u00a0", " ")


def test_amounts_of_a_simulation_have_three_digits_and_computed_ones_all():
    assert ENGLISH.money(181_393.87) == "€181,000"
    assert ENGLISH.money(Decimal("181393.87")) == "€181,394"
    assert plainly(SPANISH.money(181_393.87)) == "181.000 €"
    assert plainly(LATVIAN.money(Decimal(181393))) == "181 393 €"


def test_a_loss_has_a_real_minus_and_nothing_is_no_loss():
    assert ENGLISH.money(-2_040.0) == "−€2,040"
    assert ENGLISH.money(-0.0) == "€0"
    assert ENGLISH.money(math.inf) == "–"


def test_a_price_keeps_its_cents():
    assert plainly(SPANISH.price(12.5)) == "12,50 €"


def test_another_currency_is_named():
    assert plainly(Speech("en", "CLP").money(1_000_000.0)) == "CLP1,000,000"


@pytest.mark.parametrize(
    ("chance", "words"),
    [(1.0, "over 99%"), (0.995, "over 99%"), (0.97, "97%"), (0.004, "under 1%"), (0.0, "under 1%")],
)
def test_a_simulation_never_shows_that_something_is_sure(chance, words):
    assert ENGLISH.chance(chance) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(592.4, "592"), (15.76, "15.8"), (3.0, "3"), (0.554, "0.55"), (-0.001, "0"), (math.nan, "–")],
)
def test_numbers_have_the_digits_that_mean_something(number, words):
    assert ENGLISH.number(number) == words


def test_dates_days_and_languages_are_in_the_readers_language():
    assert SPANISH.day(date(2026, 1, 5)) == "5 de enero de 2026"
    assert LATVIAN.days()[0] == "Pirmd."
    assert len(ENGLISH.months()) == 12
    assert SPANISH.tongue("lv") == "letón"
    assert SPANISH.tongue("und") == "lengua desconocida"


def test_a_group_names_each_part_of_the_day_and_each_language_once():
    parts = [
        Segment("night", "es", "mail"),
        Segment("night", "es", "phone"),
        Segment("night", "en", "mail"),
        Segment("weekend", "es", "mail"),
    ]
    assert ENGLISH.group(parts) == "Nights: Spanish (mail, phone), English (mail); Weekends: Spanish (mail)"


def test_a_reason_becomes_a_sentence_with_its_figures():
    reason = Reason("uncertain", {"probability": 0.58, "low": -2_000.0, "high": 6_000.0})
    assert ENGLISH.reason("segment", reason) == "Between −€2,000 and €6,000 a year; chance of a saving 58%."
    lost = Reason("costs_more", {"probability": 0.02, "saving": -30_000.0})
    assert "30.000" in SPANISH.reason("segment", lost)
    assert "−" not in SPANISH.reason("segment", lost)


def test_two_shares_that_differ_do_not_look_the_same():
    closely = Reason("lower_service", {"service": 0.9309, "reference": 0.9336})
    assert ENGLISH.reason("option", closely) == "Fewer are answered in time: 93.09% instead of 93.36%."
    assert "61% instead of 93%" in ENGLISH.reason(
        "option", Reason("lower_service", {"service": 0.61, "reference": 0.93})
    )


def test_a_reason_that_we_do_not_know_is_its_code_and_a_value_that_is_missing_a_dash():
    assert ENGLISH.reason("segment", Reason("brand_new", {})) == "brand_new"
    assert "–" in ENGLISH.reason("segment", Reason("uncertain", {}))


def test_what_others_wrote_is_one_short_line_and_never_a_template():
    assert len(name_of(HOSTILE)) == 48
    assert one_line("a\nb\u202ec\x00d") == "a b c d"
    told = ENGLISH.reason(
        "answer", Reason("saves_nothing", {"best": "{probability} %s", "saving": -1.0, "probability": 0.5})
    )
    assert "{probability} %s" in told


def test_a_channel_that_only_this_desk_has_stands_for_itself():
    assert ENGLISH.code("channel", "fax") == "fax"


def test_values_of_assumptions_are_whole():
    assert SPANISH.plain(True) == "sí"
    assert SPANISH.plain(0.31) == "0,31"
    assert ENGLISH.plain(None) == "–"
    assert ENGLISH.plain('{"contact": "7.00"}') == '{"contact": "7.00"}'
