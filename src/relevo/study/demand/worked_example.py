"""A desk whose true demand is known: Auralis, with all that real exports have wrong.

The simulator draws contacts from true rates and writes them as a help desk's CSV export would hold them: overdispersed
from day to day (a gamma factor common to the hours of a day), quiet on holidays, two days unlike all others, no calls
when the phones are closed (part of who would have called calls when they open), and a known share of rows that are no
contacts or no rows. Each block has a week of its own. What a profile says of it can be compared with the truth.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.demand.days import Days, days_between, holidays_between
from relevo.study.demand.profile import HOURS, Block

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Cells = NDArray[np.float64]

ZONE = "Europe/Madrid"
COLUMNS = (
    "Ticket ID",
    "Created time",
    "Closed time",
    "Source",
    "Language",
    "Type",
    "Subject",
    "Email",
    "Time tracked (min)",
    "Status",
)
_WEEK = (1.25, 1.1, 1.0, 1.0, 0.95, 0.55, 0.4)
_LATER: Mapping[str, float] = {"en": 1.0, "lv": -1.0}
"""Hours by which customers of a language live later than Madrid's clock."""
_APART = 0.15
"""Standard deviation (logarithm) of a block's hours around the shape of its day."""
_OPEN = np.array([day < 5 and 9 <= hour < 19 for day in range(7) for hour in range(24)])
_SUBJECTS = {
    "es": (
        "Mi Auralis Duo 2 no se conecta a la red",
        "El Auralis Beam muestra el error E-0042",
        "Factura del pedido",
    ),
    "en": (
        "My Auralis Duo 2 does not connect",
        "Auralis Beam shows error E-0107",
        "Question about my invoice",
    ),
    "lv": (
        "Mans Auralis Duo 2 neslēdzas klāt tīklam",
        "Auralis Hub rāda kļūdu E-0042",
        "Jautājums par rēķinu",
    ),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of the desk.

    a_week: contacts of each block in a normal week if nothing were ever closed. variation: coefficient of variation of
    a day's factor. unusual: factor of single days, by their number. open_hours: of live channels, (168,). returning:
    share of who found the phone closed that calls when it opens. handling: mean seconds by channel. dirty: share of
    rows of each kind that are no contacts.
    """

    first: date = date(2025, 1, 6)
    weeks: int = 52
    zone: str = ZONE
    country: str = "ES"
    a_week: Mapping[Block, float] = field(
        default_factory=lambda: {
            Block("es", "setup", "mail"): 240.0,
            Block("es", "invoice", "mail"): 90.0,
            Block("en", "setup", "mail"): 60.0,
            Block("lv", "setup", "mail"): 12.0,
            Block("es", "setup", "phone"): 180.0,
        }
    )
    variation: float = 0.25
    unusual: Mapping[int, float] = field(default_factory=lambda: {30: 0.02, 40: 4.0})
    open_hours: Mapping[str, NDArray[np.bool_]] = field(default_factory=lambda: {"phone": _OPEN})
    returning: float = 0.2
    handling: Mapping[str, float] = field(default_factory=lambda: {"mail": 420.0, "phone": 330.0})
    dirty: Mapping[str, float] = field(
        default_factory=lambda: {"spam": 0.02, "duplicate": 0.01, "automatic": 0.01, "unreadable": 0.005}
    )

    def rate(self, block: Block) -> Cells:
        """Return the true contacts an hour (168,) of a normal week, closed hours included, people coming back not."""
        clock = np.arange(24) - _LATER.get(block.language, 0.0)
        evening = 0.3 if block.topic == "invoice" else 0.8
        day = np.exp(-(((clock - 11) / 3.2) ** 2)) + evening * np.exp(-(((clock - 18) / 2.6) ** 2)) + 0.03
        own = np.random.default_rng(list(self.a_week).index(block)).normal(0.0, _APART, HOURS)
        shape = np.outer(_WEEK, day).reshape(HOURS) * np.exp(own)
        return np.asarray(self.a_week[block] * shape / shape.sum())


def simulate(truth: Truth, seed: int) -> tuple[Days, dict[Block, NDArray[np.int64]]]:
    """Return the days and each block's contacts (days, 24) as the desk would see them."""
    rng = np.random.default_rng(seed)
    last = truth.first + timedelta(days=7 * truth.weeks - 1)
    days = days_between(truth.first, last, truth.zone)
    days = days.without(holidays_between(truth.first, last, truth.country, None))
    count = len(days.weekday)
    quiet = np.where(days.normal, 1.0, 0.3)
    for day, factor in truth.unusual.items():
        quiet[day : day + 1] *= factor
    seen = {}
    for block in truth.a_week:
        busy = (
            rng.gamma(1 / truth.variation**2, truth.variation**2, count)
            if truth.variation
            else np.ones(count)
        )
        mean = truth.rate(block).reshape(7, 24)[days.weekday] * days.lasted * (busy * quiet)[:, None]
        contacts = rng.poisson(mean)
        hours = truth.open_hours.get(block.channel)
        seen[block] = contacts if hours is None else _turned_away(contacts, hours, days, truth.returning, rng)
    return days, seen


def _turned_away(
    contacts: NDArray[np.int64],
    hours: NDArray[np.bool_],
    days: Days,
    returning: float,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Return contacts without those of closed hours, part of which come back in the first open hour."""
    opened = hours.reshape(7, 24)[days.weekday].ravel()
    flat = contacts.ravel()
    back = rng.binomial(np.where(opened, 0, flat), returning)
    following = np.flatnonzero(opened)
    landing = np.searchsorted(following, np.arange(len(flat)))
    seen = np.where(opened, flat, 0)
    late = landing < len(following)
    np.add.at(seen, following[landing[late]], back[late])
    return seen.reshape(-1, 24)


def write_history(path: Path, truth: Truth, seed: int) -> dict[str, int]:
    """Write the history as a semicolon-parted CSV in the zone's clock; return how many rows there are of each kind."""
    rng = np.random.default_rng((seed, 1))
    days, seen = simulate(truth, seed)
    kinds = {"contact": 0} | dict.fromkeys(truth.dirty, 0)
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, delimiter=";").writerow
        write(COLUMNS)
        for number, (block, created) in enumerate(_contacts(truth, days, seen, rng), 1):
            row = _row(number, block, created, truth, rng)
            write(row)
            kinds["contact"] += 1
            for kind in truth.dirty:
                if rng.random() < truth.dirty[kind]:
                    write(_dirtied(row, kind, number))
                    kinds[kind] += 1
    return kinds


def _contacts(
    truth: Truth, days: Days, seen: Mapping[Block, NDArray[np.int64]], rng: np.random.Generator
) -> Iterator[tuple[Block, datetime]]:
    """Yield each contact with its clock, day by day."""
    for day in range(len(days.weekday)):
        midnight = datetime.combine(truth.first + timedelta(days=day), datetime.min.time())
        for block, contacts in seen.items():
            for hour in np.flatnonzero(contacts[day]):
                for second in rng.integers(0, 3600, int(contacts[day, hour])):
                    yield block, midnight + timedelta(hours=int(hour), seconds=int(second))


def _row(number: int, block: Block, created: datetime, truth: Truth, rng: np.random.Generator) -> list[str]:
    took = float(rng.lognormal(np.log(truth.handling[block.channel]) - 0.18, 0.6))
    closed = created + timedelta(hours=float(rng.exponential(20)))
    subject = _SUBJECTS[block.language][number % 3]
    customer = f"customer{rng.integers(0, 10**6)}@post.example"
    formula = "=cmd|' /C calc'!A0" if not number % 5_000 else subject
    return [
        str(number), created.strftime("%d/%m/%Y %H:%M:%S"), closed.strftime("%d/%m/%Y %H:%M:%S"), block.channel,
        block.language, block.topic, formula, customer, f"{took / 60:.2f}".replace(".", ","), "closed",
    ]  # fmt: skip


def _dirtied(row: list[str], kind: str, number: int) -> list[str]:
    """Return a further row that is no contact: one of the kinds of ``Truth.dirty``."""
    if kind == "duplicate":
        return row
    other = [f"{kind}-{number}", *row[1:]]
    if kind == "spam":
        other[-1] = "spam"
    elif kind == "automatic":
        other[6] = "Out of office: back on Monday"
    elif kind == "unreadable":
        other[1] = "sometime in May"
    return other
