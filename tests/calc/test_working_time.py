from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.working_time import (
    ALWAYS,
    REACH,
    Calendar,
    Span,
    add_working_time,
    calendar_from_json,
    calendar_to_json,
    clock_of,
    is_open,
    minute_of,
    next_change,
    next_opening,
    spans_between,
    weekly_hours,
    working_time_between,
)
from tests.calc.minutes import TURNS, SlowCalendar, around

HOUR = timedelta(hours=1)
OFFICE = {day: [("09:00", "17:00")] for day in range(5)}
NIGHTS = {day: [("22:00", "06:00")] for day in range(7)}
NEVER = ((),) * 7


def at(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


spans = st.builds(
    lambda start, length: Span(start, min(start + length, 1440)),
    st.one_of(st.sampled_from([0, 30, 60, 119, 120, 121, 150, 180, 1380, 1439]), st.integers(0, 1439)),
    st.one_of(st.sampled_from([1, 60, 1440]), st.integers(1, 600)),
)
weeks = st.lists(st.lists(spans, max_size=3).map(tuple), min_size=7, max_size=7).map(tuple)


@st.composite
def turning(draw):
    """A calendar, and an instant two days before the clocks of its zone change."""
    zone = draw(st.sampled_from(sorted(TURNS)))
    first = around(*draw(st.sampled_from(TURNS[zone])), days_before=2)
    holidays = draw(st.frozensets(st.integers(0, 5), max_size=2))
    calendar = Calendar(zone, draw(weeks), frozenset(first.date() + timedelta(days=day) for day in holidays))
    return calendar, first


def agrees(calendar, slow, start, end, minutes):
    """Compare every question about one pair of minutes with the slow answer."""
    instant = slow.at(start)
    assert working_time_between(calendar, instant, slow.at(end)) == slow.between(start, end)
    reached = bisect_left(slow.sums, slow.sums[start] + minutes, lo=start)
    if reached < len(slow.sums):
        assert add_working_time(calendar, instant, timedelta(minutes=minutes)) == slow.at(reached)
    if start < len(slow.open):
        assert is_open(calendar, instant) == slow.open[start]
        for quick, answer in ((next_opening, slow.next_open(start)), (next_change, slow.next_change(start))):
            assert answer is None or quick(calendar, instant) == answer


@settings(deadline=None)
@given(turning(), st.data())
def test_every_answer_equals_the_one_found_minute_by_minute(turn, data):
    calendar, first = turn
    slow = SlowCalendar(calendar, first, 5)
    for _ in range(5):
        start = data.draw(st.integers(0, 5 * 1440))
        agrees(calendar, slow, start, data.draw(st.integers(start, 5 * 1440)), data.draw(st.integers(0, 900)))


@pytest.mark.parametrize("zone", sorted(TURNS))
@pytest.mark.parametrize(
    "hours", [OFFICE, NIGHTS, {6: [("01:30", "02:45"), ("02:50", "03:10")], 5: [("23:59", "02:01")]}]
)
def test_a_thousand_questions_around_each_change_of_clocks_are_answered_to_the_minute(zone, hours):
    random = Random(zone)
    for turn in TURNS[zone]:
        first = around(*turn)
        calendar = Calendar(zone, weekly_hours(hours), frozenset({date(2026, 3, 30), date(2026, 10, 26)}))
        slow = SlowCalendar(calendar, first, 7)
        for _ in range(150):
            start, end = sorted((random.randrange(7 * 1440), random.randrange(7 * 1440 + 1)))
            agrees(calendar, slow, start, end, random.randrange(1200))


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        ("Europe/Berlin", (2026, 3, 28), 7),
        ("Europe/Berlin", (2026, 10, 24), 9),
        ("Europe/Riga", (2026, 3, 28), 7),
        ("Europe/Riga", (2026, 10, 24), 9),
        ("America/New_York", (2026, 3, 7), 7),
        ("America/New_York", (2026, 10, 31), 9),
        ("Australia/Lord_Howe", (2026, 4, 4), 8.5),
        ("Australia/Lord_Howe", (2026, 10, 3), 7.5),
        ("Africa/Casablanca", (2026, 2, 14), 9),
        ("Africa/Casablanca", (2026, 3, 21), 7),
        ("Asia/Kathmandu", (2026, 3, 28), 8),
    ],
)
def test_a_night_shift_from_22_to_06_is_as_long_as_the_clocks_make_it(zone, evening, hours):
    calendar = Calendar(zone, weekly_hours(NIGHTS))
    noon = at(zone, *evening, 12)
    assert working_time_between(calendar, noon, noon + timedelta(days=1)) == hours * HOUR


