"""What the checks of a translation found, in the reader's language."""

from __future__ import annotations

from typing import get_args

import pytest
from django.utils import translation

from relevo.language.checks import GIST, Signal, judge
from relevo.language.translating import Reason, Translator
from relevo.language.words import hard_failures, reason_words, signal_words

SOURCE = "El Auralis Duo 2 con serie AD2-1234567 muestra el error E-0042 desde las 14:30."
GOOD = "The Auralis Duo 2 with serial AD2-1234567 has shown the error E-0042 since 14:30."
LANGUAGES = ("en", "es", "lv")


def failed(translated: str, **more: object) -> dict[str, Signal]:
    """What fails when ``SOURCE`` is translated so, by code."""
    return {found.code: found for found in judge(SOURCE, translated, "es", "en", **more).failed}  # type: ignore[arg-type]


def test_a_lost_code_and_an_invented_one_are_named() -> None:
    found = failed(GOOD.replace("E-0042", "E-0024"))["protected"]
    assert signal_words(found) == "Missing in the translation: E-0042. Only in the translation: E-0024."
    with translation.override("es"):
        assert signal_words(found) == "Falta en la traducción: E-0042. Solo está en la traducción: E-0024."
    with translation.override("lv"):
        assert signal_words(found) == "Tulkojumā trūkst: E-0042. Ir tikai tulkojumā: E-0024."


def test_languages_are_called_by_the_readers_names() -> None:
    found = failed(SOURCE)["language"]
    assert signal_words(found) == "The translation reads as Spanish, not as English."
    with translation.override("lv"):
        assert signal_words(found) == "Tulkojums, šķiet, ir spāņu valodā, nevis angļu valodā."


@pytest.mark.parametrize(
    ("translated", "said"),
    [
        ("", "The translation is empty."),
        ("The speaker.", "The translation is much shorter than usual."),
        (GOOD * 3, "The translation is much longer than usual."),
    ],
)
def test_an_unusual_length_is_said_without_figures(translated: str, said: str) -> None:
    assert signal_words(failed(translated)["length"]) == said


def test_only_what_blocks_is_told_to_whoever_wants_to_send() -> None:
    verdict = judge(SOURCE, GOOD.replace("14:30", "14:31"), "es", "en", glossary={"error": "fault"})
    assert {found.code for found in verdict.failed} == {"protected", "digits", "glossary"}
    assert hard_failures(verdict).endswith("The numbers are not the same.")
    assert "fault" not in hard_failures(verdict)
    assert signal_words(verdict.failed[-1]) == "The desk says this differently: fault."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_that_can_fail_has_its_sentence(language: str) -> None:
    found = [
        *failed("El altavoz", glossary={"error": "fault"}).values(),
        *failed(SOURCE).values(),
        *failed("").values(),
        *Translator([]).translate(SOURCE, "es", "en").verdict.failed,
        GIST,
    ]
    assert {one.code for one in found} == {
        "protected", "digits", "language", "changed", "length", "glossary", "translated", "gist",
    }  # fmt: skip
    with translation.override(language):
        said = {signal_words(one) for one in found}
    assert all(text.endswith(".") and "%" not in text for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words(language: str) -> None:
    with translation.override(language):
        assert len({reason_words(reason) for reason in get_args(Reason)}) == len(get_args(Reason))
        assert reason_words("something else") == signal_words(Signal("other", ok=False, hard=True)) == ""
