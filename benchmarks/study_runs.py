"""How many simulated futures a second a study prices.

    .venv/bin/python -m benchmarks.study_runs [--quick]

A desk of four languages on phone, mail and chat, two partners with tiers, round the clock. One run is one future in which one
plan's whole year is costed: volumes, in-house work, staffing read off the grid, bills, quality. Reference: drawing the futures
alone (the gammas of all cells and nine normals) with the same generator in the same process.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from benchmarks import world
from relevo.study.choice.cost import case_of, figures, total, yearly
from relevo.study.choice.desk import desk_of
from relevo.study.choice.futures import drawn
from relevo.study.choice.options import options
from relevo.study.choice.risk import grid_error
from relevo.study.choice.scenario_file import load_scenario
from relevo.study.choice.study import study
from relevo.study.demand.profile import HOURS, Block, Demand, Handling, Profile

RUNS, QUICK = 20_000, 4_000
SCENARIO = """
runs: {runs}
service: {{wanted_hours: always}}
partners:
  - name: Noctua Support
    languages: [es, en]
    card: {{contact: {{mode: graduated, tiers: [{{up_to: 500, price: 7.50}}, {{up_to: 2000, price: 6.60}}, {{price: 5.90}}]}}}}
  - name: Baltline
    card: {{resolution: 9.10, reopen_days: 7, minimum: 1500}}
"""


def desk_profile() -> Profile:
    """A desk with 1,560 contacts a week in twelve blocks, two thirds of them from nine to six."""
    hour = np.arange(HOURS)
    office = (hour % 24 >= 9) & (hour % 24 < 18) & (hour < 120)
    weeks = np.full(HOURS, 26.0)
    demands = []
    for language, size in (("es", 400.0), ("en", 200.0), ("lv", 120.0), ("pt", 60.0)):
        for channel, share in (("phone", 1.0), ("mail", 0.7), ("chat", 0.3)):
            rate = size * share * np.where(office, 0.66 / office.sum(), 0.34 / (~office).sum())
            demands.append(
                Demand(
                    Block(language, "", channel),
                    np.round(rate * 26).astype(np.int64),
                    weeks,
                    rate * 26 + 0.5,
                    weeks,
                    rate * 0.7,
                    rate * 1.3,
                    ~office,
                    1.3,
                    0.05,
                    Handling(540.0, 400.0, 5_000, True, "field"),
                )
            )
    return Profile(
        "Europe/Madrid", date(2026, 1, 5), date(2026, 7, 5), 26.0, 40_000, (), tuple(demands), None, (), ()
    )


def seconds(work: Callable[[], object], times: int) -> float:
    """The median of so many runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return float(np.median(taken))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} futures instead of {RUNS}")
    runs = QUICK if parser.parse_args().quick else RUNS
    profile, scenario = desk_profile(), load_scenario(SCENARIO.format(runs=runs))
    case = case_of(desk_of(profile, scenario), scenario, profile.zone, date(2026, 6, 29))
    futures = drawn(case.desk, scenario)
    plans = [figures(case, plan) for plan in options(case)]
    drawing = seconds(lambda: drawn(case.desk, scenario), 5)
    costing = seconds(lambda: [total(yearly(case, plan, futures)) for plan in plans], 5) / len(plans)
    staffing = seconds(lambda: figures(case, plans[0].plan), 5)
    whole = seconds(lambda: study(profile, scenario), 1)
    print(
        f"{os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}; {runs} futures, {len(plans)} plans, load at the end {world.load()}\n"
    )
    rows: list[tuple[object, ...]] = [
        ("reference: drawing the futures", f"{1000 * drawing:.1f}", f"{runs / drawing:.0f}", "1.00"),
        (
            "costing a plan in all futures",
            f"{1000 * costing:.1f}",
            f"{runs / costing:.0f}",
            f"{drawing / costing:.2f}",
        ),
        (
            "staffing a plan on the grid of loads, once",
            f"{1000 * staffing:.1f}",
            "",
            f"{drawing / staffing:.2f}",
        ),
        ("a whole study", f"{1000 * whole:.0f}", "", f"{drawing / whole:.4f}"),
    ]
    print(world.table(("what", "ms", "runs a second", "speed over reference"), rows))
    errors = [100 * grid_error(case, plan, futures) for plan in plans]
    print(
        f"\nmean error of reading hours off the grid: {errors[0]:.2f} % (reference), {max(errors):.2f} % (worst plan)"
    )


if __name__ == "__main__":
    main()
