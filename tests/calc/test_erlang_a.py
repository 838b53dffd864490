import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from relevo.calc import quadrature
from relevo.calc.erlang import blocking, erlang_b, erlang_c
from relevo.calc.erlang_a import erlang_a, figures
from relevo.calc.traffic import Traffic
from tests.calc.reference_tables import digits, table

few = settings(deadline=None, max_examples=20)
desks = st.tuples(st.integers(1, 200), st.floats(0.01, 3), st.floats(0.01, 100)).map(
    lambda drawn: (drawn[0], Traffic.of_load(drawn[0] * drawn[1], 180), 180 * drawn[2])
)
FIGURES = ("wait_probability", "abandoned", "mean_wait_seconds", "mean_wait_answered_seconds", "occupancy")
LEVELS = ("sl1", "sl2", "sl3", "sl4", "sl5")

# Published and worked values.


def test_the_example_of_garnett_mandelbaum_and_reiman():
    """M&SOM 2002: as for Erlang C, with a patience of two minutes: 3.1 %, 3.7 s, 12.5 s for 90 %, 3, 93 %."""
    queue = erlang_a(Traffic.per_hour(2880, 60), 50, 120)
    assert round(queue.abandoned * 100, 1) == 3.1
    assert round(queue.mean_wait_seconds, 1) == 3.7
    assert queue.p90_seconds == pytest.approx(12.5, abs=0.1)
    assert round(queue.mean_queue) == 3
    assert round(queue.occupancy * 100) == 93


@pytest.mark.parametrize(
    ("calls", "aht", "agents", "target", "patience", "waits", "gone", "wait", "level"),
    [
        (2880, 60, 50, 20, 120, 0.467774, 0.030912, 3.7095, 0.972030),
        (200, 180, 10, 20, 60, 0.423418, 0.157527, 9.4516, 0.795333),
        (6, 600, 1, 60, 300, 0.585180, 0.414820, 124.446, 0.503929),
    ],
)
def test_worked_values_of_erlang_a(calls, aht, agents, target, patience, waits, gone, wait, level):
    queue = erlang_a(Traffic.per_hour(calls, aht), agents, patience, target)
    assert queue.wait_probability == pytest.approx(waits, abs=5e-7)
    assert queue.abandoned == pytest.approx(gone, abs=5e-7)
    assert queue.mean_wait_seconds == pytest.approx(wait, abs=5e-4)
    assert queue.service_levels.sl3 == pytest.approx(level, abs=5e-7)


def test_one_agent_one_erlang_and_patience_of_one_call_can_be_summed_by_hand():
    """With theta = mu the number present is Poisson: P(nobody) = 1 / e, and 1 / e are busy less than all the time."""
    queue = erlang_a(Traffic.of_load(1, 60), 1, 60)
    assert queue.wait_probability == pytest.approx(1 - math.exp(-1), rel=1e-14)
    assert queue.occupancy == pytest.approx(1 - math.exp(-1), rel=1e-14)
    assert queue.abandoned == pytest.approx(math.exp(-1), rel=1e-14)


# Fifty digits.


@pytest.mark.parametrize(
    "row", table("erlang_a"), ids=lambda row: f"{row['load']}-{row['agents']}-{row['patience_seconds']}"
)
def test_erlang_a_agrees_with_fifty_digits(row):
    traffic = Traffic.of_load(Decimal(row["load"]), 180)
    queue = erlang_a(traffic, row["agents"], float(row["patience_seconds"]), 20)
    for name in FIGURES:
        assert digits(getattr(queue, name), row[name]) > 13, name
    for name in LEVELS:
        assert digits(getattr(queue.service_levels, name), row[name]) > 12, name
    for name in ("p50_seconds", "p90_seconds", "p95_seconds"):
        if row[name] is not None:
            # Where hardly more wait than the share asked for, the question itself loses digits.
            assert digits(getattr(queue, name), row[name]) > 10, name


# What holds always.


@few
@given(desks)
def test_abandonment_is_the_mean_wait_over_the_mean_patience(desk):
    agents, traffic, patience = desk
    queue = erlang_a(traffic, agents, patience)
    of_both = queue.mean_wait_answered_seconds * (1 - queue.abandoned)
    of_both += queue.mean_wait_abandoned_seconds * queue.abandoned
    assert of_both == pytest.approx(patience * queue.abandoned, rel=1e-9)
    assert queue.mean_wait_waiting_seconds * queue.wait_probability == pytest.approx(
        queue.mean_wait_seconds, rel=1e-12
    )


@few
@given(desks)
def test_who_is_answered_keeps_the_agents_at_work(desk):
    agents, traffic, patience = desk
    queue = erlang_a(traffic, agents, patience)
    answered = queue.throughput_per_hour / traffic.contacts_per_hour
    assert answered == pytest.approx(1 - queue.abandoned, abs=1e-12)
    assert queue.occupancy * agents == pytest.approx(traffic.load * answered, rel=1e-9)
    assert queue.mean_queue == pytest.approx(
        traffic.contacts_per_hour / 3600 * queue.mean_wait_seconds, rel=1e-12
    )


