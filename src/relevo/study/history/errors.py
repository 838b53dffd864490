"""Every sentence that reading a history can say: templates with named values, in one place, to be translated.

``HistoryError`` ends the reading and says what to do; ``RowFault`` is one row that was left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_SHOWN = 80
"""Characters of a foreign value that a sentence repeats."""

SENTENCES: Mapping[str, str] = {
    "no_file": "There is no file {path}. Check its name and folder.",
    "unreadable_file": "{path} cannot be read: {reason}.",
    "empty_file": "{path} is empty. Export it again, with at least one contact.",
    "not_text": "{path} is no text file (it looks like {looks}). Save it as CSV or JSON lines first.",
    "no_header": "{path} has no row of column names. The first row holds values, such as {value}: add names above it.",
    "one_column": "{path} has one column only ({column}). Say which character parts its columns with “delimiter”.",
    "too_many_columns": "{path} has {count} columns, more than {most}. Export only the columns of a contact.",
    "no_records": "{path} holds no list of contacts. Give one JSON object a line, or one list of objects.",
    "open_quotes": "A quotation mark in row {row} of {path} is never closed, so nothing behind it can be "
    "read. The row begins {value}. Correct it, or export the file again.",
    "nested_records": "{path} keeps its contacts inside “{key}”. Write one a line: jq -c '.{key}[]' {path}.",
    "bad_json_file": "{path} is no JSON that we can read: {reason}.",
    "no_date_column": "No column of {path} says when a contact began. Its columns are {columns}. "
    "Name one as “created_at” in a mapping file.",
    "unknown_columns": "The mapping names columns that {path} does not have: {columns}.",
    "unknown_keys": "The mapping has keys that it cannot have: {keys}.",
    "bad_mapping": "The mapping cannot be read: {reason}.",
    "bad_mapping_value": "“{key}” in the mapping must be {expected}, not {value}.",
    "order_undecidable": "The dates of {path} (such as {value}) can be read as day/month or as month/day, and no row "
    "decides it. Say “date_order: dmy” or “date_order: mdy” in a mapping file.",
    "order_mixed": "The dates of {path} are written both as day/month ({dmy} rows, such as {dmy_value}) and as "
    "month/day ({mdy} rows, such as {mdy_value}). Say “date_order: dmy” or “date_order: mdy”, or export them alike.",
    "no_dates": "Not one value of the column “{column}” of {path} is a date that we can read, such as {value}. "
    "Name another column as “created_at”.",
    "nothing_left": "Of {rows} rows none is left to count: {reasons}.",
    "bad_zone": "There is no time zone {zone}. Give an IANA name such as Europe/Madrid.",
    "bad_country": "There is no calendar of holidays for {country} {subdivision}. Give two letters such as ES.",
    "bad_open_hours": "Open hours are 168 yes-or-no values a channel, from Monday 00:00; {channel} has {count}.",
    "too_long": "The history reaches from {first} to {last}, more than {most} years. Check the dates or cut the file.",
    "engine": "The history could not be read with {memory} of memory: {reason}.",
}
"""Sentences of ``HistoryError`` by code."""

ROW_SENTENCES: Mapping[str, str] = {
    "date_missing": "{source}, row {row}: {column} is empty.",
    "date_unreadable": "{source}, row {row}: {column} “{value}” is no date that we can read.",
    "date_unlikely": "{source}, row {row}: {column} “{value}” lies before 1990 or in the future.",
    "negative_duration": "{source}, row {row}: {column} “{value}” comes before the contact began.",
    "handling_unreadable": "{source}, row {row}: {column} “{value}” is no duration that we can read.",
    "handling_negative": "{source}, row {row}: {column} “{value}” is a negative duration.",
    "too_few_values": "{source}, row {row}: it has fewer values than the table has columns: “{value}”.",
    "too_many_values": "{source}, row {row}: it has more values than the table has columns: “{value}”.",
    "bad_quotes": "{source}, row {row}: its quotation marks do not match: “{value}”.",
    "row_too_long": "{source}, row {row}: it is longer than two million characters: “{value}”.",
    "bad_row": "{source}, row {row}: it cannot be read: “{value}”.",
    "bad_json": "{source}, row {row}: it is no JSON object.",
}
"""Sentences of ``RowFault`` by code."""

KEPT_IN_SPITE = frozenset({"negative_duration", "handling_unreadable", "handling_negative"})
"""Faults that cost a row only the value concerned; any other costs the row."""


class HistoryError(Exception):
    """The history cannot be read. ``code`` and ``values`` make the sentence; str() is the English one."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, {name: shown(value) for name, value in values.items()}
        super().__init__(SENTENCES[code].format_map(self.values))


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row with something wrong. row: as a spreadsheet counts, the column names being row 1. value: cut short."""

    source: str
    row: int
    column: str
    value: str
    code: str

    @property
    def sentence(self) -> str:
        """What is wrong, in English."""
        shown_value = shown(self.value)
        return ROW_SENTENCES[self.code].format(
            source=shown(self.source), row=self.row, column=shown(self.column), value=shown_value
        )


def shown(value: object) -> str:
    """Return a foreign value as a sentence may hold it: one line, printable, cut short; lists with all their items."""
    if not isinstance(value, str) and isinstance(value, Iterable):
        return ", ".join(map(shown, value))
    text = "".join(letter if letter.isprintable() else " " for letter in str(value)[: MOST_SHOWN + 1])
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def neutral(value: str) -> str:
    """Return a value as a spreadsheet may safely open it: what it would take for a formula gets an apostrophe before.

    OWASP, "CSV injection": cells that begin with = + - @, a tab or a carriage return.
    """
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
