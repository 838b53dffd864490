"""Engines that failed rest for a while."""

from __future__ import annotations

from relevo.language.breaker import Breaker


def test_an_engine_rests_after_a_failure_until_its_time_is_over():
    now = 100.0
    breaker = Breaker(lambda: now, rest=30.0)
    assert breaker.rests_for("apertium") == 0
    breaker.failed("apertium")
    assert breaker.rests_for("apertium") == 30
    assert breaker.rests_for("libretranslate") == 0
    now = 120.0
    assert breaker.rests_for("apertium") == 10
    now = 130.5
    assert breaker.rests_for("apertium") == 0


def test_an_answer_ends_the_rest():
    breaker = Breaker(lambda: 5.0)
    breaker.failed("apertium")
    breaker.answered("apertium")
    breaker.answered("never failed")
    assert breaker.rests_for("apertium") == 0
