"""One clock for all that is stored or promised; it can be told otherwise, and then all follow it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relevo.core import clock

NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NEAR = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def machines_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here nobody has travelled yet."""
    monkeypatch.setattr(clock, "_offset", timedelta())


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that the clock follows, looked at anew by this test, and forgotten after it."""
    path = tmp_path / "clock"
    monkeypatch.setenv("RELEVO_CLOCK_FILE", str(path))
    monkeypatch.setattr(clock, "_looked_at", float("-inf"))
    return path


def look_again() -> None:
    clock._looked_at = float("-inf")


def test_it_is_the_machines_time_unless_somebody_says_otherwise() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < NEAR
    assert clock.now().tzinfo is UTC
    assert clock.offset() == timedelta()


def test_one_travels_and_time_runs_on_and_comes_back() -> None:
    with clock.travel(NIGHT):
        first = clock.now()
        assert NIGHT <= first < NIGHT + NEAR
        assert clock.now() > first
        with clock.travel(NIGHT + timedelta(days=1)):
            assert clock.now() > NIGHT + timedelta(hours=23)
        assert clock.now() < NIGHT + NEAR
    assert clock.offset() == timedelta()


def test_one_comes_back_from_an_error_too() -> None:
    with pytest.raises(ZeroDivisionError), clock.travel(NIGHT):
        raise ZeroDivisionError
    assert clock.offset() == timedelta()


def test_all_who_follow_a_file_believe_it(file: Path) -> None:
    clock.set_file(file, NIGHT)
    assert abs(clock.now() - NIGHT) < NEAR
    assert list(file.parent.iterdir()) == [file]


def test_the_file_is_looked_at_twice_a_second_and_no_more(file: Path) -> None:
    clock.set_file(file, NIGHT)
    assert abs(clock.now() - NIGHT) < NEAR
    clock.set_file(file, NIGHT + timedelta(days=9))
    assert abs(clock.now() - NIGHT) < NEAR
    look_again()
    assert abs(clock.now() - NIGHT - timedelta(days=9)) < NEAR


@pytest.mark.parametrize("content", [None, "", "tomorrow", "1e999x"])
def test_a_file_that_says_nothing_leaves_the_machines_time(file: Path, content: str | None) -> None:
    if content is not None:
        file.write_text(content, encoding="ascii")
    assert clock.offset() == timedelta()
