"""Noticing that a customer did not understand us, in ten languages.

After Dingemanse et al. (2015): people everywhere repair talk about once in 1.4 minutes; *open* requests
("huh?"), repeats and re-asks point to a barrier, restricted ones ("which port?") are healthy. Two open
repairs within six turns, or one explicit wish for a speaker, are the agreed sign to offer a native speaker.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal as OneOf

from relevo.language.codes import UNDETERMINED, base_language
from relevo.language.own_words import blank_foreign_words
from relevo.language.phrases import OPEN_REPAIRS, REASKS, SPEAKER_REQUESTS, WHY

Kind = OneOf["open", "reask", "speaker"]
_TABLES: dict[Kind, dict[str, tuple[str, ...]]] = {
    "open": OPEN_REPAIRS,
    "reask": REASKS,
    "speaker": SPEAKER_REQUESTS,
}
LANGUAGES = frozenset(OPEN_REPAIRS)
"""The languages in which repairs are known."""
_GAP = r",?\s+"
_CLAUSE_ENDS = ".!?…¿¡,:;\n"
_PART = re.compile(r"\(([^)]*)\)|([^\s()]+)")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``[start, end)`` of a message that show a barrier, and which kind: ``open``, ``reask`` or
    ``speaker``.
    """

    start: int
    end: int
    kind: Kind
    text: str


def open_repairs(text: str, language: str) -> tuple[Span, ...]:
    """Return where the author says that he did not understand; quoted lines do not count.

    ``language`` is that of the text; with ``und`` or an empty code all known languages are tried.
    """
    return _found(text, language, "open")


def reasks(text: str, language: str) -> tuple[Span, ...]:
    """Return where the author says that he asked something else, or had said it before."""
    return _found(text, language, "reask")


def speaker_requests(text: str, language: str) -> tuple[Span, ...]:
    """Return where the author asks for somebody who speaks his language."""
    return _found(text, language, "speaker")


def asks_for_speaker(text: str, language: str) -> bool:
    """Say whether the author asks for somebody who speaks his language."""
    return bool(speaker_requests(text, language))


def _found(text: str, language: str, kind: Kind) -> tuple[Span, ...]:
    code = base_language(language)
    codes = LANGUAGES if code in {"", UNDETERMINED} else LANGUAGES & {code}
    folded, origin = _folded(blank_foreign_words(text))
    spans = {
        (origin[start], origin[end - 1] + 1)
        for code in codes
        for start, end in _matches(folded, _patterns(kind, code))
    }
    return tuple(Span(start, end, kind, text[start:end]) for start, end in sorted(spans))


def _matches(folded: str, patterns: _Patterns) -> Iterator[tuple[int, int]]:
    for found in patterns.anywhere.finditer(folded):
        yield found.span()
    for found in patterns.alone.finditer(folded) if patterns.alone else ():
        if _starts_sentence(folded, found.start()):
            yield found.span()


def _starts_sentence(folded: str, place: int) -> bool:
    """Say whether only white space stands between ``place`` and the end of another clause."""
    while place and folded[place - 1].isspace() and folded[place - 1] != "\n":
        place -= 1
    return not place or folded[place - 1] in _CLAUSE_ENDS


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text in lower case without diacritics, and for each of its signs the offset it came from."""
    signs: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(text.translate(_QUOTES)):
        for part in unicodedata.normalize("NFD", sign).lower():
            if not unicodedata.combining(part):
                signs.append(part)
                origin.append(place)
    return "".join(signs), origin


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled phrases of one language and kind: for anywhere, and for a question of its own."""

    anywhere: re.Pattern[str]
    alone: re.Pattern[str] | None


@cache
def _patterns(kind: Kind, language: str) -> _Patterns:
    phrases = _TABLES[kind][language]
    anywhere = _any([phrase for phrase in phrases if not phrase.endswith("?")])
    alone = [phrase.removesuffix("?") for phrase in phrases if phrase.endswith("?")]
    not_why = rf"(?!,?\s+{_any(WHY[language])}(?!\w))" if kind == "open" else ""
    return _Patterns(
        re.compile(rf"(?<![\w']){anywhere}(?!\w){not_why}"),
        re.compile(rf"(?<![\w']){_any(alone)}\s*\?") if alone else None,
    )


def _any(phrases: Sequence[str]) -> str:
    return f"(?:{'|'.join(map(_phrase, phrases))})"


def _phrase(phrase: str) -> str:
    """Translate one line of the table into a pattern over folded text."""
    parts = [(bool(found[1]), _words(found[1] or found[2])) for found in _PART.finditer(phrase)]
    row = [f"(?:{words}{_GAP})?" if optional else f"{words}{_GAP}" for optional, words in parts]
    return "".join(row).removesuffix(_GAP)


def _words(alternatives: str) -> str:
    folded, _ = _folded(alternatives.replace(",", ""))
    return f"(?:{'|'.join(re.escape(word) for word in folded.split('|'))})".replace("'", "'?")