def test_a_day_that_apia_skipped_has_no_working_time():
    calendar = Calendar("Pacific/Apia", weekly_hours({day: [("00:00", "24:00")] for day in range(7)}))
    thursday = at("Pacific/Apia", 2011, 12, 29, 9)
    assert add_working_time(calendar, thursday, 24 * HOUR) == at("Pacific/Apia", 2011, 12, 31, 9)


def test_an_hour_missing_in_berlin_cannot_be_worked_and_the_due_instant_exists():
    calendar = Calendar("Europe/Berlin", weekly_hours({6: [("01:00", "05:00")]}))
    due = add_working_time(calendar, at("Europe/Berlin", 2026, 3, 29, 1, 30), HOUR)
    assert due == at("Europe/Berlin", 2026, 3, 29, 3, 30)
    assert working_time_between(calendar, due - 2 * HOUR, due) == 1.5 * HOUR


def test_an_hour_that_comes_twice_in_new_york_is_worked_twice():
    calendar = Calendar("America/New_York", weekly_hours({6: [("01:00", "02:00")]}))
    first = at("America/New_York", 2026, 11, 1, 1)
    assert working_time_between(calendar, first, first + 5 * HOUR) == 2 * HOUR
    due = add_working_time(calendar, first, 1.5 * HOUR)
    assert due == at("America/New_York", 2026, 11, 1, 1, 30, fold=1)


def test_hours_wholly_inside_the_missing_hour_do_not_happen_that_day():
    calendar = Calendar("Europe/Berlin", weekly_hours({6: [("02:10", "02:50")]}))
    assert next_opening(calendar, at("Europe/Berlin", 2026, 3, 29)) == at("Europe/Berlin", 2026, 4, 5, 2, 10)


def test_a_holiday_closes_its_own_date_but_not_the_night_before():
    calendar = Calendar("Europe/Madrid", weekly_hours(NIGHTS), frozenset({date(2026, 12, 25)}))
    assert is_open(calendar, at("Europe/Madrid", 2026, 12, 24, 23))
    assert not is_open(calendar, at("Europe/Madrid", 2026, 12, 25, 1))
    assert next_change(calendar, at("Europe/Madrid", 2026, 12, 24, 23)) == at("Europe/Madrid", 2026, 12, 25)
    assert next_opening(calendar, at("Europe/Madrid", 2026, 12, 25)) == at("Europe/Madrid", 2026, 12, 26)


def test_instants_of_any_zone_are_accepted_and_utc_comes_out():
    calendar = Calendar("Europe/Riga", weekly_hours(OFFICE))
    due = add_working_time(calendar, datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("America/Bogota")), 2 * HOUR)
    assert due == at("Europe/Riga", 2026, 11, 23, 10)
    assert due.tzinfo is UTC


def test_the_last_minute_of_the_day_is_reached_at_closing_and_not_at_the_next_opening():
    calendar = Calendar("Europe/Riga", weekly_hours(OFFICE))
    monday = at("Europe/Riga", 2026, 11, 23, 9)
    assert add_working_time(calendar, monday, 8 * HOUR) == at("Europe/Riga", 2026, 11, 23, 17)
    assert add_working_time(calendar, monday, 8 * HOUR + timedelta(seconds=1)) == at(
        "Europe/Riga", 2026, 11, 24, 9, 0, 1
    )


