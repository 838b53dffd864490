"""Whole studies: the answers that must be possible, and what holds in every outcome."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.study.choice.futures import drawn
from relevo.study.choice.handover import hand_over
from relevo.study.choice.outcome import DAYPARTS, Segment
from relevo.study.choice.plan import IN_HOUSE
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.segments import candidates, segments_of, where
from relevo.study.choice.study import study
from tests.study.choice.worlds import ALWAYS, auralis, case, demand, profile

NOCTUA = "partners: [{name: Noctua Support, languages: [es, en], location: CO, card: {contact: 7.00}}]\n"
FEW_RUNS = "runs: 300\n"
CALM = "uncertainty: {growth_deviation: 0.01, churn_deviation: 0.05, attrition_deviation: 0.05, handling_deviation: 0.01}\n"
FLAT_FEE = (
    "partners: [{name: Noctua Support, transition: 0, price_deviation: 0, resolution_deviation: 0.002, escalation: 0.02, "
    "card: {contact: 1.00, fixed: {amount: 1060}}}]\n"
)


@pytest.fixture(scope="module")
def nights():
    return study(auralis(), load_scenario(ALWAYS + NOCTUA))


def test_no_by_day_the_own_team_is_cheaper_and_nights_are_not_wanted():
    found = study(auralis(), load_scenario(NOCTUA.replace("7.00", "9.00")))
    assert found.answer.code == "keep"
    assert found.answer.reasons[0].code == "saves_nothing"
    assert {one.verdict for one in found.decisions} == {"keep"}
    assert found.options[-1].total == found.options[0].total
    assert found.pilot is None


def test_only_nights_where_a_seat_would_sit_idle(nights):
    assert nights.answer.code == "only_nights"
    given_away = {one.segment for one in nights.decisions if one.verdict == "hand_over"}
    assert {segment.daypart for segment in given_away} == {"evening", "night", "weekend"}
    recommended = nights.options[-1]
    assert recommended.saving.p10 > 0
    assert recommended.teams[0].fte < nights.options[0].teams[0].fte * 0.7


def test_we_cannot_know_yet_after_two_weeks_and_are_told_how_many_more_would_settle_it():
    young = profile(demand("es", "mail", 60, weeks=2.0, dispersion=1.0), weeks=2.0)
    found = study(young, load_scenario(CALM + FLAT_FEE))
    assert found.answer.code == "undecided"
    assert [reason.code for reason in found.answer.reasons] == ["cannot_know", "short_history"]
    assert {one.verdict for one in found.decisions} == {"undecided"}
    first = found.decisions[0].settling[0]
    assert first.code == "more_weeks"
    assert first.weeks > 0
    assert first.worth > 0
    assert found.pilot is not None


def test_more_weeks_do_settle_it():
    old = profile(demand("es", "mail", 60, weeks=500.0, dispersion=1.0), weeks=500.0)
    found = study(old, load_scenario(CALM + FLAT_FEE.replace("1060", "900")))
    assert found.answer.code == "hand_over"
    assert found.answer.reasons[0].values["probability"] > 0.95


def test_everything_goes_to_who_is_nearly_free():
    found = study(auralis(), load_scenario(ALWAYS + "partners: [{card: {contact: 0.50}}]"))
    assert found.answer.code == "hand_over"
    assert {one.verdict for one in found.decisions} == {"hand_over"}


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("partners: []", "no_partner", "no_partner"),
        (NOCTUA + "vetoes: {languages: [es, en, lv]}", "vetoed", "data_may_not_leave"),
        (NOCTUA + "vetoes: {locations: [ES]}", "vetoed", "location_not_allowed"),
        ("vetoes: {contacts_per_week: 5000}", "too_small", "too_small"),
        ("partners: [{name: Baltline, languages: [lt]}]", "vetoed", "language_not_available"),
        ("partners: [{name: Baltline, hours: never}]", "vetoed", "partner_closed"),
    ],
)
def test_what_may_not_or_cannot_go_stays_and_says_why(text, code, reason):
    found = study(auralis(), load_scenario(FEW_RUNS + ALWAYS + text))
    assert (found.answer.code, found.answer.reasons[0].code) == ("keep", code)
    assert {one.reasons[0].code for one in found.decisions} == {reason}


def test_a_language_that_a_partner_does_not_speak_stays_and_the_rest_goes(nights):
    latvian = [one for one in nights.decisions if one.segment.language == "lv"]
    assert {(one.verdict, one.reasons[0].code) for one in latvian} == {("keep", "language_not_available")}


def test_what_was_inferred_from_closed_hours_is_said_where_it_matters(nights):
    by_night = next(one for one in nights.decisions if one.segment == Segment("night", "es", "phone"))
    assert by_night.reasons[-1].code == "imputed"
    assert by_night.reasons[-1].values["share"] == pytest.approx(1)


blocks = st.builds(
    demand,
    st.sampled_from(["es", "en", "lv"]), st.sampled_from(["phone", "mail", "chat"]), st.floats(1, 300),
    topic=st.sampled_from(["", "warranty", "health"]), weeks=st.sampled_from([2.0, 26.0]),
)  # fmt: skip


@given(st.lists(blocks, max_size=4), st.sampled_from(["", ALWAYS]), st.sampled_from(["es", "lv", "none"]))
@settings(max_examples=12, deadline=None)
def test_what_is_vetoed_is_never_handed_over(demands, hours, language):
    text = f"{hours}{NOCTUA}runs: 100\nvetoes: {{topics: [health], languages: [{language}], contacts_per_week: 0}}\n"
    found = study(profile(*demands), load_scenario(text))
    for option in found.options:
        for handled in option.handled:
            forbidden = handled.block.topic == "health" or handled.block.language in {language, "lv"}
            taken = {handler for handler in handled.handler if handler.startswith("partner:")}
            assert not (forbidden and taken), (option.name, handled.block)


def test_the_same_seed_gives_the_same_outcome_and_another_one_nearly_the_same(nights):
    again = study(auralis(), load_scenario(ALWAYS + NOCTUA))
    assert again == nights
    other = study(auralis(), load_scenario(ALWAYS + NOCTUA + "seed: 2"))
    assert other != nights
    assert other.answer.code == nights.answer.code
    assert other.options[-1].saving.mean == pytest.approx(nights.options[-1].saving.mean, rel=0.05)


def test_the_figures_of_an_outcome_agree_with_each_other(nights):
    assert nights.options[0].name == nights.reference
    assert nights.options[-1].code == "recommended"
    assert nights.options[0].saves == 0
    for option in nights.options:
        assert option.total == sum((line.amount for line in option.lines), Decimal(0))
        assert all(line.amount.as_tuple().exponent == -2 for line in option.lines)
        assert 0 <= option.service <= 1
        assert 0 <= option.saves <= 1
        assert option.saving.p10 <= option.saving.p50 <= option.saving.p90
        assert option.saving.mean == pytest.approx(nights.options[0].cost.mean - option.cost.mean, abs=0.01)
        assert {len(handled.handler) for handled in option.handled} == {168}
        team = option.teams[0]
        assert team.people >= np.floor(team.fte * 0.99)
        assert sum(shift.hours * shift.people for shift in team.shifts) >= sum(team.live)
        assert team.shifts_above == 0
    assert {one.segment.daypart for one in nights.decisions} == set(DAYPARTS)
    contacts = [one.contacts_per_week for one in nights.decisions]
    assert sum(contacts) == pytest.approx(880, rel=0.01)
    assert contacts == sorted(contacts, reverse=True)
    assert nights.simulation.error < 0.05
    assert "closed_hours_imputed" in nights.notices


def test_the_frontier_begins_with_nothing_handed_over_and_each_step_saves_until_service_is_bought(nights):
    costs = [point.cost for point in nights.frontier]
    assert nights.frontier[0].handed == ()
    steps = len({one.together for one in nights.decisions if one.verdict == "hand_over"})
    assert costs[: steps + 1] == sorted(costs[: steps + 1], reverse=True)
    services = [point.service for point in nights.frontier[steps:]]
    assert services == sorted(services)


def test_a_pilot_is_large_enough_and_ends_by_rules_stricter_than_ruin(nights):
    pilot = nights.pilot
    assert pilot.contacts == 323  # 70 % within 5 points at 95 %
    rules = {rule.metric: rule for rule in pilot.stop_rules}
    assert set(rules) == {"resolution", "escalation", "cost_per_resolution", "conduct_findings"}
    assert 0.6 <= rules["resolution"].limit <= 0.7
    assert 0.1 <= rules["escalation"].limit <= 0.2
    assert rules["cost_per_resolution"].limit > 7 / 0.7


def test_every_step_of_the_greedy_search_saves_against_the_one_before():
    found = case(auralis(), load_scenario(ALWAYS + NOCTUA))
    result = hand_over(found, drawn(found.desk, found.scenario))
    assert result.steps
    for step in result.steps:
        assert step.saves >= 0.8
    assert result.plan.cost.mean() < result.start.cost.mean()
    assert (result.start.plan.plan.shares[IN_HOUSE] >= result.plan.plan.plan.shares[IN_HOUSE]).all()


def test_nobody_gives_up_a_seat_that_the_mail_of_others_relies_on():
    """Calls of the weekend alone may go cheaply, but then mail waits until Monday: they go together or not at all."""
    desk = profile(demand("es", "phone", 200, office=0.5), demand("es", "mail", 400, office=0.5))
    found = study(desk, load_scenario(ALWAYS + "partners: [{name: Baltline, card: {contact: 9.00}}]"))
    reference, recommended = found.options[0], found.options[-1]
    assert recommended.service >= reference.service - 0.005
    by_day = next(one for one in found.options if one.name == "in_house")
    assert "lower_service" in [reason.code for reason in by_day.reasons]


def test_candidates_are_segments_and_what_shares_their_seats():
    desk = case(auralis(), load_scenario("")).desk
    segments = segments_of(desk)
    groups = candidates(segments)
    assert len(set(groups)) == len(groups)
    assert frozenset(segments) in groups
    assert frozenset(one for one in segments if one.daypart == "night") in groups
    assert where(desk, frozenset(segments)).all()


def test_progress_is_told_and_never_goes_back():
    told = []
    study(auralis(), load_scenario(FEW_RUNS), progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("done", 1.0)
    assert {stage for stage, _ in told} == {"options", "decision", "comparison", "done"}


@pytest.mark.parametrize(
    "demands",
    [(), (demand("es", "mail", 1 / 26),), (demand("und", "", 5),), (demand("es", "phone", 300_000),)],
    ids=["no tickets", "one ticket", "unknown", "a very great desk"],
)
def test_odd_desks_are_studied_too(demands):
    found = study(profile(*demands), load_scenario(FEW_RUNS + ALWAYS))
    assert found.answer.code in {"keep", "hand_over", "hand_over_part", "only_nights", "undecided"}


def test_three_hundred_languages_are_told_apart_as_far_as_it_makes_sense():
    many = profile(*(demand(f"l{n}", "mail", 200 / (n + 1)) for n in range(300)))
    found = study(many, load_scenario("runs: 100"))
    assert "segments_merged" in found.notices
    assert len({one.segment.language for one in found.decisions}) == 41
    assert len(found.options[0].handled) == 300


def test_a_desk_too_great_to_staff_is_refused_in_words():
    with pytest.raises(ValueError, match="erlangs"):
        study(profile(demand("es", "phone", 1e9)), load_scenario(FEW_RUNS))
