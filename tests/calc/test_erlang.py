import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.erlang import blocking, erlang_b, erlang_c, not_blocking
from relevo.calc.performance import rank_of
from relevo.calc.traffic import Traffic
from tests.calc.reference_tables import digits, table

loads = st.floats(1e-6, 500)
busy = st.tuples(st.integers(1, 300), st.floats(0.001, 0.999)).map(lambda pair: (pair[0], pair[0] * pair[1]))
few = settings(deadline=None, max_examples=60)

# Published tables.

TRUNKS = [
    *((0.01, n, load) for n, load in ((1, "0.0101"), (2, "0.153"), (5, "1.36"), (10, "4.46"), (20, "12.0"), (30, "20.3"), (50, "37.9"), (100, "84.1"))),
    *((0.02, n, load) for n, load in ((10, "5.08"), (20, "13.2"), (30, "21.9"), (50, "40.3"), (100, "88.0"))),
    *((0.001, n, load) for n, load in ((10, "3.09"), (20, "9.41"), (100, "75.2"))),
]  # fmt: skip


@pytest.mark.parametrize(("lost", "trunks", "load"), TRUNKS)
def test_the_trunk_tables_of_erlang_b(lost, trunks, load):
    half = Decimal(1).scaleb(Decimal(load).as_tuple().exponent) / 2
    assert (
        blocking(float(Decimal(load) - half), trunks) < lost < blocking(float(Decimal(load) + half), trunks)
    )


@pytest.mark.parametrize(
    ("calls", "aht", "agents", "target", "waits", "asa", "level"),
    [
        # The level of the first is 1 - exp(-1/12) / 6.
        (1, 600, 1, 60, 0.166667, 120.0, 0.846659),
        (200, 180, 14, 20, 0.174132, 7.836, 0.888350),
        (2880, 60, 50, 20, 0.694456, 20.834, 0.643455),
    ],
)
def test_worked_values_of_erlang_c(calls, aht, agents, target, waits, asa, level):
    queue = erlang_c(Traffic.per_hour(calls, aht), agents, target)
    assert queue.wait_probability == pytest.approx(waits, abs=5e-7)
    assert queue.mean_wait_seconds == pytest.approx(asa, abs=5e-4)
    assert queue.service_level() == pytest.approx(level, abs=5e-7)


def test_the_example_of_garnett_mandelbaum_and_reiman_with_endless_patience():
    """M&SOM 2002: 48 calls a minute of one minute, 50 agents: 20.8 s, 58.1 s for 90 %, 17 waiting, 96 % at work."""
    queue = erlang_c(Traffic.per_hour(2880, 60), 50)
    assert round(queue.mean_wait_seconds, 1) == 20.8
    assert round(queue.p90_seconds, 1) == 58.1
    assert round(queue.mean_queue) == 17
    assert queue.occupancy == 0.96


# Fifty digits.


@pytest.mark.parametrize("row", table("erlang_b"), ids=lambda row: f"{row['load']}-{row['agents']}")
def test_erlang_b_agrees_with_fifty_digits(row):
    queue = erlang_b(Traffic.of_load(Decimal(row["load"]), 180), row["agents"])
    assert digits(queue.blocked, row["blocked"]) > 13
    assert digits(queue.service_levels.sl1, row["answered"]) > 13


@pytest.mark.parametrize("row", table("erlang_c"), ids=lambda row: f"{row['load']}-{row['agents']}")
def test_erlang_c_agrees_with_fifty_digits(row):
    queue = erlang_c(Traffic.of_load(float(row["load"]), 180), row["agents"], 20)
    for name in ("wait_probability", "mean_wait_seconds", "mean_wait_waiting_seconds", "mean_queue"):
        assert digits(getattr(queue, name), row[name]) > 13, name
    for name in ("p50_seconds", "p90_seconds", "p95_seconds"):
        assert digits(getattr(queue, name), row[name]) > 13, name
    assert digits(queue.service_levels.sl1, row["sl1"]) > 13


