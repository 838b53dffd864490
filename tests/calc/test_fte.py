import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.calc.fte import covered, fte_of_seat, hand_over_overlap, relief_factor, scheduled, staffing


@pytest.mark.parametrize(
    ("more", "fte"),
    [
        ({}, 4.2),
        ({"absence": 0.15}, 4.94),
        ({"absence": 0.169}, 5.05),
        ({"absence": 0.169, "in_shift": 0.0625}, 5.39),
    ],
)
def test_a_seat_round_the_clock(more, fte):
    assert round(fte_of_seat(**more), 2) == fte


def test_the_published_relief_factor():
    assert round(relief_factor(8760, 1850), 2) == 4.74


def test_three_hand_overs_a_day_cost_three_percent():
    assert hand_over_overlap(3, 15) == 0.03125


@pytest.mark.parametrize(
    ("agents", "shrinkage", "people"), [(7, 0.3, 10), (10, 0.3, 15), (0, 0.3, 0), (9, 0, 9), (3, 0.25, 4)]
)
def test_people_to_schedule_are_exact(agents, shrinkage, people):
    assert scheduled(agents, shrinkage) == people


@given(st.integers(0, 10_000), st.floats(0, 0.9))
def test_after_shrinkage_enough_are_there_and_one_less_were_not(agents, shrinkage):
    people = scheduled(agents, shrinkage)
    assert people * (1 - shrinkage) >= agents * (1 - 1e-12)
    assert people == 0 or (people - 1) * (1 - shrinkage) < agents * (1 + 1e-12)


@pytest.mark.parametrize(
    ("need", "rules", "there"),
    [
        (0, {}, 0), (1, {}, 1), (1, {"lone_working": False}, 2), (1, {"breaks_covered": True}, 2),
        (1, {"minimum": 3}, 3), (5, {"minimum": 3, "lone_working": False}, 5), (0, {"minimum": 3}, 0),
    ],
)  # fmt: skip
def test_minimum_cover(need, rules, there):
    assert covered(need, **rules) == there


def test_a_week_of_nights_alone_and_days_for_seven():
    week = ([1] * 8 + [7] * 16) * 7
    found = staffing(week, shrinkage=0.3, lone_working=False)
    assert found.present[0] == 2
    assert found.scheduled[0] == 3
    assert found.scheduled[8] == 10
    assert found.hours == 7 * (8 * 3 + 16 * 10)
    assert found.fte == pytest.approx(7 * (8 * 2 + 16 * 7) / 0.7 / 40, rel=1e-14)


def test_one_seat_all_week_is_the_fte_of_a_seat():
    assert staffing([1] * 168, shrinkage=0.15).fte == pytest.approx(fte_of_seat(absence=0.15), rel=1e-14)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: scheduled(1, 1), "shrinkage must be below 1"),
        (lambda: scheduled(1, 30), "shrinkage is a share"),
        (lambda: scheduled(-1, 0.3), "agents must be from 0"),
        (lambda: fte_of_seat(168, 0), "contract hours must be more than 0"),
        (lambda: fte_of_seat(-1), "hours per week cannot be negative"),
        (lambda: fte_of_seat(absence=math.nan), "absence must be a finite number"),
        (lambda: staffing([1] * 9000, shrinkage=0), "at most 8784 hours"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
