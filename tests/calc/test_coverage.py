from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.coverage import Block, Overlap, covering, gaps, next_boundary, overlaps, week
from tests.calc.minutes import MINUTE, TURNS, around

AURALIS, NOCTUA, BALTLINE = 1, 2, 3
ALL_DAYS = frozenset(range(7))
ANY = {"channel": None, "language": None}

# Carmen's own team by day, Noctua by night and at weekends, in their own zones.
DAY = Block(AURALIS, frozenset(range(5)), 540, 1080, "Europe/Madrid", rank=1)
NIGHT = Block(NOCTUA, ALL_DAYS, 660, 660 + 1440, "America/Bogota", languages=frozenset({"es", "en"}), rank=2)
LATVIAN = Block(BALTLINE, ALL_DAYS, 1200, 1200 + 720, "Europe/Riga", languages=frozenset({"lv"}), rank=2)


def madrid(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)


def slow_first(blocks, instant, channel, language):
    """The first to answer at an instant, read straight off the clocks on the walls."""
    on_duty = []
    for block in blocks:
        wall = instant.astimezone(ZoneInfo(block.zone))
        for days_ago in (0, 1):
            day = wall.date() - timedelta(days=days_ago)
            minute = wall.hour * 60 + wall.minute + days_ago * 1440
            starts = day.weekday() in block.weekdays and day not in block.holidays
            if starts and block.start_minute <= minute < block.end_minute:
                on_duty.append((block.rank, block.engagement_id))
                break
    suited = {
        (block.rank, block.engagement_id)
        for block in blocks
        if (not block.channels or channel in block.channels)
        and (not block.languages or language in block.languages)
    }
    first = min((who for who in on_duty if who in suited), default=None)
    return first and first[1]


@st.composite
def block_lists(draw):
    blocks = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.one_of(st.sampled_from([0, 30, 120, 150, 1320]), st.integers(0, 1439)))
        length = draw(st.one_of(st.sampled_from([1, 60, 480, 1440]), st.integers(1, 1440)))
        blocks.append(
            Block(
                engagement_id=number,
                weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
                start_minute=start,
                end_minute=start + length,
                zone=draw(st.sampled_from(sorted(TURNS))),
                channels=draw(
                    st.sampled_from([frozenset(), frozenset({"mail"}), frozenset({"chat", "mail"})])
                ),
                languages=draw(st.sampled_from([frozenset(), frozenset({"es"}), frozenset({"lv", "en"})])),
                rank=draw(st.integers(1, 3)),
                holidays=draw(
                    st.sampled_from([frozenset(), frozenset({date(2026, 3, 29), date(2026, 10, 25)})])
                ),
            )
        )
    return blocks


starts = st.sampled_from(
    [around(2026, 3, 29, 2), around(2026, 10, 25, 2), around(2026, 4, 4, 1), around(2026, 6, 1)]
)


@settings(deadline=None, max_examples=40)
@given(block_lists(), starts, st.sampled_from(["mail", "chat"]), st.sampled_from(["es", "en", "lv"]))
def test_the_first_answerer_and_every_boundary_equal_those_found_minute_by_minute(
    blocks, first, channel, language
):
    asked = {"channel": channel, "language": language}
    instant = first
    answers = [slow_first(blocks, first + n * MINUTE, channel, language) for n in range(3 * 1440)]
    changes = [first + n * MINUTE for n in range(1, len(answers)) if answers[n] != answers[n - 1]]
    for change in changes[:12]:
        assert next_boundary(blocks, instant, **asked) == change
        instant = change
    for n in range(0, len(answers), 97):
        on_duty = covering(blocks, first + n * MINUTE, **asked)
        assert (on_duty[0].engagement_id if on_duty else None) == answers[n]


@settings(deadline=None, max_examples=40)
@given(block_lists(), starts, st.sampled_from(["es", "lv"]))
def test_gaps_are_exactly_the_minutes_without_anyone(blocks, first, language):
    last = first + timedelta(days=2)
    found = gaps(blocks, start=first, end=last, channel="mail", language=language)
    alone = [n for n in range(2 * 1440) if slow_first(blocks, first + n * MINUTE, "mail", language) is None]
    assert sum((gap.end - gap.start for gap in found), timedelta(0)) == len(alone) * MINUTE
    before = {n + 1 for n in alone}
    assert [gap.start for gap in found] == [first + n * MINUTE for n in alone if n not in before]


