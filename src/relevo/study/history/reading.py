"""Reading a company's files into a history, in bounded memory: the rows lie in a scratch database on disk."""

# ruff: noqa: S608 - what a file says reaches SQL as a parameter or through ``staging.text``

from __future__ import annotations

import secrets
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from relevo.calc.zones import zone_named
from relevo.core import clock
from relevo.study.demand.profile import Block
from relevo.study.history import contacts, staging
from relevo.study.history.dates import DAY_FIRST, Orders, decided_orders
from relevo.study.history.errors import HistoryError, RowFault
from relevo.study.history.fields import DATES
from relevo.study.history.languages import detect_languages
from relevo.study.history.mapping import ColumnMapping
from relevo.study.history.proposal import mapping_for, proposal_of
from relevo.study.history.record import FileReport, History, Worked
from relevo.study.history.sources import Source, open_source
from relevo.study.history.text_files import CHUNK, Progress
from relevo.study.problems import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

MEMORY = "512MB"
"""What the engine may use; beyond it works on disk."""
MOST_FAULTS = 100
"""Rows with something wrong that are kept to be shown; all are counted."""
MOST_YEARS = 25
STRAY_DAYS, STRAY_SHARE = 60, 0.001
"""A gap of so many days that no more than this share of contacts lies beyond: those dates are mistakes (a ticket of
1999 in a file of this year), and would stretch the time that the others are divided by."""
NOTABLE, MANY_DOUBLES = 0.01, 0.2
"""Shares of unreadable rows and of doubles from which a reader is told."""
SWALLOWED, SHORT_OF = 100, 0.8
"""A lost row of more lines than this may be one whose quotes never close; it is where less than this share of the rows
was read that the file's lines let expect."""
_COLUMN_OF = {
    "negative_duration": "closed_at",
    "handling_unreadable": "handling",
    "handling_negative": "handling",
}
_REJECTS = {
    "MISSING COLUMNS": "too_few_values",
    "TOO MANY COLUMNS": "too_many_values",
    "UNQUOTED VALUE": "bad_quotes",
    "LINE SIZE OVER MAXIMUM": "row_too_long",
}


@dataclass(frozen=True, slots=True)
class _File:
    """A source in the stage: its rows are numbered from ``first``.

    lost: rows that could not be read, in order. kinds: how many of each kind. told: (row, kind, text) of the first.
    """

    source: Source
    mapping: ColumnMapping
    product: str
    first: int
    rows: int
    lost: NDArray[np.int64]
    kinds: Mapping[str, int]
    told: Sequence[tuple[int, str, str]]
    orders: Orders = DAY_FIRST

    def row_of(self, record: int) -> int:
        """Return the row of a staged record, as a spreadsheet counts."""
        row = record - self.first + self.source.skipped + (1 if self.source.kind == "json" else 2)
        return row + int(np.searchsorted(self.lost - np.arange(len(self.lost)), row, "right"))


def read_history(
    paths: Sequence[Path],
    mapping: ColumnMapping | None = None,
    *,
    zone: str,
    progress: Progress | None = None,
    memory: str = MEMORY,
    now: datetime | None = None,
) -> History:
    """Return the contacts of one or several files, counted by block and hour of the zone's clock.

    mapping: holds for all files; what it leaves open is guessed for each. progress: told what is being done and which
    share of it; what it raises ends the reading. Raises HistoryError with a sentence that says what to do.
    """
    try:
        zone_named(zone)
    except ValueError:
        raise HistoryError("bad_zone", zone=zone) from None
    tell = progress or (lambda _step, _share: None)
    with tempfile.TemporaryDirectory(prefix="relevo-history-") as name:
        folder = Path(name)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "temp_directory": str(folder / "spill"),
        }
        try:
            with closing(duckdb.connect(folder / "history.duckdb", config=settings)) as con:
                con.execute(
                    "SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false"
                )
                return _Reading(con, folder, zone, tell, now or clock.now()).history(paths, mapping)
        except (duckdb.Error, OSError) as error:
            raise HistoryError("engine", memory=memory, reason=str(error).partition("\n")[0]) from error


