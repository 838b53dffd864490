"""Do reviewers agree more than by chance? Cohen's kappa, Krippendorff's alpha, Gwet's AC1.

On skewed items (nearly all contacts are good) kappa punishes: reviewers who agree on 90 of 100 contacts, of
which 9 % are faulty, have a kappa of 0.39 and an AC1 of 0.88. Krippendorff asks for 0.8, tentatively 0.667.

A coefficient is 1 for full agreement, 0 for what chance gives, and None where it is not defined: nothing was
judged twice, or there was only ever one answer, so that chance alone agrees fully.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations
from typing import Literal

Weights = Literal["none", "linear", "quadratic"]
Level = Literal["nominal", "ordinal", "interval"]
Ratings = Sequence[Sequence[Hashable | None]]
"""One row for each reviewer, one column for each item; None where a reviewer did not judge an item."""


def cohen_kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    weights: Weights = "none",
    categories: Sequence[Hashable] | None = None,
) -> float | None:
    """Return Cohen's kappa (1960; weighted 1968) of two reviewers of the same items.

    "linear" and "quadratic" weigh a disagreement by how many places apart the answers stand in
    ``categories`` (by default the answers, sorted), or by its square. Raises ValueError for rows of different
    length, another weighting, or an answer that is no category.
    """
    if len(first) != len(second):
        raise ValueError(f"both reviewers judge the same items, not {len(first)} and {len(second)}")
    if weights not in {"none", "linear", "quadratic"}:
        raise ValueError(f"weights are none, linear or quadratic, not {weights!r}")
    places = {answer: place for place, answer in enumerate(categories or _ordered({*first, *second}))}
    unknown = {*first, *second} - places.keys()
    if unknown:
        raise ValueError(f"{', '.join(sorted(map(str, unknown)))[:80]} is none of the categories")

    def apart(one: Hashable, other: Hashable) -> float:
        distance = abs(places[one] - places[other])
        return float(distance > 0) if weights == "none" else float(distance ** (1 + (weights == "quadratic")))

    found = sum(apart(one, other) for one, other in zip(first, second, strict=True)) * len(first)
    rows, columns = Counter(first), Counter(second)
    expected = sum(apart(one, other) * m * n for one, m in rows.items() for other, n in columns.items())
    return 1 - found / expected if expected else None


def krippendorff_alpha(ratings: Ratings, level: Level = "nominal") -> float | None:
    """Return Krippendorff's alpha (2011) of any number of reviewers, with answers missing or not.

    Answers are anything for "nominal", numbers or sortable for "ordinal", numbers for "interval". Raises
    ValueError for rows of different length, another level, or an answer that is no number where one must be.
    """
    if level not in {"nominal", "ordinal", "interval"}:
        raise ValueError(f"a level is nominal, ordinal or interval, not {level!r}")
    units = [unit for unit in _units(ratings) if sum(unit.values()) > 1]
    totals: Counter[Hashable] = sum(units, Counter())
    pairs = sum(totals.values())
    apart = _difference(totals, level)
    found = sum(_disagreement(unit, apart) / (sum(unit.values()) - 1) for unit in units)
    expected = _disagreement(totals, apart)
    return 1 - (pairs - 1) * found / expected if expected else None


def gwet_ac1(ratings: Ratings, categories: Sequence[Hashable] | None = None) -> float | None:
    """Return Gwet's AC1 (2008) of two or more reviewers, with answers missing or not.

    ``categories`` are the answers that could be given (by default those that were). Raises ValueError for
    rows of different length or an answer that is no category.
    """
    units = [unit for unit in _units(ratings) if unit]
    seen = {answer for unit in units for answer in unit}
    possible = set(categories) if categories is not None else seen
    if not seen <= possible:
        raise ValueError(f"{', '.join(sorted(map(str, seen - possible)))[:80]} is none of the categories")
    twice = [unit for unit in units if sum(unit.values()) > 1]
    if not twice or len(possible) < 2:
        return None
    agreed = math.fsum(_agreed(unit) for unit in twice) / len(twice)
    shares = [
        math.fsum(unit[answer] / sum(unit.values()) for unit in units) / len(units) for answer in possible
    ]
    chance = math.fsum(part * (1 - part) for part in shares) / (len(possible) - 1)
    return (agreed - chance) / (1 - chance)


def _units(ratings: Ratings) -> list[Counter[Hashable]]:
    """Return how often each answer was given, item by item."""
    if len({len(row) for row in ratings}) > 1:
        raise ValueError("every reviewer has a place for every item, None where he did not judge it")
    return [
        Counter(answer for answer in column if answer is not None) for column in zip(*ratings, strict=True)
    ]


def _agreed(unit: Counter[Hashable]) -> float:
    """Return the share of pairs of reviewers of an item who gave the same answer."""
    judges = sum(unit.values())
    return sum(count * (count - 1) for count in unit.values()) / (judges * (judges - 1))


def _disagreement(counts: Mapping[Hashable, int], apart: Callable[[Hashable, Hashable], float]) -> float:
    """Return the sum of differences over all ordered pairs of answers."""
    pairs = combinations(counts.items(), 2)
    return 2 * math.fsum(apart(one, other) * m * n for (one, m), (other, n) in pairs)


def _difference(totals: Counter[Hashable], level: Level) -> Callable[[Hashable, Hashable], float]:
    """Return the squared difference of two answers at a level of measurement."""
    if level == "nominal":
        return lambda one, other: float(one != other)
    if level == "interval":
        values = {answer: _number(answer) for answer in totals}
        return lambda one, other: (values[one] - values[other]) ** 2
    ranks: dict[Hashable, float] = {}
    below = 0
    for answer in _ordered(totals):
        ranks[answer] = below + totals[answer] / 2
        below += totals[answer]
    return lambda one, other: (ranks[one] - ranks[other]) ** 2


def _number(answer: Hashable) -> float:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        raise ValueError(f"at the level interval an answer is a number, not {str(answer)[:40]!r}")
    return float(answer)


def _ordered(answers: set[Hashable] | Counter[Hashable]) -> list[Hashable]:
    try:
        return sorted(answers)  # type: ignore[type-var]  # what cannot be sorted is told so
    except TypeError:
        raise ValueError("these answers have no order; name the categories in theirs") from None
