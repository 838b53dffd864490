"""Histories for tests, without files."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from relevo.study.demand.profile import Block
from relevo.study.demand.worked_example import Truth, simulate
from relevo.study.history.record import History, Worked

MONDAY = date(2025, 1, 6)


def history_of(
    seen: Mapping[Block, np.ndarray],
    first: date = MONDAY,
    zone: str = "Europe/Madrid",
    worked: Mapping[Block, Worked] | None = None,
) -> History:
    """Return the history in which each block had these contacts (days, 24)."""
    blocks = tuple(seen)
    places = [np.flatnonzero(contacts) for contacts in seen.values()]
    days = len(next(iter(seen.values())))
    return History(
        zone, first, first + timedelta(days=days - 1), blocks,
        np.concatenate([np.full(len(some), number) for number, some in enumerate(places)]).astype(np.int32),
        np.concatenate(places).astype(np.int32),
        np.concatenate([one.ravel()[some] for one, some in zip(seen.values(), places, strict=True)]).astype(np.int64),
        tuple((worked or {}).get(block, Worked()) for block in blocks),
        int(sum(one.sum() for one in seen.values())), (), (), (), 0, (), (),
    )  # fmt: skip


def simulated(truth: Truth, seed: int) -> History:
    """Return the history that a truth's simulation gives."""
    return history_of(simulate(truth, seed)[1], truth.first, truth.zone)
