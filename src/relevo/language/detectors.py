"""The engines behind language detection: one protocol of one method, the quick one and its tested fallback.

``eldc`` was the best of eleven detectors we measured (99.1 % on 3 to 6 words, eight languages) but has one
maintainer and calls itself beta, so nothing outside this module knows it.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from relevo.language.codes import UNDETERMINED

_log = logging.getLogger(__name__)
_TROUBLE = (ImportError, OSError, RuntimeError, ValueError, TypeError)
_SURE = 0.9
"""py3langid: share of the probability among the allowed languages from which a guess counts as reliable."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a detector says of one stretch: a two-letter code or ``und``, and whether to rely on it."""

    language: str
    reliable: bool


class Detector(Protocol):
    """Something that names the language of a short text, out of ``languages`` only."""

    def guess(self, text: str, languages: frozenset[str]) -> Guess:
        """Return the likeliest of ``languages``; ``und`` when the text has nothing to go by."""
        ...


class EldcDetector:
    """Detection by the C library ``eldc``.

    Its module-level setters are global to the process, so two desks would limit each other's languages. Here
    every set of languages has its own configured instance, published only when it is complete and read-only
    after that; detection itself keeps its state per thread.
    """

    def __init__(self) -> None:
        import eldc

        self._eldc = eldc
        self._known = frozenset(eldc.LANGUAGES)
        self._instances: dict[frozenset[str], Any] = {}
        self._lock = threading.Lock()
        with self._lock:
            eldc.init()

    def guess(self, text: str, languages: frozenset[str]) -> Guess:
        """See :class:`Detector`. Reads the first 1,000 bytes, as the library does."""
        known = languages & self._known
        if not known:
            return Guess(UNDETERMINED, reliable=False)
        found = self._instance(known).detect_details(text)
        return Guess(found.language, reliable=found.reliable and found.language != UNDETERMINED)

    def _instance(self, languages: frozenset[str]) -> Any:
        with self._lock:
            instance = self._instances.get(languages)
            if instance is None:
                instance = self._eldc.instance()
                instance.set_languages(sorted(languages))
                self._instances[languages] = instance
            return instance


class Py3langidDetector:
    """Detection by ``py3langid``: 30 times slower, nearly as good.

    The model ranks all its languages and the choice among ours is made here, so nothing is configured or
    shared.
    """

    def __init__(self) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        self._model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def guess(self, text: str, languages: frozenset[str]) -> Guess:
        """See :class:`Detector`."""
        if not any(map(str.isalpha, text)):
            return Guess(UNDETERMINED, reliable=False)
        ranked = [(language, share) for language, share in self._model.rank(text) if language in languages]
        total = sum(share for _, share in ranked)
        if not total:
            return Guess(UNDETERMINED, reliable=False)
        language, share = ranked[0]
        return Guess(language, reliable=bool(share / total >= _SURE))


class FallbackDetector:
    """Asks ``first``; when that cannot be made or raises, ``second`` answers from then on."""

    def __init__(self, first: type[Detector], second: type[Detector]) -> None:
        self._second = second
        self._lock = threading.Lock()
        try:
            self._detector = first()
            self._fell_back = False
        except _TROUBLE:
            self._fall_back()

    def guess(self, text: str, languages: frozenset[str]) -> Guess:
        """See :class:`Detector`."""
        try:
            return self._detector.guess(text, languages)
        except _TROUBLE:
            if self._fell_back:
                raise
            self._fall_back()
            return self._detector.guess(text, languages)

    def _fall_back(self) -> None:
        _log.warning("The language detector failed; %s takes over.", self._second.__name__, exc_info=True)
        with self._lock:
            self._detector = self._second()
            self._fell_back = True


@lru_cache(maxsize=1)
def default_detector() -> Detector:
    """Return the detector of this process: eldc, or py3langid where eldc cannot work."""
    return FallbackDetector(EldcDetector, Py3langidDetector)
