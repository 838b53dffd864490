"""A small language for phrases, so that people who know a language can read and extend its lexicon.

A phrase is a row of tokens, compared with folded words (lower case, no diacritics) inside one sentence:

- `word` the word itself; `stem*` any word that begins so; `a|b*` either; `#` a number;
- `_` any one word; `(a|b)`, `(_)` may be there or not; `..` up to three words of any kind;
- `!a|b` the next word is none of these (it is not consumed);
- `^` first: only at the start of a sentence; `$` last: only at its end; `$?` at the end of a question;
- `~` first: not after a negation ("~your fault" leaves "it is not your fault" alone).

Matching is linear in the text: every word meets only the phrases that begin with it, and a phrase looks at a bounded
number of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

_GAP: Final = 3
_NEGATION_REACH: Final = 4
_KEY: Final = 3

_CHOICE: Final = r"(?:[^\W_A-Z]+(?:'[^\W_A-Z]+)*\*?|\#|_)"
_TOKEN: Final = re.compile(
    rf"(?P<optional>\()?(?P<refused>!)?(?P<choices>{_CHOICE}(?:\|{_CHOICE})*)(?(optional)\))"
)

TagT = TypeVar("TagT")


class WordLike(Protocol):
    """What matching needs to know about a word."""

    @property
    def folded(self) -> str:
        """In lower case, without diacritics."""

    @property
    def sentence(self) -> int:
        """The number of its sentence."""

    @property
    def opens(self) -> bool:
        """Whether it is the first of its sentence."""

    @property
    def closes(self) -> str:
        """The marks after it when it is the last of its sentence, else an empty text."""


@dataclass(frozen=True, slots=True)
class _Token:
    exact: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    optional: bool = False
    refused: bool = False
    gap: bool = False
    number: bool = False
    anything: bool = False

    def accepts(self, word: str) -> bool:
        if self.anything or word in self.exact or (self.number and word.isdecimal()):
            return True
        return bool(self.stems) and word.startswith(self.stems)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase."""

    tokens: tuple[_Token, ...]
    at_start: bool = False
    at_end: str = ""
    unless_negated: bool = False


@dataclass(frozen=True, slots=True)
class Hit(Generic[TagT]):
    """A phrase found: its tag and the indexes of the first and last word."""

    tag: TagT
    first: int
    last: int


def _token(written: str) -> _Token:
    if written == "..":
        return _Token(gap=True)
    shape = _TOKEN.fullmatch(written)
    if shape is None:
        raise ValueError(f"not a token of a phrase: {written!r}")
    choices = shape["choices"].split("|")
    return _Token(
        exact=frozenset(choice for choice in choices if choice[-1] not in "*#_"),
        stems=tuple(choice[:-1] for choice in choices if choice.endswith("*")),
        optional=bool(shape["optional"]),
        refused=bool(shape["refused"]),
        number="#" in choices,
        anything="_" in choices,
    )


def parse(written: str) -> Phrase:
    """Read one phrase; raises ValueError when it has no firm first word or an empty token."""
    parts = written.split()
    unless_negated = bool(parts) and parts[0] == "~"
    parts = parts[unless_negated:]
    at_start = bool(parts) and parts[0] == "^"
    parts = parts[at_start:]
    at_end = parts.pop() if parts and parts[-1] in {"$", "$?"} else ""
    tokens = tuple(map(_token, parts))
    if (
        not tokens
        or not (tokens[0].exact or tokens[0].stems or tokens[0].number)
        or tokens[0].optional
        or tokens[0].refused
    ):
        raise ValueError(f"a phrase must begin with a word: {written!r}")
    return Phrase(tokens, at_start, at_end, unless_negated)


@dataclass(frozen=True, slots=True)
class _Entry(Generic[TagT]):
    """A phrase in a book; `second`: the only words that can follow its first, None when that is not so simple."""

    phrase: Phrase
    tag: TagT
    second: frozenset[str] | None


