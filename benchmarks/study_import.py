"""How many rows a second the study reads, how much memory that takes, and how long the profile.

    .venv/bin/python -m benchmarks.study_import [--rows 5000000] [--quick]

A CSV export of five years is written (dates with an offset, channel, tags, subject, customer, handling time; one row in
fifty is spam, one in a hundred appears twice), once with a column of languages and once without, so that every subject goes
through the detection. Reference: Python's csv module going over the same file and doing nothing with it. Each reading has
a process of its own, so that its peak memory is its own; an empty process is told beside it.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from relevo.study.demand.profiling import profile_of
from relevo.study.history.reading import MEMORY, read_history

ROWS, QUICK = 5_000_000, 200_000
ZONE = "Europe/Madrid"
_WRITE = """COPY (SELECT i - if(i % 100 = 0, 1, 0) AS "Ticket ID",
    strftime(TIMESTAMP '2021-01-04' + to_seconds(((i * 86400 * 1820) // {rows}) // 86400 * 86400
        + least(86399, greatest(0, 43200 + 12000 * (random() + random() + random() - 1.5) * 2)::INTEGER)),
        '%Y-%m-%d %H:%M:%S') || '+00:00' AS "Created at",
    ['Email', 'Phone', 'Chat', 'Web form'][(1 + hash(i) % 4)::INTEGER] AS "Channel", {language}
    ['setup', 'invoice, vip', 'repair', 'delivery'][(1 + hash(i + 1) % 4)::INTEGER] AS "Tags",
    ['Mi altavoz Auralis Duo 2 no se conecta a la red', 'The soundbar shows the error E-0042 since yesterday',
     'Skaļrunis neslēdzas klāt tīklam un rāda kļūdu'][(1 + hash(i + 2) % 3)::INTEGER] || ' ' || i AS "Subject",
    'customer' || (hash(i) % 400000) || '@post.example' AS "Email",
    (120 + 900 * random())::INTEGER AS "Handling seconds", if(i % 50 = 1, 'spam', 'closed') AS "Status"
    FROM range(1, {rows} + 1) r(i)) TO '{path}' (HEADER, DELIMITER ',')"""
_LANGUAGE = "['es', 'en', 'lv'][(1 + hash(i + 2) % 3)::INTEGER] AS \"Language\","


@dataclass(frozen=True, slots=True)
class Run:
    """One process's work. peak: its largest resident memory in MB."""

    seconds: float
    peak: float
    told: str = ""


def write(path: Path, rows: int, *, language: bool) -> None:
    """Write the export."""
    with duckdb.connect() as con:
        con.execute(_WRITE.format(rows=rows, path=path, language=_LANGUAGE if language else ""))


def apart(work: Callable[[Path], str], path: Path) -> Run:
    """Let a fresh process do it."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        return executor.submit(_measured, work, path).result()


def _measured(work: Callable[[Path], str], path: Path) -> Run:
    began = time.perf_counter()
    told = work(path)
    return Run(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, told)


def nothing(_path: Path) -> str:
    """An empty process."""
    return ""


def go_over(path: Path) -> str:
    """Reference: the csv module over the whole file."""
    with path.open(encoding="utf-8", newline="") as file:
        return f"{sum(1 for _ in csv.reader(file)) - 1} rows"


def read(path: Path) -> str:
    """Read the history."""
    history = read_history([path], zone=ZONE)
    return f"{history.rows} rows, {history.contacts.sum()} contacts, {len(history.blocks)} blocks, dropped {dict(history.dropped)}"


def read_and_profile(path: Path) -> str:
    """Read the history and make the profile; tell how long the latter took."""
    history = read_history([path], zone=ZONE)
    began = time.perf_counter()
    profile = profile_of(history, country="ES")
    return f"profile of {len(profile.demands)} blocks in {time.perf_counter() - began:.2f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} rows")
    options = parser.parse_args()
    rows = QUICK if options.quick else options.rows
    with tempfile.TemporaryDirectory(prefix="relevo-bench-") as folder:
        given, detected = Path(folder) / "given.csv", Path(folder) / "detected.csv"
        write(given, rows, language=True)
        write(detected, rows, language=False)
        print(
            f"{os.cpu_count()} x {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}; "
            f"{rows} rows, {given.stat().st_size / 1e6:.0f} MB; engine's memory {MEMORY}\n"
        )
        empty, reference = apart(nothing, given), apart(go_over, given)
        print("| what | seconds | rows a second | x reference's time | peak MB (empty process) | told |")
        print("| --- | --- | --- | --- | --- | --- |")
        for name, run in (
            ("reference: csv module", reference),
            ("history, languages given", apart(read, given)),
            ("history and profile, languages given", apart(read_and_profile, given)),
            ("history, languages detected", apart(read, detected)),
        ):
            print(
                f"| {name} | {run.seconds:.1f} | {rows / run.seconds:,.0f} | {run.seconds / reference.seconds:.2f} "
                f"| {run.peak:.0f} ({empty.peak:.0f}) | {run.told} |"
            )


if __name__ == "__main__":
    main()
