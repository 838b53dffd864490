"""Dates as files write them, read by SQL expressions.

Understood are ISO 8601 (with or without an offset, also with / and .), day/month/year and month/day/year with two or
four digits, written months in English, Spanish and Latvian, epoch seconds and milliseconds, a spreadsheet's serial
days, and compact 20240501T101500. One column may mix them. Whether day or month comes first is decided by all values
of the file that are parted by the same character: a first number above 12 can only be a day.
"""

# ruff: noqa: S608 - what a file says reaches SQL as a parameter or through ``staging.text``

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from relevo.study.history.errors import HistoryError

EARLIEST = "1990-01-01"
RARE = 0.001
"""A share of contradicting rows up to which they are taken for mistakes, reported row by row."""

_OFFSET = r":\d{2}(?:[.,]\d+)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$"
_ISO = r"^\d{4}[-/.]\d{1,2}[-/.]\d"
_THREE = r"^(\d{1,2})([./-]) ?(\d{1,2})[./-] ?(\d{4}|\d{2})(?:$|\D)"
_CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene",
            "feb",
            "mar",
            "apr abr",
            "may mai",
            "jun",
            "jul",
            "aug ago",
            "sep set",
            "oct okt",
            "nov",
            "dec dic",
        ),
        1,
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Orders:
    """For each character that parts dates, "dmy" or "mdy"."""

    slash: str = "dmy"
    dash: str = "dmy"
    dot: str = "dmy"

    @property
    def words(self) -> str:
        """The different orders, as a report tells them."""
        return ", ".join(sorted({self.slash, self.dash, self.dot}))


DAY_FIRST = Orders()


def decided_orders(
    con: duckdb.DuckDBPyConnection, columns: Iterable[str], relation: str, given: str | None, name: str
) -> Orders:
    """Return the orders of a file's dates, read off all values of its date columns. Raises HistoryError.

    relation: what stands behind FROM. given: the order that the mapping states. name: of the file.
    """
    if given:
        return Orders(given, given, given)
    parts = " UNION ALL ".join(
        f"SELECT regexp_extract(v, '{_THREE}', ['a', 's', 'b']) AS p, v "
        f"FROM (SELECT trim({column}) AS v FROM {relation}) "
        f"WHERE NOT regexp_matches(v, '{_ISO}') AND regexp_matches(v, '{_THREE}')"
        for column in columns
    )
    seen = con.execute(
        f"SELECT p.s, count(*), count_if(a > 12), any_value(v) FILTER (a > 12), count_if(b > 12), "
        f"any_value(v) FILTER (b > 12), any_value(v) "
        f"FROM (SELECT p, v, p.a::INTEGER AS a, p.b::INTEGER AS b FROM ({parts})) GROUP BY 1"
    ).fetchall()
    found = {part: _order(part, *rest, name=name) for part, *rest in seen}
    return Orders(found.get("/", "dmy"), found.get("-", "dmy"), found.get(".", "dmy"))


def _order(
    part: str, rows: int, days: int, day: str | None, months: int, month: str | None, some: str, *, name: str
) -> str:
    if min(days, months) > max(RARE * rows, 1) or (days and days == months):
        raise HistoryError("order_mixed", path=name, dmy=days, dmy_value=day, mdy=months, mdy_value=month)
    if days or months or part == ".":  # nobody writes the month first with dots
        return "mdy" if months > days else "dmy"
    raise HistoryError("order_undecidable", path=name, value=some)


