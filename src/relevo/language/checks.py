"""Quality signals of a translation: cheap, explainable checks, and the verdict that follows from them.

No single "quality %" exists on purpose: on 160 real outputs no such number told good from bad. A failed hard
signal blocks: the text must not reach a customer without a person. A failed soft signal asks for a look.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

from relevo.language.codes import UNDETERMINED, base_language
from relevo.language.detection import detect
from relevo.language.literals import find_literals

Status = OneOf["pass", "check", "blocked"]

_PER_ENGLISH = {"en": (1.0, 1.0), "es": (0.77, 1.70), "lv": (0.68, 1.42)}
"""Characters per English character, 1st and 99th percentile of 175 true pairs of 6 to 40 words."""
_OTHERS = (0.6, 1.8)
"""The same for a language that was not measured: wide on purpose."""
_LENGTH_FROM = 25
"""Shorter texts have no meaningful length ratio (characters)."""
_WORDS_FROM = 3
"""Shorter texts may be the same in both languages ("OK", "Wi-Fi")."""
_LOOK_AT = 200
"""How many different literals are counted one by one when the quick comparison fails."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Signal:
    """One check: a stable ``code``, whether it was passed, whether failing it blocks, and plain words for
    people.
    """

    code: str
    ok: bool
    hard: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All signals of one translation and what they mean together."""

    status: Status
    signals: tuple[Signal, ...]

    @property
    def failed(self) -> tuple[Signal, ...]:
        """The signals that were not passed, the hard ones first."""
        return tuple(
            sorted((signal for signal in self.signals if not signal.ok), key=lambda signal: not signal.hard)
        )


def judge(
    source_text: str,
    translated: str,
    source: str,
    target: str,
    terms: Collection[str] = (),
    *,
    glossary: Mapping[str, str] | None = None,
) -> Verdict:
    """Judge one translation.

    ``terms`` must survive letter by letter; ``glossary`` maps a term of the source language to the wording
    that the desk wants in the target language.
    """
    return verdict_of(
        (
            _protected(source_text, translated, terms),
            _digits(source_text, translated),
            _language(translated, base_language(source), base_language(target)),
            _changed(source_text, translated),
            _length(source_text, translated, base_language(source), base_language(target)),
            _glossary(source_text, translated, glossary or {}),
        )
    )


def verdict_of(signals: tuple[Signal, ...]) -> Verdict:
    """Return ``blocked`` if a hard signal failed, ``check`` if a soft one did, else ``pass``."""
    failed = [signal for signal in signals if not signal.ok]
    if any(signal.hard for signal in failed):
        return Verdict("blocked", signals)
    return Verdict("check" if failed else "pass", signals)


def _protected(source_text: str, translated: str, terms: Collection[str]) -> Signal:
    before = Counter(literal.text for literal in find_literals(source_text, terms))
    after = Counter(literal.text for literal in find_literals(translated, terms))
    doubtful = [item for item in before | after if before[item] != after[item]][:_LOOK_AT]
    lost, doubled = [], []
    for item in doubtful:
        had, has = _times(item, source_text), _times(item, translated)
        if has < had:
            lost.append(item)
        elif has > had:
            doubled.append(item)
    words = [f"lost: {', '.join(lost)}"] * bool(lost) + [f"added: {', '.join(doubled)}"] * bool(doubled)
    return Signal(
        "protected", not words, hard=True, detail="; ".join(words) or "All codes and names are intact."
    )


def _times(item: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(item)}(?!\w)", text))


def _digits(source_text: str, translated: str) -> Signal:
    ok = Counter(_digits_of(source_text)) == Counter(_digits_of(translated))
    return Signal(
        "digits", ok, hard=True, detail="All digits agree." if ok else "The numbers are not the same."
    )


def _digits_of(text: str) -> Iterator[str]:
    """Yield every decimal digit as 0-9, whatever script it is written in."""
    return (str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _language(translated: str, source: str, target: str) -> Signal:
    """Compare with the detected language. Only a reliable detection of another language is hard."""
    found = detect(translated, languages=[source, target])
    ok = found.language in {target, UNDETERMINED}
    detail = (
        f"The text reads as {found.language}." if found.language != UNDETERMINED else "Too short to tell."
    )
    return Signal("language", ok, hard=ok or found.reliable, detail=detail)


def _changed(source_text: str, translated: str) -> Signal:
    same = _flat(source_text) == _flat(translated)
    ok = not same or len(_WORD.findall(source_text)) < _WORDS_FROM
    return Signal(
        "changed", ok, hard=False, detail="The text changed." if not same else "The text is the same."
    )


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _length(source_text: str, translated: str, source: str, target: str) -> Signal:
    before, after = len(source_text.strip()), len(translated.strip())
    if before and not after:
        return Signal("length", ok=False, hard=True, detail="The translation is empty.")
    if before < _LENGTH_FROM:
        return Signal("length", ok=True, hard=False, detail="Too short to compare lengths.")
    low, high = length_band(source, target)
    ratio = after / before
    detail = f"{ratio:.2f} times as long; usual is {low:.2f} to {high:.2f}."
    return Signal("length", low <= ratio <= high, hard=False, detail=detail)


def length_band(source: str, target: str) -> tuple[float, float]:
    """Return the usual range of target length / source length in characters."""
    source_low, source_high = _PER_ENGLISH.get(source, _OTHERS)
    target_low, target_high = _PER_ENGLISH.get(target, _OTHERS)
    return target_low / source_high, target_high / source_low


def _glossary(source_text: str, translated: str, glossary: Mapping[str, str]) -> Signal:
    text, answer = source_text.casefold(), translated.casefold()
    missing = [
        wanted
        for term, wanted in glossary.items()
        if _times(term.casefold(), text) and wanted.casefold() not in answer
    ]
    detail = f"Not used: {', '.join(missing)}." if missing else "The glossary is followed."
    return Signal("glossary", not missing, hard=False, detail=detail)