@settings(deadline=None, max_examples=40)
@given(st.fractions(Fraction(1, 1000), 60, max_denominator=1000), st.integers(0, 60))
def test_erlang_b_is_the_fraction_of_its_definition(load, agents):
    terms = [Fraction(1)]
    for k in range(1, agents + 1):
        terms.append(terms[-1] * load / k)
    exact = terms[-1] / sum(terms)
    assert blocking(float(load), agents) == pytest.approx(float(exact), rel=1e-13)
    assert not_blocking(float(load), agents) == pytest.approx(float(1 - exact), rel=1e-13)


# What holds always.


@few
@given(loads, st.integers(0, 300))
def test_with_an_agent_more_fewer_are_refused_and_with_more_load_more(load, agents):
    assert blocking(load, agents + 1) <= blocking(load, agents) <= blocking(load * 1.1, agents) * (1 + 1e-14)


@few
@given(busy)
def test_more_wait_in_erlang_c_than_are_refused_in_erlang_b(agents_and_load):
    agents, load = agents_and_load
    assert blocking(load, agents) <= erlang_c(Traffic.of_load(load, 60), agents).wait_probability <= 1


@few
@given(busy, st.floats(0, 600))
def test_with_an_agent_more_the_service_level_rises_and_the_wait_falls(agents_and_load, target):
    agents, load = agents_and_load
    traffic = Traffic.of_load(load, 300)
    one, more = erlang_c(traffic, agents, target), erlang_c(traffic, agents + 1, target)
    assert more.service_level() >= one.service_level() - 1e-15
    assert more.mean_wait_seconds <= one.mean_wait_seconds


@few
@given(busy, st.integers(2, 4), st.floats(0, 600))
def test_pooling_equal_desks_never_hurts(agents_and_load, desks, target):
    agents, load = agents_and_load
    alone = erlang_c(Traffic.of_load(load, 300), agents, target)
    pooled = erlang_c(Traffic.of_load(load * desks, 300), agents * desks, target)
    assert pooled.mean_wait_seconds <= alone.mean_wait_seconds * (1 + 1e-12)
    assert pooled.service_level() >= alone.service_level() - 1e-12


@few
@given(busy, st.floats(0.01, 100), st.floats(0, 600))
def test_times_scale_with_the_unit_of_time(agents_and_load, factor, target):
    agents, load = agents_and_load
    one = erlang_c(Traffic.of_load(load, 300), agents, target)
    other = erlang_c(Traffic.of_load(load, 300 * factor), agents, target * factor)
    assert other.service_level() == pytest.approx(one.service_level(), rel=1e-12)
    assert other.p90_seconds == pytest.approx(one.p90_seconds * factor, rel=1e-9)


@few
@given(st.floats(0.001, 0.999))
def test_with_one_agent_the_probability_of_waiting_is_the_load(load):
    assert erlang_c(Traffic.of_load(load, 60), 1).wait_probability == pytest.approx(load, rel=1e-14)


@few
@given(busy, st.sampled_from([("p50_seconds", 0.5), ("p90_seconds", 0.9), ("p95_seconds", 0.95)]))
def test_within_a_percentile_just_that_share_is_answered(agents_and_load, name_and_share):
    agents, load = agents_and_load
    name, share = name_and_share
    time = getattr(erlang_c(Traffic.of_load(load, 60), agents), name)
    level = erlang_c(Traffic.of_load(load, 60), agents, time).service_level()
    assert level == pytest.approx(share, rel=1e-12) if time else level >= share - 1e-15


# Edges.


@pytest.mark.parametrize(("agents", "load"), [(5, 5), (5, 7), (0, 1), (0, 0)])
def test_a_load_that_is_not_below_the_agents_is_called_unstable(agents, load):
    queue = erlang_c(Traffic.of_load(load, 60), agents)
    assert not queue.stable
    assert queue.wait_probability == 1
    assert queue.mean_wait_seconds == queue.p50_seconds == queue.mean_queue == math.inf
    assert queue.service_levels.sl1 == 0
    assert queue.throughput_per_hour == agents * 60