@few
@given(desks, st.floats(0, 600))
def test_the_five_service_levels_are_shares_in_their_order(desk, target):
    agents, traffic, patience = desk
    levels = erlang_a(traffic, agents, patience, target).service_levels
    rounded = 1e-12  # where nobody gives up, several of them are one number, computed in several ways
    assert 0 <= levels.sl1 <= levels.sl3 + rounded
    assert levels.sl3 <= levels.sl4 + rounded
    assert max(levels.sl1, levels.sl4) <= 1 + rounded
    assert levels.sl1 <= min(levels.sl5, levels.sl2) + rounded
    assert max(levels.sl5, levels.sl2) <= 1 + rounded


@few
@given(desks, st.floats(1, 600))
def test_with_an_agent_more_everything_is_better(desk, target):
    agents, traffic, patience = desk
    one, more = (figures(traffic, n, patience, target, 5) for n in (agents, agents + 1))
    assert all(
        better >= level * (1 - 1e-12) for level, better in zip(levels_of(one), levels_of(more), strict=True)
    )
    assert all(better <= figure * (1 + 1e-12) for figure, better in zip(one[1:], more[1:], strict=True))


def levels_of(found):
    return [getattr(found[0], name) for name in LEVELS]


@few
@given(desks, st.integers(2, 4), st.floats(0, 600))
def test_pooling_equal_desks_never_hurts(desk, count, target):
    agents, traffic, patience = desk
    assume(agents < 100)
    pooled = erlang_a(Traffic(traffic.offered * count, 180), agents * count, patience, target)
    alone = erlang_a(traffic, agents, patience, target)
    assert pooled.abandoned <= alone.abandoned * (1 + 1e-12)
    assert pooled.mean_wait_seconds <= alone.mean_wait_seconds * (1 + 1e-12)


@few
@given(desks)
def test_erlang_a_lies_between_b_and_c(desk):
    agents, traffic, patience = desk
    queue, lost = erlang_a(traffic, agents, patience), blocking(traffic.load, agents)
    endless = erlang_c(traffic, agents)
    assert lost * (1 - 1e-12) <= queue.wait_probability <= endless.wait_probability * (1 + 1e-12)
    assert queue.abandoned <= lost * (1 + 1e-12)
    assert queue.mean_wait_seconds <= endless.mean_wait_seconds * (1 + 1e-12)


@few
@given(st.integers(1, 300), st.floats(0.01, 0.99), st.floats(0, 600))
def test_with_growing_patience_it_becomes_erlang_c(agents, share, target):
    traffic = Traffic.of_load(agents * share, 180)
    queue, endless = erlang_a(traffic, agents, 1e18, target), erlang_c(traffic, agents, target)
    assert queue.wait_probability == pytest.approx(endless.wait_probability, rel=1e-9)
    assert queue.mean_wait_seconds == pytest.approx(endless.mean_wait_seconds, rel=1e-9)
    assert queue.service_levels.sl1 == pytest.approx(endless.service_levels.sl1, rel=1e-9)
    assert queue.p95_seconds == pytest.approx(endless.p95_seconds, rel=1e-6)


@few
@given(st.integers(1, 300), st.floats(0.01, 3))
def test_with_vanishing_patience_it_becomes_erlang_b(agents, share):
    traffic = Traffic.of_load(agents * share, 180)
    queue = erlang_a(traffic, agents, 1e-18)
    assert queue.abandoned == pytest.approx(blocking(traffic.load, agents), rel=1e-9)
    assert queue.wait_probability == pytest.approx(queue.abandoned, rel=1e-9)
    assert queue.service_levels.sl3 == pytest.approx(1, rel=1e-12)


@few
@given(desks, st.floats(0.01, 100))
def test_times_scale_with_the_unit_of_time(desk, factor):
    agents, traffic, patience = desk
    one = erlang_a(traffic, agents, patience, 20, short_seconds=5)
    slow = Traffic(traffic.offered, 180 * factor)
    other = erlang_a(slow, agents, patience * factor, 20 * factor, short_seconds=5 * factor)
    assert other.abandoned == pytest.approx(one.abandoned, rel=1e-10)
    assert other.service_levels.sl5 == pytest.approx(one.service_levels.sl5, rel=1e-10)
    assert other.mean_wait_seconds == pytest.approx(one.mean_wait_seconds * factor, rel=1e-10)


@few
@given(desks, st.sampled_from([("p50_seconds", 0.5), ("p90_seconds", 0.9), ("p95_seconds", 0.95)]))
def test_within_a_percentile_just_that_share_has_left_the_queue(desk, name_and_share):
    agents, traffic, patience = desk
    name, share = name_and_share
    time = getattr(erlang_a(traffic, agents, patience), name)
    level = erlang_a(traffic, agents, patience, time).service_levels.sl4
    assert level == pytest.approx(share, rel=1e-11) if time else level >= share - 1e-14


