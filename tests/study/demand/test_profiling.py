from datetime import date, timedelta

import numpy as np
import pytest

from relevo.calc.incomplete import gamma_quantile
from relevo.study.demand import censoring, rates
from relevo.study.demand.credible import interval
from relevo.study.demand.days import days_between, outliers
from relevo.study.demand.growth import growth
from relevo.study.demand.handling import ASSUMED
from relevo.study.demand.joining import MOST_BLOCKS, joined
from relevo.study.demand.profile import Block
from relevo.study.demand.profiling import profile_of
from relevo.study.demand.worked_example import Truth
from relevo.study.history.errors import HistoryError
from relevo.study.history.record import Worked
from tests.study.demand.histories import MONDAY, history_of, simulated

MAIL, PHONE = Block("es", "", "mail"), Block("es", "", "phone")
RNG = np.random.default_rng(4)


def poisson(weeks: int, an_hour: float | np.ndarray = 2.0, seed: int = 1) -> np.ndarray:
    """Contacts (days, 24) of weeks with one rate, or rates by (days, 24)."""
    return np.random.default_rng(seed).poisson(np.broadcast_to(an_hour, (7 * weeks, 24)))


def only(history, **more):
    (demand,) = profile_of(history, **more).demands
    return demand


def test_a_steady_desk_gets_its_rate_in_every_hour():
    demand = only(history_of({MAIL: poisson(40)}))
    assert demand.rate == pytest.approx(np.full(168, 2.0), rel=0.25) and demand.rate.mean() == pytest.approx(
        2.0, rel=0.02
    )
    assert demand.count.sum() == poisson(40).sum() and demand.dispersion == pytest.approx(1, abs=0.1)
    assert (demand.low < demand.rate).all() and (demand.rate < demand.high).all()


def test_exposure_counts_the_hours_that_clocks_really_had():
    """Madrid skips 02:00 on Sunday 30 March 2025 and has it twice on Sunday 26 October."""
    spring = only(history_of({MAIL: poisson(4, 5)}, first=date(2025, 3, 10)))
    autumn = only(history_of({MAIL: poisson(4, 5)}, first=date(2025, 10, 6)))
    assert spring.weeks[6 * 24 + 2] == 3 and spring.weeks[6 * 24 + 3] == 4
    assert autumn.weeks[6 * 24 + 2] == 5 and autumn.weeks[6 * 24 + 3] == 4


def test_half_hour_changes_of_the_clock_count_half():
    """Lord Howe Island moves by half an hour: on Sunday 6 April 2025 from 02:00 back to 01:30."""
    days = days_between(date(2025, 4, 6), date(2025, 4, 6), "Australia/Lord_Howe")
    assert days.lasted[0, 1] == 1.5 and days.lasted.sum() == 24.5


def test_holidays_are_not_normal_days_and_say_so():
    contacts = poisson(6)
    contacts[9] = 0
    profile = profile_of(
        history_of({MAIL: contacts}), holidays=[MONDAY + timedelta(days=9), date(1990, 1, 1)]
    )
    assert profile.special_days == ((MONDAY + timedelta(days=9), "holiday"),)
    assert profile.weeks == pytest.approx(41 / 7) and profile.demands[0].weeks[2 * 24] == 5


def test_a_countrys_holidays_are_known_and_an_unknown_country_is_told():
    history = history_of({MAIL: poisson(3)}, first=date(2025, 4, 14))
    assert (date(2025, 4, 18), "holiday") in profile_of(history, country="ES").special_days
    assert (date(2025, 4, 21), "holiday") in profile_of(history, country="es", subdivision="VC").special_days
    for country, subdivision in (("XX", None), ("ES", "nowhere")):
        with pytest.raises(HistoryError) as caught:
            profile_of(history, country=country, subdivision=subdivision)
        assert caught.value.code == "bad_country"


@pytest.mark.parametrize(("factor", "is_one"), [(0, True), (4, True), (1, False)])
def test_a_day_far_from_the_same_weekdays_around_it_is_an_outlier(factor, is_one):
    contacts = poisson(20) * 1
    contacts[60] *= factor
    found = [
        day for day, reason in profile_of(history_of({MAIL: contacts})).special_days if reason == "outlier"
    ]
    assert found == ([MONDAY + timedelta(days=60)] if is_one else [])


