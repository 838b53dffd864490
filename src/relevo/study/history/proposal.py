"""A first guess of what each column means, for people to look at before anything is counted.

An export that we know is taken at its word. Otherwise a column is taken by its name, and its first values must agree:
a column called "Created" without dates is not when the contact began. Dates under a name that we do not know are a
weak guess.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from relevo.study.history.errors import HistoryError
from relevo.study.history.fields import DATES, FIELDS, UNDETERMINED, language_of, normalized
from relevo.study.history.mapping import ColumnMapping
from relevo.study.history.products import Product, product_of
from relevo.study.history.sources import Source, open_source

KNOWN, BY_NAME, BY_PART, BY_CONTENT = 0.95, 0.9, 0.6, 0.4
"""How sure a guess is: by a known export, the very name, a part of the name, the values alone."""
_SAMPLES = 3
_UNITS = (
    ("hours", r"\b(hours?|hrs?|horas?|stundas?)\b"),
    ("minutes", r"\b(minutes?|mins?|minutos?|minutes|min)\b"),
    ("seconds", r"\b(seconds?|secs?|segundos?|sekundes?|s)\b"),
)
_DATE = re.compile(
    r"\s*(\d{1,4}[-./]\s?\d{1,2}[-./]\s?\d{1,4}|\d{9,10}(\.\d+)?$|\d{12,13}$|\d{8}T?\d{0,6}$|\d{5}\.\d+$|"
    r"(\w+,? )?\d{1,2}[ .-]+(de )?[^\W\d]{3,}|[^\W\d]{3,}\.? \d{1,2},? \d{4})"
)


_NOT_BEGUN = re.compile(
    r"\b(due|updated?|modified|last|sla|closed?|solved|resolved|end|first|vence|modificado|cierre|ultim[ao]|termins|pedej\w*)\b"
)
"""Words of dates at which no contact begins."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column is taken for. field: "" for none. samples: its first different values."""

    column: str
    field: str
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the columns of a file seem to mean.

    product: the export that it is, "" for none that we know, and ``knowledge`` where our description stems from.
    missing: fields that no column was found for. encoding, delimiter: as found ("" for JSON and mail).
    """

    guesses: tuple[Guess, ...]
    mapping: ColumnMapping
    product: str
    knowledge: str
    missing: tuple[str, ...]
    encoding: str
    delimiter: str

    @property
    def ready(self) -> bool:
        """Whether it can be read so: a column says when contacts began."""
        return "created_at" not in self.missing


def propose_mapping(path: Path, *, delimiter: str | None = None) -> Proposal:
    """Look at the beginning of a file and say what its columns seem to mean. Raises HistoryError."""
    with tempfile.TemporaryDirectory(prefix="relevo-history-") as folder:
        source = open_source(path, Path(folder), _silent, delimiter=delimiter)
        return proposal_of(source)


def proposal_of(source: Source) -> Proposal:
    """Say what the columns of an opened file seem to mean."""
    values = {
        column: tuple(dict.fromkeys(row[place] for row in source.sample if row[place].strip()))
        for place, column in enumerate(source.columns)
    }
    product = None if source.kind == "mbox" else product_of(source.columns)
    found = _found(source, product, values)
    guesses = tuple(
        Guess(
            column,
            *next(((f, sure) for f, (c, sure) in found.items() if c == column), ("", 0.0)),
            some[:_SAMPLES],
        )
        for column, some in values.items()
    )
    columns = {name: column for name, (column, _) in found.items()}
    mapping = ColumnMapping(
        columns=columns,
        values=product.values if product else {},
        handling_unit=(product.handling_unit if product else "") or _unit_of(columns.get("handling", "")),
        tag_separator=product.tag_separator if product else None,
    )
    missing = tuple(name for name in FIELDS if name not in columns and name != "follow_up")
    table = source.kind == "csv"
    return Proposal(
        guesses, mapping, product.name if product else "mbox" if source.kind == "mbox" else "",
        product.source if product else "", missing, source.text.encoding, source.delimiter if table else "",
    )  # fmt: skip


def mapping_for(source: Source, given: ColumnMapping | None) -> ColumnMapping:
    """Return what is given, the rest guessed; a column given is not guessed otherwise. Raises HistoryError."""
    proposed = proposal_of(source).mapping
    if given is None:
        mapping = proposed
    else:
        ours = {normalized(column): column for column in reversed(source.columns)}
        absent = [name for name in given.columns.values() if normalized(name) not in ours]
        if absent:
            raise HistoryError("unknown_columns", path=source.name, columns=absent)
        named = {name: ours[normalized(column)] for name, column in given.columns.items()}
        taken = set(named.values())
        rest = {
            name: column
            for name, column in proposed.columns.items()
            if name not in named and name not in given.fixed and column not in taken
        }
        values = {name: {**proposed.values.get(name, {}), **one} for name, one in given.values.items()}
        mapping = replace(
            given,
            columns={**rest, **named},
            values={**proposed.values, **values},
            handling_unit=given.handling_unit or proposed.handling_unit,
            tag_separator=given.tag_separator or proposed.tag_separator,
        )
    if "created_at" not in mapping.columns:
        raise HistoryError("no_date_column", path=source.name, columns=source.columns[:30])
    return mapping


def _silent(_step: str, _share: float) -> None:
    """Tell nobody."""


def _found(
    source: Source, product: Product | None, values: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, float]]:
    """Return for each field its column and how sure that is."""
    if source.kind == "mbox":
        return {column: (column, KNOWN) for column in source.columns}
    found: dict[str, tuple[str, float]] = {}
    if product:
        found = {name: (column, KNOWN) for name, column in product.found_in(source.columns).items()}
    ranked = sorted(
        (-sure, list(FIELDS).index(name), rank, place)
        for name in FIELDS
        if name not in found
        for place, column in enumerate(source.columns)
        for sure, rank in [_by_name(name, column)]
        if sure and _agrees(name, values[column])
    )
    taken = {column for column, _ in found.values()}
    for sure, field_place, _, place in ranked:
        name, column = list(FIELDS)[field_place], source.columns[place]
        if name not in found and column not in taken:
            found[name] = (column, -sure)
            taken.add(column)
    if "created_at" not in found:
        dated = next(
            (c for c in source.columns if c not in taken and values[c] and _agrees("created_at", values[c])),
            "",
        )
        found |= {"created_at": (dated, BY_CONTENT)} if dated else {}
    return found


def _by_name(name: str, column: str) -> tuple[float, int]:
    """Return how sure a column's name means a field, and the rank of the word by which it does."""
    plain = normalized(column)
    words = FIELDS[name]
    if name == "created_at" and _NOT_BEGUN.search(plain):
        return 0.0, 0
    if plain in words:
        return BY_NAME, words.index(plain)
    parts = [
        rank
        for rank, word in enumerate(words)
        if len(word) > 3 and re.search(rf"\b{re.escape(word)}\b", plain)
    ]
    return (BY_PART, parts[0]) if parts else (0.0, 0)


def _agrees(name: str, values: tuple[str, ...]) -> bool:
    """Whether a column's values can be this field's; nothing speaks against a column of which we saw no value."""
    if not values:
        return True
    if name in DATES:
        return sum(_DATE.match(value) is not None for value in values) >= 0.5 * len(values)
    if name == "language":
        return sum(language_of(value) != UNDETERMINED for value in values) >= 0.5 * len(values)
    if name == "handling":
        return sum(
            re.fullmatch(r"\s*-?[\d.,:]+( ?[a-z]+)?\s*", value) is not None for value in values
        ) >= 0.5 * len(values)
    return True


def _unit_of(column: str) -> str | None:
    plain = normalized(column)
    return next((unit for unit, pattern in _UNITS if re.search(pattern, plain)), None)
