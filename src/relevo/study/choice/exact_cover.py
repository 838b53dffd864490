"""The fewest paid hours of shifts that cover a need, by integer programming (the extra ``solver``: HiGHS).

For every legal shift that begins at hour s of the week and lasts l hours, an integer variable x(s, l) >= 0: how many
people work it. Least is

    sum of l * x(s, l)

so that for each hour t of the 168

    sum of x(s, l) over the shifts with t in {s, ..., s + l - 1}, the week being a circle, >= need(t).

This is Dantzig's programme (1954, "A comment on Edie's 'Traffic delays at toll booths'", Operations Research 2). Each
column is a run of ones, so its relaxation is nearly always whole and the proof takes a tenth of a second (Bartholdi,
Orlin and Ratliff 1980, "Cyclic scheduling via integer programs with circular ones"). Of covers with as few hours, the
one with lengths nearest to the usual is taken: |l - usual| counts so little that all of them together are less than
an hour. One thread and a bound on nodes make the answer the same on every machine; the clock is a second bound,
for one that is much slower.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.labour_law import LabourLaw
from relevo.study.choice.outcome import Shift
from relevo.study.choice.shift_hours import LATER, SHORTEST, legal_starts, lengths, there
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    import highspy

MOST_NODES = 200
MOST_SECONDS = 5.0
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Solved:
    """shifts: the best that were found, None where there was no time for any. least: no cover has fewer paid hours."""

    shifts: tuple[Shift, ...] | None
    least: int


def exact_cover(
    need: tuple[int, ...],
    law: LabourLaw,
    usual: int,
    *,
    nodes: int = MOST_NODES,
    seconds: float = MOST_SECONDS,
) -> Solved | None:
    """Return shifts with at least ``need`` people in each of 168 hours; None where the solver is not installed."""
    try:
        import highspy  # noqa: F401 - an extra, and slow to load
    except ImportError:
        return None
    return _solved(need, law, usual, nodes, seconds)


@lru_cache(maxsize=4096)
def _solved(need: tuple[int, ...], law: LabourLaw, usual: int, nodes: int, seconds: float) -> Solved:
    import highspy

    kinds = [
        (int(s), hours) for hours in lengths(law, usual) for s in np.flatnonzero(legal_starts(hours, law))
    ]
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs leave this one out
    for name, value in {
        "output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_max_nodes": nodes, "time_limit": seconds,
    }.items():  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(_programme(highspy.HighsLp(), need, kinds, usual))
    solver.run()
    found, bound = solver.getSolution(), solver.getInfo().mip_dual_bound
    people = (
        np.rint(found.col_value).astype(np.int64) if found.value_valid else np.zeros(len(kinds), np.int64)
    )
    shifts = tuple(sorted(
        (Shift(start, hours, int(n)) for (start, hours), n in zip(kinds, people, strict=True) if n > 0),
        key=lambda shift: (shift.start, shift.hours),
    ))  # fmt: skip
    covers = found.value_valid and bool((there(shifts) >= np.array(need)).all())
    return Solved(shifts if covers else None, _least(bound, sum(need)))


def _least(bound: float, need: int) -> int:
    """Return the hours below which there is no cover, for a bound on hours plus what is less than an hour."""
    return max(math.floor(bound + _TOLERANCE), need) if math.isfinite(bound) else need


def _programme(
    programme: highspy.HighsLp, need: tuple[int, ...], kinds: list[tuple[int, int]], usual: int
) -> highspy.HighsLp:
    """Fill the programme above in: a row for each hour, a column for each (start, length)."""
    import highspy

    hours = np.array([length for _, length in kinds])
    apart = np.abs(hours - usual)
    # a cover of least hours never has more than one shortest shift for each needed hour, nor so many hours apart
    together = float((apart / hours).max()) * SHORTEST * sum(need)
    programme.num_col_, programme.num_row_ = len(kinds), HOURS
    programme.col_cost_ = hours + apart / (1 + together)
    programme.col_lower_ = np.zeros(len(kinds))
    programme.col_upper_ = np.full(len(kinds), float(max(need)))
    programme.row_lower_, programme.row_upper_ = np.array(need, float), np.full(HOURS, highspy.kHighsInf)
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.concatenate(([0], np.cumsum(hours)))
    matrix.index_ = np.concatenate([LATER[start][:length] for start, length in kinds])
    matrix.value_ = np.ones(int(hours.sum()))
    programme.integrality_ = [highspy.HighsVarType.kInteger] * len(kinds)
    return programme
