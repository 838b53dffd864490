import math
from random import Random

import pytest

from relevo.calc.patience import Waited, mean_patience, median_patience, survival

REMISSIONS = [
    Waited(weeks, ended)
    for weeks, ended in [
        (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
        (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False),
        (32, False), (32, False), (34, False), (35, False),
    ]
]  # fmt: skip
"""Freireich and others 1963, the textbook record of survival analysis: 21 patients, 9 relapses."""


def test_the_kaplan_meier_curve_of_the_textbook():
    curve = {step.seconds: round(step.patient, 3) for step in survival(REMISSIONS)}
    assert curve == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    first = survival(REMISSIONS)[0]
    assert first.patient * math.sqrt(first.variance) == pytest.approx(0.0764, abs=5e-5)


def test_the_median_of_the_textbook_and_its_open_end():
    found = median_patience(REMISSIONS)
    assert (found.seconds, found.low, found.high, found.abandoned) == (23, 13, math.inf, 9)


def test_the_mean_is_all_waiting_over_those_who_gave_up():
    found = mean_patience(REMISSIONS)
    assert found.seconds == pytest.approx(359 / 9, rel=1e-14)
    assert found.low < found.seconds < found.high


def test_half_of_known_times_are_the_plain_median():
    found = median_patience([Waited(seconds, True) for seconds in (10, 20, 30, 40, 50)])
    assert found.seconds == 30
    assert survival([Waited(10, True)])[0].patient == 0


def test_the_patience_that_made_the_record_is_found_and_leaving_out_the_answered_is_not():
    random = Random(11)  # patience 90 s, answered after 30 s on average
    record = []
    for _ in range(20_000):
        patience, answered = random.expovariate(1 / 90), random.expovariate(1 / 30)
        record.append(Waited(min(patience, answered), patience < answered))
    mean, median = mean_patience(record), median_patience(record)
    assert mean.low < 90 < mean.high
    assert median.low < 90 * math.log(2) < median.high
    gone = [contact.seconds for contact in record if contact.abandoned]
    assert sum(gone) / len(gone) < 30


def test_the_interval_of_the_mean_covers_as_often_as_it_says():
    random, covers = Random(5), 0
    for _ in range(400):
        drawn = [(random.expovariate(1 / 60), random.expovariate(1 / 40)) for _ in range(50)]
        found = mean_patience([Waited(min(pair), pair[0] < pair[1]) for pair in drawn], confidence=0.9)
        covers += found.low <= 60 <= found.high
    assert 0.87 <= covers / 400 <= 0.97


def test_who_never_gives_up_has_no_end_but_a_lower_bound():
    record = [Waited(60, False)] * 30
    mean, median = mean_patience(record), median_patience(record)
    assert (mean.seconds, mean.high) == (math.inf, math.inf)
    assert mean.low == pytest.approx(1800 / -math.log(0.025), rel=1e-12)
    assert (median.seconds, median.low, median.high) == (math.inf, math.inf, math.inf)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: mean_patience([]), "without any wait"),
        (lambda: mean_patience([Waited(0, True)]), "without any wait"),
        (lambda: median_patience([]), "without contacts"),
        (lambda: Waited(-1, True), "wait in seconds cannot be negative"),
        (lambda: mean_patience(REMISSIONS, 95), "confidence is between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
