"""What can be wrong with a history: ``HistoryError`` ends the reading and says what to do; ``RowFault`` is one row.

The sentences are in ``relevo.study.report.texts``, under "problem.history." and "problem.row.".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relevo.study.problems import Problem, shown
from relevo.study.report.texts.catalogues import Language

KEPT_IN_SPITE = frozenset({"negative_duration", "handling_unreadable", "handling_negative"})
"""Faults that cost a row only the value concerned; any other costs the row."""


class HistoryError(Exception):
    """The history cannot be read. ``code`` and ``problem`` say why; str() is the English sentence."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.problem = Problem(f"history.{code}", values=values)
        super().__init__(self.problem.says())

    def says(self, language: Language) -> str:
        """Return the sentence."""
        return self.problem.says(language)

    def renamed(self, names: Mapping[str, str]) -> HistoryError:
        """Return the same with the names that senders gave to files. names: by those under which they were read."""
        given = {name: names.get(str(value), value) for name, value in self.problem.values.items()}
        return HistoryError(self.code, **given)


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row with something wrong. row: as a spreadsheet counts, the column names being row 1. value: cut short."""

    source: str
    row: int
    column: str
    value: str
    code: str

    def says(self, language: Language = "en") -> str:
        """Return what is wrong, in a sentence."""
        values = {
            "source": self.source,
            "row": str(self.row),
            "column": self.column,
            "value": shown(self.value),
        }
        return Problem(f"row.{self.code}", values=values).says(language)


def neutral(value: str) -> str:
    """Return a value as a spreadsheet may safely open it: what it would take for a formula gets an apostrophe before.

    OWASP, "CSV injection": cells that begin with = + - @, a tab or a carriage return.
    """
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
