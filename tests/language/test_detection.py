"""Naming the languages of a message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.language.detection import READ_CHARACTERS, Detection, detect
from relevo.language.detectors import Guess, Py3langidDetector

DESK = ["es", "lv"]
SPANISH = "El altavoz no se conecta al wifi desde ayer por la tarde."
LATVIAN = "Sūknis nestrādā kopš vakardienas un mājā ir ļoti auksti."
ENGLISH = "The pump has not been working since yesterday evening."


@pytest.mark.parametrize(("language", "text"), [("es", SPANISH), ("lv", LATVIAN), ("en", ENGLISH)])
def test_a_plain_message_has_one_language(language, text):
    assert detect(text, languages=DESK) == Detection(
        language, True, {language: 1.0}, ((0, len(text), language),)
    )


def test_two_languages_by_paragraph_are_both_found_with_their_spans():
    text = f"  {LATVIAN} {LATVIAN}\n\n{ENGLISH}"
    found = detect(text, languages=DESK)
    assert found.language == "lv"
    assert found.spans == ((2, 2 + 2 * len(LATVIAN) + 1, "lv"), (len(text) - len(ENGLISH), len(text), "en"))
    assert found.shares["lv"] > 0.6
    assert sum(found.shares.values()) == pytest.approx(1)


def test_codes_addresses_quotes_and_signatures_take_no_vote():
    text = (
        f"{LATVIAN}\n"
        "ERROR_CODE_TIMEOUT https://mareko.example/please/read/this/english/page help@mareko.example MT3-0000001\n"
        "> Please send us the serial number of the heat pump and a photo\n"
        "Sent from my iPhone\n"
        "-- \n"
        "Kind regards and have a very nice day from the whole team\n"
    )
    assert detect(text, languages=DESK).shares == {"lv": 1.0}


def test_short_stretches_beside_a_long_one_take_no_vote():
    assert detect(f"Hello! Thanks.\n{SPANISH}\nBest regards", languages=DESK).shares == {"es": 1.0}


def test_a_small_share_is_dropped_and_its_letters_are_shared_out():
    class Engine:
        def guess(self, text, languages):
            return Guess("en" if text.startswith("the") else "lv", reliable=True)

    sentence = "viens divi trīs četri pieci seši septiņi astoņi deviņi desmit. "
    text = sentence * 10 + "the quick brown foxes jump."
    found = detect(text, languages=DESK, detector=Engine())
    assert found.shares == {"lv": 1.0}
    assert found.spans == ((0, len(sentence) * 10 - 1, "lv"),)
    assert detect(
        text + " " + "the quick brown foxes jumped. " * 2, languages=DESK, detector=Engine()
    ).shares["en"]


def test_a_language_the_desk_does_not_have_is_unreliable():
    german = "Guten Tag, leider funktioniert der Lautsprecher seit gestern Abend nicht mehr."
    assert not detect(german, languages=DESK).reliable


def test_english_is_always_possible_and_tags_are_cut_to_their_base():
    assert detect(ENGLISH, languages=[]).language == "en"
    assert detect(SPANISH, languages=["es-MX", ""]).language == "es"


def test_a_short_text_that_is_clear_beats_the_prior():
    assert detect("No funciona", languages=DESK, prior="en") == Detection(
        "es", True, {"es": 1.0}, ((0, 11, "es"),)
    )


def test_a_short_text_that_is_not_clear_takes_the_first_known_prior():
    assert detect(" ok ", languages=DESK, prior=["", "und", "lv-LV", "es"]) == Detection(
        "lv", False, {"lv": 1.0}, ((1, 3, "lv"),)
    )
    assert detect("E-0042", languages=DESK, prior="es") == Detection("es", False, {"es": 1.0}, ())


@pytest.mark.parametrize("text", ["", "   ", "ok", "E-0042 12.03.2026", "👍", "\0"])
def test_nothing_is_said_where_nothing_can_be_said(text):
    assert detect(text, languages=DESK) == Detection("und", False, {}, ())


def test_three_short_words_without_a_prior_get_a_weak_guess():
    class Engine:
        def guess(self, text, languages):
            return Guess("lv", reliable=False)

    assert detect("un un un", languages=DESK, detector=Engine()) == Detection(
        "lv", False, {"lv": 1.0}, ((0, 8, "lv"),)
    )
    assert detect("un un", languages=DESK, detector=Engine()).language == "und"


def test_a_detector_that_knows_nothing_leaves_the_prior():
    class Engine:
        def guess(self, text, languages):
            return Guess("und", reliable=False)

    assert detect(SPANISH, languages=DESK, detector=Engine(), prior="es").language == "es"
    assert detect(SPANISH, languages=DESK, detector=Engine()).language == "und"


def test_the_fallback_detector_gives_the_same_answers():
    text = f"{LATVIAN}\n\n{ENGLISH}"
    assert (
        detect(text, languages=DESK, detector=Py3langidDetector()).spans == detect(text, languages=DESK).spans
    )


def test_a_very_long_message_is_judged_by_its_beginning():
    text = f"{SPANISH}\n" * (READ_CHARACTERS // len(SPANISH)) + f"{LATVIAN}\n" * 2_000
    assert detect(text, languages=DESK).shares == {"es": 1.0}


@settings(deadline=None)
@given(st.text() | st.text(alphabet=st.sampled_from("aeño .!?\n1>-@\ud800\0")))
def test_any_text_gets_an_answer_within_its_bounds(text):
    found = detect(text, languages=DESK, prior="lv")
    assert found.language in {"es", "lv", "en"}
    assert found.language in found.shares
    assert all(0 <= start < end <= len(text) for start, end, _ in found.spans)
