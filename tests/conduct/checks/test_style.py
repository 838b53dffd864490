from __future__ import annotations

import pytest

from relevo.conduct.checks import AvoidWord
from relevo.conduct.checks.style import written_as_phrase
from tests.conduct.checks.asking import cited, findings

FORMAL, INFORMAL = {"address_form": "formal"}, {"address_form": "informal"}


def wrong(text: str, language: str, rules: dict[str, str]) -> list[tuple[str, str]]:
    found = findings(text, language, rules=rules)
    return [(finding.quote, finding.better) for finding in found if finding.rule.startswith("style.address")]


@pytest.mark.parametrize(
    ("language", "text", "better"),
    [
        ("es", "Le escribo por tu pedido.", [("tu", "su")]),
        ("es", "¿Puedes enviarme una foto?", [("Puedes", "Puede")]),
        ("es", "Reinicia el Hub.", [("Reinicia", "Reinicie")]),
        ("es", "Por favor, envía una foto.", [("Por favor, envía", "Por favor, envíe")]),
        ("es", "Envíame una foto.", [("Envíame", "")]),
        ("es", "Mañana recibirás el altavoz.", [("recibirás", "recibirá")]),
        ("es", "Vos tenés razón.", [("Vos", "Usted"), ("tenés", "tiene")]),
        ("es", "Os llega el lunes a vuestra casa.", [("vuestra", "su")]),
        ("lv", "Vai tu vari atsūtīt foto?", [("tu", "jūs"), ("vari", "varat")]),
        ("lv", "Lūdzu, atsūti foto.", [("Lūdzu, atsūti", "Lūdzu, atsūtiet")]),
        ("lv", "Restartē regulatoru.", [("Restartē", "Restartējiet")]),
    ],
)
def test_the_informal_address_is_wrong_at_a_formal_desk(language, text, better):
    assert wrong(text, language, FORMAL) == better


@pytest.mark.parametrize(
    ("language", "text", "better"),
    [
        ("es", "Usted tiene razón.", [("Usted", "Tú")]),
        ("es", "Reinicie el Hub.", [("Reinicie", "Reinicia")]),
        ("lv", "Vai jūs redzat gaismiņu?", [("jūs", "tu")]),
        ("lv", "Lūdzu, nospiediet pogu.", [("Lūdzu, nospiediet", "Lūdzu, nospied")]),
    ],
)
def test_the_formal_address_is_wrong_at_an_informal_desk(language, text, better):
    assert wrong(text, language, INFORMAL) == better


@pytest.mark.parametrize(
    ("language", "text", "rules"),
    [
        ("es", "Le envío la foto de su altavoz. ¿Puede abrirla usted?", FORMAL),
        ("es", "Pulse «Ver tu cuenta» en la aplicación.", FORMAL),
        ("es", "Nuestro departamento de TI reinicia el servidor y detrás apaga la luz.", FORMAL),
        ("es", "Estas instrucciones son de las cámaras.", FORMAL),
        ("es", "Prueba de compra: la factura. El señor Barrás llama.", FORMAL),
        ("es", "Te envío la foto de tu altavoz. ¿La puedes abrir?", INFORMAL),
        ("es", "Reinicié el Hub desde aquí y ya te responde.", INFORMAL),
        ("lv", "Nosūtīšu Jums foto. Vai varat to atvērt?", FORMAL),
        ("lv", "Nosūtīšu tev foto. Vai vari to atvērt?", INFORMAL),
        ("en", "You can open it.", FORMAL),
    ],
)
def test_the_right_address_and_words_that_look_like_the_other_are_fine(language, text, rules):
    assert wrong(text, language, rules) == []


def test_words_that_may_mean_somebody_else_only_nudge():
    found = findings("Le envío la foto.", "es", rules=INFORMAL)
    assert [(one.rule, one.quote, one.better, one.level) for one in found] == [
        ("style.address_wrong", "Le", "te", "nudge"),
    ]
    assert wrong("Te envío la foto de su altavoz, el del técnico.", "es", INFORMAL) == []


def test_where_the_desk_leaves_it_open_mixing_both_is_cited_at_the_rarer():
    assert wrong("Usted puede abrir tu foto y tus notas.", "es", {}) == [("Usted", "Tú")]
    assert wrong("Usted puede abrirla. Reinicie el Hub. Es tu foto.", "es", {}) == [("tu", "su")]
    assert wrong("Es tu foto.", "es", {}) == []


def test_the_guide_of_another_language_does_not_judge_the_address():
    assert findings("Es tu foto.", "es", rules={"language": "en", "address_form": "formal"}) == []


@pytest.mark.parametrize(
    ("entry", "text", "quotes"),
    [
        ("cheap", "The cheap one is cheaper.", ["cheap"]),
        ("cheap*", "The cheap one is cheaper.", ["cheap", "cheaper"]),
        ("Kick off!", "We kick off on Monday.", ["kick off"]),
        ("Reklamācija", "Jusu REKLAMACIJA ir seit.", ["REKLAMACIJA"]),
        ("!?", "What?!", []),
        ("(the) ..", "the", ["the"]),
    ],
)
def test_words_to_avoid_are_found_as_people_write_them(entry, text, quotes):
    rules = {"words_to_avoid": (AvoidWord(entry, "other"),)}
    assert cited("style.word_to_avoid", text, "xx", rules=rules) == quotes


def test_a_word_to_avoid_comes_with_the_better_one():
    (finding,) = findings("It is cheap.", "xx", rules={"words_to_avoid": (AvoidWord("cheap", "good value"),)})
    assert finding.better == finding.instead == "good value"
    (finding,) = findings("It is cheap.", "xx", rules={"words_to_avoid": (AvoidWord("cheap"),)})
    assert finding.better == finding.instead == ""


def test_an_entry_of_a_style_guide_becomes_a_phrase_of_bounded_length():
    assert written_as_phrase("  Don’t PANIC, Jānis*! ") == "don't panic janis*"
    assert len(written_as_phrase("word " * 50).split()) == 8


def test_a_forbidden_promise_is_cited_unless_it_is_denied():
    rules = {"promises_forbidden": ("guarantee*", "full refund")}
    assert cited("style.promise", "We guarantee a full refund.", rules=rules) == ["guarantee", "full refund"]
    assert cited("style.promise", "We cannot guarantee that.", rules=rules) == []
    assert cited("style.promise", "We cannot guarantee that.", "xx", rules=rules) == ["guarantee"]


def test_exclamation_marks_are_counted_outside_greeting_and_closing():
    text = "Labdien, Zane!\n\nViss kārtībā! Sūtījums ir ceļā! Prieks!\n\nVisu labu!"
    for budget, over in ((0, 3), (2, 1), (3, 0)):
        found = [
            one for one in findings(text, "lv", rules={"max_exclamations": budget}) if "exclam" in one.rule
        ]
        assert len(found) == (over > 0)
    assert cited("style.exclamations", "Hello!", rules={"max_exclamations": 0}) == []
    assert cited("style.exclamations", "Good! Fine!", rules={"max_exclamations": -1}) == ["!"]


@pytest.mark.parametrize(
    ("text", "quotes"), [("Done 🎉🎉 now", ["🎉🎉"]), ("Fine :-)", [":-)"]), ("Sure ☀", ["☀"]), ("a:)", [])]
)
def test_emoji_are_nudged_where_the_guide_has_none(text, quotes):
    assert cited("style.emoji", text, rules={"emoji_allowed": False}) == quotes
    assert cited("style.emoji", text) == []
