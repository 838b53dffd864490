"""What comes in and when: heat maps of the week and the blocks behind them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from relevo.study.demand.credible import interval
from relevo.study.demand.profile import HOURS, Demand, Profile
from relevo.study.report.charts.heat import Week, heat_svg
from relevo.study.report.page import Block, Picture, Section, Table, Text
from relevo.study.report.speech import Speech

MOST_WEEKS = 5
"""Blocks with a heat map of their own; the others share one."""


def section(profile: Profile, speech: Speech) -> Section:
    """Return the demand."""
    if not profile.demands:
        return Section("demand", speech("section.demand"), (Text(speech("demand.nothing")),))
    weeks = _weeks(profile, speech)
    whole = weeks[0]
    peak = int(np.argmax(whole.rate))
    unseen = _unseen(profile.demands)
    facts = {
        "contacts": speech.number(float(whole.rate.sum())),
        "hour": hour_name(peak, speech),
        "peak": speech.number(float(whole.rate[peak])),
        "share": speech.share(unseen),
    }
    alt = speech("demand.alt", **facts)
    blocks: list[Block] = [Text(speech("demand.intro", **facts))]
    if unseen:
        blocks.append(Text(speech("demand.hatched", **facts), "note"))
    tables = tuple(
        hours_table(week.name, week.rate.tolist(), speech, marked=week.imputed.tolist()) for week in weeks
    )
    blocks.append(Picture(speech("demand.heat"), alt, heat_svg(weeks, speech), tables, annexed=True))
    blocks.append(_table(profile, speech))
    if profile.season:
        months = tuple(
            (month, speech.share(f)) for month, f in zip(speech.months(), profile.season, strict=True)
        )
        blocks.append(Table(speech("demand.season"), "lr", speech.heads("month", "factor"), months))
    return Section("demand", speech("section.demand"), tuple(blocks))


def _weeks(profile: Profile, speech: Speech) -> list[Week]:
    """Return the whole desk, the greatest blocks, and the rest together."""
    demands = profile.demands
    found = [_together(speech("demand.all"), demands)]
    if len(demands) == 1:
        return found
    own = demands if len(demands) <= MOST_WEEKS + 1 else demands[:MOST_WEEKS]
    found += [_together(block_name(demand, speech), (demand,)) for demand in own]
    rest = demands[len(own) :]
    return [*found, _together(speech("demand.rest"), rest)] if rest else found


def _together(name: str, demands: tuple[Demand, ...]) -> Week:
    rate = np.sum([demand.rate for demand in demands], axis=0)
    unseen = np.sum([np.where(demand.imputed, demand.rate, 0.0) for demand in demands], axis=0)
    return Week(name, rate, unseen > 0.5 * rate)


def block_name(demand: Demand, speech: Speech) -> str:
    """Return the name of a block."""
    block = demand.block
    topic = speech.name(block.topic) if block.topic else speech("demand.other_topics")
    return speech.block(speech.tongue(block.language), topic, speech.code("channel", block.channel))


def hour_name(hour: int, speech: Speech) -> str:
    """Return an hour of the week in words."""
    return f"{speech.days()[hour // 24]} {hour % 24:02}:00"


def hours_table(
    caption: str, values: list[float], speech: Speech, *, marked: list[bool] | None = None
) -> Table:
    """Return 168 values by hour and day; marked ones carry an asterisk."""
    stars = marked or [False] * HOURS
    rows = tuple(
        (f"{hour:02}", *(speech.number(values[n]) + "*" * stars[n] for n in range(hour, HOURS, 24)))
        for hour in range(24)
    )
    return Table(caption, "lrrrrrrr", (speech("head.hour"), *speech.days()), rows)


def _unseen(demands: Iterable[Demand]) -> float:
    """Return the share of contacts that was inferred."""
    parts = [(demand.rate.sum(), demand.rate[demand.imputed].sum()) for demand in demands]
    total = sum(float(all_) for all_, _ in parts)
    return sum(float(part) for _, part in parts) / total if total else 0.0


def _interval(demand: Demand) -> tuple[float, float]:
    """Return where nine in ten possible weekly rates lie, by the gamma distribution of the sum's mean and variance."""
    mean, variance = demand.rate.sum(), (demand.shape / demand.evidence**2).sum()
    low, high = interval(np.array([mean**2 / variance]), np.array([mean / variance]))
    return float(low[0]), float(high[0])


def _table(profile: Profile, speech: Speech) -> Table:
    rows = []
    for demand in profile.demands:
        low, high = map(speech.number, _interval(demand))
        unseen = _unseen((demand,))
        rows.append((
            block_name(demand, speech), speech.number(float(demand.rate.sum())), speech("range", low=low, high=high),
            speech.share(unseen), minutes(demand, speech), speech.number(demand.dispersion),
            "–" if "trend_unknown" in profile.notices else speech.share(demand.trend),
        ))  # fmt: skip
    head = speech.heads("block", "a_week", "interval", "imputed", "minutes", "dispersion", "trend")
    return Table(speech("demand.blocks"), "wrrrrrr", head, tuple(rows))


def minutes(demand: Demand, speech: Speech) -> str:
    """Return the handling time in minutes, with a tilde where it is estimated."""
    return ("" if demand.handling.measured else "~ ") + speech.number(demand.handling.mean / 60)
