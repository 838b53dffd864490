"""The language of contacts whose file does not say it, by the C library eldc (2 microseconds a text).

Short texts are often taken for a neighbour of their language (Galician for Spanish). So a first look at some of the
texts finds which languages the desk has at all, and only among these is chosen.
"""

# ruff: noqa: S608 - what a file says reaches SQL as a parameter or through ``staging.text``

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import duckdb
import numpy as np

from relevo.study.history.fields import UNDETERMINED
from relevo.study.history.text_files import Progress

LOOK = 20_000
"""Texts of the first look."""
SHARE = 0.01
"""A language that fewer of these are in is not taken for one of the desk's."""
BATCH = 50_000


class Detector(Protocol):
    """Names the language of a text, "und" where it cannot tell."""

    def __call__(self, text: str) -> str:
        """Return a two-letter code or "und"."""
        ...


def detector(languages: Iterable[str] = ()) -> Detector:
    """Return a detector that chooses among these languages, or all that the library knows."""
    import eldc

    eldc.init()
    instance: Any = eldc.instance()
    known = sorted(set(languages) & set(eldc.LANGUAGES))
    if known:
        instance.set_languages(known)

    def detect(text: str) -> str:
        found = instance.detect_details(text)
        return str(found.language) if found.reliable else UNDETERMINED

    return detect


def desks_languages(texts: Sequence[str], detect: Callable[[str], str]) -> list[str]:
    """Return the languages that more than a hundredth of the told texts are in; none where nothing could be told."""
    told = Counter(map(detect, texts))
    told.pop(UNDETERMINED, None)
    return [language for language, texts_in in told.items() if texts_in >= SHARE * told.total()]


def detect_languages(con: duckdb.DuckDBPyConnection, allowed: Sequence[str], progress: Progress) -> int:
    """Fill the table ``detected`` (record, language) for all staged rows with words; return how many these are."""
    con.execute("CREATE TABLE detected (record BIGINT, language VARCHAR)")
    total = int(con.execute("SELECT count(words) FROM stage").fetchall()[0][0])
    if not total:
        return 0
    among = list(allowed) or desks_languages(_some_texts(con), detector())
    detect, done = detector(among), 0
    reader = con.cursor()
    reader.execute("SELECT rowid, words FROM stage WHERE words IS NOT NULL")
    while rows := reader.fetchmany(BATCH):
        found = {
            "record": np.fromiter((row[0] for row in rows), np.int64, len(rows)),
            "language": np.array([detect(row[1]) for row in rows], dtype=object),
        }
        con.register("batch", found)
        con.execute("INSERT INTO detected SELECT record, language FROM batch")
        con.unregister("batch")
        done += len(rows)
        progress("languages", done / total)
    return total


def _some_texts(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        f"SELECT words FROM stage WHERE words IS NOT NULL USING SAMPLE {LOOK} ROWS (reservoir, 1)"
    )
    return [words for (words,) in rows.fetchall()]
