"""From a history to a profile: the steps in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.demand import censoring, growth, rates
from relevo.study.demand.credible import interval
from relevo.study.demand.days import Days, days_between, holidays_between, outliers
from relevo.study.demand.handling import handlings
from relevo.study.demand.joining import joined
from relevo.study.demand.profile import HOURS, Block, Demand, Handling, Profile
from relevo.study.history.errors import HistoryError
from relevo.study.history.record import History, Worked
from relevo.study.problems import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Cells = NDArray[np.float64]

SHORT = 8.0
"""Weeks below which a history is called short."""
ABSENT = 20.0
"""Contacts expected of a channel before its first, or after its last, from which it began, or ended, with that."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A block as seen. daily: (days, 24). count: (168,), over normal days."""

    block: Block
    daily: Cells
    count: Cells
    worked: Worked


@dataclass(frozen=True, slots=True)
class _Channel:
    """A channel as seen. there: (days,), normal days while there was such a channel. weeks: (168,), open or not.

    closed: (168,), hours in which it was closed.
    """

    there: NDArray[np.bool_]
    weeks: Cells
    closed: NDArray[np.bool_]


def profile_of(
    history: History,
    *,
    country: str | None = None,
    subdivision: str | None = None,
    holidays: Iterable[date] = (),
    open_hours: Mapping[str, Sequence[bool]] | None = None,
) -> Profile:
    """Return the demand of a desk.

    country, subdivision: whose public holidays are no normal days ("ES", "VC"); holidays: further such days.
    open_hours: for live channels 168 values from Monday 00:00, in the history's zone; where a channel is not told, its
    closed hours are looked for. Raises HistoryError for a country, or hours, that cannot be.
    """
    told = {channel: _checked(channel, hours) for channel, hours in (open_hours or {}).items()}
    days, totals = _days(history, holidays, country, subdivision)
    seen, notices = _blocks(history, days)
    channels, guesses = _channels(seen, days, told)
    level = growth.level(days, totals)
    desk = growth.log_growth(days, totals, 1.0)
    takes = handlings([one.block for one in seen], [one.worked for one in seen])
    demands = [
        _demand(one, seen, channels[one.block.channel], days, level, desk, took)
        for one, took in zip(seen, takes, strict=True)
    ]
    special = int(totals[~days.normal].sum())
    return Profile(
        zone=history.zone, first_day=history.first_day, last_day=history.last_day,
        weeks=float(days.normal.sum()) / 7, contacts=int(totals.sum()) - special,
        dropped=history.dropped + ((("special_day", special),) if special else ()),
        demands=tuple(demands), season=growth.season(days, totals, desk[0] if desk else 0.0),
        special_days=days.special,
        notices=tuple(sorted({*history.notices, *notices, *guesses, *_notices(days, demands, desk)})),
    )  # fmt: skip