class PhraseBook(Generic[TagT]):
    """Many phrases, each with a tag, found together in one pass over the words of a text."""

    def __init__(self, entries: Iterable[tuple[str, TagT]], negations: Iterable[str] = ()) -> None:
        """Parse `entries` (phrase, tag); `negations` are the words that silence a phrase written with `~`."""
        self._by_word: dict[str, list[_Entry[TagT]]] = {}
        self._by_stem: dict[str, list[_Entry[TagT]]] = {}
        self._numbers: list[_Entry[TagT]] = []
        self._negations = frozenset(negations)
        for written, tag in entries:
            phrase = parse(written)
            self._add(_Entry(phrase, tag, _only_seconds(phrase)), phrase.tokens[0])

    def _add(self, entry: _Entry[TagT], first: _Token) -> None:
        for word in first.exact:
            self._by_word.setdefault(word, []).append(entry)
        for stem in {stem[:_KEY] for stem in first.stems}:
            self._by_stem.setdefault(stem, []).append(entry)
        if first.number:
            self._numbers.append(entry)

    def find(self, words: Sequence[WordLike]) -> list[Hit[TagT]]:
        """Every phrase found, in the order of the text; they may overlap."""
        hits = []
        following = [word.folded for word in words[1:]] + [""]
        for index, word in enumerate(words):
            for entry in self._candidates(word.folded):
                if entry.second is None or following[index] in entry.second:
                    last = self._match(entry.phrase, words, index)
                    if last >= 0:
                        hits.append(Hit(entry.tag, index, last))
        return hits

    def _candidates(self, word: str) -> list[_Entry[TagT]]:
        """The phrases whose first token accepts a word."""
        found = self._by_word.get(word, [])
        for entry in self._by_stem.get(word[:_KEY], ()):
            first = entry.phrase.tokens[0]
            if word not in first.exact and word.startswith(first.stems):
                found = [*found, entry]
        return [*found, *self._numbers] if word.isdecimal() else found

    def _match(self, phrase: Phrase, words: Sequence[WordLike], index: int) -> int:
        if phrase.at_start and not words[index].opens:
            return -1
        last = _run(phrase, 1, words, index + 1, words[index].sentence)
        if last >= 0 and phrase.unless_negated and self._negated(words, index):
            return -1
        return last

    def _negated(self, words: Sequence[WordLike], index: int) -> bool:
        sentence = words[index].sentence
        before = words[max(0, index - _NEGATION_REACH) : index]
        return any(word.sentence == sentence and word.folded in self._negations for word in before)


def _only_seconds(phrase: Phrase) -> frozenset[str] | None:
    second = phrase.tokens[1] if len(phrase.tokens) > 1 else _Token(gap=True)
    simple = not (
        second.gap or second.optional or second.refused or second.stems or second.number or second.anything
    )
    return second.exact if simple else None


def _run(phrase: Phrase, position: int, words: Sequence[WordLike], index: int, sentence: int) -> int:
    """The index of the last word when the tokens from `position` on fit the words from `index` on, else -1."""
    for place in range(position, len(phrase.tokens)):
        token = phrase.tokens[place]
        if token.gap:
            tries = (_run(phrase, place + 1, words, index + skip, sentence) for skip in range(_GAP + 1))
            return next((last for last in tries if last >= 0), -1)
        inside = index < len(words) and words[index].sentence == sentence
        fits = inside and token.accepts(words[index].folded)
        if token.optional and fits:
            last = _run(phrase, place + 1, words, index + 1, sentence)
            if last >= 0:
                return last
        elif fits == token.refused and not token.optional:
            return -1
        elif fits:
            index += 1
    return index - 1 if _ends_well(phrase.at_end, words[index - 1]) else -1


def _ends_well(at_end: str, word: WordLike) -> bool:
    return not at_end or (bool(word.closes) and (at_end == "$" or "?" in word.closes))