def test_growth_and_small_numbers_make_no_outliers():
    growing = np.repeat(np.linspace(50, 500, 400), 1)
    days = days_between(MONDAY, MONDAY + timedelta(days=399), "Europe/Madrid")
    assert outliers(days, np.random.default_rng(1).poisson(growing).astype(float)) == []
    assert outliers(days, np.random.default_rng(1).poisson(0.2, 400).astype(float)) == []


def test_a_thin_cell_leans_on_its_neighbours():
    """Two mails on Tuesdays at ten, in weeks whose other weekdays had twenty then: nobody believes in a tenth."""
    contacts = np.zeros((7 * 10, 24), int)
    for day in range(70):
        contacts[day, 10] = 2 if day % 7 < 5 else 0
    contacts[1::7, 10] = 0
    contacts[1, 10] = 2
    demand = only(history_of({MAIL: contacts}))
    assert 0.2 < demand.rate[24 + 10] < 2 and demand.rate[10] == pytest.approx(2, rel=0.15)


def test_zero_contacts_are_no_certainty():
    demand = only(history_of({MAIL: np.vstack([np.ones((1, 24), int) * 3, poisson(26)[1:]])}))
    contacts = poisson(26)
    contacts[:, 3] = 0
    silent = only(history_of({MAIL: contacts}))
    assert (silent.rate[3::24] > 0).all() and (silent.high[3::24] < 0.6).all()
    assert demand.high.min() > silent.high[3::24].max()


def test_a_small_language_leans_on_the_week_of_the_others():
    day = np.where((np.arange(24) >= 8) & (np.arange(24) < 20), 1.0, 0.02)
    history = history_of(
        {MAIL: poisson(20, 3 * day), Block("lv", "", "mail"): poisson(20, 0.02 * day, seed=9)}
    )
    small = next(demand for demand in profile_of(history).demands if demand.block.language == "lv")
    assert small.rate.reshape(7, 24)[:, 8:20].mean() > 5 * small.rate.reshape(7, 24)[:, :8].mean()


@pytest.mark.parametrize(("variation", "expected"), [(0.0, 1.0), (0.3, 1 + 0.09 * 5), (0.6, 1 + 0.36 * 5)])
def test_dispersion_is_found(variation, expected):
    rng = np.random.default_rng(5)
    busy = rng.gamma(1 / variation**2, variation**2, 7 * 100) if variation else np.ones(700)
    demand = only(history_of({MAIL: rng.poisson(5 * busy[:, None] * np.ones(24))}))
    assert demand.dispersion == pytest.approx(expected, rel=0.25)


def test_growth_is_found_apart_from_the_season_and_the_season_apart_from_growth():
    days = np.arange(7 * 156)
    month = np.array([(MONDAY + timedelta(days=int(day))).month for day in days])
    season = np.where(month == 12, 1.8, 1.0)
    level = 3 * 1.2 ** (days / 365.25) * season
    profile = profile_of(history_of({MAIL: np.random.default_rng(2).poisson(level[:, None] * np.ones(24))}))
    assert profile.demands[0].trend == pytest.approx(0.2, abs=0.03)
    assert profile.season is not None and np.mean(profile.season) == pytest.approx(1)
    assert profile.season[11] / profile.season[5] == pytest.approx(1.8, rel=0.05)
    assert "trend_unknown" not in profile.notices


def test_less_than_a_year_tells_neither_trend_nor_season():
    profile = profile_of(history_of({MAIL: poisson(30)}))
    assert profile.season is None and profile.demands[0].trend == 0 and "trend_unknown" in profile.notices


def test_an_unsure_blocks_growth_leans_on_the_desks():
    assert growth((0.5, 1e-6), (0.1, 0.0)) == pytest.approx(np.expm1(0.5), rel=1e-3)
    assert growth((0.5, 100.0), (0.1, 0.0)) == pytest.approx(np.expm1(0.1), rel=1e-2)
    assert growth(None, (0.1, 0.0)) == pytest.approx(np.expm1(0.1)) and growth((0.5, 0.1), None) == 0


