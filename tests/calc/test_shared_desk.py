import math
from functools import cache
from statistics import fmean, stdev

import pytest

from relevo.calc.erlang import erlang_c
from relevo.calc.erlang_a import erlang_a
from relevo.calc.shared_desk import Outcome, Stream, Team, simulate
from relevo.calc.traffic import Traffic

RUNS = 16
FOUR_DEVIATIONS = 4
"""Of ten thousand right formulas less than ten are further from the mean of 16 runs (Student, 15 degrees)."""


def agrees(values, formula):
    """Whether the mean of independent runs lies within four standard errors of the formula."""
    return abs(fmean(values) - formula) <= FOUR_DEVIATIONS * stdev(values) / math.sqrt(len(values))


@cache
def one_desk(calls, aht, agents, patience):
    stream, team = Stream("AUR", calls, aht, patience), Team(agents, frozenset({"AUR"}))
    return [simulate([stream], [team], contacts=8000, seed=seed)["AUR"] for seed in range(RUNS)]


@pytest.mark.parametrize(("calls", "aht", "agents"), [(200, 180, 14), (1, 600, 1)])
def test_erlang_c_lies_within_the_interval_of_the_simulation(calls, aht, agents):
    runs, queue = one_desk(calls, aht, agents, math.inf), erlang_c(Traffic.per_hour(calls, aht), agents, 20)
    assert agrees([run.wait_probability for run in runs], queue.wait_probability)
    assert agrees([run.mean_wait for run in runs], queue.mean_wait_seconds)
    assert agrees([run.service_levels(20)[0] for run in runs], queue.service_level())


@pytest.mark.parametrize(
    ("calls", "aht", "agents", "patience"),
    [(2880, 60, 50, 120), (200, 180, 10, 60), (6, 600, 1, 300), (400, 180, 10, 90)],
)
def test_erlang_a_lies_within_the_interval_of_the_simulation(calls, aht, agents, patience):
    runs, queue = (
        one_desk(calls, aht, agents, patience),
        erlang_a(Traffic.per_hour(calls, aht), agents, patience, 20),
    )
    assert agrees([run.wait_probability for run in runs], queue.wait_probability)
    assert agrees([run.abandonment for run in runs], queue.abandoned)
    assert agrees([run.mean_wait for run in runs], queue.mean_wait_seconds)
    assert agrees([run.mean_wait_answered for run in runs], queue.mean_wait_answered_seconds)
    for place, name in enumerate(("sl1", "sl2", "sl3", "sl4", "sl5")):
        assert agrees([run.service_levels(20)[place] for run in runs], queue.service_levels.by(name)), name
    assert agrees([run.percentile(90) for run in runs], queue.p90_seconds)


def test_a_wrong_formula_lies_outside_the_interval():
    runs = one_desk(200, 180, 10, 60)
    assert not agrees(
        [run.abandonment for run in runs], erlang_a(Traffic.per_hour(200, 180), 11, 60).abandoned
    )


def test_a_third_of_bilingual_agents_gives_most_of_the_pool():
    """12 agents, two languages of four erlangs each: nobody, four, or all speak both."""
    streams = [Stream("lv", 40, 360), Stream("en", 40, 360)]

    def level(both):
        apart = (12 - both) // 2
        teams = [
            Team(apart, frozenset({"lv"})),
            Team(apart, frozenset({"en"})),
            Team(both, frozenset({"lv", "en"})),
        ]
        found = simulate(streams, [team for team in teams if team.agents], contacts=60_000, seed=7)
        return fmean(outcome.service_levels(20)[0] for outcome in found.values())

    none, third, everybody = level(0), level(4), level(12)
    assert none == pytest.approx(erlang_c(Traffic.of_load(4, 360), 6).service_level(), abs=0.02)
    assert everybody == pytest.approx(erlang_c(Traffic.of_load(8, 360), 12).service_level(), abs=0.02)
    assert none + 0.6 * (everybody - none) < third < everybody


