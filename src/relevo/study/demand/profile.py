"""The demand of a desk as figures: what every later step of the study reads.

Hours of the week count from Monday 00:00 in the desk's own zone: hour 0 is Monday 00:00-01:00, hour 167 Sunday
23:00-24:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HOURS = 168
"""Hours of a week."""


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """What is staffed together: contacts of one language, topic and channel.

    language: a code such as "es", or "und" where nobody can tell. topic: a tag of the desk, or "" for the rest.
    channel: "mail", "phone", "chat", "form", or another word of the source.
    """

    language: str
    topic: str
    channel: str


@dataclass(frozen=True, slots=True)
class Handling:
    """How long one contact takes an agent, in seconds.

    contacts: how many this was learned from. measured: False where it was estimated. source: how it was learned.
    """

    mean: float
    deviation: float
    contacts: int
    measured: bool
    source: str


@dataclass(frozen=True, slots=True)
class Demand:
    """One block's arrivals by hour of the week; all arrays have 168 places.

    count: contacts seen in normal weeks. weeks: exposure, that is how often such an hour was looked at, without
    holidays, outages and, for what cannot come then, closed hours. shape, evidence: what we know of the rate, in
    contacts per hour, is a gamma distribution with this shape and this rate parameter (in weeks). low, high: its 5th
    and 95th hundredths. imputed: hours whose rate was inferred, not seen, because the desk was closed to the channel.
    dispersion: variance of an hour's contacts over their mean, 1 for Poisson. trend: growth per year, 0.1 being ten
    per cent.
    """

    block: Block
    count: NDArray[np.int64]
    weeks: NDArray[np.float64]
    shape: NDArray[np.float64]
    evidence: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    imputed: NDArray[np.bool_]
    dispersion: float
    trend: float
    handling: Handling

    @property
    def rate(self) -> NDArray[np.float64]:
        """Contacts per hour that we expect."""
        return self.shape / self.evidence


@dataclass(frozen=True, slots=True)
class Profile:
    """The demand of one desk.

    zone: an IANA name. first_day, last_day: of the history, both included. weeks: normal weeks in it. contacts: used
    for this profile. dropped: (reason, contacts) that were not, such as "spam", "duplicate", "automatic", "merged".
    demands: one per block, most contacts first. season: 12 factors by month around 1, or None where the history is
    shorter than a year. special_days: days left out with the reason ("holiday", "outlier"). notices: codes of what a
    reader must know, such as "short_history", "handling_estimated", "closed_hours_imputed".
    """

    zone: str
    first_day: date
    last_day: date
    weeks: float
    contacts: int
    dropped: tuple[tuple[str, int], ...]
    demands: tuple[Demand, ...]
    season: tuple[float, ...] | None
    special_days: tuple[tuple[date, str], ...]
    notices: tuple[str, ...]
