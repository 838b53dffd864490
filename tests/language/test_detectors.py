"""The detectors behind one method, and the change-over when one fails."""

from __future__ import annotations

import logging
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from relevo.language.detectors import (
    EldcDetector,
    FallbackDetector,
    Guess,
    Py3langidDetector,
    default_detector,
)

SENTENCES = {
    "es": "El altavoz no se conecta a la red desde ayer por la tarde",
    "lv": "Sūknis nestrādā kopš vakardienas un mājā ir ļoti auksti",
    "en": "The speaker has not been connecting since yesterday evening",
}
THREE = frozenset(SENTENCES)


@pytest.fixture(scope="module", params=[EldcDetector, Py3langidDetector])
def detector(request):
    return request.param()


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_both_detectors_know_a_plain_sentence(detector, language):
    assert detector.guess(SENTENCES[language], THREE) == Guess(language, reliable=True)


def test_only_the_allowed_languages_are_named(detector):
    assert detector.guess(SENTENCES["lv"], frozenset({"es", "en"})).language in {"es", "en"}
    assert detector.guess(SENTENCES["lv"], frozenset({"xx"})) == Guess("und", reliable=False)
    assert detector.guess(SENTENCES["lv"], frozenset({"xx", "lv"})).language == "lv"


def test_nothing_can_be_said_of_nothing(detector):
    assert detector.guess("", THREE) == Guess("und", reliable=False)
    assert detector.guess("¿?", THREE) == Guess("und", reliable=False)


def test_a_word_that_could_be_anything_is_not_reliable(detector):
    assert not detector.guess("ok", THREE).reliable


def test_desks_with_different_languages_do_not_disturb_each_other(detector):
    def ask(number):
        language = sorted(SENTENCES)[number % 3]
        allowed = frozenset({language, "de", "fr"}) if number % 2 else THREE
        return language, detector.guess(SENTENCES[language], allowed).language

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(300)))
    assert all(language == guessed for language, guessed in answers)


class _Broken:
    def __init__(self):
        raise OSError("no library")


class _BreaksLater:
    def guess(self, text, languages):
        raise RuntimeError("not initialised")


class _Works:
    def guess(self, text, languages):
        return Guess("lv", reliable=True)


@pytest.mark.parametrize("first", [_Broken, _BreaksLater])
def test_the_second_detector_takes_over_for_good(first, caplog):
    detector = FallbackDetector(first, _Works)
    assert detector.guess("Sveiki", THREE) == Guess("lv", reliable=True)
    assert detector.guess("Sveiki", THREE).language == "lv"
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_when_both_fail_the_error_is_heard():
    detector = FallbackDetector(_Broken, _BreaksLater)
    with pytest.raises(RuntimeError, match="not initialised"):
        detector.guess("Sveiki", THREE)


def test_without_eldc_py3langid_answers(monkeypatch):
    monkeypatch.setitem(sys.modules, "eldc", None)
    detector = FallbackDetector(EldcDetector, Py3langidDetector)
    assert detector.guess(SENTENCES["lv"], THREE) == Guess("lv", reliable=True)


def test_the_process_has_one_detector():
    assert default_detector() is default_detector()
    assert default_detector().guess(SENTENCES["es"], THREE).language == "es"
