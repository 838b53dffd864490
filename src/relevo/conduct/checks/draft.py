"""A draft cut into words and sentences, each still knowing its place in the text as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from relevo.conduct.checks.wordlist import words

MAX_TEXT: Final = 20_000
"""Characters of a draft that are looked at; the rest is left alone."""

_LONG_LINE: Final = 50
_APOSTROPHES: Final = frozenset("’ʼ‘`´")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTED_LINE: Final = re.compile(r"^[ \t]{0,3}>.*$", re.MULTILINE)
_LINK: Final = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}")
_IN_MARKS: Final = re.compile(r"\"[^\"\n]{1,200}\"|“[^“”\n]{1,200}”|„[^„“”\n]{1,200}[“”]|«[^«»\n]{1,200}»")
_GREETING_WORDS: Final = 6
_GREETING_ENDS: Final = re.compile(r"[,:;!–—-]")
_STOP: Final = re.compile(r"[.!?…。]+")
_ABBREVIATIONS: Final = words("""
    mr mrs ms dr sr sra srta prof st nr no num plkst piem utt lpp tel e g i approx aprox art pag ud uds
""")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: folded for comparing, its span in the text, and where it stands.

    `sentence` counts from 0; `opens`: first of its sentence; `closes`: "" inside a sentence, else the marks after
    its last word (" " when there are none). `in_marks`: between quotation marks, so somebody else's words.
    """

    folded: str
    start: int
    end: int
    sentence: int
    opens: bool
    closes: str
    in_marks: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its words `first` to `last` (inclusive)."""

    first: int
    last: int
    asks: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed (`text`), cut up.

    `own` is the text without quoted lines, `plain` also without links and mail addresses; both keep its length.
    """

    text: str
    own: str
    plain: str
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    links: tuple[tuple[int, int], ...]
    emails: tuple[tuple[int, int], ...]


def read(text: str, openers: frozenset[str] = frozenset()) -> Draft:
    """Cut up a text of any content; looks at the first `MAX_TEXT` characters.

    `openers`: first words of a greeting; a draft that begins with one has its first sentence end where the greeting
    does ("Hi Tom, ..."), although it goes on in the same line.
    """
    text = text[:MAX_TEXT]
    own = _QUOTED_LINE.sub(_blank, text)
    links = tuple(match.span() for match in _LINK.finditer(own))
    emails = tuple(match.span() for match in _EMAIL.finditer(own))
    plain = _EMAIL.sub(_blank, _LINK.sub(_blank, own))
    words = tuple(_words(own, plain, openers))
    return Draft(text, own, plain, words, tuple(_sentences(words)), links, emails)


def all_words(draft: Draft) -> tuple[Word, ...]:
    """The words of the draft with those inside links and mail addresses."""
    if not draft.links and not draft.emails:
        return draft.words
    return tuple(_words(draft.own, draft.own, frozenset()))


def folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The text in lower case without diacritics, and where each of its characters (and the end) came from."""
    if all(len(_folded_character(character)) == 1 for character in set(text)):
        return "".join(map(_folded_character, text)), range(len(text) + 1)
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        piece = _folded_character(character)
        pieces.append(piece)
        places.extend([place] * len(piece))
    places.append(len(text))
    return "".join(pieces), places


def folded_words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(folded_with_places(text)[0])


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    apart = unicodedata.normalize("NFD", character.lower())
    return "".join("'" if part in _APOSTROPHES else part for part in apart if not unicodedata.combining(part))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _words(own: str, plain: str, openers: frozenset[str]) -> Iterator[Word]:
    folded, places = folded_with_places(plain)
    found = [(match.group(), places[match.start()], places[match.end()]) for match in _WORD.finditer(folded)]
    marked = _inside_marks(own)
    greets = bool(found) and found[0][0] in openers
    sentence, opens = 0, True
    for number, (shape, start, end) in enumerate(found):
        following = found[number + 1][1] if number + 1 < len(found) else len(own)
        closes = _closing(own, shape, start, end, following)
        if not closes and greets and sentence == 0 and number < _GREETING_WORDS:
            closes = " " if _ends_greeting(own, number, end, following) else ""
        yield Word(shape, start, end, sentence, opens, closes, bool(marked[start]))
        opens = bool(closes)
        sentence += opens


def _ends_greeting(text: str, number: int, end: int, following: int) -> bool:
    """Whether the greeting is over after its word `number`: not at the comma of "Hola, Toni"."""
    over = _GREETING_ENDS.search(text, end, following) is not None
    return over and not (number == 0 and text[following].isupper())


def _inside_marks(text: str) -> bytearray:
    marked = bytearray(len(text))
    for match in _IN_MARKS.finditer(text):
        marked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return marked


def _closing(text: str, shape: str, start: int, end: int, following: int) -> str:
    """The marks that end the sentence after this word; "" when it goes on."""
    gap = text[end:following]
    stop = _STOP.search(gap)
    marks = stop.group() if stop else " "
    if following == len(text) or _breaks_line(text, gap, start, end, following):
        return marks
    if stop is None or not (
        stop.end() == len(gap) or gap[stop.end()].isspace() or gap[stop.end()] in "\"'”»)¿¡"
    ):
        return ""
    if marks == ".":
        return "" if shape in _ABBREVIATIONS or stop.end() == len(gap) else marks
    return marks


def _breaks_line(text: str, gap: str, start: int, end: int, following: int) -> bool:
    lines = gap.count("\n")
    if lines != 1:
        return lines > 1
    wrapped = end - (text.rfind("\n", 0, start) + 1) >= _LONG_LINE
    return not (wrapped and text[following].islower())


def _sentences(words: tuple[Word, ...]) -> Iterator[Sentence]:
    first = 0
    for index, word in enumerate(words):
        if word.closes:
            yield Sentence(first, index, "?" in word.closes)
            first = index + 1
