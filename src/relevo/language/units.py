"""Cutting a protected message into the lines that an engine translates, and putting it together again.

The shape of a message (blank lines, list marks, indents, line ends) never goes through an engine. Only lines
that a mail program wrapped are joined first, because half a sentence cannot be translated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relevo.language.protection import Form, Piece, Protected

WRAPPED_FROM = 60
"""A line at least this long may have been wrapped; shorter ones were ended on purpose."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_LEAD = re.compile(r"(?:\s|[>*•·–—-](?=\s)|\d{1,2}[.)](?=\s))*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A message as a row of strings; ``units``, by their place in the row, are to be translated."""

    row: tuple[str, ...]
    units: tuple[tuple[int, Protected], ...]

    def filled(self, texts: Sequence[str]) -> str:
        """Return the message with each unit replaced by the text at the same place."""
        row = list(self.row)
        for (place, _), text in zip(self.units, texts, strict=True):
            row[place] = text
        return "".join(row)


def cut(protected: Protected) -> Sheet:
    """Cut a protected text into translatable lines. Parts that stay hold their original letters again."""
    by_number = {piece.number: piece for piece in protected.pieces}
    row: list[str] = []
    units: list[tuple[int, Protected]] = []
    for line, end in _joined(protected.text):
        begin = _lead_length(line)
        core = line[begin:].rstrip()
        unit = _part(core, protected.form, by_number)
        if any(isinstance(stretch, str) and has_words(stretch) for stretch in unit.around()):
            units.append((len(row) + 1, unit))
        row += [line[:begin], _plain(unit), line[begin + len(core) :] + end]
    return Sheet(tuple(row), tuple(units))


def has_words(text: str) -> bool:
    """Say whether there is anything to translate: at least one letter."""
    return any(map(str.isalpha, text))


def _lead_length(line: str) -> int:
    """Return the length of the indent, quote and list marks in front; no token is among them."""
    lead = _LEAD.match(line)
    return lead.end() if lead else 0


def _part(text: str, form: Form, by_number: Mapping[int, Piece]) -> Protected:
    """Return a cut-out of a protected text together with the pieces in it."""
    inside = dict.fromkeys(int(found[1]) for found in form.pattern.finditer(text))
    return Protected(text, tuple(by_number[number] for number in inside if number in by_number), form)


def _plain(part: Protected) -> str:
    return "".join(piece.text if isinstance(piece, Piece) else piece for piece in part.around())


def _joined(text: str) -> list[tuple[str, str]]:
    """Split into (line, line end) and join the lines that only a mail program's wrapping parted."""
    lines: list[tuple[str, str]] = []
    last_length = 0
    for found in _LINE.finditer(text):
        line, end = found[1], found[2]
        if lines and last_length >= WRAPPED_FROM and _goes_on(lines[-1][0], line):
            lines[-1] = (f"{lines[-1][0].rstrip()} {line}", end)
        else:
            lines.append((line, end))
        last_length = len(line)
    return lines


def _goes_on(line: str, following: str) -> bool:
    """Say whether ``following`` starts in the middle of a sentence that ``line`` began."""
    return following[:1].islower() and line.rstrip()[-1:] not in {".", "!", "?", ":", ";", ""}
