import math

import numpy as np
import pytest

from relevo.study.choice.futures import DRIVERS, Futures
from relevo.study.choice.settling import more_weeks, settling, worth


def futures(runs=4_000):
    random = np.random.default_rng(5)
    deviates = {driver: random.standard_normal(runs) for driver in DRIVERS}
    return Futures(deviates, np.exp(0.2 * random.standard_normal((runs, 1))))


def test_a_saving_that_hangs_on_the_price_is_settled_by_a_binding_quote():
    known = futures()
    saving = 100 + 1_000 * known.deviates["price"] + 50 * known.deviates["churn"]
    found = settling(saving, known, np.ones(1), 10.0, 0.8)
    assert found[0].code == "binding_quote"
    assert found[0].share == pytest.approx(1, abs=0.02)
    assert [one.weeks for one in found] == [0] * len(found)


def test_a_saving_that_hangs_on_a_short_history_is_settled_by_more_weeks():
    known = futures()
    saving = 200 + 5_000 * (np.log(known.contacts[:, 0]))
    found = settling(saving, known, np.ones(1), 4.0, 0.8)
    assert found[0].code == "more_weeks"
    assert found[0].weeks > 4


def test_weeks_follow_from_the_variance_that_history_makes():
    """Mean 100, deviation 400 all due to 10 weeks: z(0.8) asks for 100 / 0.8416 = 118.8, so 10 (400 / 118.8)^2 - 10."""
    assert more_weeks(100, 400, 1.0, 10, 0.8) == math.ceil(10 * (400 / (100 / 0.8416212335729143)) ** 2 - 10)
    assert more_weeks(100, 400, 0.5, 10, 0.8) == 0  # the other half alone is too much
    assert more_weeks(0, 400, 1.0, 10, 0.8) == 0
    assert more_weeks(1_000, 400, 1.0, 10, 0.8) == 0  # sure already


def test_knowing_is_worth_the_loss_that_it_avoids():
    random = np.random.default_rng(7).normal(300, 1_000, 400_000)
    assert worth(300, 1_000) == pytest.approx(np.maximum(random, 0).mean() - 300, rel=0.03)
    assert worth(300, 0) == 0
    assert worth(-300, 1_000) == worth(300, 1_000)


def test_what_is_sure_needs_no_settling():
    assert settling(np.full(100, 5.0), futures(100), np.ones(1), 10, 0.8) == ()
