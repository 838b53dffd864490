"""Auralis' worked example: what a profile says of a desk whose truth is known."""

from datetime import date, timedelta

import numpy as np
import pytest

from relevo.study.demand.profile import Block
from relevo.study.demand.profiling import profile_of
from relevo.study.demand.worked_example import ZONE, Truth, write_history
from relevo.study.history.reading import read_history
from tests.study.demand.histories import simulated

PHONE = Block("es", "setup", "phone")


def covered(truth: Truth, seeds: range) -> dict[str, float]:
    """Share of cells, by what kind they are, whose 90 % interval holds the true rate. An hour in which people come back
    who found the phone closed truly has more than its own contacts and is not counted."""
    hits: dict[str, list[np.ndarray]] = {"seen": [], "imputed": []}
    opened = truth.open_hours["phone"]
    returning = opened & ~np.roll(opened, 1)
    for seed in seeds:
        for demand in profile_of(simulated(truth, seed), country=truth.country).demands:
            true = truth.rate(demand.block)
            hit = (demand.low <= true) & (true <= demand.high)
            skipped = returning if demand.block == PHONE else np.zeros(168, bool)
            hits["seen"].append(hit[~demand.imputed & ~skipped])
            hits["imputed"].append(hit[demand.imputed])
    return {kind: float(np.concatenate(some).mean()) for kind, some in hits.items()}


@pytest.mark.parametrize(
    "truth",
    [Truth(), Truth(weeks=26), Truth(weeks=8), Truth(variation=0.0), Truth(variation=0.5, weeks=26)],
    ids=["a year", "half a year", "two months", "Poisson", "very uneven days"],
)
def test_nominal_90_percent_intervals_hold_the_true_rate_in_85_to_95_of_100_cells(truth):
    shares = covered(truth, range(20))
    assert 0.85 <= shares["seen"] <= 0.95
    assert shares["imputed"] >= 0.8


def test_closed_hours_are_found_flagged_and_imputed_near_the_truth():
    truth = Truth()
    for seed in range(5):
        profile = profile_of(simulated(truth, seed), country="ES")
        phone = next(demand for demand in profile.demands if demand.block == PHONE)
        closed = ~truth.open_hours["phone"]
        assert (phone.imputed == closed).all() and (phone.weeks[closed] == 0).all()
        assert all(not demand.imputed.any() for demand in profile.demands if demand is not phone)
        assert 0.75 < phone.rate[closed].sum() / truth.rate(PHONE)[closed].sum() < 1.5
        assert {"closed_hours_imputed", "closed_hours_detected"} <= set(profile.notices)


def test_the_unusual_days_and_the_holidays_are_set_aside_and_no_other():
    truth = Truth()
    for seed in range(5):
        profile = profile_of(simulated(truth, seed), country="ES")
        outliers = [day for day, reason in profile.special_days if reason == "outlier"]
        assert outliers == [truth.first + timedelta(days=day) for day in truth.unusual]
        assert (date(2025, 12, 25), "holiday") in profile.special_days


def test_the_written_export_is_read_back_with_every_dirty_row_counted(tmp_path):
    path, truth = tmp_path / "auralis.csv", Truth(weeks=20)
    kinds = write_history(path, truth, 7)
    history = read_history([path], zone=ZONE)
    assert dict(history.dropped) == {kind: rows for kind, rows in kinds.items() if kind != "contact"}
    assert history.rows == sum(kinds.values()) and dict(history.faulty) == {
        "date_unreadable": kinds["unreadable"]
    }
    profile = profile_of(history, country="ES")
    assert profile.contacts + dict(profile.dropped)["special_day"] == kinds["contact"]
    assert {demand.block for demand in profile.demands} == set(truth.a_week)
    for demand in profile.demands:
        assert demand.handling.measured
        assert demand.handling.mean == pytest.approx(truth.handling[demand.block.channel], rel=0.1)
        true = truth.rate(demand.block)[~demand.imputed].sum() + (
            truth.returning * 50 if demand.block == PHONE else 0
        )
        assert demand.rate[~demand.imputed].sum() == pytest.approx(true, rel=0.15)


def test_the_same_seed_writes_the_same_export_and_another_one_does_not(tmp_path):
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        write_history(path, Truth(weeks=2), seed)
    same, again, other = (path.read_text() for path in paths)
    assert same == again != other
