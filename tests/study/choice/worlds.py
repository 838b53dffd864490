"""Auralis' desk in Valencia as the studies of these tests see it: blocks with known weekly contacts."""

from __future__ import annotations

from datetime import date

import numpy as np

from relevo.study.choice.cost import case_of
from relevo.study.choice.desk import desk_of
from relevo.study.demand.profile import HOURS, Block, Demand, Handling, Profile

MONDAY = date(2026, 6, 29)
PLACE = np.arange(HOURS)
OFFICE = (PLACE % 24 >= 9) & (PLACE % 24 < 18) & (PLACE < 120)
ALWAYS = "service: {wanted_hours: always}\n"


def demand(
    language,
    channel,
    weekly,
    *,
    topic="",
    seconds=600.0,
    weeks=26.0,
    office=0.8,
    dispersion=1.2,
    measured=True,
):
    """So many contacts a week, this share of them in office hours; what we know of each rate comes from ``weeks``."""
    rate = weekly * np.where(OFFICE, office / OFFICE.sum(), (1 - office) / (~OFFICE).sum())
    shape, evidence = np.maximum(rate * weeks, 1e-6), np.full(HOURS, weeks)
    return Demand(
        Block(language, topic, channel), np.round(rate * weeks).astype(np.int64), evidence, shape, evidence,
        rate * 0.8, rate * 1.2, ~OFFICE & (channel == "phone"), dispersion, 0.0,
        Handling(seconds, seconds, int(weekly * weeks), measured, "field"),
    )  # fmt: skip


def profile(*demands, weeks=26.0, season=None):
    return Profile(
        "Europe/Madrid", date(2026, 1, 5), date(2026, 7, 5), weeks, sum(int(d.count.sum()) for d in demands), (),
        tuple(demands), season, (), ("closed_hours_imputed",),
    )  # fmt: skip


def auralis():
    """A middling desk: phone by day in two languages, a little at night, mail, chat, some Latvian."""
    return profile(
        demand("es", "phone", 400), demand("es", "mail", 300), demand("en", "phone", 100), demand("en", "chat", 60),
        demand("lv", "mail", 20),
    )  # fmt: skip


def case(known, scenario):
    return case_of(desk_of(known, scenario), scenario, known.zone, MONDAY)