class _Reading:
    """One reading: the steps share a connection, a scratch folder and whom to tell."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, folder: Path, zone: str, tell: Progress, now: datetime
    ) -> None:
        self.con, self.folder, self.zone, self.tell = con, folder, zone, tell
        self.now = now.astimezone(UTC).replace(tzinfo=None)

    def history(self, paths: Sequence[Path], given: ColumnMapping | None) -> History:
        self.con.execute(staging.STAGE + ";" + contacts.CONTACTS)
        salt = secrets.token_hex(16)
        staged = [self._stage(number, path, given, salt) for number, path in enumerate(paths)]
        files = [self._read(number, file) for number, file in enumerate(staged)]
        detected = detect_languages(self.con, given.languages if given else (), self.tell)
        values: dict[str, dict[str, str]] = {}
        for file in files:
            for name, ours in file.mapping.values.items():
                values.setdefault(name, {}).update(ours)
        contacts.name_values(self.con, values)
        for statement in contacts.DOUBLES:
            self._run(statement, "doubles")
        self.tell("counting", 0.0)
        contacts.count_blocks(self.con, self.zone)
        return self._counted(files, detected)

    def _run(self, sql: str, step: str, parameters: Iterable[object] = ()) -> None:
        """Execute in a thread and tell how far it is; the statement is broken off when whoever is told raises."""
        with ThreadPoolExecutor(1) as executor:
            work = executor.submit(self.con.execute, sql, list(parameters))
            try:
                while True:
                    try:
                        work.result(0.2)
                        break
                    except NotYet:
                        self.tell(step, min(max(self.con.query_progress() / 100, 0.0), 1.0))
            except BaseException:
                self.con.interrupt()
                raise
        self.tell(step, 1.0)

    def _number(self, sql: str) -> int:
        row = self.con.execute(sql).fetchone()
        return int(row[0]) if row and row[0] is not None else 0

    def _stage(self, number: int, path: Path, given: ColumnMapping | None, salt: str) -> _File:
        source = open_source(path, self.folder, self.tell, delimiter=given.delimiter if given else None)
        mapping, rejects = mapping_for(source, given), f"rejects_{number}"
        first = self._number("SELECT count(*) FROM stage")
        try:
            self._run(staging.insertion(source, number, mapping, salt=salt, rejects=rejects), "loading")
        except duckdb.InvalidInputException as error:
            if source.kind != "json":
                raise
            raise HistoryError(
                "bad_json_file", path=source.name, reason=str(error).partition("\n")[0]
            ) from None
        rows = self._number("SELECT count(*) FROM stage") - first
        product = proposal_of(source).product
        if source.kind == "json":
            return _File(source, mapping, product, first, rows, np.zeros(0, np.int64), {}, ())
        self.con.execute(
            f"CREATE TABLE lost_{number} AS SELECT line::BIGINT AS line, any_value(csv_line[:200]) AS text, "
            "max(len(csv_line) - len(replace(csv_line, chr(10), ''))) AS swallowed, "
            f"any_value(error_type::VARCHAR ORDER BY column_idx) AS kind FROM {rejects} GROUP BY line"
        )
        lost = self.con.execute(f"SELECT line FROM lost_{number} ORDER BY line").fetchnumpy()["line"]
        kinds = self.con.execute(f"SELECT kind, count(*) FROM lost_{number} GROUP BY 1").fetchall()
        self._require_closed_quotes(source, number, rows)
        told = self.con.execute(
            f"SELECT line, kind, text FROM lost_{number} ORDER BY 1 LIMIT {MOST_FAULTS}"
        ).fetchall()
        return _File(source, mapping, product, first, rows, np.asarray(lost, np.int64), dict(kinds), told)

    def _require_closed_quotes(self, source: Source, number: int, rows: int) -> None:
        """Raises HistoryError where a quotation mark that is left open has cost much of the file, not one row."""
        worst = self.con.execute(
            f"SELECT line, text FROM lost_{number} WHERE swallowed > {SWALLOWED} ORDER BY line LIMIT 1"
        ).fetchone()
        if worst is None:
            return
        inside = sum(value.count("\n") for row in source.sample for value in row)
        with source.text.path.open("rb") as file:
            lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
        if rows < SHORT_OF * lines / (1 + inside / max(len(source.sample), 1)):
            raise HistoryError("open_quotes", path=source.name, row=str(worst[0]), value=worst[1])

    def _read(self, number: int, file: _File) -> _File:
        """Read a staged file's dates and durations."""
        dates = [name for name in DATES if name in file.mapping.columns]
        relation = f"stage WHERE source = {number}"
        orders = decided_orders(self.con, dates, relation, file.mapping.date_order, file.source.name)
        self._run(contacts.insertion(number, orders, file.mapping, self.zone), "dates", [self.now])
        good = f"SELECT count(*) FROM contacts WHERE source = {number} AND created IS NOT NULL"
        if file.rows and not self._number(good):
            some = self.con.execute(f"SELECT any_value(created_at) FROM {relation}").fetchone()
            value = (some and some[0]) or ""
            raise HistoryError(
                "no_dates", path=file.source.name, column=file.mapping.columns["created_at"], value=value
            )
        return replace(file, orders=orders)

    def _counted(self, files: Sequence[_File], detected: int) -> History:
        rows = sum(file.rows + len(file.lost) for file in files)
        fates = "SELECT fate, count(*) FROM contacts WHERE fate IS NOT NULL GROUP BY 1"
        dropped: Counter[str] = Counter(dict(self.con.execute(fates).fetchall()))
        dropped += Counter(unreadable=sum(len(file.lost) for file in files))
        if not self._number("SELECT count(*) FROM counted"):
            raise HistoryError(
                "nothing_left", rows=rows,
                reasons=[
                    Problem("counted", values={"what": Problem(f"dropped.{reason}"), "number": n})
                    for reason, n in dropped.most_common()
                ],
            )  # fmt: skip
        start, end = self._span()
        dropped += Counter(
            stray_date=self._number(f"DELETE FROM counted WHERE hour::DATE NOT BETWEEN '{start}' AND '{end}'")
        )
        if end - start > timedelta(days=366 * MOST_YEARS):
            raise HistoryError("too_long", first=start, last=end, most=MOST_YEARS)
        hourly = self.con.execute(contacts.HOURLY, [start]).fetchnumpy()
        named = self.con.execute("SELECT language, topic, channel FROM blocks ORDER BY block").fetchall()
        worked = {block: Worked(*sums) for block, *sums in self.con.execute(contacts.WORKED).fetchall()}
        return History(
            zone=self.zone, first_day=start, last_day=end, blocks=tuple(Block(*one) for one in named),
            block=np.asarray(hourly["block"], np.int32), hour=np.asarray(hourly["hour"], np.int32),
            contacts=np.asarray(hourly["contacts"], np.int64),
            worked=tuple(worked.get(place, Worked()) for place in range(len(named))), rows=rows,
            dropped=tuple(dropped.most_common()), faults=self._faults(files), faulty=self._faulty(files),
            reopened=self._number("SELECT count_if(reopened) FROM counted"),
            notices=tuple(_notices(files, dropped, rows, detected)),
            files=tuple(_report(file) for file in files),
        )  # fmt: skip

    def _span(self) -> tuple[date, date]:
        """Return the first and last day without strays."""
        days = self.con.execute("SELECT hour::DATE, count(*) FROM counted GROUP BY 1 ORDER BY 1").fetchall()
        kept = _without_strays(days)
        kept = _without_strays(kept[::-1])[::-1]
        return kept[0][0], kept[-1][0]

    def _faults(self, files: Sequence[_File]) -> tuple[RowFault, ...]:
        found = [
            (number, RowFault(file.source.name, row, "", line or "", _REJECTS.get(kind, "bad_row")))
            for number, file in enumerate(files)
            for row, kind, line in file.told
        ]
        read = self.con.execute(
            "SELECT contacts.source, record, fault, CASE WHEN fault LIKE 'handling%' THEN handling "
            "WHEN fault = 'negative_duration' THEN coalesce(closed_at, stage.first_response_at) ELSE created_at END "
            "FROM contacts JOIN stage ON record = stage.rowid WHERE fault IS NOT NULL "
            f"ORDER BY record LIMIT {MOST_FAULTS}"
        ).fetchall()
        for number, record, code, value in read:
            file = files[number]
            column = file.mapping.columns.get(_COLUMN_OF.get(code, "created_at"), "")
            found.append((number, RowFault(file.source.name, file.row_of(record), column, value or "", code)))
        found.sort(key=lambda one: (one[0], one[1].row))
        return tuple(fault for _, fault in found[:MOST_FAULTS])

    def _faulty(self, files: Sequence[_File]) -> tuple[tuple[str, int], ...]:
        counts: Counter[str] = Counter()
        for file in files:
            for kind, rows in file.kinds.items():
                counts[_REJECTS.get(kind, "bad_row")] += rows
        read = self.con.execute(
            "SELECT fault, count(*) FROM contacts WHERE fault IS NOT NULL GROUP BY 1"
        ).fetchall()
        counts.update(dict(read))
        return tuple(counts.most_common())


