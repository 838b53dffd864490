"""Noticing that a customer did not understand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.language.phrases import OPEN_REPAIRS, REASKS, SPEAKER_REQUESTS, WHY
from relevo.language.understanding import (
    LANGUAGES,
    Span,
    asks_for_speaker,
    open_repairs,
    reasks,
    speaker_requests,
)
from tests.linear import assert_linear


def plain(text):
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


OPEN = [
    ("en", "I don't understand."),
    ("en", "I don’t understand this letter"),
    ("en", "Hi, i dont understand"),
    ("en", "What do you mean?"),
    ("en", "Sorry?"),
    ("en", "Come again?"),
    ("en", "That makes no sense"),
    ("en", "This does not make any sense"),
    ("es", "No entiendo"),
    ("es", "Perdone, no le entiendo bien"),
    ("es", "no comprendo nada"),
    ("es", "¿Cómo?"),
    ("es", "¿Mande?"),
    ("es", "¿Qué quiere decir?"),
    ("es", "No me queda claro."),
    ("lv", "Nesaprotu"),
    ("lv", "Es nesapratu"),
    ("lv", "Kā, lūdzu?"),
    ("lv", "Ko jūs ar to domājat?"),
    ("lv", "Nav skaidrs"),
    ("ru", "Не понимаю"),
    ("ru", "Я не понял"),
    ("ru", "Не поняла"),
    ("ru", "Что вы имеете в виду?"),
    ("ru", "В смысле?"),
    ("de", "Ich verstehe nicht"),
    ("de", "Ich verstehe das nicht."),
    ("de", "Wie bitte?"),
    ("de", "Was meinen Sie?"),
    ("de", "Das ist unklar"),
    ("fr", "Je ne comprends pas"),
    ("fr", "Pardon ?"),
    ("fr", "C'est-à-dire ?"),
    ("fr", "Ce n'est pas clair"),
    ("pt", "Não entendi"),
    ("pt", "Não percebi"),
    ("pt", "Como assim?"),
    ("pt", "O que quer dizer?"),
    ("it", "Non capisco"),
    ("it", "Non ho capito"),
    ("it", "Come, scusi?"),
    ("it", "Cosa intende?"),
    ("pl", "Nie rozumiem"),
    ("pl", "Nie zrozumiałem"),
    ("pl", "Nie zrozumiałam"),
    ("pl", "Słucham?"),
    ("pl", "Co ma Pan na myśli?"),
    ("pl", "Co ma Pani na myśli?"),
    ("lt", "Nesuprantu"),
    ("lt", "Nesupratau"),
    ("lt", "Ką turite omenyje?"),
    ("lt", "Man neaišku"),
]
REASKED = [
    ("en", "That's not what I asked"),
    ("en", "As I said, it is broken"),
    ("es", "Eso no es lo que pregunté"),
    ("es", "Como ya le dije, no funciona"),
    ("es", "como ya te dije"),
    ("lv", "Es jautāju ko citu"),
    ("lv", "Kā jau rakstīju, sūknis nestrādā"),
    ("ru", "Я спрашивала о другом"),
    ("ru", "Я же писал"),
    ("de", "Das war nicht meine Frage"),
    ("de", "Wie ich schon schrieb"),
    ("fr", "Ce n'est pas ma question"),
    ("fr", "Comme je l'ai déjà dit"),
    ("pt", "Não foi isso que perguntei"),
    ("pt", "Como já disse"),
    ("it", "Non è quello che ho chiesto"),
    ("it", "Come ho già scritto"),
    ("pl", "Nie o to pytałam"),
    ("pl", "Jak już pisałem"),
    ("lt", "Ne to klausiau"),
    ("lt", "Kaip jau rašiau"),
]
SPEAKERS = [
    ("en", "Can I speak to someone who speaks Spanish?"),
    ("es", "¿Hay alguien que hable español?"),
    ("es", "¿Hablan ustedes español?"),
    ("lv", "Vai varat latviski?"),
    ("ru", "Можно по-русски?"),
    ("de", "Spricht jemand Deutsch?"),
    ("fr", "Y a-t-il quelqu'un qui parle français ?"),
    ("pt", "Tem alguém que fale português?"),
    ("it", "C'è qualcuno che parli italiano?"),
    ("pl", "Czy jest ktoś mówiący po polsku?"),
    ("lt", "Ar galite lietuviškai?"),
]


@pytest.mark.parametrize(("language", "text"), OPEN)
def test_open_repairs_are_found_with_and_without_diacritics(language, text):
    assert len(open_repairs(text, language)) == 1
    assert len(open_repairs(plain(text).upper(), language)) == 1
    assert len(open_repairs(unicodedata.normalize("NFD", text), language)) == 1


@pytest.mark.parametrize(("language", "text"), REASKED)
def test_re_asks_are_found_and_are_not_open_repairs(language, text):
    assert len(reasks(text, language)) == 1
    assert len(reasks(plain(text), language)) == 1
    assert open_repairs(text, language) == ()


@pytest.mark.parametrize(("language", "text"), SPEAKERS)
def test_asking_for_a_speaker_is_found(language, text):
    assert asks_for_speaker(text, language)
    assert asks_for_speaker(plain(text), language)
    assert [span.kind for span in speaker_requests(text, language)] == ["speaker"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Sorry, the speaker is broken. Is it your fault?"),
        ("en", "I do understand."),
        ("en", "I don't understand why the speaker stops"),
        ("en", "The technician can come again tomorrow"),
        ("es", "¿Cómo puedo conectar el altavoz?"),
        ("es", "No entiendo por qué no funciona"),
        ("es", "No sé cómo?"),
        ("lv", "Nav skaidrs, kāpēc sūknis apstājas"),
        ("de", "Ich verstehe nicht, warum das Gerät ausgeht"),
        ("fr", "Pardon, je me suis trompé"),
        ("xx", "I don't understand"),
        ("lv", "I don't understand"),
    ],
)
def test_the_same_words_in_a_sentence_about_the_device_do_not_count(language, text):
    assert open_repairs(text, language) == ()


def test_spans_cite_the_words_where_they_stand():
    text = "Buenas.\n¿Cómo?\nNo éntiendo nada"
    assert open_repairs(text, "es-MX") == (
        Span(9, 14, "open", "Cómo?"),
        Span(15, 26, "open", "No éntiendo"),
    )
    decomposed = unicodedata.normalize("NFD", "Ej, lūdzu! Kā, lūdzu?")
    (span,) = open_repairs(decomposed, "lv")
    assert decomposed[span.start : span.end] == span.text == unicodedata.normalize("NFD", "Kā, lūdzu?")


def test_quoted_words_are_not_the_customers():
    assert open_repairs("> I don't understand\nThanks!", "en") == ()


def test_with_an_unknown_language_all_are_tried():
    assert [span.text for span in open_repairs("Nesaprotu. Sorry?", "und")] == ["Nesaprotu", "Sorry?"]
    assert asks_for_speaker("Можно по-русски?", "")


def test_every_table_has_the_same_ten_languages():
    assert len(LANGUAGES) == 10
    assert set(OPEN_REPAIRS) == set(REASKS) == set(SPEAKER_REQUESTS) == set(WHY) == LANGUAGES


@settings(deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from(["no ", "entiendo", "¿cómo", "?", " ", "\n", "İ", "\u0301", "ß"])).map("".join)
)
def test_any_text_is_read_and_spans_cite_it(text):
    for span in open_repairs(text, "und"):
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("unit", ["como ", "como? ", "\n", " ", "no ", "kā, ", "wie bitte ", "i don't "])
def test_no_text_makes_the_search_slow(unit):
    assert_linear(lambda text: open_repairs(text, "und"), lambda length: (unit * length)[:length])
