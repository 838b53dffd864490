"""Counting guesses."""

from __future__ import annotations

from relevo.channels.mail.doors.guesses import Guesses


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_more_than_so_many_are_too_many_for_each_key_alone():
    guesses = Guesses(3, 60)
    assert [guesses.one_more(["eve"]) for _ in range(5)] == [False, False, False, True, True]
    assert not guesses.one_more(["jorge"])
    assert guesses.one_more(["jorge", "eve"])


def test_after_a_while_counting_begins_anew():
    clock = Clock()
    guesses = Guesses(1, 60, clock)
    assert [guesses.one_more(["eve"]), guesses.one_more(["eve"])] == [False, True]
    clock.at = 61
    assert not guesses.one_more(["eve"])


def test_nobody_in_particular_is_never_too_many():
    assert not Guesses(0, 60).one_more([])


def test_a_million_names_take_little_memory():
    guesses = Guesses(1, 60)
    for number in range(20_000):
        guesses.one_more([str(number)])
    assert len(guesses._counted) == 10_000
    assert not guesses.one_more(["0"])
    assert guesses.one_more(["19999"])