def test_nothing_added_is_the_start_itself_even_when_closed():
    sunday = at("Europe/Riga", 2026, 11, 22, 3)
    assert add_working_time(Calendar("Europe/Riga", weekly_hours(OFFICE)), sunday, timedelta(0)) == sunday


def test_working_time_is_never_negative():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert working_time_between(ALWAYS, now, now - HOUR) == timedelta(0)


@settings(deadline=None)
@given(turning(), st.integers(0, 5 * 86400), st.integers(0, 10**6), st.integers(0, 86400))
def test_what_is_added_is_what_has_passed_to_the_microsecond(turn, second, microsecond, amount):
    calendar, first = turn
    start = first + timedelta(seconds=second, microseconds=microsecond)
    if any(calendar.weekly):
        due = add_working_time(calendar, start, timedelta(seconds=amount))
        assert working_time_between(calendar, start, due) == timedelta(seconds=amount)


@settings(deadline=None)
@given(turning(), st.lists(st.integers(0, 5 * 1440), min_size=3, max_size=3))
def test_working_time_adds_up_over_a_point_in_between(turn, minutes):
    calendar, first = turn
    start, middle, end = (first + timedelta(minutes=minute) for minute in sorted(minutes))
    parts = working_time_between(calendar, start, middle) + working_time_between(calendar, middle, end)
    assert parts == working_time_between(calendar, start, end)


def test_a_negative_amount_is_refused():
    with pytest.raises(ValueError, match="backwards"):
        add_working_time(ALWAYS, datetime(2026, 1, 1, tzinfo=UTC), -HOUR)


@pytest.mark.parametrize("amount", [timedelta(microseconds=1), HOUR, timedelta.max])
def test_a_calendar_that_never_opens_says_so(amount):
    with pytest.raises(ValueError, match="closed for 800 days"):
        add_working_time(Calendar("Europe/Riga", NEVER), datetime(2026, 1, 1, tzinfo=UTC), amount)


def test_a_calendar_closed_by_holidays_for_longer_than_the_search_says_so():
    start = date(2026, 1, 1)
    closed = frozenset(start + timedelta(days=day) for day in range(1, 900))
    calendar = Calendar("UTC", weekly_hours({day: [("00:00", "24:00")] for day in range(7)}), closed)
    with pytest.raises(ValueError, match="closed for 800 days on end after 2026-01-02"):
        add_working_time(calendar, datetime(2026, 1, 1, tzinfo=UTC), 25 * HOUR)
    assert next_opening(calendar, datetime(2026, 1, 2, tzinfo=UTC)) is None
    assert next_change(calendar, datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2026, 1, 2, tzinfo=UTC)


def test_an_amount_beyond_ten_years_says_so():
    with pytest.raises(ValueError, match="more than 3660 days"):
        add_working_time(ALWAYS, datetime(2026, 1, 1, tzinfo=UTC), REACH + HOUR)
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    assert add_working_time(ALWAYS, begun, REACH) == begun + REACH


def test_a_calendar_that_is_always_or_never_open_has_no_change():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert next_change(ALWAYS, now) is None
    assert next_change(Calendar("UTC", NEVER), now) is None
    assert next_opening(ALWAYS, now) == now
    assert next_opening(Calendar("UTC", NEVER), now) is None


def test_a_change_is_not_seen_at_midnight_or_where_clocks_jump_inside_opening_hours():
    calendar = Calendar("Europe/Berlin", weekly_hours({5: [("12:00", "24:00")], 6: [("00:00", "12:00")]}))
    saturday = at("Europe/Berlin", 2026, 3, 28, 13)
    assert next_change(calendar, saturday) == at("Europe/Berlin", 2026, 3, 29, 12)
    assert next_change(calendar, at("Europe/Berlin", 2026, 3, 29, 12)) == at("Europe/Berlin", 2026, 4, 4, 12)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, 1441)])
def test_a_span_outside_its_day_or_without_length_is_refused(start, end):
    with pytest.raises(ValueError, match="span"):
        Span(start, end)


