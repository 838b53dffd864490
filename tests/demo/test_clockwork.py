"""The demo's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.config.env import Misconfigured
from relevo.core import clock
from relevo.demo import clockwork

SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001 - made aware below
def test_the_demo_begins_on_the_latest_sunday_at_three(moment) -> None:
    real = moment.replace(tzinfo=UTC)
    begin = clockwork.last_sunday_at_three(real)
    assert begin <= real
    assert real - begin < timedelta(days=7, hours=2)
    assert begin.astimezone(clockwork.ZONE).weekday() == 6


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("Mon 08:58", "2026-11-23T07:58"), ("sunday 03:30", "2026-11-22T02:30"), ("Sun 02:00", "2026-11-29T01:00"),
        ("+2h", "2026-11-22T04:00"), ("+30m", "2026-11-22T02:30"), ("2026-11-23T08:58+01:00", "2026-11-23T07:58"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(words, then) -> None:
    assert clockwork.parse(words, SUNDAY) == datetime.fromisoformat(f"{then}+00:00")


@pytest.mark.parametrize(
    "words", ["", "tomorrow", "Mon", "Mon 25:00", "Mon x:y", "2026-11-23T08:58", "+h", "Mon 9"]
)
def test_what_is_no_time_is_refused_with_examples(words) -> None:
    with pytest.raises(Misconfigured, match="Mon 09:00"):
        clockwork.parse(words, SUNDAY)


def test_moving_the_clock_is_told_in_words(tmp_path) -> None:
    clock.set_file(tmp_path / "clock", SUNDAY)
    said = clockwork.move("Mon 08:58", path=tmp_path / "clock")
    assert said == "In the demo it is now Monday 2026-11-23 08:58 in Europe/Madrid."
    gone = clockwork.clock_now(tmp_path / "clock") - SUNDAY
    assert timedelta(hours=29, minutes=57, seconds=59) < gone < timedelta(hours=29, minutes=59)


def test_without_a_demo_there_is_no_clock_to_move(tmp_path) -> None:
    with pytest.raises(Misconfigured, match="make demo"):
        clockwork.move("+2h", path=tmp_path / "clock")


def test_the_clock_lies_in_the_demos_home(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("RELEVO_HOME", str(tmp_path))
    assert clockwork.file() == tmp_path / "clock"
    monkeypatch.delenv("RELEVO_HOME")
    monkeypatch.chdir(tmp_path)
    assert clockwork.file() == tmp_path / "var" / "demo" / "clock"
