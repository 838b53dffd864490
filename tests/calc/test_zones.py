from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from relevo.calc.zones import as_utc, stretches, zone_named
from tests.calc.minutes import TURNS, around


def test_a_zone_is_found_by_its_iana_name():
    assert zone_named("Europe/Riga") == ZoneInfo("Europe/Riga")


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../etc/passwd", "Europe", "x" * 65, 7, None, ["UTC"], "a\x00b"]
)
def test_a_name_that_is_no_zone_is_refused_with_a_clear_error(name):
    with pytest.raises(ValueError, match="time zone"):
        zone_named(name)


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="naive"):
        as_utc(datetime(2026, 3, 29, 9, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize("year", [1, 1899, 3000, 9999])
def test_an_instant_outside_eleven_centuries_is_refused(year):
    with pytest.raises(ValueError, match=str(year)):
        as_utc(datetime(year, 6, 1, tzinfo=UTC))


def test_the_first_and_the_last_year_are_accepted():
    assert as_utc(datetime(1900, 1, 1, tzinfo=UTC)).year == 1900
    assert as_utc(datetime(2999, 12, 31, tzinfo=UTC)).year == 2999


def test_a_year_in_berlin_has_three_stretches_cut_where_the_clocks_change():
    year = list(
        stretches("Europe/Berlin", datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    )
    assert [stretch.offset for stretch in year] == [
        timedelta(hours=1),
        timedelta(hours=2),
        timedelta(hours=1),
    ]
    assert [stretch.start for stretch in year[1:]] == [
        datetime(2026, 3, 29, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, tzinfo=UTC),
    ]


def test_no_time_has_no_stretches():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert list(stretches("Europe/Berlin", now, now)) == []


def test_a_change_at_the_turn_of_the_year_is_found_once():
    # Nepal moved its clocks by fifteen minutes at the first midnight of 1986.
    start, end = datetime(1985, 12, 1, tzinfo=UTC), datetime(1986, 2, 1, tzinfo=UTC)
    offsets = [stretch.offset for stretch in stretches("Asia/Kathmandu", start, end)]
    assert offsets == [timedelta(hours=5, minutes=30), timedelta(hours=5, minutes=45)]


@pytest.mark.parametrize("zone", sorted(TURNS))
def test_stretches_touch_and_show_the_clock_of_the_zone(zone):
    for day in TURNS[zone]:
        start, end = around(*day), around(*day) + timedelta(days=7)
        found = list(stretches(zone, start, end))
        assert [found[0].start, *(stretch.end for stretch in found)] == [
            *(stretch.start for stretch in found),
            end,
        ]
        for stretch in found:
            for instant in (stretch.start, stretch.end - timedelta(microseconds=1)):
                assert stretch.local(instant) == instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
                assert stretch.instant(stretch.local(instant)) == instant


def test_apia_has_no_thirtieth_of_december_2011():
    start = datetime(2011, 12, 28, tzinfo=UTC)
    days = [
        day.day
        for part in stretches("Pacific/Apia", start, start + timedelta(days=5))
        for day, _ in part.days()
    ]
    assert 30 not in days
    assert {29, 31} <= set(days)
