import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.shared_desk import Stream, Team, simulate
from relevo.study.choice.desk import desk_of
from relevo.study.choice.hours import NIGHT
from relevo.study.choice.plan import CLOSED, DEFERRED, kept
from relevo.study.choice.scenario import InHouse, Scenario, Service
from relevo.study.choice.staffing import staff
from tests.study.choice.worlds import OFFICE, auralis, demand, profile

ROUND_THE_CLOCK = np.ones(168, dtype=bool)


def staffed(known, scenario=None, hours=OFFICE, scale=None):
    scenario = scenario or Scenario()
    desk = desk_of(known, scenario)
    return staff(desk, scenario, kept(desk, hours, "in_house"), scale)


def test_a_desk_by_day_needs_nobody_at_night():
    found = staffed(auralis())
    assert not found.live[0][~OFFICE].any()
    assert (found.live[0][OFFICE] >= 1).all()


def test_a_call_in_two_hours_needs_one_agent_all_night_or_two_where_nobody_may_work_alone():
    few = profile(demand("es", "phone", 20, office=0.0))
    assert (staffed(few, hours=ROUND_THE_CLOCK).live[0][NIGHT] == 1).all()
    alone = Scenario(in_house=InHouse(lone_working=False))
    assert (staffed(few, alone, ROUND_THE_CLOCK).live[0][NIGHT] == 2).all()
    three = Scenario(in_house=InHouse(minimum=3))
    assert (staffed(few, three, ROUND_THE_CLOCK).live[0][NIGHT] == 3).all()


@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=5))
@settings(max_examples=30, deadline=None)
def test_more_contacts_never_need_fewer_live_agents(times):
    found = staffed(auralis(), hours=ROUND_THE_CLOCK, scale=np.sort(np.array(times))[:, None, None])
    assert (np.diff(found.live, axis=0) >= 0).all()


@given(st.floats(1, 600), st.floats(1, 600), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_pooling_never_costs_more_and_every_agent_who_speaks_both_helps(spanish, english, less, more):
    known = profile(demand("es", "phone", spanish), demand("en", "phone", english))
    one = profile(demand("es", "phone", spanish + english))
    apart, some, many, pooled = (
        staffed(known, Scenario(in_house=InHouse(multilingual=share))).live.sum()
        for share in (0.0, min(less, more), max(less, more), 1.0)
    )
    assert apart >= some >= many >= pooled
    alone = sum(
        staffed(profile(part)).live.sum()
        for part in (demand("es", "phone", spanish), demand("en", "phone", english))
    )
    assert apart <= alone + 168
    assert pooled <= apart
    assert staffed(one).live.sum() <= alone


def test_the_gain_of_two_languages_is_what_a_simulation_of_the_desk_finds():
    """12 agents, 4 + 4 erlangs: a third who speak both bring about three quarters of what all of them would."""
    calls = [Stream(code, 24, 600) for code in ("es", "en")]

    def worst(both):
        each = (12 - both) // 2
        teams = [
            Team(each, frozenset(["es"])),
            Team(each, frozenset(["en"])),
            Team(both, frozenset(["es", "en"])),
        ]
        found = simulate(calls, [team for team in teams if team.agents], contacts=60_000, seed=3)
        return min(outcome.service_levels(20)[2] for outcome in found.values())

    none, third, every = worst(0), worst(4), worst(12)
    assert (third - none) / (every - none) == pytest.approx(0.75, abs=0.12)


def test_what_we_know_poorly_is_staffed_with_more():
    known, guessed = (profile(demand("es", "phone", 400, weeks=weeks)) for weeks in (200.0, 1.0))
    assert staffed(guessed).live.sum() > staffed(known).live.sum()


def test_hours_that_vary_more_than_chance_are_staffed_with_more():
    calm, wild = (profile(demand("es", "phone", 400, dispersion=d)) for d in (1.0, 4.0))
    assert staffed(wild).live.sum() > staffed(calm).live.sum()


def test_chats_take_less_than_calls_because_an_agent_holds_two():
    calls, chats = (profile(demand("es", channel, 600)) for channel in ("phone", "chat"))
    assert staffed(chats).live.sum() < staffed(calls).live.sum()


def test_mail_is_answered_in_idle_time_first():
    mail, phone = demand("es", "mail", 120), demand("es", "phone", 200)
    alone = staffed(profile(mail)).deferred.sum()
    beside = staffed(profile(mail, phone)).deferred.sum()
    assert alone == pytest.approx(120 * 600 / 3600 / 0.85, rel=0.15)
    assert beside < alone / 2


def test_all_mail_of_a_week_is_done_in_the_week():
    mail = profile(demand("es", "mail", 500, weeks=1000.0, dispersion=1.0))
    done = staffed(mail).deferred.sum() * 0.85
    assert done == pytest.approx(500 * 600 / 3600, rel=0.02)


def test_who_finds_a_promise_comes_back_more_often_than_who_finds_a_closed_door():
    scenario = Scenario(service=Service(max_occupancy=1.0))
    desk = desk_of(profile(demand("es", "phone", 300, office=0.3)), scenario)
    closed, promised = (
        staff(desk, scenario, kept(desk, OFFICE, "in_house", elsewhere)) for elsewhere in (CLOSED, DEFERRED)
    )
    assert promised.deferred.sum() > closed.deferred.sum()


def test_a_desk_without_contacts_needs_nobody():
    found = staffed(profile())
    assert not found.live.any()
    assert not found.deferred.any()