def _days(
    history: History, holidays: Iterable[date], country: str | None, subdivision: str | None
) -> tuple[Days, Cells]:
    """Return the days, those set aside that are not normal, and the contacts of each (days,)."""
    days = days_between(history.first_day, history.last_day, history.zone)
    known = [(day, "holiday") for day in holidays if history.first_day <= day <= history.last_day]
    if country:
        known += holidays_between(history.first_day, history.last_day, country, subdivision)
    days = days.without(known)
    totals = _sums(history.hour // 24, history.contacts, len(days.weekday))
    days = days.without(outliers(days, totals))
    if not days.normal.any():
        raise HistoryError("nothing_left", rows=int(totals.sum()), reasons=[Problem("all_holidays")])
    return days, totals


def _sums(places: NDArray[np.int32], contacts: NDArray[np.int64], size: int) -> Cells:
    return np.bincount(places, contacts, size).astype(np.float64)


def _checked(channel: str, hours: Sequence[bool]) -> NDArray[np.bool_]:
    if len(hours) != HOURS:
        raise HistoryError("bad_open_hours", channel=channel, count=len(hours))
    return np.asarray(hours, bool)


def _blocks(history: History, days: Days) -> tuple[list[_Seen], set[str]]:
    """Return the blocks, most contacts first, small ones joined."""
    sizes = np.bincount(history.block, history.contacts, len(history.blocks)).astype(int)
    become, notices = joined(history.blocks, sizes.tolist())
    ours = list(dict.fromkeys(become))
    place = np.array([ours.index(one) for one in become])[history.block]
    found = []
    for number, block in enumerate(ours):
        here = place == number
        daily = _sums(history.hour[here], history.contacts[here], days.lasted.size).reshape(-1, 24)
        worked = Worked()
        for one, mine in zip(become, history.worked, strict=True):
            worked = worked.plus(mine) if one == block else worked
        found.append(_Seen(block, daily, days.weekly(daily), worked))
    return sorted(found, key=lambda one: (-one.count.sum(), one.block)), notices


def _channels(
    seen: Sequence[_Seen], days: Days, told: Mapping[str, NDArray[np.bool_]]
) -> tuple[dict[str, _Channel], set[str]]:
    """Return what is seen of each channel, and notices."""
    found: dict[str, _Channel] = {}
    notices: set[str] = set()
    reference = _never_closed(seen, days.weekly(days.lasted))
    for channel in dict.fromkeys(one.block.channel for one in seen):
        these = [one for one in seen if one.block.channel == channel]
        there = _there(sum((one.daily.sum(1) for one in these), np.zeros(len(days.weekday))))
        weeks = days.weekly(days.lasted * there[:, None])
        closed = np.zeros(HOURS, bool)
        if channel not in censoring.NEVER_CLOSED:
            closed = (
                ~told[channel]
                if channel in told
                else censoring.closed_hours(_together(these), weeks, reference)
            )
        if closed.all():  # contacts came, so it was not
            closed = ~closed
        found[channel] = _Channel(there & days.normal, weeks, closed)
        notices |= set() if there.all() else {"channel_began_or_ended"}
        if closed.any():
            notices.add("closed_hours_imputed" if reference is not None else "closed_hours_unknown")
            notices |= set() if channel in told else {"closed_hours_detected"}
    return found, notices


def _there(totals: Cells) -> NDArray[np.bool_]:
    """Return the days on which a channel existed, of its contacts a day."""
    first, last = np.flatnonzero(totals)[[0, -1]]
    usual = totals[first : last + 1].mean()
    there = np.ones(len(totals), bool)
    there[: first if first * usual > ABSENT else 0] = False
    there[last + 1 if (len(totals) - 1 - last) * usual > ABSENT else len(totals) :] = False
    return there


def _never_closed(seen: Sequence[_Seen], weeks: Cells, language: str | None = None) -> Cells | None:
    """Return the rates of channels that are never closed, of one language where that has enough; None without any."""
    for wanted in (language, None):
        count = _together(
            one for one in seen
            if one.block.channel in censoring.NEVER_CLOSED and wanted in {None, one.block.language}
        )  # fmt: skip
        if count.sum() >= rates.ENOUGH:
            shape, evidence = rates.posterior(count, weeks, 0.0)
            return shape / evidence
    return None


def _together(some: Iterable[_Seen]) -> Cells:
    return np.asarray(sum((one.count for one in some), np.zeros(HOURS)))


def _around(one: _Seen, seen: Sequence[_Seen], open_weeks: Cells, variation: float) -> rates.Around:
    """Return the week's shape that a block leans on: other blocks of its channel, else of channels never closed."""
    others = [other for other in seen if other is not one]
    for wanted in ({one.block.channel}, censoring.NEVER_CLOSED):
        count = np.sum([other.count for other in others if other.block.channel in wanted], axis=0) + np.zeros(
            HOURS
        )
        if count.sum() >= rates.ENOUGH:
            shape, evidence = rates.posterior(count, open_weeks, variation)
            return rates.Around(shape / evidence, 1 / shape)
    return rates.FLAT


def _demand(
    one: _Seen, seen: Sequence[_Seen], channel: _Channel, days: Days, level: Cells,
    desk: tuple[float, float] | None, took: Handling,
) -> Demand:  # fmt: skip
    hidden, there, weeks = channel.closed, channel.there, channel.weeks
    open_weeks = np.where(hidden, 0.0, weeks)
    variation = rates.week_to_week(one.daily[there], level[there], days.weekday[there])
    around = _around(one, seen, open_weeks, variation)
    shape, evidence = rates.posterior(one.count, open_weeks, variation, around)
    if hidden.any():
        filled, sure = censoring.imputed(
            shape / evidence, hidden, _never_closed(seen, weeks, one.block.language)
        )
        shape, evidence = np.where(hidden, sure, shape), np.where(hidden, sure / filled, evidence)
    rate = shape / evidence
    low, high = interval(shape, evidence)
    dispersion = 1 + variation * float((rate**2).sum() / rate.sum())
    own = growth.log_growth(days, one.daily.sum(1), dispersion)
    return Demand(
        one.block, one.count.astype(np.int64), open_weeks, shape, evidence, low, high, hidden, dispersion,
        growth.growth(own, desk), took,
    )  # fmt: skip


def _notices(days: Days, demands: Sequence[Demand], desk: tuple[float, float] | None) -> set[str]:
    told = {
        "short_history": days.normal.sum() / 7 < SHORT,
        "trend_unknown": desk is None,
        "handling_estimated": any(not demand.handling.measured for demand in demands),
        "language_unknown": any(demand.block.language == "und" for demand in demands),
        "special_days": bool(days.special),
    }
    return {notice for notice, so in told.items() if so}
