"""What is wrong with a scenario, a contract, a mapping or a history: a code with facts, said in any language.

The sentences are in ``relevo.study.report.texts``, under "problem." and the code. Facts that come from a file are
hostile: they are put into sentences as short printable text and never looked at as templates.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from babel.numbers import format_decimal

from relevo.calc.refusal import Refused
from relevo.study.report.texts.catalogues import CATALOGUES, Language

MOST_SHOWN: Final = 80
"""Characters of a foreign value that a sentence repeats."""
_LONGEST_LINE: Final = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. place: dotted, where it is; "" for the whole. code: of a problem, or of any text.

    values: by the names that the sentence has; texts (a number that is a name, as of a row, is one), numbers, lists of
    them, or problems, which are said inside it.
    """

    code: str
    place: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def says(self, language: Language = "en") -> str:
        """Return the sentence, without the place."""
        values = {name: _said(value, language) for name, value in self.values.items()}
        if self.code == "said":
            values["says"] = printable(str(self.values["says"]))
        texts = CATALOGUES[language]
        return (texts.get(f"problem.{self.code}") or texts[self.code]).format_map(values)

    def line(self, language: Language = "en") -> str:
        """Return place and sentence on one line."""
        says = self.says(language)
        return printable(f"{self.place}: {says}" if self.place else says)[:_LONGEST_LINE]

    def __str__(self) -> str:
        return self.line()


class Wrong(ValueError):
    """A value that cannot be used. ``problem`` says why; str() is the English sentence."""

    def __init__(self, code: str, place: str = "", **values: object) -> None:
        self.problem = Problem(code, place, values)
        super().__init__(self.problem.says())


def problem_of(error: Exception, place: str = "") -> Problem:
    """Return what an error says as a problem at a place; one without a code in its own words."""
    if isinstance(error, Wrong):
        return replace(error.problem, place=error.problem.place or place)
    if isinstance(error, Refused):
        return Problem(f"refused.{error.code}", place, error.values)
    return Problem("said", place, {"says": str(error)[:300]})


def printable(text: str) -> str:
    """Return a text on one line and without what a terminal or a page could stumble over, such as lone surrogates."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def shown(value: object) -> str:
    """Return a foreign value as a sentence may hold it: one line, printable, cut short; lists with all their items."""
    if not isinstance(value, str) and isinstance(value, Iterable):
        return ", ".join(map(shown, value))
    text = "".join(letter if letter.isprintable() else " " for letter in str(value)[: MOST_SHOWN + 1])
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def to_json(problem: Problem) -> str:
    """Return a problem as text to be kept, and said later to whoever asks."""
    return json.dumps(_plain(problem))


def from_json(text: str) -> Problem:
    """Return the problem of a text that was kept; one of an earlier release in its own words."""
    try:
        kept = json.loads(text)
    except ValueError:
        kept = None
    found = _problem(kept)
    return found if isinstance(found, Problem) else Problem("said", "", {"says": text})


def _said(value: object, language: Language) -> str:
    if isinstance(value, Problem):
        return value.says(language)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return format_decimal(value, format="#,##0.######", locale=language)
    if isinstance(value, list | tuple):
        return ", ".join(_said(part, language) for part in value)
    return shown(value)


def _plain(value: object) -> object:
    if isinstance(value, Problem):
        values = {name: _plain(part) for name, part in value.values.items()}
        return {"code": value.code, "place": value.place, "values": values}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float) else str(value)


def _problem(kept: Any) -> object:
    """Return what ``_plain`` was given; a code that this release does not know is no problem of ours."""
    if isinstance(kept, list):
        return [_problem(part) for part in kept]
    code = kept.get("code") if isinstance(kept, dict) else None
    if isinstance(code, str) and {f"problem.{code}", code} & CATALOGUES["en"].keys():
        values = {name: _problem(part) for name, part in kept["values"].items()}
        return Problem(code, kept["place"], values)
    return kept
