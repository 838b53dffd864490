"""Which kind of file it is, and how its table is parted: what must be known before any row is read."""

from __future__ import annotations

import csv
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from relevo.study.history.errors import HistoryError
from relevo.study.history.fields import normalized
from relevo.study.history.mailbox import MAIL_COLUMNS, looks_like_mailbox, table_of
from relevo.study.history.text_files import Progress, TextFile, as_utf8

Kind = Literal["csv", "json", "mbox"]
MOST_COLUMNS = 2_000
SAMPLE = 200
"""Records that are looked at before reading."""
_DELIMITERS = ",;\t|"
_HEAD = 1 << 20
_DEPTH = 3
"""How deep keys of JSON objects are followed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read as a table.

    columns: names or, for JSON, dotted keys ("via.channel"; "tags[].tag" for a key of a list's objects). skipped: rows
    before the names. sample: the first records, a value for each column. array: JSON in one list, not a line each.
    """

    text: TextFile
    kind: Kind
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    skipped: int = 0
    array: bool = False

    @property
    def name(self) -> str:
        """How sentences call it."""
        return self.text.origin.name


def open_source(origin: Path, folder: Path, progress: Progress, *, delimiter: str | None = None) -> Source:
    """Return the file as a source, scratch copies in ``folder``. Raises HistoryError for what is no table."""
    if looks_like_mailbox(origin):
        table, count = table_of(origin, folder, progress)
        rows = list(itertools.islice(_rows(table, ","), 1, 1 + SAMPLE))
        if not count:
            raise HistoryError("empty_file", path=origin.name)
        return Source(TextFile(origin, table, "utf-8"), "mbox", MAIL_COLUMNS, tuple(map(tuple, rows)))
    text = as_utf8(origin, folder, progress)
    with text.path.open(encoding="utf-8") as file:
        head = file.read(_HEAD)
    if head.lstrip()[:1] in {"{", "["}:
        return _json_source(text, head)
    return _csv_source(text, head, delimiter)


def _rows(path: Path, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter=delimiter)


def _csv_source(text: TextFile, head: str, delimiter: str | None) -> Source:
    part = delimiter or _delimiter_of(head)
    csv.field_size_limit(_HEAD * 2)
    rows = []
    try:
        for row in itertools.islice(_rows(text.path, part), SAMPLE + 20):
            rows.append(row)  # noqa: PERF402 - what came before an error counts
    except csv.Error:
        if not rows:
            raise HistoryError(
                "unreadable_file", path=text.origin.name, reason="its quotes never close"
            ) from None
    usual = Counter(len(row) for row in rows if row).most_common(1)
    width = usual[0][0] if usual else 0
    start = next((n for n, row in enumerate(rows[:20]) if len(row) >= width), 0)
    names = _unique([name.strip() for name in rows[start]]) if rows else []
    if len(names) > MOST_COLUMNS:
        raise HistoryError("too_many_columns", path=text.origin.name, count=len(names), most=MOST_COLUMNS)
    if len(names) < 2 and delimiter is None and any(mark in head for mark in _DELIMITERS):
        raise HistoryError("one_column", path=text.origin.name, column=names[0] if names else "")
    values = [name for name in names if name and not any(map(str.isalpha, name)) and name != "#"]
    if values or not any(names):
        raise HistoryError("no_header", path=text.origin.name, value=values[0] if values else "")
    sample = tuple(tuple(row[: len(names)]) for row in rows[start + 1 :] if len(row) >= len(names))
    return Source(text, "csv", tuple(names), sample[:SAMPLE], part, start)


def _delimiter_of(head: str) -> str:
    """Return the delimiter that parts most of the first rows into the same number of columns, the more the better."""
    lines = head.splitlines()[:50]

    def worth(part: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=part) if row)
        width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        return (rows * (width > 1), width)

    try:
        return max(_DELIMITERS, key=worth)
    except (csv.Error, ValueError):
        return ","


def _unique(names: list[str]) -> list[str]:
    """Return the names, an empty or repeated one with its place behind it."""
    seen: set[str] = set()
    unique = []
    for place, name in enumerate(names, 1):
        one = name if name and name.casefold() not in seen else f"{name} {place}".strip()
        seen.add(one.casefold())
        unique.append(one)
    return unique


def _json_source(text: TextFile, head: str) -> Source:
    array = head.lstrip().startswith("[")
    records = list(itertools.islice(_objects(head, array=array), SAMPLE))
    flat = [dict(itertools.islice(_flat(record), MOST_COLUMNS)) for record in records]
    columns = tuple(dict.fromkeys(key for record in flat for key in record))[:MOST_COLUMNS]
    if not columns:
        raise HistoryError("no_records", path=text.origin.name)
    nested = {key.partition("[]")[0] for key in columns if "[]." in key}
    if len(nested) == 1 and not any("creat" in normalized(key) for key in columns if "[]." not in key):
        raise HistoryError("nested_records", path=text.origin.name, key=nested.pop())
    sample = tuple(tuple(record.get(key, "") for key in columns) for record in flat)
    return Source(text, "json", columns, sample, array=array)


def _objects(head: str, *, array: bool) -> Iterator[dict[str, object]]:
    """Yield the JSON objects that lie whole in the first part of a file; what is none is passed over."""
    if not array:
        for line in head.splitlines():
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(found, dict):
                yield found
        return
    decoder, place = json.JSONDecoder(), head.index("[") + 1
    while True:
        place += len(head[place:]) - len(head[place:].lstrip(" \r\n\t,"))
        try:
            found, place = decoder.raw_decode(head, place)
        except (ValueError, RecursionError):
            return
        if isinstance(found, dict):
            yield found


def _flat(record: dict[str, object], before: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth < _DEPTH:
            yield from _flat(value, f"{name}.", depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):  # of its first object
            yield from ((f"{name}[].{inner}", str(one)) for inner, one in value[0].items())
        else:
            yield name, "" if value is None else value if isinstance(value, str) else json.dumps(value)
