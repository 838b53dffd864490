"""Translating whole messages: the ladder, the order of engines, trouble, and the real Apertium at the end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.core.errors import EngineDown
from relevo.language.engines import Health
from relevo.language.engines.apertium import ApertiumEngine
from relevo.language.engines.fake import FakeEngine
from relevo.language.translating import MAX_CHARACTERS, Translator

SPANISH = "El altavoz muestra el error E-0042 desde ayer por la tarde."
ENGLISH = "The speaker has shown the error E-0042 since yesterday afternoon."
PHRASES = {("es", "en"): {SPANISH: ENGLISH}, ("en", "es"): {ENGLISH: SPANISH}}


class Scripted:
    """An engine whose answers a test writes."""

    leaves_machine = False
    gist_only = False

    def __init__(self, answer, name="scripted", pairs=(("es", "en"),)):
        self.name = name
        self.answer = answer
        self.asked = []
        self._pairs = frozenset(pairs)

    def pairs(self):
        return self._pairs

    def translate(self, texts, source, target, *, timeout):
        self.asked.append((list(texts), timeout))
        return self.answer(texts)

    def health(self):
        return Health(ok=True, detail="Scripted.")


def raising(error):
    def answer(texts):
        raise error

    return answer


def fails(name="first", error=None):
    return Scripted(raising(error or EngineDown("is out of order")), name)


def works(name="second"):
    engine = FakeEngine(PHRASES)
    engine.name = name
    return engine


def translated(engines, text=SPANISH, **more):
    return Translator(engines, 5).translate(text, "es", "en", **more)


def test_a_message_goes_through_and_passes():
    outcome = translated([works()])
    assert (outcome.text, outcome.status, outcome.engine, outcome.tried) == (ENGLISH, "pass", "second", ())
    assert (outcome.original, outcome.source, outcome.target) == (SPANISH, "es", "en")


def test_tags_are_cut_to_their_base():
    assert Translator([works()], 5).translate(SPANISH, "es-MX", "en_GB").text == ENGLISH


def test_the_shape_of_the_message_stays_and_all_lines_go_in_one_call():
    engine = Scripted(lambda texts: [text.upper() for text in texts])
    outcome = translated([engine], "Hola:\r\n\r\n - uno E-0042\n\n\tdos\n")
    assert outcome.text == "HOLA:\r\n\r\n - UNO E-0042\n\n\tDOS\n"
    assert [texts for texts, _ in engine.asked] == [["Hola:", "uno XQ7Z", "dos"]]


def test_terms_and_marked_words_do_not_reach_the_engine():
    engine = Scripted(list)
    translated([engine], "Mi Auralis Duo 2 dice hola", terms=["Auralis Duo 2"], marked=[(22, 26)])
    assert engine.asked[0][0] == ["Mi XQ7Z dice XQ8Z"]


def test_the_glossary_is_checked():
    outcome = translated([works()], glossary={"altavoz": "loudspeaker"})
    assert (outcome.status, [signal.code for signal in outcome.verdict.failed]) == ("check", ["glossary"])


def test_an_engine_for_the_gist_never_passes_unread():
    engine = works()
    engine.gist_only = True
    outcome = translated([engine])
    assert (outcome.status, [signal.code for signal in outcome.verdict.failed]) == ("check", ["gist"])


def test_where_letters_break_the_braces_are_tried():
    engine = Scripted(
        lambda texts: [text.replace("XQ7Z", "X Q 7 Z").replace("altavoz", "speaker") for text in texts]
    )
    outcome = translated([engine], "uno\nel altavoz da E-0042")
    assert outcome.text == "uno\nel speaker da E-0042"
    assert [texts for texts, _ in engine.asked] == [["uno", "el altavoz da XQ7Z"], ["el altavoz da {7}"]]


def test_where_both_forms_break_the_text_around_the_pieces_is_translated():
    def answer(texts):
        return [text.replace("XQ7Z", "").replace("{7}", "{7} {7}").upper() for text in texts]

    engine = Scripted(answer)
    outcome = translated([engine], "el altavoz da E-0042, (H27) ahora")
    assert outcome.text == "EL ALTAVOZ DA E-0042, (H27) AHORA"
    assert engine.asked[2][0] == ["el altavoz da", ") ahora"]


def test_an_engine_that_answers_nothing_for_a_line_leaves_the_original_line():
    engine = Scripted(lambda texts: ["" for _ in texts])
    outcome = translated([engine], "  el altavoz da E-0042 hoy")
    assert outcome.text == "  el altavoz da E-0042 hoy"
    assert outcome.status != "pass"


def test_a_text_without_words_needs_no_engine():
    engine = fails()
    outcome = translated([engine], "E-0042\n\n12.03.2026")
    assert (outcome.text, outcome.status, outcome.engine) == ("E-0042\n\n12.03.2026", "pass", "")
    assert translated([engine], "").status == "pass"
    assert engine.asked == []


@pytest.mark.parametrize(
    ("engine", "why"),
    [
        (fails(), "out of order"),
        (fails(error=KeyError("bug")), "failed unexpectedly (KeyError)"),
        (Scripted(lambda texts: [], "first"), "answered 0 texts for 1"),
        (Scripted(list, "first", pairs=[("lv", "en")]), "does not translate es-en"),
    ],
)
def test_the_next_engine_answers_when_one_cannot(engine, why):
    outcome = translated([engine, works()])
    assert (outcome.text, outcome.engine, outcome.status) == (ENGLISH, "second", "pass")
    assert [name for name, _ in outcome.tried] == ["first"]
    assert why in outcome.tried[0][1]


def test_an_engine_that_breaks_when_asked_for_its_pairs_is_passed_over():
    engine = fails()
    engine.pairs = raising(ZeroDivisionError())
    translator = Translator([engine, works()], 5)
    assert translator.can("es", "en")
    assert translator.translate(SPANISH, "es", "en").engine == "second"


def test_a_blocked_answer_makes_way_for_a_better_one():
    invents = Scripted(lambda texts: [f"{text} 99" for text in texts], "first")
    outcome = translated([invents, works()])
    assert outcome.engine == "second"
    assert outcome.tried[0][0] == "first"
    assert outcome.tried[0][1].startswith("blocked: digits") or "protected" in outcome.tried[0][1]


def test_if_nothing_is_better_the_first_blocked_answer_is_kept():
    invents = Scripted(lambda texts: [f"{text} 99" for text in texts], "first")
    outcome = translated([invents, fails("second")])
    assert (outcome.engine, outcome.status) == ("first", "blocked")


def test_without_any_engine_that_works_the_original_comes_back():
    outcome = translated([fails("first"), fails("second")])
    assert (outcome.text, outcome.status, outcome.engine) == (SPANISH, "untranslated", "")
    assert outcome.tried == (("first", "is out of order"), ("second", "is out of order"))
    assert outcome.verdict.status == "blocked"
    assert outcome.verdict.signals[0].facts == {"reason": "engines_down"}
    assert (translated([]).tried, translated([]).verdict.signals[0].facts) == ((), {"reason": "no_engine"})


def test_why_an_engine_failed_is_for_the_operators_log_and_said_once_a_rest(caplog):
    translator = Translator([fails("first"), works()], 5)
    for _ in range(2):
        assert translator.translate(SPANISH, "es", "en").status == "pass"
    assert [record.getMessage() for record in caplog.records] == [
        "The translation engine first rests for a while: is out of order"
    ]


@pytest.mark.parametrize(
    ("source", "target", "text", "reason"),
    [
        ("es", "es-MX", SPANISH, "same_language"),
        ("und", "en", SPANISH, "unknown_language"),
        ("es", "", SPANISH, "unknown_language"),
        ("es", "en", "a" * (MAX_CHARACTERS + 1), "too_long"),
    ],
)
def test_some_questions_reach_no_engine(source, target, text, reason):
    engine = Scripted(list)
    outcome = Translator([engine], 5).translate(text, source, target)
    assert (outcome.status, outcome.text, engine.asked, outcome.tried) == ("untranslated", text, [], ())
    assert outcome.verdict.signals[0].facts == {"reason": reason}


def test_a_failed_engine_rests_and_is_asked_again_later():
    now = 0.0
    engine = fails()
    translator = Translator([engine, works()], 5, rest=30, clock=lambda: now)
    translator.translate(SPANISH, "es", "en")
    outcome = translator.translate(SPANISH, "es", "en")
    assert len(engine.asked) == 1
    assert "rests for 30 more seconds" in outcome.tried[0][1]
    now = 31.0
    engine.answer = lambda texts: [
        text.replace("El altavoz muestra el", "The speaker shows an") for text in texts
    ]
    assert translator.translate(SPANISH, "es", "en").tried[0][0] == "first"
    assert len(engine.asked) == 2
    translator.translate(SPANISH, "es", "en")
    assert len(engine.asked) == 3


def test_a_pair_that_is_missing_does_not_make_the_engine_rest():
    engine = Scripted(lambda texts: [ENGLISH.replace("E-0042", "XQ7Z") for _ in texts])
    translator = Translator([engine], 5)
    assert translator.translate("Sveiki, sūknis nestrādā", "lv", "en").status == "untranslated"
    assert translator.translate(SPANISH, "es", "en").text == ENGLISH


def test_all_steps_of_the_ladder_share_one_engines_time():
    now = 0.0

    def slow(texts):
        nonlocal now
        now += 3.0
        return ["lost" for _ in texts]

    engine = Scripted(slow)
    outcome = Translator([engine], 5, clock=lambda: now).translate(SPANISH, "es", "en")
    assert [timeout for _, timeout in engine.asked] == [5.0, 2.0]
    assert outcome.tried == (("scripted", "had no time left"),)


def test_a_translator_knows_what_it_can():
    translator = Translator([fails(), FakeEngine(pairs=[("lv", "en")])], 5)
    assert translator.can("es-ES", "en")
    assert translator.can("lv", "en")
    assert not translator.can("en", "lv")


def test_a_translation_can_be_read_back():
    translator = Translator([works()], 5)
    back = translator.back(translator.translate(SPANISH, "es", "en"))
    assert (back.text, back.source, back.target, back.status) == (SPANISH, "en", "es", "pass")


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("aé .\n\r-E0{}XQZ7\t>"), max_size=120) | st.text(max_size=60),
    st.sampled_from([list, lambda texts: ["" for _ in texts], lambda texts: [text[::-1] for text in texts]]),
)
def test_no_text_and_no_answer_makes_it_raise_and_no_piece_is_lost(text, answer):
    outcome = translated([Scripted(answer)], text)
    for signal in outcome.verdict.signals:
        assert signal.code != "digits" or signal.ok or answer is not list


MAIL = """Hola, soy Jorge:

