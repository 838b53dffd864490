"""Protecting what must survive a translation: each literal becomes a token such as ``XQ7Z`` and comes back
after.

The form was chosen by measurement: bare capital letters with a number survived 100 % of 120 sentences in
every engine tried, raw codes only 81 to 90 %. The numbers start where no token of ours occurs in the message.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from relevo.language.literals import Literal, find_literals

FIRST_NUMBER = 7
"""Where numbering starts in an ordinary message; small numbers are the likeliest to occur in one."""


class Form(Enum):
    """How a token looks to the engine: ``LETTERS`` first, ``BRACES`` when the engine broke those."""

    LETTERS = ("XQ", "Z")
    BRACES = ("{", "}")

    def token(self, number: int) -> str:
        """Return the token with this number."""
        before, after = self.value
        return f"{before}{number}{after}"

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern that finds any token of this form, in either case; group 1 is the number."""
        return _LOOKS[self]


_LOOKS = {
    Form.LETTERS: re.compile(r"XQ([0-9]{1,9})Z", re.IGNORECASE),
    Form.BRACES: re.compile(r"\{([0-9]{1,9})\}"),
}


class Broken(ValueError):
    """An engine lost or doubled protected pieces.

    ``lost`` and ``doubled`` are the original texts, in the order in which they stood.
    """

    def __init__(self, lost: tuple[str, ...], doubled: tuple[str, ...]) -> None:
        super().__init__(f"lost: {', '.join(lost) or '-'}; doubled: {', '.join(doubled) or '-'}")
        self.lost = lost
        self.doubled = doubled


@dataclass(frozen=True, slots=True)
class Piece:
    """One protected literal: the number in its token, its original letters and its kind."""

    number: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Protected:
    """A text whose literals are tokens of ``form``; ``pieces`` are those literals in order."""

    text: str
    pieces: tuple[Piece, ...]
    form: Form = Form.LETTERS

    def in_form(self, form: Form) -> Protected:
        """Return the same protected text with tokens of another form."""
        ours = {piece.number for piece in self.pieces}

        def swap(found: re.Match[str]) -> str:
            number = int(found[1])
            return form.token(number) if number in ours else found[0]

        return Protected(self.form.pattern.sub(swap, self.text), self.pieces, form)

    def around(self) -> list[str | Piece]:
        """Return the text as a list: the stretches between the tokens, and the pieces themselves."""
        pieces = {piece.number: piece for piece in self.pieces}
        row: list[str | Piece] = []
        done = 0
        for found in self.form.pattern.finditer(self.text):
            piece = pieces.get(int(found[1]))
            if piece is not None:
                row += [self.text[done : found.start()], piece]
                done = found.end()
        return [*row, self.text[done:]]


def protected_items(text: str, terms: Collection[str] = ()) -> tuple[Literal, ...]:
    """Return the things in ``text`` that no engine will touch, in order, to show them to the agent."""
    return find_literals(text, terms)


def protect(text: str, *, terms: Collection[str] = (), marked: Collection[tuple[int, int]] = ()) -> Protected:
    """Replace every literal of ``text`` by a token that occurs nowhere in it.

    ``terms`` and ``marked`` as in :func:`relevo.language.literals.find_literals`.
    """
    literals = find_literals(text, terms, marked)
    first = _free_number(text, len(literals))
    row: list[str] = []
    pieces: list[Piece] = []
    done = 0
    for number, literal in enumerate(literals, start=first):
        pieces.append(Piece(number, literal.text, literal.kind))
        row += [text[done : literal.start], Form.LETTERS.token(number)]
        done = literal.end
    return Protected("".join([*row, text[done:]]), tuple(pieces))


def restore(protected_translation: str, protected: Protected) -> str:
    """Put the pieces back into a translation of ``protected.text``.

    Raises :class:`Broken` unless every token occurs exactly once.
    """
    pieces = {piece.number: piece.text for piece in protected.pieces}
    seen = Counter(int(found[1]) for found in protected.form.pattern.finditer(protected_translation))
    lost = tuple(piece.text for piece in protected.pieces if not seen[piece.number])
    doubled = tuple(piece.text for piece in protected.pieces if seen[piece.number] > 1)
    if lost or doubled:
        raise Broken(lost, doubled)
    return protected.form.pattern.sub(
        lambda found: pieces.get(int(found[1]), found[0]), protected_translation
    )


def _free_number(text: str, count: int) -> int:
    """Return the first number from which ``count`` tokens in a row are not in ``text`` in any form."""
    used = sorted({int(found[1]) for form in Form for found in form.pattern.finditer(text)})
    first = FIRST_NUMBER
    for number in used:
        if number >= first + count:
            break
        first = max(first, number + 1)
    return first
