from __future__ import annotations

import pytest

from relevo.conduct.checks import RULES
from tests.conduct.checks.asking import cited, findings

HURTS = [
    ("rude.blame", "en", "You should have read the mail.", "You should have read"),
    ("rude.blame", "en", "This is your own fault.", "your own fault"),
    ("rude.blame", "es", "Debería haber leído el correo.", "Debería haber leído"),
    ("rude.blame", "lv", "Jums vajadzēja izlasīt vēstuli.", "Jums vajadzēja izlasīt"),
    ("rude.already_said", "en", "As already explained, it is not possible.", "As already explained"),
    ("rude.already_said", "es", "Como ya le he dicho, no es posible.", "Como ya le he dicho"),
    ("rude.already_said", "lv", "Kā jau teicu, tas nav iespējams.", "Kā jau teicu"),
    ("rude.fact_marker", "en", "Obviously it needs a cable.", "Obviously"),
    ("rude.fact_marker", "es", "Obviamente necesita un cable.", "Obviamente"),
    ("rude.fact_marker", "lv", "Kā visi zina, vajag kabeli.", "Kā visi zina"),
    ("rude.sarcasm", "en", "Bravo, the plug was out.", "Bravo"),
    ("rude.sarcasm", "es", "No tenemos una bola de cristal.", "bola de cristal"),
    ("rude.sarcasm", "lv", "Nu protams, kontaktdakša bija izrauta.", "Nu protams"),
    ("rude.calm_down", "en", "Please calm down.", "calm down"),
    ("rude.calm_down", "es", "Tranquilícese, por favor.", "Tranquilícese"),
    ("rude.calm_down", "lv", "Lūdzu, nomierinieties.", "nomierinieties"),
    ("rude.not_our_problem", "en", "That's not our problem.", "not our problem"),
    ("rude.not_our_problem", "es", "Eso no es nuestro problema.", "no es nuestro problema"),
    ("rude.not_our_problem", "lv", "Tā nav mūsu problēma.", "nav mūsu problēma"),
    ("rude.read_the_manual", "en", "Just read the manual.", "Just read the manual"),
    ("rude.read_the_manual", "es", "Lea el manual.", "Lea el manual"),
    ("rude.read_the_manual", "lv", "Izlasiet instrukciju.", "Izlasiet instrukciju"),
    ("rude.insult", "en", "Don't be an idiot.", "idiot"),
    ("rude.insult", "es", "No sea idiota.", "idiota"),
    ("rude.insult", "lv", "Neesiet stulbs.", "stulbs"),
    ("rude.belittling", "en", "Put your glasses on.", "Put your glasses on"),
    ("rude.belittling", "es", "A su edad es normal.", "A su edad"),
    ("rude.belittling", "lv", "Uzlieciet brilles.", "Uzlieciet brilles"),
    ("rude.disbelief", "en", "Are you sure?", "Are you sure"),
    ("rude.disbelief", "es", "No le creo.", "No le creo"),
    ("rude.disbelief", "lv", "Grūti noticēt.", "Grūti noticēt"),
    ("rude.threat", "en", "You have been warned.", "You have been warned"),
    ("rude.threat", "es", "Queda avisado.", "Queda avisado"),
    ("rude.threat", "lv", "Esat brīdināts.", "Esat brīdināts"),
    ("rude.dismissive", "en", "Whatever. It is done.", "Whatever"),
    ("rude.dismissive", "es", "Es lo que hay.", "Es lo que hay"),
    ("rude.dismissive", "lv", "Sūtījums būs, kad būs.", "būs, kad būs"),
]

