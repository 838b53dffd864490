"""Was the study right? Verdicts on plans by hand-computed values, and in worlds in which the plan is true."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.intervals import garwood, wilson
from relevo.study.choice.actual import (
    MOST_WEEKS,
    Seen,
    Trial,
    charged,
    counted,
    judged,
    quotient,
    shared,
    stopping,
)
from relevo.study.choice.foreseen import Band
from relevo.study.choice.outcome import StopRule

PLAN = Band(80.0, 100.0, 120.0)


def verdict(low, estimate, high, plan=PLAN, weeks=4):
    row = judged("contacts", "", plan, Seen(estimate, low, high), weeks)
    return row.verdict, row.more_weeks


@pytest.mark.parametrize(
    ("low", "estimate", "high", "says"),
    [
        (90.0, 100.0, 110.0, "as_planned"),
        (80.0, 100.0, 120.0, "as_planned"),
        (121.0, 130.0, 140.0, "more"),
        (60.0, 70.0, 79.0, "less"),
        (70.0, 100.0, 130.0, "too_early"),
        (119.0, 130.0, 141.0, "too_early"),
    ],
)
def test_inside_is_as_planned_outside_is_not_and_an_end_within_is_too_early(low, estimate, high, says):
    assert verdict(low, estimate, high)[0] == says


def test_an_interval_shrinks_with_the_root_of_the_time_and_so_we_know_how_long_to_wait():
    # 110 +- 20 after 4 weeks holds the end at 120, which is 10 away: it takes (20 / 10)^2 = 4 times as long.
    assert verdict(90.0, 110.0, 130.0) == ("too_early", 12)
    # On the far side, 125 - 15 holds 120, 5 away: (15 / 5)^2 = 9 times as long, 32 weeks more than the 4.
    assert verdict(110.0, 125.0, 140.0) == ("too_early", 32)
    # Both ends: the farther wait counts. 95 -+ 30: (30/15)^2 = 4 at the lower, (30/25)^2 = 1.44 at the upper.
    assert verdict(65.0, 95.0, 125.0) == ("too_early", 12)


def test_what_lies_on_the_line_is_not_told_to_wait_for_ever():
    assert verdict(100.0, 120.0, 140.0) == ("too_early", None)
    assert verdict(100.0, 119.5, 140.0) == ("too_early", None)
    assert MOST_WEEKS < 4 * ((20.5 / 0.5) ** 2 - 1)


def test_what_plan_or_desk_do_not_tell_has_no_verdict():
    assert judged("handling", "", PLAN, None, 4).verdict is None
    assert judged("charges", "", None, Seen(1.0, 0.5, 2.0), 4).verdict is None
    assert judged("service", "", PLAN, shared(0, 0), 4).verdict == "too_early"


def test_contacts_and_shares_have_the_intervals_of_the_books():
    # Garwood's 95 % interval of 10 is 4.795 to 18.39; in 4 weeks a quarter of each.
    assert (counted(10, 4).low, counted(10, 4).high) == pytest.approx((4.7954 / 4, 18.3904 / 4), abs=1e-4)
    # Wilson's of 8 out of 10 is 0.4902 to 0.9433 (Newcombe 1998's method 3).
    assert (shared(8, 10).low, shared(8, 10).high) == pytest.approx((0.4902, 0.9433), abs=1e-4)


@given(st.integers(0, 5_000), st.floats(0.5, 200))
def test_equal_weights_give_garwood_again(count, weeks):
    one, other = charged(count, count, 1.0, weeks), garwood(count, weeks)
    if count == 0:
        assert one is None
    else:
        assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-9)


@given(st.integers(0, 2_000), st.floats(1.0, 20.0))
def test_more_sway_widens_the_interval_and_keeps_what_was_found_inside(count, dispersion):
    calm, swaying = counted(count, 4), counted(count, 4, dispersion)
    assert swaying.estimate == calm.estimate
    assert swaying.low <= calm.low + 1e-9
    assert swaying.high >= calm.high - 1e-9
    assert swaying.low <= swaying.estimate <= swaying.high


def test_dispersed_contacts_vary_by_the_root_of_their_dispersion():
    calm, swaying = counted(10_000, 4), counted(10_000, 4, 4.0)
    assert swaying.high - swaying.low == pytest.approx(2 * (calm.high - calm.low), rel=0.01)


def test_fees_move_a_bill_and_do_not_blur_it():
    bare, more = charged(600.0, 6_000.0, 10.0, 2.0), charged(600.0, 6_000.0, 10.0, 2.0, fees=100.0)
    assert more.estimate == bare.estimate + 50
    assert more.high - more.low == pytest.approx(bare.high - bare.low)
    only = charged(0.0, 0.0, 0.0, 2.0, fees=100.0)
    assert (only.low, only.estimate, only.high) == (50.0, 50.0, 50.0)


def test_more_taken_back_than_charged_is_a_bill_below_nothing():
    found = charged(-5.0, 25.0, -5.0, 1.0)
    assert found.estimate == found.low == -5
    assert found.high > 0


def test_the_bill_of_a_matter_is_a_quotient_on_a_logarithmic_scale():
    # 100 charges of 6: y = 600, v = 3,600; 81 resolved: variance 0.01 + 1/81, so exp(1.96 * 0.14948) = 1.3404.
    found = quotient(600.0, 3_600.0, 81)
    wide = math.exp(1.959964 * math.sqrt(0.01 + 1 / 81))
    assert wide == pytest.approx(1.3404, abs=1e-3)
    assert (found.low, found.estimate, found.high) == pytest.approx(
        (600 / 81 / wide, 600 / 81, 600 / 81 * wide)
    )
    assert quotient(600.0, 3_600.0, 0) is None
    assert quotient(0.0, 0.0, 10) is None


# -- stop rules -----------------------------------------------------------------------------------------------------


def rule(metric, limit, *, at_least=False, after=80):
    return StopRule(metric, at_least, limit, after)


def test_a_rule_counts_from_its_least_contacts_on():
    stands = stopping(rule("escalation", 0.15), Trial(worked=30, handed_back=20), 4)
    assert (stands.verdict, stands.more_contacts) == ("too_early", 50)


def test_resolution_is_kept_broken_or_too_near_to_tell():
    def stands(resolved, settled):
        work = Trial(worked=settled, settled=settled, resolved=resolved)
        return stopping(rule("resolution", 0.62, at_least=True), work, 8)

    assert stands(150, 200).verdict == "kept"
    assert stands(90, 200).verdict == "broken"
    near = stands(140, 200)  # 70 %, from 63.3 % on: above the limit
    assert near.verdict == "kept"
    near = stands(
        132, 200
    )  # 66 %, from 59.2 % on: the limit lies within, (0.06800 / 0.04)^2 = 2.89 times as many
    assert near.verdict == "too_early"
    half = 0.66 - wilson(132, 200).low
    assert near.more_contacts == math.ceil(200 * ((half / 0.04) ** 2 - 1))


def test_escalations_bills_and_findings_have_their_rules():
    work = Trial(worked=400, handed_back=20, settled=350, resolved=280, findings=2, charged=2_400.0, squares=14_400.0,
                 largest=6.0)  # fmt: skip
    said = {
        metric: stopping(rule(metric, limit), work, 8).verdict
        for metric, limit in (("escalation", 0.15), ("cost_per_resolution", 6.0), ("conduct_findings", 2.0))
    }
    assert said == {"escalation": "kept", "cost_per_resolution": "broken", "conduct_findings": "kept"}
    assert stopping(rule("escalation", 0.01), work, 8).verdict == "broken"
    assert stopping(rule("cost_per_resolution", 12.0), work, 8).verdict == "kept"
    assert stopping(rule("conduct_findings", 0.05), work, 8).verdict == "broken"


def test_a_rule_of_another_release_is_not_judged():
    assert stopping(rule("smiles", 3.0), Trial(worked=500), 8).verdict == "unknown"


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.01, 0.99), st.booleans())
def test_a_rule_is_never_kept_and_broken_by_the_same_figures(worked, back, limit, at_least):
    work = Trial(worked=worked, handed_back=min(back, worked))
    stands = stopping(rule("escalation", limit, at_least=at_least), work, 8)
    share = work.handed_back / worked if worked else None
    if stands.verdict == "kept":
        assert share >= limit if at_least else share <= limit
    if stands.verdict == "broken":
        assert share < limit if at_least else share > limit
    if worked < 80:
        assert stands.verdict == "too_early"


# -- worlds in which the plan is true -------------------------------------------------------------------------------

WORLDS = 400


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**31), mean=st.floats(0.5, 800.0), doubt=st.floats(0.02, 0.5), weeks=st.sampled_from((2, 4, 13, 52)),
    dispersion=st.floats(1.0, 4.0),
)  # fmt: skip
def test_a_plan_that_is_true_is_seldom_said_to_be_wrong(seed, mean, doubt, weeks, dispersion):
    """Rates as the study draws them, contacts that sway as it says: nine in ten are as planned, or too early.

    The allowance is three standard deviations of so many worlds."""
    random = np.random.default_rng(seed)
    shape = 1 / doubt**2
    rates = random.gamma(shape, mean / shape, 20_000)
    plan = Band(*np.percentile(rates, (5, 50, 95)))
    expected = random.choice(rates, WORLDS) * weeks
    if dispersion > 1.001:
        counts = random.negative_binomial(expected / (dispersion - 1), 1 / dispersion)
    else:
        counts = random.poisson(expected)
    said = [judged("contacts", "", plan, counted(int(n), weeks, dispersion), weeks).verdict for n in counts]
    wrong = sum(one in {"more", "less"} for one in said)
    assert wrong / WORLDS <= 0.1 + 3 * math.sqrt(0.1 * 0.9 / WORLDS)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 10**7), st.floats(1, 1e5), st.floats(0, 1e12), st.floats(0, 1e12), st.floats(0, 1e12),
    st.sampled_from((1, 4, 52)),
)  # fmt: skip
def test_any_plan_and_any_count_get_a_row(count, dispersion, low, more, most, weeks):
    row = judged(
        "contacts", "", Band(low, low + more, low + more + most), counted(count, weeks, dispersion), weeks
    )
    assert row.verdict in {"as_planned", "more", "less", "too_early"}
    assert row.seen.low <= row.seen.estimate <= row.seen.high
    assert row.more_weeks is None or 0 < row.more_weeks <= MOST_WEEKS


def test_a_trial_that_goes_as_agreed_seldom_breaks_a_rule():
    """Resolution as the partner promised, the limit two deviations below: in no size of trial more than one in twenty."""
    random = np.random.default_rng(3)
    for settled in (80, 160, 320, 1_000):
        found = [
            stopping(
                rule("resolution", 0.62, at_least=True),
                Trial(worked=settled, settled=settled, resolved=int(n)),
                8,
            ).verdict
            for n in random.binomial(settled, 0.7, 500)
        ]
        assert found.count("broken") <= 25


def test_a_plan_that_is_wrong_by_half_is_found_out_within_a_quarter():
    random = np.random.default_rng(7)
    plan = Band(85.0, 100.0, 117.0)
    said = [
        judged("contacts", "", plan, counted(int(n), 13), 13).verdict for n in random.poisson(13 * 150, 200)
    ]
    assert said.count("more") == 200