@settings(deadline=None, max_examples=40)
@given(
    block_lists(), st.sampled_from(sorted(TURNS)), st.sampled_from([date(2026, 3, 23), date(2026, 10, 19)])
)
def test_the_hours_of_a_week_are_whole_and_their_shares_add_up(blocks, zone, monday):
    hours = week(blocks, zone=zone, monday=monday, channel="mail", language="es")
    wall = ZoneInfo(zone)
    assert [hour.end for hour in hours[:-1]] == [hour.start for hour in hours[1:]]
    assert hours[0].start.astimezone(wall).date() == monday
    assert hours[-1].end.astimezone(wall).date() == monday + timedelta(days=7)
    for hour in hours:
        local = hour.start.astimezone(wall)
        assert (hour.day, hour.hour, hour.fold) == (local.date(), local.hour, local.fold)
        assert sum((share.answers for share in hour.shares), hour.uncovered) == hour.end - hour.start
        assert all(share.answers <= share.on_duty <= hour.end - hour.start for share in hour.shares)


@pytest.mark.parametrize(
    ("zone", "monday", "count", "short"),
    [
        ("Europe/Madrid", date(2026, 6, 1), 168, 0),
        ("Europe/Madrid", date(2026, 3, 23), 167, 0),
        ("Europe/Madrid", date(2026, 10, 19), 169, 0),
        ("Australia/Lord_Howe", date(2026, 3, 30), 169, 1),
        ("Australia/Lord_Howe", date(2026, 9, 28), 168, 1),
        ("Pacific/Apia", date(2011, 12, 26), 144, 0),
    ],
)
def test_a_week_has_the_hours_that_really_pass(zone, monday, count, short):
    hours = week([], zone=zone, monday=monday, **ANY)
    assert len(hours) == count
    assert sum(hour.end - hour.start == timedelta(minutes=30) for hour in hours) == short
    assert sum((hour.uncovered for hour in hours), timedelta(0)) == hours[-1].end - hours[0].start


def test_the_hour_that_comes_twice_is_told_apart_by_its_fold():
    hours = week([DAY, NIGHT], zone="Europe/Madrid", monday=date(2026, 10, 19), channel="mail", language="es")
    twice = [hour for hour in hours if hour.day == date(2026, 10, 25) and hour.hour == 2]
    assert [hour.fold for hour in twice] == [0, 1]
    assert all(hour.shares[0].engagement_id == NOCTUA for hour in twice)


def test_an_hour_says_who_answers_how_much_of_it_and_who_stands_by():
    half = Block(BALTLINE, ALL_DAYS, 570, 600, "Europe/Madrid", rank=0)
    hours = week([DAY, half], zone="Europe/Madrid", monday=date(2026, 6, 1), **ANY)
    nine = {share.engagement_id: share for share in hours[9].shares}
    assert nine[AURALIS].on_duty == timedelta(hours=1)
    assert nine[AURALIS].answers == nine[BALTLINE].answers == timedelta(minutes=30)
    assert hours[8].uncovered == timedelta(hours=1)


def test_several_blocks_of_one_engagement_count_its_time_once():
    hours = week([DAY, DAY], zone="Europe/Madrid", monday=date(2026, 6, 1), **ANY)
    assert [share.on_duty for share in hours[9].shares] == [timedelta(hours=1)]


def test_the_lower_rank_answers_first_and_the_next_stands_by():
    noon = madrid(2026, 11, 23, 12)
    assert covering([NIGHT, DAY], noon, channel="chat", language="es") == [DAY, NIGHT]


def test_equal_ranks_do_not_depend_on_the_order_given():
    other = Block(BALTLINE, frozenset(range(5)), 540, 1080, "Europe/Madrid", rank=1)
    noon = madrid(2026, 11, 23, 12)
    assert covering([DAY, other], noon, **ANY) == covering([other, DAY], noon, **ANY) == [DAY, other]


def test_a_shift_past_midnight_belongs_to_the_day_it_starts():
    friday = Block(
        NOCTUA, frozenset({4}), 1320, 1800, "Europe/Madrid", holidays=frozenset({date(2026, 11, 28)})
    )
    assert covering([friday], madrid(2026, 11, 28, 5, 59), **ANY) == [friday]
    assert covering([friday], madrid(2026, 11, 28, 6), **ANY) == []
    assert covering([friday], madrid(2026, 11, 27, 3), **ANY) == []


def test_a_shift_does_not_start_on_a_holiday_of_its_zone():
    blocks = [Block(AURALIS, ALL_DAYS, 1320, 1800, "Europe/Madrid", holidays=frozenset({date(2026, 12, 25)}))]
    assert covering(blocks, madrid(2026, 12, 25, 1), **ANY) == blocks
    assert covering(blocks, madrid(2026, 12, 25, 23), **ANY) == []
    assert covering(blocks, madrid(2026, 12, 26, 1), **ANY) == []


