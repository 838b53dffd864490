from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha

few = settings(deadline=None, max_examples=60)
FOUR_REVIEWERS = [
    [None if mark == "." else int(mark) for mark in row]
    for row in ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
]
ratings = st.integers(2, 4).flatmap(
    lambda judges: st.lists(
        st.lists(st.sampled_from([1, 2, 3, None]), min_size=judges, max_size=judges), max_size=15
    ).map(lambda columns: [list(row) for row in zip(*columns, strict=True)] or [[] for _ in range(judges)])
)


def crossed(table):
    """Two rows of answers from a table of how often each pair of answers came."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [one for one, _ in pairs], [other for _, other in pairs]


def test_krippendorffs_example_of_four_observers_with_missing_answers():
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: .743, .815, .849."""
    assert round(krippendorff_alpha(FOUR_REVIEWERS), 3) == 0.743
    assert round(krippendorff_alpha(FOUR_REVIEWERS, "ordinal"), 3) == 0.815
    assert round(krippendorff_alpha(FOUR_REVIEWERS, "interval"), 3) == 0.849


def test_krippendorffs_example_of_two_observers_and_two_answers():
    """Example A of the same paper: ten items, alpha .095."""
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert round(krippendorff_alpha([first, second]), 3) == 0.095


def test_gwets_ac1_of_the_same_four_reviewers():
    """Gwet's handbook: .77544."""
    assert round(gwet_ac1(FOUR_REVIEWERS), 5) == 0.77544


def test_kappa_of_the_grant_proposals():
    """20 and 15 agreed, 5 and 10 not: 0.7 against 0.5 by chance."""
    assert cohen_kappa(*crossed([[20, 5], [10, 15]])) == pytest.approx(0.4, rel=1e-14)


def test_weighted_kappa_by_hand():
    table = [[11, 3, 1], [2, 8, 4], [0, 3, 9]]
    first, second = crossed(table)
    total = sum(map(sum, table))
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    for weights, power in (("linear", 1), ("quadratic", 2)):
        cells = list(product(range(3), repeat=2))
        found = Fraction(sum(abs(i - j) ** power * table[i][j] for i, j in cells), total)
        chance = Fraction(sum(abs(i - j) ** power * rows[i] * columns[j] for i, j in cells), total**2)
        assert cohen_kappa(first, second, weights=weights) == pytest.approx(
            float(1 - found / chance), rel=1e-14
        )


def test_skewed_items_punish_kappa_and_not_ac1():
    """90 % agreement, 9 % faults by both: kappa .39, AC1 .88."""
    first, second = crossed([[86, 5], [5, 4]])
    assert round(cohen_kappa(first, second), 2) == 0.39
    assert round(gwet_ac1([first, second]), 2) == 0.88


@few
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_with_two_answers_weights_make_no_difference_and_order_of_reviewers_never_does(pairs):
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    assert cohen_kappa(first, second) == pytest.approx(cohen_kappa(second, first)) or first == second
    two = [answer > 1 for answer in first], [answer > 1 for answer in second]
    assert cohen_kappa(*two) == pytest.approx(cohen_kappa(*two, weights="quadratic"))


@few
@given(ratings, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_agreement_is_at_most_1_and_does_not_mind_the_order(rows, level):
    for coefficient in (lambda ratings: krippendorff_alpha(ratings, level), gwet_ac1):
        value = coefficient(rows)
        assert value is None or value <= 1
        assert coefficient(rows[::-1]) == pytest.approx(value)
        assert coefficient([row[::-1] for row in rows]) == pytest.approx(value)


@few
@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=20).filter(lambda row: len(set(row)) > 1),
    st.integers(2, 4),
)
def test_who_always_agrees_has_1(row, judges):
    assert cohen_kappa(row, row) == 1
    assert krippendorff_alpha([row] * judges, "interval") == 1
    assert gwet_ac1([row] * judges) == 1


def test_undefined_is_none():
    assert cohen_kappa([], []) is None
    assert cohen_kappa(["yes"] * 3, ["yes"] * 3) is None
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1, None], [None, 2]]) is None
    assert gwet_ac1([[1, 1], [1, 1]]) is None
    assert gwet_ac1([]) is None


def test_ac1_knows_answers_that_nobody_gave():
    assert gwet_ac1([["yes", "yes"], ["yes", "yes"]], categories=["yes", "no"]) == 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: cohen_kappa([1], [1, 2]), "the same items"),
        (lambda: cohen_kappa([1], [1], weights="cubic"), "weights are none"),
        (lambda: cohen_kappa([1], [2], categories=[1]), "2 is none of the categories"),
        (lambda: cohen_kappa([1], ["a"]), "have no order"),
        (lambda: krippendorff_alpha([[1], [1, 2]]), "a place for every item"),
        (lambda: krippendorff_alpha([[1], [1]], "ratio"), "a level is nominal"),
        (lambda: krippendorff_alpha([["a"], ["b"]], "interval"), "an answer is a number"),
        (lambda: gwet_ac1([[1], [2]], categories=[1]), "2 is none of the categories"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
