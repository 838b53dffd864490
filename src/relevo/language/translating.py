"""Translating a message: protect, ask the desk's engines in order, restore, judge. Trouble never raises."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal as OneOf

from relevo.core.errors import EngineDown
from relevo.language.breaker import Breaker
from relevo.language.checks import GIST, Signal, Verdict, judge, verdict_of
from relevo.language.codes import UNDETERMINED, base_language
from relevo.language.engines import Engine
from relevo.language.protection import Broken, Form, Piece, Protected, protect, restore
from relevo.language.units import Sheet, cut, has_words

_log = logging.getLogger(__name__)

MAX_CHARACTERS = 50_000
"""Longer texts are not translated: that is a log file, not a message."""

Status = OneOf["pass", "check", "blocked", "untranslated"]
Reason = OneOf["same_language", "unknown_language", "too_long", "no_engine", "engines_down"]
"""Why there is no translation; ``language.words`` says it to people."""
_Ask = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one translation.

    ``status`` is the verdict's, or ``untranslated``: then ``text`` is the original and ``engine`` empty.
    ``tried`` has (engine, why its answer was not taken) in order, in words for the operator alone.
    ``original``, ``source`` and ``target`` repeat the question.
    """

    text: str
    status: Status
    engine: str
    verdict: Verdict
    tried: tuple[tuple[str, str], ...]
    original: str
    source: str
    target: str


class Translator:
    """Translates with a desk's engines, in the desk's order. Safe for many threads.

    ``timeout`` is in seconds and per engine, so no call takes longer than ``timeout`` times the number of
    engines. An engine that fails rests for ``rest`` seconds; ``clock`` gives monotonic seconds. What it knows
    of resting engines lives here: keep one translator per desk in a process.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        timeout: float = 10.0,
        *,
        rest: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engines = tuple(engines)
        self._timeout = timeout
        self._clock = clock
        self._breaker = Breaker(clock, rest)

    def can(self, source: str, target: str) -> bool:
        """Say whether some engine, resting or not, translates this pair."""
        pair = (base_language(source), base_language(target))
        return any(pair in _pairs(engine) for engine in self._engines)

    def translate(
        self,
        text: str,
        source: str,
        target: str,
        *,
        terms: Collection[str] = (),
        glossary: Mapping[str, str] | None = None,
        marked: Collection[tuple[int, int]] = (),
    ) -> Outcome:
        """Translate ``text``; the next engine is asked when one is down, or when its answer is blocked.

        ``terms`` stay as they are, ``glossary`` is checked (see :func:`relevo.language.checks.judge`),
        ``marked`` are offsets of "do not translate".
        """
        question = _Question(text, base_language(source), base_language(target))
        refusal = question.refusal()
        if refusal is not None:
            return question.untranslated(refusal)
        sheet = cut(protect(text, terms=terms, marked=marked))
        rules = _Rules(question, terms, glossary or {})
        if not sheet.units:
            return rules.judged(text, "", [])
        blocked: list[Outcome] = []
        tried: list[tuple[str, str]] = []
        for engine in self._engines:
            try:
                answer = self._by(engine, sheet, question)
            except EngineDown as error:
                tried.append((engine.name, error.message))
                continue
            outcome = rules.judged(answer, engine.name, tried, gist_only=engine.gist_only)
            if outcome.status != "blocked":
                return outcome
            blocked.append(outcome)
            codes = ", ".join(signal.code for signal in outcome.verdict.failed)
            tried.append((engine.name, f"blocked: {codes}"))
        if blocked:
            return blocked[0]
        return question.untranslated("engines_down" if tried else "no_engine", tried)

    def back(self, outcome: Outcome, *, terms: Collection[str] = ()) -> Outcome:
        """Translate an outcome back into its source language, for the agent to see what the customer will
        read.
        """
        return self.translate(outcome.text, outcome.target, outcome.source, terms=terms)

    def _by(self, engine: Engine, sheet: Sheet, question: _Question) -> str:
        """Translate with one engine. Raises :class:`EngineDown` with the reason, whatever went wrong."""
        resting = self._breaker.rests_for(engine.name)
        if resting:
            raise EngineDown(f"failed a moment ago and rests for {resting:.0f} more seconds")
        deadline = self._clock() + self._timeout
        if (question.source, question.target) not in _pairs(engine):
            raise EngineDown(f"does not translate {question.source}-{question.target} now")

        def ask(texts: Sequence[str]) -> list[str]:
            return _asked(engine, texts, question, deadline - self._clock())

        try:
            texts = _up_the_ladder(ask, [unit for _, unit in sheet.units])
        except EngineDown as error:
            self._breaker.failed(engine.name)
            _log.warning("The translation engine %s rests for a while: %s", engine.name, error.message)
            raise
        self._breaker.answered(engine.name)
        return sheet.filled(texts)


@dataclass(frozen=True, slots=True)
class _Question:
    """A text and the pair of base codes it shall be translated between."""

    text: str
    source: str
    target: str

    def refusal(self) -> Reason | None:
        """Return why no engine needs to be asked; None when one does."""
        if self.source == self.target:
            return "same_language"
        if self.source in {"", UNDETERMINED} or self.target in {"", UNDETERMINED}:
            return "unknown_language"
        return "too_long" if len(self.text) > MAX_CHARACTERS else None

    def untranslated(self, reason: Reason, tried: Sequence[tuple[str, str]] = ()) -> Outcome:
        """Return the outcome that keeps the original text."""
        verdict = verdict_of((Signal("translated", ok=False, hard=True, facts={"reason": reason}),))
        return Outcome(
            self.text, "untranslated", "", verdict, tuple(tried), self.text, self.source, self.target
        )


@dataclass(frozen=True, slots=True)
class _Rules:
    """What an answer to the question is judged by."""

    question: _Question
    terms: Collection[str]
    glossary: Mapping[str, str]

    def judged(
        self, answer: str, engine: str, tried: Sequence[tuple[str, str]], *, gist_only: bool = False
    ) -> Outcome:
        """Return the outcome for an engine's answer."""
        text, source, target = self.question.text, self.question.source, self.question.target
        verdict = judge(text, answer, source, target, self.terms, glossary=self.glossary)
        if gist_only:
            verdict = verdict_of((*verdict.signals, GIST))
        return Outcome(answer, verdict.status, engine, verdict, tuple(tried), text, source, target)