OPEN = np.array([day < 5 and 9 <= hour < 18 for day in range(7) for hour in range(24)])


def closing(contacts: np.ndarray) -> np.ndarray:
    return np.where(np.tile(OPEN.reshape(7, 24), (len(contacts) // 7, 1)), contacts, 0)


def test_told_open_hours_are_believed():
    history = history_of({MAIL: poisson(20), PHONE: closing(poisson(20, 1.0, seed=2))})
    phone = next(
        one for one in profile_of(history, open_hours={"phone": OPEN.tolist()}).demands if one.block == PHONE
    )
    assert (phone.imputed == ~OPEN).all() and phone.rate[~OPEN] == pytest.approx(
        np.full((~OPEN).sum(), 1.0), rel=0.25
    )
    assert (phone.low[~OPEN] < 0.5).all() and (phone.high[~OPEN] > 1.6).all(), "imputed rates are unsure"


def test_mail_is_never_closed_whatever_hours_are_told():
    demand = only(history_of({MAIL: poisson(20)}), open_hours={"mail": OPEN.tolist(), "phone": OPEN.tolist()})
    assert not demand.imputed.any()


def test_open_hours_of_the_wrong_length_are_told():
    with pytest.raises(HistoryError) as caught:
        profile_of(history_of({PHONE: poisson(2)}), open_hours={"phone": [True] * 24})
    assert caught.value.code == "bad_open_hours"


def test_phones_alone_are_known_to_be_closed_but_not_what_was_missed():
    profile = profile_of(history_of({PHONE: closing(poisson(20))}))
    (phone,) = profile.demands
    assert (phone.imputed == ~OPEN).all() and "closed_hours_unknown" in profile.notices
    assert (phone.high[~OPEN] / phone.low[~OPEN] > 20).all()


def test_a_quiet_night_of_an_open_phone_is_not_taken_for_closed():
    day = np.where((np.arange(24) >= 7) & (np.arange(24) < 22), 1.0, 0.15)
    phone = next(
        one for one in profile_of(history_of({MAIL: poisson(20, 2 * day), PHONE: poisson(20, 0.5 * day, seed=3)})).demands
        if one.block == PHONE
    )  # fmt: skip
    assert not phone.imputed.any()


def test_a_channel_that_began_in_the_middle_is_measured_from_then_on():
    calls = poisson(20, 1.0, seed=2)
    calls[:70] = 0
    profile = profile_of(history_of({MAIL: poisson(20), PHONE: calls}))
    phone = next(one for one in profile.demands if one.block == PHONE)
    assert phone.rate.mean() == pytest.approx(1.0, rel=0.05) and np.median(phone.weeks) == 10
    assert "channel_began_or_ended" in profile.notices and not phone.imputed.any()


def test_a_monday_excess_beyond_the_expected_is_what_was_missed_at_least():
    reference, rate = np.full(168, 1.0), np.where(OPEN, 1.0, 0.0)
    calm, _ = censoring.imputed(rate, ~OPEN, reference)
    rate[9] = 200.0
    loud, _ = censoring.imputed(rate, ~OPEN, reference)
    weekend = np.arange(4 * 24 + 18, 168 + 9) % 168
    assert calm[weekend].sum() == pytest.approx(len(weekend)) and loud[weekend].sum() == pytest.approx(199)


def test_stretches_go_round_the_end_of_the_week():
    hours = np.zeros(168, bool)
    hours[[0, 1, 166, 167, 50]] = True
    assert [run.tolist() for run in censoring.runs(hours)] == [[50], [166, 167, 0, 1]]


def test_handling_is_measured_leans_on_its_channel_or_is_assumed_aloud():
    other, chat = Block("en", "", "mail"), Block("en", "", "chat")
    worked = {
        MAIL: Worked(200, 200 * 400.0, 200 * 400.0**2 * 1.25),
        other: Worked(10, 10 * 800.0, 10 * 800.0**2 * 1.25),
    }
    history = history_of({MAIL: poisson(3), other: poisson(3, 0.5), chat: poisson(3, 0.2)}, worked=worked)
    profile = profile_of(history)
    takes = {demand.block: demand.handling for demand in profile.demands}
    assert takes[MAIL].mean == 400 and takes[MAIL].deviation == 200 and takes[MAIL].source == "measured"
    channel = (200 * 400 + 10 * 800) / 210
    assert takes[other].mean == pytest.approx((10 * 800 + 30 * channel) / 40)
    assert (
        takes[chat].mean == ASSUMED["chat"]
        and not takes[chat].measured
        and "handling_estimated" in profile.notices
    )


def test_small_topics_are_joined_into_the_rest():
    become, notices = joined([Block("es", "big", "mail"), Block("es", "tiny", "mail")], [990, 10])
    assert become == [Block("es", "big", "mail"), MAIL] and notices == {"topics_joined"}


def test_three_hundred_languages_of_four_channels_become_a_number_that_can_be_staffed():
    blocks = [
        Block(f"l{n}", topic, channel)
        for n in range(300)
        for topic in ("a", "b")
        for channel in ("mail", "phone")
    ]
    become, notices = joined(blocks, [1200 - n for n in range(1200)])
    assert len(set(become)) <= MOST_BLOCKS and notices == {"topics_joined", "languages_joined"}
    assert any(block.language == "mul" for block in become) and become[0].language == "l0"


def test_many_blocks_still_make_a_profile():
    seen = {
        Block(f"l{n}", f"t{n % 7}", "mail"): poisson(2, 0.05, seed=n) + (np.arange(14)[:, None] == 0)
        for n in range(300)
    }
    profile = profile_of(history_of(seen))
    assert len(profile.demands) <= MOST_BLOCKS
    assert sum(int(demand.count.sum()) for demand in profile.demands) == profile.contacts


def test_one_contact_makes_a_profile_that_knows_next_to_nothing():
    contacts = np.zeros((1, 24), int)
    contacts[0, 9] = 1
    profile = profile_of(history_of({MAIL: contacts}))
    (demand,) = profile.demands
    assert profile.contacts == 1 and "short_history" in profile.notices
    assert np.isfinite(demand.rate).all() and (demand.high / demand.low > 15).all()


def test_ten_years_make_a_profile():
    demand = only(history_of({MAIL: poisson(520, 1.0)}, first=date(2015, 1, 5)))
    assert demand.rate.mean() == pytest.approx(1, rel=0.02) and demand.trend == pytest.approx(0, abs=0.02)


def test_demands_are_ordered_by_contacts_and_add_up():
    profile = profile_of(simulated(Truth(weeks=12), 3), country="ES")
    sizes = [int(demand.count.sum()) for demand in profile.demands]
    assert sizes == sorted(sizes, reverse=True) and sum(sizes) == profile.contacts


def test_a_history_of_holidays_only_is_told():
    with pytest.raises(HistoryError) as caught:
        profile_of(history_of({MAIL: poisson(1)[:1]}), holidays=[MONDAY])
    assert caught.value.code == "nothing_left"


def test_intervals_are_those_of_the_exact_quantiles():
    shapes = np.geomspace(0.5, 1e6, 40)
    low, high = interval(shapes, np.full(40, 2.0))
    assert low == pytest.approx([gamma_quantile(0.05, shape) / 2 for shape in shapes], rel=1e-3)
    assert high == pytest.approx([gamma_quantile(0.95, shape) / 2 for shape in shapes], rel=1e-3)


def test_without_anything_alike_a_cell_is_gamma_of_its_own_count():
    """With cells that differ wildly the prior is Jeffreys' half contact or less of weight."""
    count = RNG.permutation(np.geomspace(1, 1e5, 168)).round()
    shape, evidence = rates.posterior(count, np.full(168, 10.0), 0.0)
    assert shape / evidence == pytest.approx(count / 10, rel=0.5, abs=2)
    assert (shape - count >= 0.5 - 1e-9).all() and (shape - count < 2).all()
