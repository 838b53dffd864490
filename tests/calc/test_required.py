import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.erlang import erlang_b, erlang_c
from relevo.calc.erlang_a import erlang_a, figures
from relevo.calc.required import Constraints, required_agents
from relevo.calc.traffic import Traffic

few = settings(deadline=None, max_examples=12)
ENDLESS = math.inf


@pytest.mark.parametrize(
    ("load", "model", "agents", "binding"),
    [
        (160, "C", 169, ("service_level",)),
        (160, "A", 157, ("abandonment",)),
        (2, "C", 4, ("service_level",)),
        (2, "A", 5, ("abandonment",)),
    ],
)
def test_the_sizing_lesson_of_small_and_large_desks(load, model, agents, binding):
    """80 % in 20 s, at most 5 % gone at a patience of 120 s: with people who give up 157 do for 160 erlangs."""
    traffic = Traffic.of_load(load, 240)
    wishes = Constraints(service_level=0.8, max_abandonment=0.05)
    found = required_agents(traffic, wishes, model=model, patience_seconds=120 if model == "A" else ENDLESS)
    assert (found.agents, found.binding) == (agents, binding)
    assert found.performance is not None
    assert found.performance.agents == agents


@pytest.mark.parametrize(("load", "agents"), [(4.46, 10), (12.0, 20), (84.0, 100)])
def test_trunks_of_the_one_percent_table(load, agents):
    found = required_agents(Traffic.of_load(load, 180), Constraints(max_abandonment=0.01), model="B")
    assert found.agents == agents
    assert found.binding == ("abandonment",)


def scanned(at, kept):
    return next(n for n in range(1, 500) if kept(at(n)))


@few
@given(st.floats(0.05, 60), st.floats(0.01, 0.99), st.floats(0, 120))
def test_erlang_c_finds_what_counting_up_finds(load, level, target):
    traffic = Traffic.of_load(load, 300)
    found = required_agents(traffic, Constraints(service_level=level, target_seconds=target))
    assert found.agents == scanned(
        lambda n: erlang_c(traffic, n, target), lambda queue: queue.service_level() >= level
    )


@few
@given(
    st.floats(0.05, 60),
    st.floats(0.01, 0.99),
    st.floats(1, 600),
    st.sampled_from(["sl1", "sl2", "sl3", "sl4", "sl5"]),
)
def test_erlang_a_finds_what_counting_up_finds(load, level, patience, definition):
    traffic = Traffic.of_load(load, 300)
    wishes = Constraints(service_level=level, definition=definition)
    found = required_agents(traffic, wishes, model="A", patience_seconds=patience)
    counted = scanned(
        lambda n: figures(traffic, n, patience, 20, 5)[0].by(definition), lambda reached: reached >= level
    )
    assert found.agents == counted


@few
@given(
    st.floats(0.05, 60), st.floats(0.5, 0.95), st.floats(0.01, 0.2), st.floats(1, 60), st.floats(0.3, 0.95)
)
def test_all_wishes_are_kept_by_the_number_found_and_one_of_them_not_by_one_less(
    load, level, lost, asa, work
):
    traffic = Traffic.of_load(load, 300)
    wishes = Constraints(service_level=level, max_abandonment=lost, max_asa_seconds=asa, max_occupancy=work)
    found = required_agents(traffic, wishes, model="A", patience_seconds=90)
    assert found.agents is not None
    assert found.agents == max(found.by_wish.values())
    assert (
        {name for name, count in found.by_wish.items() if count == found.agents} >= set(found.binding) > set()
    )

    def kept(agents):
        levels, wait, gone, busy = figures(traffic, agents, 90, 20, 5)
        return levels.sl3 >= level and wait <= asa and gone <= lost and busy <= work

    assert kept(found.agents)
    assert found.agents == 1 or not kept(found.agents - 1)


@few
@given(st.floats(0.1, 200), st.floats(0.1, 200), st.floats(0.5, 0.95))
def test_a_pooled_desk_never_needs_more_than_two_desks(one, other, level):
    wishes = Constraints(service_level=level)
    apart = [required_agents(Traffic.of_load(load, 300), wishes).agents for load in (one, other)]
    assert required_agents(Traffic.of_load(one + other, 300), wishes).agents <= sum(apart)


def test_thousands_of_agents_are_found_without_counting_up():
    wishes = Constraints(service_level=0.8, max_occupancy=0.9)
    found = required_agents(Traffic.of_load(4500, 300), wishes, model="A", patience_seconds=120)
    assert found.agents is not None
    queue = erlang_a(Traffic.of_load(4500, 300), found.agents, 120)
    less = erlang_a(Traffic.of_load(4500, 300), found.agents - 1, 120)
    assert found.binding == ("occupancy",)
    assert queue.occupancy <= 0.9 < less.occupancy


