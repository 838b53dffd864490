"""The stand-in engine."""

from __future__ import annotations

import pytest

from relevo.core.errors import EngineDown
from relevo.language.engines.fake import FakeEngine
from relevo.language.protection import Form, protect, restore

PHRASES = {
    ("es", "en"): {"El error E-0042 aparece en el Auralis Hub": "The Auralis Hub shows the error E-0042"}
}
TERMS = ["Auralis Hub", "Auralis Beam"]


def test_a_text_it_does_not_know_is_marked():
    assert FakeEngine().translate(["Hola\n\n  XQ7Z dice {8} "], "es", "en", timeout=1) == [
        "[en] Hola\n\n  [en] XQ7Z dice {8} "
    ]


@pytest.mark.parametrize("form", list(Form))
def test_a_phrase_is_known_whatever_codes_and_products_stand_in_it(form):
    engine = FakeEngine(PHRASES, terms=TERMS)
    protected = protect("el error  E-0107 aparece en el Auralis Beam", terms=TERMS).in_form(form)
    (answer,) = engine.translate([protected.text], "es", "en", timeout=1)
    assert restore(answer, protected) == "The Auralis Beam shows the error E-0107"


def test_it_knows_only_its_pairs():
    engine = FakeEngine(pairs=[("es", "lv")])
    assert engine.pairs() == {("es", "lv")}
    with pytest.raises(EngineDown, match="no es-en"):
        engine.translate(["Hola"], "es", "en", timeout=1)


def test_it_can_be_told_to_fail():
    engine = FakeEngine(fails="out of order")
    assert (engine.health().ok, engine.health().detail) == (False, "out of order")
    with pytest.raises(EngineDown, match="out of order"):
        engine.translate(["Hola"], "es", "en", timeout=1)