def test_spans_that_touch_or_overlap_are_joined_so_equal_hours_are_equal_calendars():
    messy = ((Span(600, 700), Span(0, 60), Span(60, 120), Span(650, 660)), *NEVER[1:])
    tidy = ((Span(0, 120), Span(600, 700)), *NEVER[1:])
    assert Calendar("UTC", messy) == Calendar("UTC", tidy)


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven days"):
        Calendar("UTC", ((),) * 6)


def test_a_calendar_of_an_unknown_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        Calendar("Europe/Atlantis", NEVER)


def test_hours_past_midnight_belong_to_two_days():
    assert spans_between("22:00", "06:00") == ((Span(1320, 1440),), (Span(0, 360),))
    assert spans_between("22:00", "00:00") == ((Span(1320, 1440),), ())
    assert spans_between("09:00", "17:00") == ((Span(540, 1020),), ())
    assert spans_between("00:00", "24:00") == ((Span(0, 1440),), ())
    assert weekly_hours({6: [("22:00", "06:00")]}) == (
        (Span(0, 360),),
        (),
        (),
        (),
        (),
        (),
        (Span(1320, 1440),),
    )


@pytest.mark.parametrize(("start", "end"), [("09:00", "09:00"), ("24:00", "06:00")])
def test_hours_that_could_mean_nothing_or_all_day_are_refused(start, end):
    with pytest.raises(ValueError, match="ambiguous"):
        spans_between(start, end)


@pytest.mark.parametrize(
    "clock", ["9:00", "24:01", "25:00", "12:60", "noon", "", "12-30", "١٢:٣٠", 900, None, "12:30\n"]
)
def test_a_clock_time_that_is_none_is_refused(clock):
    with pytest.raises(ValueError, match="HH:MM"):
        minute_of(clock)


@settings(deadline=None)
@given(st.integers(0, 1440))
def test_a_minute_and_its_clock_time_are_the_same_thing(minute):
    assert minute_of(clock_of(minute)) == minute


@settings(deadline=None)
@given(st.sampled_from(sorted(TURNS)), weeks, st.frozensets(st.dates(), max_size=5))
def test_a_calendar_survives_json(zone, week, holidays):
    calendar = Calendar(zone, week, holidays)
    assert calendar_from_json(calendar_to_json(calendar)) == calendar


def test_a_calendar_is_read_from_json_with_hours_past_midnight():
    document = {"zone": "Europe/Riga", "weekly": {"fri": [["22:00", "06:00"]]}, "holidays": ["2026-11-18"]}
    assert calendar_from_json(document) == Calendar(
        "Europe/Riga", weekly_hours({4: [("22:00", "06:00")]}), frozenset({date(2026, 11, 18)})
    )
    assert calendar_from_json({"zone": "UTC"}) == Calendar("UTC", NEVER)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "an object"),
        ({"zone": "UTC", "week": {}, "holiday": []}, "no holiday, week"),
        ({}, "IANA"),
        ({"zone": ["UTC"]}, "IANA"),
        ({"zone": "UTC", "weekly": []}, "names days"),
        ({"zone": "UTC", "weekly": {"monday": []}}, "names days"),
        ({"zone": "UTC", "weekly": {"mon": "09:00"}}, "mon is a list"),
        ({"zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]] * 49}}, "mon is a list of at most 48"),
        ({"zone": "UTC", "weekly": {"mon": ["09:00"]}}, "pairs"),
        ({"zone": "UTC", "weekly": {"mon": [["09:00"]]}}, "pairs"),
        ({"zone": "UTC", "weekly": {"mon": [[9, 17]]}}, "HH:MM"),
        ({"zone": "UTC", "holidays": "2026-12-25"}, "list"),
        ({"zone": "UTC", "holidays": ["2026-12-25"] * 5001}, "at most 5000"),
        ({"zone": "UTC", "holidays": ["Christmas"]}, "a holiday is a date"),
        ({"zone": "UTC", "holidays": [20261225]}, "a holiday is a date"),
    ],
)
def test_a_broken_calendar_document_is_refused_with_the_part_that_is_wrong(document, words):
    with pytest.raises(ValueError, match=words):
        calendar_from_json(document)