def test_occupancy_binds_in_large_desks():
    wishes = Constraints(service_level=0.8, max_occupancy=0.85)
    assert required_agents(Traffic.of_load(5, 300), wishes).binding == ("service_level",)
    large = required_agents(Traffic.of_load(85, 300), wishes)
    assert (large.agents, large.binding) == (100, ("occupancy",))


def test_one_night_agent_may_take_hardly_more_than_a_call_an_hour():
    """Ten minutes a call, 80 % in 60 s: one agent up to 1.30 calls an hour, two up to 4.76."""
    wishes = Constraints(service_level=0.8, target_seconds=60)
    counts = [
        required_agents(Traffic.per_hour(calls, 600), wishes).agents for calls in (1.29, 1.31, 4.75, 4.77)
    ]
    assert counts == [1, 2, 2, 3]
    assert required_agents(Traffic.per_hour(20, 600), wishes).agents == 6


def test_when_nothing_asks_for_more_stability_is_what_binds():
    found = required_agents(Traffic.of_load(10, 300), Constraints(max_occupancy=1))
    assert (found.agents, found.by_wish["stability"]) == (11, 11)
    assert set(found.binding) == {"occupancy", "stability"}


def test_without_load_nobody_is_needed():
    found = required_agents(Traffic.of_load(0, 300), Constraints(service_level=0.8))
    assert (found.agents, found.binding) == (0, ())


def test_endless_patience_is_erlang_c():
    wishes = Constraints(service_level=0.8)
    traffic = Traffic.of_load(20, 300)
    patient = required_agents(traffic, wishes, model="A", patience_seconds=math.inf)
    assert patient.agents == required_agents(traffic, wishes).agents
    assert patient.by_wish == required_agents(traffic, wishes).by_wish


@pytest.mark.parametrize("model", ["C", "A"])
@pytest.mark.parametrize(
    ("wishes", "name"),
    [
        (Constraints(service_level=1), "service_level"),
        (Constraints(max_asa_seconds=0), "asa"),
        (Constraints(max_occupancy=0), "occupancy"),
    ],
)
def test_what_chance_can_always_break_is_called_impossible(model, wishes, name):
    found = required_agents(Traffic.of_load(3, 300), wishes, model=model, patience_seconds=120)
    assert (found.agents, found.impossible, found.performance) == (None, (name,), None)


def test_a_service_level_of_all_is_no_wish_where_nobody_waits():
    found = required_agents(
        Traffic.of_load(3, 300),
        Constraints(service_level=1, max_asa_seconds=0),
        model="A",
        patience_seconds=0,
    )
    assert found.agents == 1
    refused = required_agents(Traffic.of_load(3, 300), Constraints(max_abandonment=0), model="B")
    assert refused.impossible == ("abandonment",)


def test_more_than_a_million_agents_are_called_impossible():
    found = required_agents(Traffic.of_load(2e6, 300), Constraints(service_level=0.8))
    assert found.agents is None
    assert "service_level" in found.impossible
    lost = required_agents(Traffic.of_load(1_010_000, 300), Constraints(max_abandonment=0.001), model="B")
    assert lost.impossible == ("abandonment",)


def test_erlang_b_needs_as_many_as_its_blocking_says():
    found = required_agents(Traffic.of_load(20, 60), Constraints(service_level=0.99), model="B")
    assert erlang_b(Traffic.of_load(20, 60), found.agents).blocked <= 0.01
    assert erlang_b(Traffic.of_load(20, 60), found.agents - 1).blocked > 0.01


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Constraints, "wish for"),
        (lambda: Constraints(service_level=80), "service level is a share from 0 to 1"),
        (lambda: Constraints(service_level=-0.1), "service level cannot be negative"),
        (lambda: Constraints(service_level=math.nan), "service level must be a finite number"),
        (lambda: Constraints(service_level=0.8, definition="sl0"), "a service level is one of"),
        (lambda: Constraints(service_level=0.8, target_seconds=-1), "target in seconds cannot be negative"),
        (lambda: Constraints(max_asa_seconds=-1), "largest mean wait in seconds cannot be negative"),
        (lambda: Constraints(max_occupancy=2), "largest occupancy is a share"),
        (
            lambda: required_agents(Traffic.of_load(1, 60), Constraints(max_occupancy=1), model="D"),
            "a model is B, C or A",
        ),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
