"""Signals and verdicts of a translation."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from relevo.language.checks import Signal, judge, length_band, verdict_of

SOURCE = "El Auralis Duo 2 con serie AD2-1234567 muestra el error E-0042 desde las 14:30."
GOOD = "The Auralis Duo 2 with serial AD2-1234567 has shown the error E-0042 since 14:30."


def signal(code, source_text, translated, source="es", target="en", terms=(), **more):
    verdict = judge(source_text, translated, source, target, terms, **more)
    return next(signal for signal in verdict.signals if signal.code == code)


def test_a_good_translation_passes_every_signal():
    verdict = judge(SOURCE, GOOD, "es-ES", "en", ["Auralis Duo 2"], glossary={"error": "error"})
    assert verdict.status == "pass"
    assert verdict.failed == ()
    assert [s.code for s in verdict.signals] == [
        "protected",
        "digits",
        "language",
        "changed",
        "length",
        "glossary",
    ]


def test_a_changed_code_blocks_and_is_named():
    verdict = judge(SOURCE, GOOD.replace("E-0042", "And-0042"), "es", "en")
    assert verdict.status == "blocked"
    assert verdict.failed[0].facts == {"lost": ["E-0042"], "added": ["And-0042"]}


def test_a_lost_product_name_blocks():
    assert not signal("protected", SOURCE, GOOD.replace("Duo", "Duet"), terms=["Auralis Duo 2"]).ok
    assert signal("protected", SOURCE, GOOD.replace("Duo", "Duet")).ok


def test_a_doubled_or_invented_code_blocks():
    assert signal("protected", SOURCE, f"{GOOD} E-0042").facts == {"added": ["E-0042"]}
    assert signal("protected", "No funciona", "It fails: H27").facts == {"added": ["H27"]}


def test_a_literal_that_only_looks_different_to_the_finder_is_intact():
    assert signal("protected", "SEGURO QUE ES ABC 70 SIEMPRE", "it is surely ABC 70 always").ok


def test_digits_must_agree_as_a_multiset_in_any_script():
    assert signal("digits", "llame al 12 o al 3", "call 3 or 12").ok
    assert signal("digits", "a las 5", "at ٥").ok
    bad = signal("digits", "dura 2 horas", "it lasts 3 hours")
    assert (bad.ok, bad.hard) == (False, True)


def test_the_wrong_language_blocks_only_when_that_is_sure():
    wrong = signal("language", SOURCE, "El altavoz no se conecta al wifi desde ayer por la tarde")
    assert (wrong.ok, wrong.hard) == (False, True)
    german = signal("language", SOURCE, "Leider funktioniert der Lautsprecher hola altavoz red", target="lv")
    assert (german.ok, german.hard) == (False, False)
    assert signal("language", "Sí", "Yes").ok


def test_an_unchanged_text_asks_for_a_look_unless_it_is_very_short():
    same = signal("changed", "uno dos  tres", "UNO dos tres")
    assert (same.ok, same.hard) == (False, False)
    assert signal("changed", "Wi-Fi", "Wi-Fi").ok


def test_an_unusual_length_asks_for_a_look():
    long = "La batería dura solo dos horas aunque el teléfono es nuevo."
    assert (
        judge(long, "The battery lasts only two hours although the phone is new.", "es", "en").status
        == "pass"
    )
    short = judge(long, "The battery lasts.", "es", "en")
    assert (short.status, short.failed[0].code) == ("check", "length")
    assert signal("length", "Gracias", "Thank you very much indeed, dear friend").ok


def test_an_empty_translation_blocks():
    assert signal("length", "Hola", " ").hard
    assert judge("Hola", " ", "es", "en").status == "blocked"
    assert signal("length", "", "").ok


def test_the_length_bands_follow_the_measured_percentiles():
    assert length_band("en", "es") == (0.77, 1.70)
    assert length_band("en", "lv") == (0.68, 1.42)
    assert length_band("es", "en") == pytest.approx((1 / 1.70, 1 / 0.77))
    assert length_band("es", "lv") == pytest.approx((0.68 / 1.70, 1.42 / 0.77))
    assert length_band("en", "fi") == (0.6, 1.8)


def test_the_glossary_asks_for_the_wording_the_desk_wants():
    glossary = {"caldera": "boiler", "bomba de calor": "heat pump"}
    missing = signal("glossary", "La Caldera no arranca", "The cauldron does not start", glossary=glossary)
    assert (missing.ok, missing.hard, missing.facts) == (False, False, {"missing": ["boiler"]})
    assert signal("glossary", "La caldera no arranca", "The Boiler does not start", glossary=glossary).ok
    assert signal("glossary", "Las calderas", "The cauldrons", glossary=glossary).ok


def test_what_was_found_can_be_stored_as_it_is():
    for translated in (GOOD, "El altavoz", "", f"{GOOD} E-0042"):
        for found in judge(
            SOURCE, translated, "es", "en", ["Auralis Duo 2"], glossary={"error": "fault"}
        ).signals:
            assert json.loads(json.dumps(asdict(found))) == asdict(found)


def test_hard_failures_come_first_and_decide():
    soft, hard = Signal("a", ok=False, hard=False), Signal("b", ok=False, hard=True)
    fine = Signal("c", ok=True, hard=True)
    assert verdict_of((fine,)).status == "pass"
    assert verdict_of((fine, soft)).status == "check"
    assert verdict_of((soft, hard, fine)).status == "blocked"
    assert verdict_of((soft, hard, fine)).failed == (hard, soft)
