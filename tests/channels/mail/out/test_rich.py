"""The HTML of our mails: what Outlook, Gmail, dark readers and right-to-left readers need, and nothing of a stranger's."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.mime import markup
from relevo.channels.mail.out import phrases, rich
from relevo.channels.mail.out.composing import QuotedMessage, compose
from relevo.channels.mail.out.rich import Parts, page
from relevo.channels.mail.parsing import parse
from tests.channels.mail.out.test_composing import REPLY, read

PLAIN = Parts("Buenos días:\n\nReinicie el altavoz.", "es")
HEBREW = "שלום, הרמקול לא מתחבר."
AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def test_it_is_simple_paragraphs_without_tables_sheets_pictures_or_a_preheader() -> None:
    html = page(replace(PLAIN, signature="Mateo", attribution="El lunes escribió:", quoted="No suena."))
    for tag in ("<table", "<style", "<img", "<link", "<script", "display:none"):
        assert tag not in html
    assert re.findall(r"<p[^>]*>([^<]*)</p>", html) == [
        "Buenos días:", "Reinicie el altavoz.", "Mateo", "El lunes escribió:", "No suena.",
    ]  # fmt: skip


def test_the_first_font_is_one_that_windows_has_so_that_outlook_does_not_fall_back_to_times() -> None:
    assert "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif" in page(PLAIN)


def test_a_dark_reader_may_turn_the_colours_and_the_grey_is_legible_on_both() -> None:
    html = page(replace(PLAIN, signature="Mateo"))
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "background" not in html
    [colour] = set(re.findall(r"(?<![-\w])color:(#\w+)", html))
    assert contrast(colour, "#ffffff") >= 4.5
    assert contrast(colour, "#000000") >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_language_and_direction_survive_a_reader_that_throws_html_and_body_away() -> None:
    html = page(Parts(HEBREW, "he"))
    inside = html.partition("<body")[2]
    assert '<div lang="he" dir="rtl"' in inside
    assert '<p dir="rtl" style="margin:0 0 16px;text-align:right">' in inside


@pytest.mark.parametrize(
    ("language", "quoted", "side"),
    [("es", "No suena.", "left"), ("he", HEBREW, "right"), ("he", "It is silent.", "left"), ("en", HEBREW, "right"),
     ("ar", "؟!", "right"), ("fa", "123", "right"), ("en", "123", "left")],
)  # fmt: skip
def test_the_bar_beside_history_stands_where_its_lines_begin(language: str, quoted: str, side: str) -> None:
    html = page(Parts("x", language, attribution="A:", quoted=quoted))
    assert re.findall(r"<blockquote[^>]*border-(left|right):", html) == [side]
    runs = "rtl" if side == "right" else "ltr"
    assert f'<blockquote type="cite" dir="{runs}"' in html


@pytest.mark.parametrize("language", ["he", "ar", "fa", "ur", "yi", "he-IL", "ar-EG"])
def test_a_whole_mail_in_a_right_to_left_language(language: str) -> None:
    mail = read(compose(replace(REPLY, text=HEBREW, language=language, quoted=None)))
    html = mail.get_body(("html",)).get_content()
    assert f'<html lang="{language}" dir="rtl">' in html
    assert HEBREW in html
    assert HEBREW in mail.get_body(("plain",)).get_content()


def test_indents_and_columns_stay_and_links_work() -> None:
    html = page(Parts("a  b\n  - c\n\td https://auralis.example/x?a=1&b=2. Fin", "es"))
    assert "a\u00a0\u00a0b<br>\u00a0\u00a0- c<br>" in html
    assert (
        '<a href="https://auralis.example/x?a=1&amp;b=2">https://auralis.example/x?a=1&amp;b=2</a>. Fin'
        in html
    )


@given(st.text(max_size=300))
def test_no_text_becomes_markup(text: str) -> None:
    html = page(Parts(text, "en", notice=text, signature=text, attribution=text or "x", quoted=text))
    tags = {tag.split()[0].strip("/") for tag in re.findall(r"<(/?[a-z!][^>]*)>", html)}
    assert tags <= {"!doctype", "html", "head", "meta", "title", "body", "div", "p", "br", "a", "blockquote"}
    for found in re.findall(r'href="([^"]*)"', html):
        assert found.startswith(("http://", "https://"))


def test_our_own_cleaner_lets_it_through() -> None:
    assert "Reinicie el altavoz." in markup.clean(page(PLAIN)).html


# -- the words that are ours ----------------------------------------------------------------------------------------

NOTICES = {
    "en": "This answer was translated automatically. The original is in English.",
    "es": "Esta respuesta se ha traducido automáticamente. El original está en inglés.",
    "lv": "Šī atbilde ir tulkota automātiski. Oriģināls ir angļu valodā.",
    "de": "Diese Antwort wurde automatisch übersetzt. Sprache des Originals: Englisch.",
    "fr": "Cette réponse a été traduite automatiquement. Langue de l’original\u00a0: anglais.",
    "pt": "Esta resposta foi traduzida automaticamente. O original está em inglês.",
    "it": "Questa risposta è stata tradotta automaticamente. L’originale è in inglese.",
    "pl": "Ta odpowiedź została przetłumaczona automatycznie. Język oryginału: angielski.",
    "ru": "Этот ответ переведён автоматически. Язык оригинала: английский.",
}


@pytest.mark.parametrize("language", sorted(NOTICES))
def test_the_notice_of_a_translation_is_in_the_customers_language(language: str) -> None:
    assert phrases.translated("en", language) == NOTICES[language]
    assert phrases.translated("en-GB", f"{language}-XX") == NOTICES[language]


def test_a_language_that_we_have_no_words_for_reads_english() -> None:
    assert (
        phrases.translated("es", "fi")
        == "This answer was translated automatically. The original is in Spanish."
    )
    assert (
        phrases.translated("qq", "en") == "This answer was translated automatically. The original is in qq."
    )


def test_the_notice_stands_below_the_answer_in_both_forms() -> None:
    raw = compose(replace(REPLY, notice=NOTICES["es"], quoted=None))
    text = read(raw).get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert f"{REPLY.text}\n\n{NOTICES['es']}\n\n-- \nIker Sanz" in text
    html = read(raw).get_body(("html",)).get_content()
    assert html.index("por favor") < html.index(NOTICES["es"]) < html.index("Iker Sanz")


ATTRIBUTIONS = {
    "de": "Am 3. März 2025 um 10:15 schrieb Zane Krūmiņa:",
    "fr": "Le 3 mars 2025 à 10:15, Zane Krūmiņa a écrit\u00a0:",
    "pt": "Em 3 de março de 2025 às 10:15, Zane Krūmiņa escreveu:",
    "it": "Il 3 marzo 2025 alle 10:15, Zane Krūmiņa ha scritto:",
    "pl": "3 marca 2025 o 10:15 Zane Krūmiņa napisał(a):",
    "ru": "3 марта 2025 г. в 10:15 Zane Krūmiņa написал(а):",
}


@pytest.mark.parametrize("language", sorted(ATTRIBUTIONS))
def test_the_line_above_history_in_six_more_languages_and_our_own_reader_cuts_there(language: str) -> None:
    at = datetime(2025, 3, 3, 10, 15, tzinfo=UTC)
    assert phrases.attribution("Zane Krūmiņa", at, language) == ATTRIBUTIONS[language]
    quoted = QuotedMessage("Zane Krūmiņa", at, "Nesilda.")
    mail = parse(compose(replace(REPLY, language=language, signature="", quoted=quoted)))
    assert mail.reply == REPLY.text


@pytest.mark.parametrize("language", sorted({"en", "es", "lv", *ATTRIBUTIONS}))
def test_every_language_has_twelve_months(language: str) -> None:
    lines = {
        phrases.attribution("A", datetime(2025, month, 1, tzinfo=UTC), language) for month in range(1, 13)
    }
    assert len(lines) == 12


def test_a_text_without_letters_runs_as_its_surroundings_do() -> None:
    assert phrases.direction_of("…", "rtl") == "rtl"
    assert phrases.direction_of("", "ltr") == "ltr"
    assert phrases.direction_of(f"123 {HEBREW} abc", "ltr") == "rtl"
    assert rich.page(Parts("", "en")).count("<p") == 0