def written(value: str, orders: Orders) -> str:
    """Return SQL for the clock that a text (an SQL expression, trimmed) shows, a TIMESTAMP; NULL where none is read."""
    bare = rf"regexp_replace(regexp_replace({value}, '\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$', ''), '(:\d\d)[.,]\d+', '\1')"
    spaced = rf"regexp_replace({bare}, '(?i)\s*([ap])\.?\s?m\.?$', ' \1M')"
    aligned = rf"regexp_replace({spaced}, '^(\d+)[./-] ?(\d+)[./-] ?(\d+)[.,]?[ T]*', '\1/\2/\3 ')"
    three = " ".join(
        f"WHEN regexp_extract({value}, '^\\d+(.)', 1) = '{part}' THEN try_strptime(trim({aligned}), {_formats(order)})"
        for part, order in (("/", orders.slash), ("-", orders.dash), (".", orders.dot))
    )
    return rf"""CASE
        WHEN regexp_matches({value}, '{_ISO}')
            THEN try_cast(replace(translate({value}[:10], '/.', '--') || {value}[11:], ',', '.') AS TIMESTAMP)
        WHEN regexp_matches({value}, '{_THREE}') THEN CASE {three} END
        WHEN regexp_full_match({value}, '\d{{9,10}}(\.\d+)?')
            THEN make_timestamp((try_cast({value} AS DOUBLE) * 1e6)::BIGINT)
        WHEN regexp_full_match({value}, '\d{{12,13}}') THEN make_timestamp(try_cast({value} AS BIGINT) * 1000)
        WHEN regexp_full_match({value}, '\d{{5}}([.,]\d+)?')
            THEN TIMESTAMP '1899-12-30' + to_seconds(round(try_cast(replace({value}, ',', '.') AS DOUBLE) * 86400))
        WHEN regexp_full_match({value}, '\d{{8}}(T?\d{{4,6}}Z?)?')
            THEN try_strptime(replace(replace({value}, 'T', ''), 'Z', ''), ['%Y%m%d%H%M%S', '%Y%m%d%H%M', '%Y%m%d'])
        ELSE {_named_month(value)} END"""


def offset(value: str) -> str:
    """Return SQL for the seconds by which a text's clock is ahead of UTC; NULL where it does not say."""
    digits = f"right(replace(right({value}, 6), ':', ''), 5)"
    return rf"""CASE
        WHEN regexp_full_match({value}, '\d{{9,10}}(\.\d+)?|\d{{12,13}}|\d{{8}}T?\d{{4,6}}Z') THEN 0
        WHEN NOT regexp_matches({value}, '{_OFFSET}') THEN NULL
        WHEN right({value}, 1) IN ('Z', 'C', 'T') THEN 0
        ELSE (CASE left({digits}, 1) WHEN '-' THEN -60 ELSE 60 END)
            * (60 * {digits}[2:3]::INTEGER + {digits}[4:5]::INTEGER) END"""


def instant(clock: str, ahead: str, zone: str) -> str:
    """Return SQL for the instant (TIMESTAMP in UTC) at which a clock shows a time; without offset it is the zone's.

    An hour that the spring skips is read as the one after it, one that autumn repeats as the second of the two.
    """
    return (
        f"CASE WHEN {ahead} IS NULL THEN timezone('UTC', timezone('{zone}', {clock})) "
        f"ELSE {clock} - to_seconds({ahead}) END"
    )


def _formats(order: str) -> list[str]:
    """Return the formats of one order; those with two digits of the year first, since %Y would take "24" for 24 AD."""
    day = "%d/%m" if order == "dmy" else "%m/%d"
    return [f"{day}/{year} {clock}".strip() for year in ("%y", "%Y") for clock in _CLOCKS]


def _named_month(value: str) -> str:
    plain = f"lower(strip_accents({value}))"
    months = "MAP {" + ", ".join(f"'{name}': '{number}'" for name, number in _MONTHS.items()) + "}"
    shapes: Mapping[str, list[str]] = {
        r"(\d{1,2})[ .-]+(?:de )?([a-z]{3})[a-z]*\.?[ ,.-]*(?:de |del )?(\d{4})": ["d", "m", "y"],
        r"([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})": ["m", "d", "y"],
        r"(\d{4})\. ?gada (\d{1,2})\. ?([a-z]{3})": ["y", "d", "m"],
    }
    clock = (
        rf"coalesce(nullif(regexp_extract({plain}, '\d{{1,2}}:\d{{2}}(:\d{{2}})?( ?[ap]\.?m)?'), ''), '0:00')"
    )
    tidy = rf"upper(regexp_replace({clock}, ' ?([ap])\.?m', ' \1m'))"
    cases = []
    for shape, names in shapes.items():
        year, month, day = (f"regexp_extract({plain}, '{shape}', {names.index(one) + 1})" for one in "ymd")
        text = f"{year} || '-' || coalesce({months}[{month}], '?') || '-' || {day} || ' ' || {tidy}"
        formats = [f"%Y-%m-%d {one}" for one in _CLOCKS if one]
        cases.append(f"WHEN regexp_matches({plain}, '{shape}') THEN try_strptime({text}, {formats})")
    return f"CASE {' '.join(cases)} END"
