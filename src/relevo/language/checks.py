"""Quality signals of a translation: cheap, explainable checks, and the verdict that follows from them.

Signals are codes and facts; ``language.words`` says them in the reader's language.

No single "quality %" exists on purpose: on 160 real outputs no such number told good from bad. A failed hard
signal blocks: the text must not reach a customer without a person. A failed soft signal asks for a look.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
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
    """One check: a stable ``code``, whether it was passed, whether failing it blocks, and what was found.

    ``facts`` can be stored as JSON: ``lost`` and ``added`` (protected), ``found`` and ``wanted`` (language),
    ``ratio``, ``low`` and ``high`` (length; ``ratio`` is 0 for an empty translation), ``missing`` (glossary).
    """

    code: str
    ok: bool
    hard: bool
    facts: dict[str, Any] = field(default_factory=dict, hash=False)


GIST = Signal("gist", ok=False, hard=False)
"""The engine tells what a text is about; its words need a reader before they go out."""


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
    facts = {"lost": lost} if lost else {}
    facts |= {"added": doubled} if doubled else {}
    return Signal("protected", not facts, hard=True, facts=facts)


def _times(item: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(item)}(?!\w)", text))


def _digits(source_text: str, translated: str) -> Signal:
    return Signal("digits", Counter(_digits_of(source_text)) == Counter(_digits_of(translated)), hard=True)


def _digits_of(text: str) -> Iterator[str]:
    """Yield every decimal digit as 0-9, whatever script it is written in."""
    return (str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _language(translated: str, source: str, target: str) -> Signal:
    """Compare with the detected language. Only a reliable detection of another language is hard."""
    found = detect(translated, languages=[source, target])
    ok = found.language in {target, UNDETERMINED}
    facts = {"found": found.language, "wanted": target}
    return Signal("language", ok, hard=ok or found.reliable, facts=facts)


def _changed(source_text: str, translated: str) -> Signal:
    same = _flat(source_text) == _flat(translated)
    return Signal("changed", not same or len(_WORD.findall(source_text)) < _WORDS_FROM, hard=False)


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _length(source_text: str, translated: str, source: str, target: str) -> Signal:
    before, after = len(source_text.strip()), len(translated.strip())
    if before and not after:
        return Signal("length", ok=False, hard=True, facts={"ratio": 0.0})
    if before < _LENGTH_FROM:
        return Signal("length", ok=True, hard=False)
    low, high = length_band(source, target)
    ratio = after / before
    facts = {"ratio": round(ratio, 2), "low": round(low, 2), "high": round(high, 2)}
    return Signal("length", low <= ratio <= high, hard=False, facts=facts)


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
    return Signal("glossary", not missing, hard=False, facts={"missing": missing} if missing else {})