@pytest.mark.parametrize(
    ("channel", "language", "tier", "expected"),
    [
        ("chat", "lv", None, [3]),
        ("chat", "lv-LV", 1, [3]),
        ("chat", "es", None, []),
        ("phone", "lv", None, []),
        ("chat", "lv", 2, []),
        (None, None, None, [3]),
    ],
)
def test_a_block_takes_only_the_channels_languages_and_tier_it_has(channel, language, tier, expected):
    block = Block(3, ALL_DAYS, 0, 1440, "UTC", frozenset({"chat"}), frozenset({"lv"}))
    found = covering([block], madrid(2026, 1, 1), channel=channel, language=language, tier=tier)
    assert [one.engagement_id for one in found] == expected


def test_the_boundary_is_where_the_answerer_changes_not_where_a_shift_of_the_same_firm_ends():
    blocks = [
        Block(AURALIS, ALL_DAYS, 480, 720, "Europe/Madrid"),
        Block(AURALIS, ALL_DAYS, 720, 960, "Europe/Madrid"),
    ]
    assert next_boundary(blocks, madrid(2026, 6, 1, 9), **ANY) == madrid(2026, 6, 1, 16)


def test_who_covers_every_minute_has_no_boundary():
    assert next_boundary([Block(AURALIS, ALL_DAYS, 0, 1440, "UTC")], madrid(2026, 6, 1), **ANY) is None
    assert next_boundary([], madrid(2026, 6, 1), **ANY) is None


def test_a_boundary_that_only_a_change_of_clocks_makes_is_found_months_ahead():
    # The two firms tile the day by standard time: no gap in winter, one as soon as Madrid moves its clocks.
    blocks = [
        Block(AURALIS, ALL_DAYS, 60, 780, "Europe/Madrid", rank=1),
        Block(AURALIS, ALL_DAYS, 420, 1140, "America/Bogota", rank=2),
    ]
    assert next_boundary(blocks, madrid(2026, 1, 5), **ANY) == madrid(2026, 3, 29, 13)


def test_three_sites_that_tile_the_day_in_winter_leave_an_hour_open_from_march_to_november():
    sites = [
        Block(1, ALL_DAYS, 540, 1080, "Europe/London"),
        Block(2, ALL_DAYS, 780, 1140, "America/New_York"),
        Block(3, ALL_DAYS, 540, 1080, "Asia/Tokyo"),
    ]
    found = gaps(
        sites,
        start=datetime(2026, 1, 1, tzinfo=UTC),
        end=datetime(2027, 1, 1, tzinfo=UTC),
        channel=None,
        language=None,
    )
    night = [gap for gap in found if gap.start.hour == 23]
    assert [gap.start.date() for gap in night] == [
        date(2026, 3, 8) + timedelta(days=day)
        for day in range((date(2026, 10, 31) - date(2026, 3, 8)).days + 1)
    ]


def test_overlaps_name_the_order_and_whether_anyone_decided_it():
    rival = Block(BALTLINE, frozenset({0}), 600, 660, "Europe/Madrid", rank=1)
    monday, noon = madrid(2026, 6, 1, 9), madrid(2026, 6, 1, 12)
    found = overlaps([DAY, rival, DAY], start=monday, end=noon, **ANY)
    assert found == [Overlap(madrid(2026, 6, 1, 10), madrid(2026, 6, 1, 11), (AURALIS, BALTLINE), True)]
    backup = Block(BALTLINE, frozenset({0}), 600, 660, "Europe/Madrid", rank=2)
    assert [one.contested for one in overlaps([backup, DAY], start=monday, end=noon, **ANY)] == [False]


def test_a_stretch_of_no_time_has_neither_gaps_nor_overlaps():
    now = madrid(2026, 6, 1)
    assert gaps([DAY], start=now, end=now, **ANY) == overlaps([DAY], start=now, end=now, **ANY) == []


def test_latvian_at_night_is_found_in_its_own_zone():
    assert covering([DAY, NIGHT, LATVIAN], madrid(2026, 11, 23, 20), channel="mail", language="lv") == [
        LATVIAN
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weekdays": frozenset({7})}, "weekdays"),
        ({"start_minute": -1}, "starts at minute"),
        ({"start_minute": 1440, "end_minute": 1500}, "starts at minute"),
        ({"end_minute": 540}, "ends after it starts"),
        ({"end_minute": 540 + 1441}, "within a day"),
        ({"zone": "Europe/Atlantis"}, "time zone"),
    ],
)
def test_a_block_that_cannot_be_is_refused(change, words):
    fields = {
        "engagement_id": 1,
        "weekdays": ALL_DAYS,
        "start_minute": 540,
        "end_minute": 1080,
        "zone": "UTC",
    }
    with pytest.raises(ValueError, match=words):
        Block(**(fields | change))
