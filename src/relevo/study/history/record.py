"""A history: what is left of a company's files when all that could name a person is gone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relevo.study.demand.profile import Block
from relevo.study.history.errors import RowFault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Worked:
    """Handling times of one block: how many, their sum in seconds, and the sum of their squares."""

    contacts: int = 0
    seconds: float = 0.0
    squares: float = 0.0

    def plus(self, other: Worked) -> Worked:
        """Return both together."""
        return Worked(
            self.contacts + other.contacts, self.seconds + other.seconds, self.squares + other.squares
        )

    @property
    def mean(self) -> float:
        """Their mean, in seconds; there must be some."""
        return self.seconds / self.contacts

    @property
    def deviation(self) -> float:
        """Their standard deviation, in seconds."""
        return math.sqrt(max(self.squares / self.contacts - self.mean**2, 0.0))


@dataclass(frozen=True, slots=True)
class FileReport:
    """How one file was read. repaired: lines in another encoding. columns: field, then column. date_order: decided."""

    name: str
    product: str
    encoding: str
    delimiter: str
    repaired: int
    rows: int
    columns: Mapping[str, str]
    date_order: str


@dataclass(frozen=True, slots=True)
class History:
    """Contacts counted by block and hour of the zone's clock.

    block, hour, contacts: one place for each block's hour in which somebody wrote: the block's index, the hours of the
    clock since the first day's midnight, how many. worked: handling times of each block. rows: read in all files.
    dropped: (reason, rows). faults: the first rows with something wrong; faulty: (code, rows), all of them.
    reopened: contacts that were. notices: codes of what a reader must know.
    """

    zone: str
    first_day: date
    last_day: date
    blocks: tuple[Block, ...]
    block: NDArray[np.int32]
    hour: NDArray[np.int32]
    contacts: NDArray[np.int64]
    worked: tuple[Worked, ...]
    rows: int
    dropped: tuple[tuple[str, int], ...]
    faults: tuple[RowFault, ...]
    faulty: tuple[tuple[str, int], ...]
    reopened: int
    notices: tuple[str, ...]
    files: tuple[FileReport, ...]