HARMLESS = [
    ("en", "You should have received a mail by now."),
    ("en", "You should not have to pay for this."),
    ("en", "It is not your fault."),
    ("en", "Apparently you were charged twice, and I am sorry."),
    ("en", "As I said on the phone, the part comes on Friday."),
    ("en", "I have already explained it to the courier."),
    ("en", "Actually, there is good news."),
    ("en", "Great news: it works again!"),
    ("en", "This must be really hard for you."),
    ("en", "Please read the manual page I attached."),
    ("en", "If the noise does not go away, call me."),
    ("en", "Parcels get lost now and then; I ask the depot today."),
    ("en", "How many times does the light blink?"),
    ("en", "Nobody else has access to your account."),
    ("en", "I will look it up for you."),
    ("en", "What else do you need from us?"),
    ("en", "Don't blame yourself, it happens to all of us."),
    ("en", "Press the button one more time and hold it."),
    ("en", "If you don't like it, you can return it within 30 days."),
    ("en", "We know that “calm down” was the wrong thing to say."),
    ("en", "> You are an idiot\n\nI am sorry that our driver wrote this."),
    ("es", "Debería haber recibido ya un correo."),
    ("es", "No es culpa suya."),
    ("es", "¿Cuántas veces parpadea la luz?"),
    ("es", "Todo listo: el pedido sale mañana."),
    ("es", "¡Enhorabuena por su compra!"),
    ("es", "Si sigue así mañana, avíseme."),
    ("es", "¿Cuál es su problema con el cono del altavoz?"),
    ("es", "Nadie más tiene acceso a su cuenta."),
    ("es", "Si no le gusta, puede devolverlo en 30 días."),
    ("lv", "Jums vajadzētu saņemt vēstuli."),
    ("lv", "Tā nav Jūsu vaina."),
    ("lv", "Cik reižu gaismiņa iemirgojas?"),
    ("lv", "Kad pēdējo reizi restartējāt regulatoru?"),
    ("lv", "Nospiediet pogu, un viss."),
    ("lv", "Uzmanieties ar karsto ūdeni."),
    ("lv", "Ja nepatīk, varat atdot 14 dienu laikā."),
    ("lv", "Nevienam citam nedodiet paroli."),
]


@pytest.mark.parametrize(("rule", "language", "text", "quote"), HURTS)
def test_words_that_hurt_are_cited_with_a_better_sentence(rule, language, text, quote):
    found = [finding for finding in findings(text, language) if finding.rule == rule]
    assert [finding.quote for finding in found] == [quote]
    assert found[0].better or rule == "rude.fact_marker"
    assert str(found[0].why)


@pytest.mark.parametrize(("language", "text"), HARMLESS)
def test_words_that_only_look_alike_are_left_alone(language, text):
    assert [finding for finding in findings(text, language) if finding.kind == "rude"] == []


def test_what_is_typed_without_diacritics_is_found_as_well():
    assert cited("rude.blame", "Jums vajadzeja izlasit vestuli.", "lv") == ["Jums vajadzeja izlasit"]
    assert cited("rude.calm_down", "Calmese, por favor.", "es") == ["Calmese"]


def test_an_insult_blocks_and_the_rest_of_rudeness_asks():
    assert {code for code, rule in RULES.items() if rule.kind == "rude" and rule.level == "block"} == {
        "rude.insult"
    }


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "I told you. THIS IS NOT COVERED. Goodbye.", "THIS IS NOT COVERED"),
        ("es", "ESO NO ES ASÍ y usted lo sabe", "ESO NO ES ASÍ"),
        ("lv", "TAS NAV IESPĒJAMS un viss", "TAS NAV IESPĒJAMS"),
        ("de", "DAS IST JETZT WIRKLICH NICHT MEHR LUSTIG", "DAS IST JETZT WIRKLICH NICHT MEHR LUSTIG"),
    ],
)
def test_sentences_in_capitals_are_shouting(language, text, quote):
    assert cited("rude.shouting", text, language) == [quote]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Connect HDMI ARC and USB, then press MENU > AUDIO > RESET."),
        ("en", "The Hub is OK; H12 and E-0042 are gone."),
        ("de", "HDMI ARC USB"),
        ("en", "Please choose “THIS IS NOT A DRILL” in the list."),
    ],
)
def test_names_of_keys_and_sockets_are_not_shouting(language, text):
    assert cited("rude.shouting", text, language) == []


def test_shouting_is_offered_back_in_a_calm_voice():
    (finding,) = findings("THIS IS NOT OUR PARCEL")
    assert finding.better == finding.instead == "This is not our parcel"


@pytest.mark.parametrize(
    ("text", "quote", "better", "level"),
    [
        ("Really??", "??", "?", "confirm"),
        ("Really?!", "?!", "?", "confirm"),
        ("Thanks a lot!!", "!!", "!", "nudge"),
        ("¡¡Gracias!", "¡¡", "¡", "nudge"),
        ("¿¿De verdad?", "¿¿", "¿", "nudge"),
    ],
)
def test_doubled_marks_are_offered_single(text, quote, better, level):
    (finding,) = [finding for finding in findings(text) if finding.rule == "rude.marks"]
    assert (finding.quote, finding.better, finding.level) == (quote, better, level)


@pytest.mark.parametrize(
    "text", ["Really? Yes!", "¡¿Qué ha pasado?", "https://auralis.example/??", "¿Sí? ¡Sí!"]
)
def test_single_marks_and_those_of_links_are_fine(text):
    assert cited("rude.marks", text) == []