def test_a_hair_below_the_agents_is_stable_and_exact():
    queue = erlang_c(Traffic.of_load(4999.9999, 180), 5000)
    assert queue.stable
    assert queue.mean_wait_waiting_seconds == pytest.approx(1_800_000, rel=1e-15)


def test_no_load_waits_for_nothing():
    queue = erlang_c(Traffic.of_load(0, 60), 3)
    assert (queue.wait_probability, queue.mean_wait_seconds, queue.p95_seconds, queue.occupancy) == (
        0,
        0,
        0,
        0,
    )
    assert queue.service_levels.sl1 == 1
    assert queue.mean_wait_waiting_seconds == 20


def test_without_agents_everybody_is_refused_and_without_load_nobody():
    nobody, calm = erlang_b(Traffic.of_load(3, 60), 0), erlang_b(Traffic.of_load(0, 60), 2)
    assert (nobody.blocked, nobody.service_levels.sl1, nobody.service_levels.sl2, nobody.occupancy) == (
        1,
        0,
        None,
        None,
    )
    assert (calm.blocked, calm.service_levels.sl1, calm.occupancy) == (0, 1, 0)


def test_with_target_0_the_service_level_is_who_need_not_wait():
    queue = erlang_c(Traffic.of_load(10, 180), 14, 0)
    assert queue.service_level() == pytest.approx(1 - queue.wait_probability, rel=1e-14)


def test_huge_and_tiny_loads_are_answered():
    assert blocking(1e300, 5000) == 1
    assert not_blocking(1e9, 5000) == pytest.approx(5000 / 1e9, rel=1e-5)
    assert blocking(1e-300, 1) == pytest.approx(1e-300, rel=1e-14)
    assert blocking(1e-3, 5000) == 0
    assert erlang_c(Traffic.of_load(990_000, 60), 1_000_000).service_level() == 1


NOT_A_NUMBER = float("nan")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Traffic.of_load(-1, 60), "load in erlangs cannot be negative"),
        (lambda: Traffic.of_load(NOT_A_NUMBER, 60), "load in erlangs must be a finite number"),
        (lambda: Traffic.of_load(math.inf, 60), "load in erlangs must be a finite number"),
        (lambda: Traffic.of_load("3", 60), "load in erlangs must be a number"),
        (lambda: Traffic.of_load(True, 60), "load in erlangs must be a number"),
        (lambda: Traffic.of_load(Decimal("1e999999"), 60), "load in erlangs is too large"),
        (lambda: Traffic.of_load(10**500, 60), "load in erlangs is too large"),
        (lambda: Traffic.of_load(10**350, 60), "load in erlangs is too large"),
        (lambda: Traffic.per_hour(-1, 60), "contacts per hour cannot be negative"),
        (lambda: Traffic.per_hour(1, 0), "handling time in seconds must be more than 0"),
        (lambda: Traffic.per_hour(1, -3), "handling time in seconds must be more than 0"),
        (lambda: erlang_c(Traffic.of_load(1, 60), -1), "agents must be from 0 to 1,000,000"),
        (lambda: erlang_c(Traffic.of_load(1, 60), 1.5), "agents must be a whole number"),
        (lambda: erlang_b(Traffic.of_load(1, 60), 10**7), "agents must be from 0 to 1,000,000"),
        (lambda: erlang_c(Traffic.of_load(1, 60), 2, -1), "target in seconds cannot be negative"),
        (lambda: erlang_c(Traffic.of_load(1, 60), 2, math.inf), "target in seconds must be a finite number"),
        (lambda: erlang_c(Traffic.of_load(1, 60), 2).service_level("sl6"), "a service level is one of sl1"),
        (lambda: rank_of(101, 3), "a percentile is from 0 to 100"),
        (lambda: rank_of(50, 0), "a percentile is from 0 to 100"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_calls_an_hour_and_a_load_are_two_ways_to_say_the_same():
    assert Traffic.per_hour(200, 180) == Traffic.of_load(10, 180)
    assert Traffic.of_load(10, 180).contacts_per_hour == 200
    assert Traffic.per_hour(0.1, 36000).offered == 1
