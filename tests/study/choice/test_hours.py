import numpy as np
import pytest

from relevo.study.choice.hours import dayparts, open_hours


def test_office_hours_are_45_and_a_night_runs_into_the_next_day():
    assert open_hours("mon-fri 09:00-18:00").sum() == 45
    assert np.flatnonzero(open_hours("fri 22:00-06:00")).tolist() == list(range(118, 126))
    assert np.flatnonzero(open_hours("sun 22:00-02:00")).tolist() == [0, 1, 166, 167]


def test_a_week_may_wrap_and_half_an_hour_counts_when_it_is_half():
    assert open_hours("sat-mon 10:00-12:00").sum() == 6
    assert open_hours("mon 09:30-17:00; tue 09:45-10:30").sum() == 8 + 1


def test_always_and_never():
    assert open_hours("always").all()
    assert not open_hours("never").any()


@pytest.mark.parametrize("text", ["", "mon", "mon-xyz 09:00-18:00", "mon 25:00-26:00", "mon 09:00-09:00"])
def test_what_says_nothing_is_refused(text):
    with pytest.raises(ValueError, match=r"Hours|Days|clock|ambiguous"):
        open_hours(text)


@pytest.mark.parametrize("office", ["always", "never", "mon-fri 09:00-18:00", "mon-sun 20:00-08:00"])
def test_every_hour_belongs_to_one_part_of_the_week(office):
    assert (sum(part.astype(int) for part in dayparts(open_hours(office)).values()) == 1).all()
