"""Hours in which a channel was closed: nobody could be seen wanting something, and that is not nobody.

Mail can be written at any hour; a call at night leaves nothing behind. Where the hours are not told, hours are taken as
closed in which a live channel has next to nothing while other channels, or its own open hours, let expect at least
eight contacts. Their rates are imputed from the channels that are never closed: the same share of these as in the open
hours. Who found the channel closed and came back when it opened is seen as an excess then (the Monday morning); where
it is larger than what the other channels let expect, it is what was missed at least.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Cells = NDArray[np.float64]
    Hours = NDArray[np.bool_]

NEVER_CLOSED = frozenset({"mail", "form", "social"})
"""Channels that take contacts at any hour."""
EXPECTED = 8.0
"""Contacts expected in a stretch that make its silence speak: by chance it has none once in 3,000 times."""
NEXT_TO_NOTHING = 0.05
"""Share of the expected contacts that are still a closed hour's (voicemail, wrong clocks)."""
QUIET = 0.1
"""Share of a live channel's open hours that is expected of others where no other channel tells."""
REOPENING = 2
"""Hours after a closed stretch in which people come back."""
SHAPE, SHAPE_ALONE = 4.0, 1.0
"""Shapes of imputed rates: a deviation of half the rate with other channels to go by, of all of it without. Judgement,
not estimate: nothing seen can tell."""


def closed_hours(count: Cells, weeks: Cells, reference: Cells | None) -> Hours:
    """Return the hours (168,) in which a live channel looks closed.

    count, weeks: of the channel. reference: rates of never closed channels, None without such.
    """
    silent = count <= 0
    if not silent.any() or silent.all():
        return np.zeros(HOURS, bool)
    for _ in range(2):
        if reference is None:
            expected = QUIET * count[~silent].sum() / weeks[~silent].sum() * weeks
        else:
            expected = (
                count[~silent].sum() / max((weeks * reference)[~silent].sum(), 1e-9) * weeks * reference
            )
        silent = count <= NEXT_TO_NOTHING * expected
        if silent.all():
            return np.zeros(HOURS, bool)
    closed = np.zeros(HOURS, bool)
    for run in runs(silent):
        closed[run] = expected[run].sum() >= EXPECTED
    return closed


def imputed(rate: Cells, closed: Hours, reference: Cells | None) -> tuple[Cells, float]:
    """Return a block's rates with those of closed hours imputed, and the shape of their gamma distributions.

    rate: per hour where open. reference: rates of never closed channels, None without such.
    """
    filled = rate.copy()
    after = _after(closed)
    steady = ~closed & ~after
    steady = steady if steady.any() else ~closed
    usual = float(rate[steady].mean())
    if reference is None:
        likely = np.where(closed, QUIET * usual, usual)
    else:
        likely = reference * rate[steady].sum() / max(reference[steady].sum(), 1e-9)
    for run in runs(closed):
        back = (run[-1] + 1 + np.arange(REOPENING)) % HOURS
        later = (run[-1] + 1 + REOPENING + np.arange(REOPENING)) % HOURS
        normal = likely[back] if reference is not None else np.full(REOPENING, rate[later].mean())
        excess = float(np.maximum(rate[back] - normal, 0.0)[~closed[back]].sum())
        total = float(likely[run].sum())
        filled[run] = likely[run] * max(1.0, excess / total) if total > 0 else excess / len(run)
    return np.maximum(filled, 1e-6), SHAPE if reference is not None else SHAPE_ALONE


def runs(hours: Hours) -> Iterator[NDArray[np.int64]]:
    """Yield each unbroken stretch of hours; the week goes round, Sunday's last hour before Monday's first."""
    if hours.all():
        yield np.arange(HOURS)
        return
    start = int(np.flatnonzero(~hours)[0])
    turned = np.roll(hours, -start)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], turned, [False])).astype(np.int8)))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        yield (np.arange(begin, end) + start) % HOURS


def _after(closed: Hours) -> Hours:
    """Return the hours in which people who found it closed come back."""
    after = np.zeros(HOURS, bool)
    for hours in range(1, REOPENING + 1):
        after |= np.roll(closed, hours)
    return after & ~closed
