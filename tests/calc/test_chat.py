import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.chat import capacity_gain, chat_performance
from relevo.calc.erlang import erlang_c
from relevo.calc.traffic import Traffic

few = settings(deadline=None, max_examples=50)
desks = st.tuples(st.integers(1, 40), st.integers(1, 4), st.floats(0, 1), st.floats(0.01, 0.95))


@pytest.mark.parametrize(("chats", "gain"), [(1, 1), (2, 1.54), (3, 1.88)])
def test_the_gain_of_several_at_once(chats, gain):
    assert round(capacity_gain(chats, 0.3), 2) == gain


def test_the_gain_never_passes_one_over_the_slow_down():
    assert capacity_gain(20, 0.3) < 1 / 0.3
    assert capacity_gain(5, 1) == 1


@few
@given(st.integers(1, 60), st.floats(0.01, 0.99), st.floats(0, 300))
def test_with_one_at_a_time_it_is_erlang_c(agents, share, target):
    traffic = Traffic.of_load(agents * share, 300)
    chat, queue = chat_performance(traffic, agents, 1, 0.3, target), erlang_c(traffic, agents, target)
    assert chat.wait_probability == pytest.approx(queue.wait_probability, rel=1e-12)
    assert chat.mean_wait_seconds == pytest.approx(queue.mean_wait_seconds, rel=1e-12)
    assert chat.service_level == pytest.approx(queue.service_level(), rel=1e-12)
    assert chat.occupancy == pytest.approx(queue.occupancy, rel=1e-9)
    assert chat.chat_seconds == pytest.approx(300, rel=1e-9)


@few
@given(st.integers(1, 30), st.integers(1, 4), st.floats(0.01, 0.99))
def test_without_slow_down_every_chat_at_once_is_an_agent(agents, most, share):
    traffic = Traffic.of_load(agents * most * share, 300)
    chat, queue = chat_performance(traffic, agents, most, 0), erlang_c(traffic, agents * most)
    assert chat.wait_probability == pytest.approx(queue.wait_probability, rel=1e-10)
    assert chat.chat_seconds == pytest.approx(300, rel=1e-9)


def test_two_agents_with_two_chats_by_hand():
    """States 0 to 4 and a geometric tail, as fractions: k = 1/4, load 2, rates 1, 2, 1 + 8/5, 16/5, 16/5, ..."""
    rates = [Fraction(1), Fraction(2), Fraction(13, 5), Fraction(16, 5)]
    states = [Fraction(1)]
    for rate in rates:
        states.append(states[-1] * 2 / rate)
    ratio = 2 / Fraction(16, 5)
    tail = states[4] / (1 - ratio)
    whole = sum(states[:4]) + tail
    chats = (sum(n * state for n, state in enumerate(states[:4])) + 4 * tail) / whole
    busy = (states[1] + 2 * (states[2] + states[3] + tail)) / whole
    found = chat_performance(Traffic.of_load(2, 600), 2, 2, 0.25)
    assert found.wait_probability == pytest.approx(float(tail / whole), rel=1e-14)
    assert found.at_once == pytest.approx(float(chats / 2), rel=1e-14)
    assert found.chat_seconds == pytest.approx(float(chats * 300), rel=1e-14)
    assert found.occupancy == pytest.approx(float(busy / 2), rel=1e-14)
    assert found.mean_wait_seconds == pytest.approx(
        float(tail / whole * 600 / (Fraction(16, 5) - 2)), rel=1e-14
    )


@few
@given(desks)
def test_an_agent_more_or_less_slow_down_never_hurts(desk):
    agents, most, slow, share = desk
    traffic = Traffic.of_load(agents * capacity_gain(most, slow) * share, 300)
    here = chat_performance(traffic, agents, most, slow)
    more, quicker = (
        chat_performance(traffic, agents + 1, most, slow),
        chat_performance(traffic, agents, most, slow / 2),
    )
    for better in (more, quicker):
        assert better.mean_wait_seconds <= here.mean_wait_seconds * (1 + 1e-12)
        assert better.service_level >= here.service_level - 1e-12
    assert 300 * (1 - 1e-9) <= here.chat_seconds <= 300 * most / capacity_gain(most, slow) * (1 + 1e-9)
    assert 0 <= here.occupancy <= 1 + 1e-12


def test_more_chats_than_can_be_done_are_called_unstable():
    found = chat_performance(Traffic.of_load(10, 300), 4, 2, 0.3)
    assert not found.stable
    assert found.capacity == pytest.approx(4 * 2 / 1.3 * 12)
    assert (found.mean_wait_seconds, found.service_level, found.at_once) == (math.inf, 0, 2)


def test_a_second_chat_that_halves_the_first_gains_nothing():
    two, one = (chat_performance(Traffic.of_load(3, 300), 4, most, 1) for most in (2, 1))
    assert two.gain == one.gain == 1
    assert two.mean_wait_seconds < one.mean_wait_seconds
    assert two.chat_seconds > one.chat_seconds == pytest.approx(300)


def test_no_chats_wait_for_nothing():
    found = chat_performance(Traffic.of_load(0, 300), 4, 2, 0.3)
    assert (found.wait_probability, found.service_level, found.chat_seconds, found.occupancy) == (
        0,
        1,
        300,
        0,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 2, 0.3), "there must be an agent"),
        ((2, 0, 0.3), "there must be an agent"),
        ((1_000_000, 2, 0.3), "at most 1,000,000 places"),
        ((2, 21, 0.3), "chats at once must be from 0 to 20"),
        ((2, 2, 1.2), "slow-down is a share"),
        ((2, 2, math.nan), "slow-down must be a finite number"),
        ((2, 2, 0.3, -1), "target in seconds cannot be negative"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(arguments, words):
    with pytest.raises(ValueError, match=words):
        chat_performance(Traffic.of_load(1, 60), *arguments)