Mi Auralis Duo 2 con serie AD2-1234567 da el error E-0042 desde el 12/03/2026 a las 14:30.
Pagué 49,90 € en https://auralis.example/tienda y quiero hablar con alguien.

 - La batería dura solo dos horas.
 - No puedo conectar el altavoz.

Gracias"""


def test_a_real_message_through_the_real_apertium_and_back():
    translator = Translator([ApertiumEngine()], 30)
    outcome = translator.translate(MAIL, "es", "en", terms=["Auralis Duo 2"])
    assert outcome.text == (
        "Hello, I am Jorge:\n\n"
        "My Auralis Duo 2 with series AD2-1234567 gives the error E-0042 from the 12/03/2026 to the 14:30.\n"
        "I paid 49,90 € in https://auralis.example/tienda and want to speak with somebody.\n\n"
        " - The hard battery only two hours.\n"
        " - I can not connect the speaker.\n\n"
        "Thank you"
    )
    assert (outcome.status, [signal.code for signal in outcome.verdict.failed]) == ("check", ["gist"])
    back = translator.back(outcome, terms=["Auralis Duo 2"])
    assert back.text.startswith("Hola, soy Jorge:\n\nMi Auralis Duo 2 con ")
    assert back.status == "check"


LITERALS = ["E-0042", "AD2-1234567", "https://auralis.example/a?b=1", "help@mareko.example", "192.168.1.10"]
LITERALS += [
    "/var/log/syslog",
    "C:\\Temp\\a.txt",
    "49,90 €",
    "Auralis Duo 2",
    "{{name}}",
    "MAX_RETRY",
    "Ctrl+P",
]
FRAMES = {
    ("es", "en"): [
        "El error {} no desaparece.",
        "{} no funciona",
        "Tengo {}, ¿qué hago?",
        "¿Es ({}) correcto?",
    ],
    ("en", "es"): [
        "The error {} does not go away.",
        "{} does not work",
        "I have {}, what now?",
        "Is ({}) right?",
    ],
}


@pytest.mark.parametrize("pair", sorted(FRAMES))
def test_every_literal_survives_the_real_apertium_in_every_frame(pair):
    translator = Translator([ApertiumEngine()], 30)
    text = "\n".join(frame.format(literal) for frame in FRAMES[pair] for literal in LITERALS)
    outcome = translator.translate(text, *pair, terms=["Auralis Duo 2"])
    assert outcome.engine == "apertium"
    lines = zip(outcome.text.split("\n"), text.split("\n"), strict=True)
    for number, (line, original) in enumerate(lines):
        assert line.count(LITERALS[number % len(LITERALS)]) == 1
        assert line != original


def test_a_pair_that_apertium_lacks_is_said_and_not_tried():
    outcome = Translator([ApertiumEngine()], 30).translate("Sveiki, sūknis nestrādā", "lv", "en")
    assert (outcome.status, outcome.text) == ("untranslated", "Sveiki, sūknis nestrādā")
    assert outcome.tried == (("apertium", "does not translate lv-en now"),)