def test_the_urgent_wait_less_and_the_others_pay():
    """Two queues, one desk: of equal handling times the mean wait of all stays what it was."""
    team = [Team(5, frozenset({"urgent", "patient"}))]
    streams = [Stream("urgent", 12, 360), Stream("patient", 30, 360, priority=1)]
    found = simulate(streams, team, contacts=60_000, seed=3)
    equal = simulate([Stream("urgent", 12, 360), Stream("patient", 30, 360)], team, contacts=60_000, seed=3)
    assert found["urgent"].mean_wait < equal["urgent"].mean_wait < equal["patient"].mean_wait * 1.2
    assert found["patient"].mean_wait > equal["patient"].mean_wait
    everyone = erlang_c(Traffic.per_hour(42, 360), 5).mean_wait_seconds
    # Non-preemptive priority, M/M/n (Cobham 1954): the urgent wait C / (n mu - lambda of the urgent).
    queue = erlang_c(Traffic.per_hour(42, 360), 5)
    assert found["urgent"].mean_wait == pytest.approx(
        queue.wait_probability / (5 / 360 - 12 / 3600), rel=0.06
    )
    assert (12 * found["urgent"].mean_wait + 30 * found["patient"].mean_wait) / 42 == pytest.approx(
        everyone, rel=0.1
    )


def test_the_same_seed_gives_the_same_run_and_another_does_not():
    streams, teams = [Stream("AUR", 200, 180, 60)], [Team(10, frozenset({"AUR"}))]
    one, same, other = (simulate(streams, teams, contacts=500, seed=seed) for seed in (1, 1, 2))
    assert one == same != other


def test_everybody_who_comes_is_answered_or_gives_up():
    streams = [Stream("es", 300, 180, 30), Stream("lv", 20, 400, 600, priority=-1)]
    teams = [Team(4, frozenset({"es"})), Team(2, frozenset({"es", "lv"}))]
    found = simulate(streams, teams, contacts=5000, seed=4, warm_up=0)
    assert sum(outcome.offered for outcome in found.values()) == 5000
    assert all(wait >= 0 for outcome in found.values() for wait in [*outcome.answered, *outcome.abandoned])


def test_without_patience_nobody_is_kept_waiting():
    found = simulate([Stream("AUR", 600, 60, 0)], [Team(10, frozenset({"AUR"}))], contacts=20_000, seed=5)[
        "AUR"
    ]
    assert found.mean_wait == 0
    assert found.abandonment == pytest.approx(0.2146, abs=0.02)  # B(10, 10)


def test_an_empty_outcome_has_no_figures_to_divide_by():
    none = Outcome()
    assert (none.abandonment, none.wait_probability, none.mean_wait, none.mean_wait_answered) == (0, 0, 0, 0)
    assert none.service_levels(20) == (1, 1, 1, 1, 1)
    assert none.percentile(90) == 0


AUR = Stream("AUR", 10, 60)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: simulate([], [], contacts=1, seed=1), "there must be streams"),
        (
            lambda: simulate([AUR, AUR], [Team(1, frozenset({"AUR"}))], contacts=1, seed=1),
            "a name of its own",
        ),
        (lambda: simulate([AUR], [Team(0, frozenset({"AUR"}))], contacts=1, seed=1), "served by somebody"),
        (lambda: simulate([AUR], [Team(1, frozenset({"AUR", "MAR"}))], contacts=1, seed=1), "MAR"),
        (
            lambda: simulate([AUR], [Team(1, frozenset({"AUR"}))], contacts=-1, seed=1),
            "contacts must be from 0",
        ),
        (lambda: simulate([AUR], [Team(1, frozenset({"AUR"}))], contacts=1, seed=1, warm_up=1), "warm-up"),
        (lambda: Stream("AUR", 0, 60), "contacts per hour must be more than 0"),
        (lambda: Stream("AUR", 1, -60), "handling time in seconds must be more than 0"),
        (lambda: Stream("AUR", 1, 60, -1), "patience in seconds cannot be negative"),
        (lambda: Team(-1, frozenset()), "agents must be from 0"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