def test_a_share_that_is_hardly_a_float_any_more_takes_no_longer(monkeypatch):
    panels = []
    plain = quadrature._panel
    monkeypatch.setattr(quadrature, "_panel", lambda *given: panels.append(given) or plain(*given))
    traffic = Traffic(Fraction(13502966884758783, 50000000000000), 180.0)
    queue = erlang_a(traffic, 199, 12454.634648046862)
    assert 0 < queue.service_levels.sl1 < 1e-300
    assert len(panels) < 1000


@few
@given(desks)
def test_the_quick_figures_are_those_of_the_whole_answer(desk):
    agents, traffic, patience = desk
    whole = erlang_a(traffic, agents, patience, 20)
    quick = (whole.service_levels, whole.mean_wait_answered_seconds, whole.abandoned, whole.occupancy)
    assert figures(traffic, agents, patience, 20, 5) == quick


# Edges.


def test_without_patience_it_is_erlang_b_and_who_is_refused_has_given_up():
    queue, lost = erlang_a(Traffic.of_load(8, 60), 10, 0), erlang_b(Traffic.of_load(8, 60), 10)
    assert queue.model == "A"
    assert queue.abandoned == queue.wait_probability == lost.blocked
    assert (queue.blocked, queue.mean_wait_seconds, queue.p95_seconds) == (0, 0, 0)
    assert queue.service_levels.sl1 == lost.service_levels.sl1
    assert (queue.service_levels.sl2, queue.service_levels.sl3, queue.service_levels.sl4) == (1, 1, 1)


@pytest.mark.parametrize("load", [8, 12])
def test_with_endless_patience_it_is_erlang_c_unstable_or_not(load):
    queue, endless = (
        erlang_a(Traffic.of_load(load, 60), 10, math.inf),
        erlang_c(Traffic.of_load(load, 60), 10),
    )
    assert queue.service_levels == endless.service_levels
    assert (queue.model, queue.stable, queue.abandoned) == ("A", load < 10, 0)


def test_without_agents_everybody_waits_out_his_patience():
    queue = erlang_a(Traffic.of_load(2, 60), 0, 100, 30)
    assert (queue.wait_probability, queue.abandoned, queue.mean_wait_seconds) == (1, 1, 100)
    assert (queue.service_levels.sl1, queue.service_levels.sl2, queue.service_levels.sl3) == (0, None, 0)
    assert queue.service_levels.sl4 == pytest.approx(1 - math.exp(-0.3), rel=1e-14)
    assert queue.p50_seconds == pytest.approx(100 * math.log(2), rel=1e-14)
    assert (queue.occupancy, queue.mean_wait_answered_seconds, queue.throughput_per_hour) == (None, None, 0)


def test_the_desk_without_agents_is_where_few_agents_lead_to():
    slow, none = (
        erlang_a(Traffic.of_load(1e7, 6e6), 1, 60, 20),
        erlang_a(Traffic.of_load(1e7, 6e6), 0, 60, 20),
    )
    assert slow.abandoned == pytest.approx(none.abandoned, rel=1e-6)
    assert slow.service_levels.sl4 == pytest.approx(none.service_levels.sl4, rel=1e-6)


def test_no_load_is_where_little_load_leads_to():
    none, little = erlang_a(Traffic.of_load(0, 60), 2, 90), erlang_a(Traffic.of_load(1e-9, 60), 2, 90)
    assert (none.wait_probability, none.abandoned, none.service_levels.sl3) == (0, 0, 1)
    assert none.mean_wait_waiting_seconds == pytest.approx(little.mean_wait_waiting_seconds, rel=1e-8)
    assert none.mean_wait_abandoned_seconds == pytest.approx(little.mean_wait_abandoned_seconds, rel=1e-8)


@pytest.mark.parametrize("patience", [1e-80, 1e-9, 1e12, 1e80])
@pytest.mark.parametrize("load", [1e-12, 1.0, 3.0, 1e6])
def test_tiny_and_huge_patience_and_load_are_answered(load, patience):
    queue = erlang_a(Traffic.of_load(load, 180), 3, patience)
    shares = (queue.wait_probability, queue.abandoned, *map(queue.service_level, LEVELS))
    assert all(0 <= share <= 1 + 1e-14 for share in shares)
    assert queue.mean_wait_seconds == pytest.approx(patience * queue.abandoned, rel=1e-12)
    if load > 3:
        assert queue.abandoned == pytest.approx(1 - 3 / load, rel=1e-5)


def test_a_crowd_of_agents_in_overload_serves_its_share():
    queue = erlang_a(Traffic.of_load(10_000, 180), 5000, 18_000)
    assert queue.abandoned == pytest.approx(0.5, rel=1e-13)
    assert queue.service_levels.sl1 == 0
    assert queue.p50_seconds == pytest.approx(18_000 * math.log(2), rel=0.01)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((2, -1), "patience in seconds cannot be negative"),
        ((2, math.nan), "patience in seconds must be a finite number"),
        ((2, "long"), "patience in seconds must be a number"),
        ((2, -math.inf), "patience in seconds must be a finite number"),
        ((-1, 60), "agents must be from 0"),
        ((2, 60, -5), "target in seconds cannot be negative"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(arguments, words):
    with pytest.raises(ValueError, match=words):
        erlang_a(Traffic.of_load(1, 60), *arguments)