def _pairs(engine: Engine) -> frozenset[tuple[str, str]]:
    """Return the engine's pairs; none when it breaks its promise never to raise."""
    try:
        return engine.pairs()
    except Exception:  # noqa: BLE001 - an engine is foreign code: one that breaks must not stop the others
        _log.exception("The engine %s raised while it was asked for its pairs.", engine.name)
        return frozenset()


def _asked(engine: Engine, texts: Sequence[str], question: _Question, seconds: float) -> list[str]:
    """Ask an engine within its time and check the form of the answer. Raises :class:`EngineDown`, nothing
    else.
    """
    if seconds <= 0:
        raise EngineDown("had no time left")
    try:
        answers = engine.translate(texts, question.source, question.target, timeout=seconds)
    except EngineDown:
        raise
    except Exception as error:
        _log.exception("The engine %s raised what its contract does not allow.", engine.name)
        raise EngineDown(f"failed unexpectedly ({type(error).__name__})") from error
    if len(answers) != len(texts):
        raise EngineDown(f"answered {len(answers)} texts for {len(texts)}")
    return answers


def _up_the_ladder(ask: _Ask, units: Sequence[Protected]) -> list[str]:
    """Translate each unit so that no piece is lost: ``XQ7Z`` first, ``{7}`` where that broke, else around the
    pieces.
    """
    done: dict[int, str] = {}
    for form in Form:
        waiting = {place: unit.in_form(form) for place, unit in enumerate(units) if place not in done}
        if not waiting:
            break
        answers = ask([unit.text for unit in waiting.values()])
        for (place, unit), answer in zip(waiting.items(), answers, strict=True):
            if answer.strip():
                with suppress(Broken):
                    done[place] = restore(answer.strip(), unit)
    broken = {place: unit.around() for place, unit in enumerate(units) if place not in done}
    if broken:
        done |= _around(ask, broken)
    return [done[place] for place in range(len(units))]


def _around(ask: _Ask, broken: Mapping[int, Sequence[str | Piece]]) -> dict[int, str]:
    """Translate only the stretches between the pieces and put the pieces back in their places."""
    stretches = [part for row in broken.values() for part in row if isinstance(part, str) and has_words(part)]
    answers = iter(ask([stretch.strip() for stretch in stretches]))
    return {place: "".join(_stretch(part, answers) for part in row) for place, row in broken.items()}


def _stretch(part: str | Piece, answers: Iterator[str]) -> str:
    if isinstance(part, Piece):
        return part.text
    if not has_words(part):
        return part
    words = part.strip()
    margin = len(part) - len(part.lstrip())
    return part[:margin] + (next(answers).strip() or words) + part[len(part.rstrip()) :]