def _without_strays(days: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """Return counts of days without the few at their beginning that lie far from the others."""
    total, before, cut = sum(number for _, number in days), 0, 0
    for place, ((day, number), (following, _)) in enumerate(pairwise(days), 1):
        before += number
        if before > STRAY_SHARE * total:
            break
        if abs((following - day).days) >= STRAY_DAYS:
            cut = place
    return days[cut:]


def _notices(files: Sequence[_File], dropped: Counter[str], rows: int, detected: int) -> Iterator[str]:
    if any(file.source.text.repaired for file in files):
        yield "mixed_encoding"
    if dropped["unreadable"] > NOTABLE * rows:
        yield "many_unreadable_rows"
    if dropped["duplicate"] > MANY_DOUBLES * rows:
        yield "many_duplicates"
    if dropped["stray_date"]:
        yield "stray_dates"
    if detected:
        yield "language_detected"
    if any("handling" in file.mapping.columns and not file.mapping.handling_unit for file in files):
        yield "handling_unit_assumed"


def _report(file: _File) -> FileReport:
    text = file.source.text
    return FileReport(
        file.source.name, file.product, text.encoding, file.source.delimiter if file.source.kind == "csv" else "",
        text.repaired, file.rows + len(file.lost), dict(file.mapping.columns), file.orders.words,
    )  # fmt: skip
