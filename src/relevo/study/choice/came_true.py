"""What a live desk saw of a plan, measure by measure and hour by hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.actual import Row, Stopping, Trial, charged, counted, judged, shared, stopping
from relevo.study.choice.bill import WEEKS_A_MONTH
from relevo.study.choice.planned import Planned
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_SUBJECTS = 8
"""Languages, and topics, that get a row of their own; the greatest of the plan and of the desk."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Contacts that came in an hour of the week, in all weeks looked at."""

    hour: int
    language: str
    topic: str
    contacts: int


@dataclass(frozen=True, slots=True)
class Holder:
    """An engagement: first responses that it kept and missed, and its work. engagement_id None: nobody held it."""

    engagement_id: int | None
    name: str
    in_house: bool
    kept: int
    missed: int
    work: Trial


@dataclass(frozen=True, slots=True)
class Observed:
    """A desk in so many whole weeks.

    due: contacts whose answer is due by now or came; in_time of them came in the plan's time. median, p90: seconds to
    the first answer of those that have one. foreign: whether there are charges in another currency than the plan's.
    """

    weeks: int
    arrivals: tuple[Arrivals, ...]
    due: int
    in_time: int
    median: float | None
    p90: float | None
    holders: tuple[Holder, ...]
    foreign: bool

    @property
    def contacts(self) -> int:
        """All that came."""
        return sum(one.contacts for one in self.arrivals)

    @property
    def by_partners(self) -> Trial:
        """What all partners did together."""
        return _together(one for one in self.holders if not one.in_house)


def rows(plan: Planned, seen: Observed) -> tuple[Row, ...]:
    """Return every measure, the desk's contacts first; without partners in plan and desk none about them."""
    return (*_contacts(plan, seen), *_service(plan, seen), *_partners(plan, seen))


def hours(plan: Planned, seen: Observed) -> tuple[Row, ...]:
    """Return the 168 hours of the week, subject being the hour."""
    came = _by_hour(seen.arrivals)
    masks = np.eye(HOURS, dtype=np.bool_)
    return tuple(
        judged(
            "contacts", str(hour), plan.forecast.band(hours=masks[hour]),
            counted(int(came[hour]), seen.weeks, plan.forecast.dispersion(hours=masks[hour])), seen.weeks,
        )
        for hour in range(HOURS)
    )  # fmt: skip


def stop_rules(plan: Planned, seen: Observed) -> tuple[Stopping, ...]:
    """Return the trial's rules as they stand: of the partner it names, or of all where the desk has none so called."""
    if plan.pilot is None:
        return ()
    named = [one.work for one in seen.holders if not one.in_house and same_name(one.name, plan.pilot.partner)]
    work = named[0] if named else seen.by_partners
    return tuple(stopping(rule, work, seen.weeks) for rule in plan.pilot.rules)


def same_name(one: str, other: str) -> bool:
    """Tell whether two firms are called alike."""
    return one.strip().casefold() == other.strip().casefold()


def _together(some: Iterable[Holder]) -> Trial:
    work = Trial()
    for one in some:
        work = work.plus(one.work)
    return work


def _by_hour(arrivals: Iterable[Arrivals]) -> NDArray[np.int64]:
    came = np.zeros(HOURS, dtype=np.int64)
    for one in arrivals:
        came[one.hour] += one.contacts
    return came


def _contacts(plan: Planned, seen: Observed) -> list[Row]:
    forecast, weeks, came = plan.forecast, seen.weeks, _by_hour(seen.arrivals)
    every = counted(seen.contacts, weeks, forecast.dispersion())
    found = [judged("contacts", "", forecast.band(), every, weeks)]
    for part, mask in plan.parts.items():
        if mask.any():
            there = counted(int(came[mask].sum()), weeks, forecast.dispersion(hours=mask))
            found.append(judged("daypart", part, forecast.band(hours=mask), there, weeks))
    return [*found, *_subjects(plan, seen, "language"), *_subjects(plan, seen, "topic")]


def _subjects(plan: Planned, seen: Observed, kind: str) -> list[Row]:
    """Return a row for each language or topic; none where there is but one. What the plan does not know has no band."""
    sizes: dict[str, float] = {}
    for block, rate in zip(plan.forecast.blocks, plan.forecast.rate.sum(axis=1), strict=True):
        sizes[getattr(block, kind)] = sizes.get(getattr(block, kind), 0.0) + float(rate)
    known, came = set(sizes), dict.fromkeys(sizes, 0)
    for one in seen.arrivals:
        name = getattr(one, kind)
        came[name] = came.get(name, 0) + one.contacts
        sizes[name] = sizes.get(name, 0.0) + one.contacts / seen.weeks
    names = sorted((name for name in sizes if name), key=lambda name: (-sizes[name], name))[:MOST_SUBJECTS]
    if len(names) < (2 if kind == "language" else 1):
        return []
    found = []
    for name in names:
        blocks = plan.forecast.blocks_where(**{kind: name})
        band = plan.forecast.band(blocks) if name in known else None
        there = counted(came[name], seen.weeks, plan.forecast.dispersion(blocks))
        found.append(judged(kind, name, band, there, seen.weeks))
    return found


def _service(plan: Planned, seen: Observed) -> list[Row]:
    in_time = shared(seen.in_time, seen.due) if seen.due else None
    return [
        judged("service", "", plan.service, in_time, seen.weeks),
        judged("handling", "", plan.handling, None, seen.weeks),
    ]


def _partners(plan: Planned, seen: Observed) -> list[Row]:
    work, told, weeks = seen.by_partners, plan.foreseen, seen.weeks
    if not plan.partners and not work.worked and not work.charged and not work.fees:
        return [judged("kept", "", told.kept if told else None, None, weeks)]
    sway = plan.forecast.dispersion()
    bill = charged(
        work.charged, work.squares * sway, work.largest * sway, weeks / WEEKS_A_MONTH, fees=work.fees
    )  # fmt: skip
    back = shared(work.handed_back, work.worked) if work.worked else None
    return [
        judged("handed", "", told.handed if told else None, counted(work.worked, weeks, sway), weeks),
        judged("escalated", "", told.escalated if told else None, back, weeks),
        judged("charges", "", told.charges if told else None, bill, weeks),
        judged("kept", "", told.kept if told else None, None, weeks),
    ]
