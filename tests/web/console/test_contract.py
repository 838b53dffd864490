"""The console's contract check: every rule with its place and better wording, what is no contract, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from relevo.study.choice.contract import EXAMPLE, MOST_BYTES, lint
from relevo.study.report.sections.contracts import rules, told
from relevo.study.report.speech import Speech
from tests.browser import sign_in
from tests.cast import Cast
from tests.study.choice.weak_contracts import EXIT, WEAK
from tests.web.looking import LANGUAGES, has_focus, look, speak
from tests.web.workspace.screen import Screen, in_language, typed, words

Sit = Callable[[str], Screen]
PAGE = "/console/study/contract/"


def file(content: bytes | str, name: str = "contract.yaml") -> SimpleUploadedFile:
    raw = content if isinstance(content, bytes) else content.encode()
    return SimpleUploadedFile(name, raw, "application/yaml")


def check(screen: Screen, text: str = "", **more: object) -> HttpResponse:
    """Press "Check"; a browser sends line breaks in its own way."""
    return screen.client.post(PAGE, {"text": text.replace("\n", "\r\n")} | more)


def findings(answer: HttpResponse) -> str:
    """The words of the part below the form."""
    below = answer.content.decode().partition('<section class="card" id="findings"')[2]
    return words(f"<section {below.partition('</section>')[0]}")


ENGLISH = Speech("en", "")


@pytest.mark.parametrize("rule", WEAK)
def test_each_rule_s_finding_is_shown_with_place_why_and_better_wording(
    sit: Sit, cast: Cast, rule: str
) -> None:
    text, place = WEAK[rule]
    answer = check(sit("Carmen"), text)
    assert answer.status_code == 200
    (finding,) = told(lint(text), ENGLISH)
    about = f" · {finding.about}" if finding.about else ""
    assert findings(answer) == (
        f"Findings 1 {finding.title} {place}{about} {finding.why} Better: {finding.better}"
    )


def test_figures_are_written_as_the_reader_writes_them(sit: Sit, cast: Cast) -> None:
    carmen = sit("Carmen")
    assert "€6,900.00" in findings(check(carmen, EXAMPLE))
    assert "1,770" in findings(check(carmen, EXAMPLE))
    with in_language(carmen, "es"):
        assert "6.900,00\xa0€" in check(carmen, EXAMPLE).content.decode()
    with in_language(carmen, "lv"):
        assert "6\xa0900,00\xa0€" in check(carmen, EXAMPLE).content.decode()


def test_the_page_begins_with_an_example_and_has_checked_nothing(sit: Sit, cast: Cast) -> None:
    page = sit("Carmen").html(PAGE)
    assert typed(page) == EXAMPLE
    read = words(page)
    assert "Not checked yet" in read
    assert all(rule in read for rule in rules(ENGLISH))


def test_the_page_of_studies_leads_to_it(sit: Sit, cast: Cast) -> None:
    assert f'href="{PAGE}"' in sit("Carmen").html("/console/study/")


def test_a_sound_contract_is_told_so(sit: Sit, cast: Cast) -> None:
    answer = check(sit("Carmen"), EXIT)
    assert answer.status_code == 200
    assert "Nothing found" in findings(answer)
    assert typed(answer.content.decode()) == EXIT


def test_what_is_no_contract_is_told_with_all_its_problems_and_stays(sit: Sit, cast: Cast) -> None:
    text = 'promisses: []\nprices: {minute: x, currency: euro}\n"</textarea><b>": 1\n'
    answer = check(sit("Carmen"), text)
    assert answer.status_code == 422
    read = findings(answer)
    assert "This is no contract yet" in read
    assert "promisses: Unknown; did you mean promises?" in read
    assert "prices: minute: a number such as 4.80 is wanted here." in read
    assert "prices: A currency is a three-letter code such as EUR" in read
    assert "</textarea><b>: Unknown" in unescape(answer.content.decode())
    assert typed(answer.content.decode()) == text


@pytest.mark.parametrize(
    ("text", "upload", "said"),
    [
        ("", None, "There is no contract yet"),
        (" \n ", None, "There is no contract yet"),
        ("x" * (MOST_BYTES + 1), None, "This is larger than 60.0 KB."),
        ("é" * MOST_BYTES, None, "This is larger than 60.0 KB."),
        (EXIT, b"x" * (MOST_BYTES + 1), "This is larger than 60.0 KB."),
        (EXIT, b"exit: \xff", "This file is no UTF-8 text."),
        (EXIT, "exit: 1".encode("utf-16"), "This file is no UTF-8 text."),
        (EXIT, b"", "This file is empty."),
        (EXIT, b"exit: &a [x, x]\nterm: [*a, *a]\n", "Anchors and aliases are not read (line 1)"),
        (EXIT, b"exit: \0", "This is no YAML"),
        (EXIT, b"\xc3\xa9: 1", "é: Unknown;"),
        ('"\\ud800\\e": 1', None, "?: Unknown;"),
        ("exit: " + "[" * 1000, None, "Nesting is at most 12 deep"),
        ("just words", None, "A file holds names and values"),
        ("prices: [1]\n", None, "prices: Names and values are wanted here"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_is_refused_in_words_and_what_was_typed_stays(
    sit: Sit, cast: Cast, text: str, upload: bytes | None, said: str
) -> None:
    answer = check(sit("Carmen"), text, **({} if upload is None else {"file": file(upload)}))
    assert answer.status_code == 422
    assert said in findings(answer).replace("\xa0", " ")
    assert typed(answer.content.decode()) == text


def test_a_wrong_contract_is_told_in_the_reader_s_language(sit: Sit, cast: Cast) -> None:
    carmen = sit("Carmen")
    with in_language(carmen, "es"):
        read = findings(check(carmen, "exits: 1\nprices: {minute: x}\n"))
    assert "exits: Nombre desconocido; ¿quizá exit?" in read
    assert "prices: minute: aquí se espera un número como 4.80." in read


def test_a_value_of_the_contract_is_never_markup(sit: Sit, cast: Cast) -> None:
    answer = check(
        sit("Carmen"), f'promises: [{{metric: "<b>\\ud800", definition: x, percentile: "<i>%(x)s"}}]\n{EXIT}'
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<b>" not in page.partition('id="findings"')[2]
    assert "Keep the percentile (<i>%(x)s)" in unescape(page)


def test_a_file_is_checked_instead_of_the_text_and_what_was_typed_stays(sit: Sit, cast: Cast) -> None:
    answer = check(sit("Carmen"), EXIT, file=file("\ufeffprices: {minute: 0.85}\r\n", "../noctua.yaml"))
    read = findings(answer)
    assert "Findings 2 noctua.yaml" in read
    assert "prices.minute" in read
    assert typed(answer.content.decode()) == EXIT


@pytest.mark.parametrize("text", ["", EXAMPLE])
def test_a_file_takes_the_place_of_the_example_so_that_it_can_be_mended(
    sit: Sit, cast: Cast, text: str
) -> None:
    weak = "prices: {minute: 0.85}\n"
    assert typed(check(sit("Carmen"), text, file=file(weak)).content.decode()) == weak
    wrong = "prizes: {minute: 0.85}\n"
    assert typed(check(sit("Carmen"), text, file=file(wrong)).content.decode()) == wrong


def test_nothing_is_kept(sit: Sit, cast: Cast) -> None:
    carmen = sit("Carmen")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        check(carmen, EXAMPLE, file=file(EXIT))
    writes = [query["sql"] for query in asked if re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"])]
    assert asked.captured_queries
    assert writes == []
    assert typed(carmen.html(PAGE)) == EXAMPLE


def test_who_may_not_see_studies_may_not_check_contracts(sit: Sit, cast: Cast) -> None:
    for name in ("Mateo", "Valeria", "Iker"):
        assert sit(name).get(PAGE).status_code == 403
        assert check(sit(name), EXIT).status_code == 403


# -- in Chromium ----------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_contract_is_checked_by_keyboard_alone(page: Page) -> None:
    sign_in(page, "Carmen")
    page.goto("/console/study/")
    page.get_by_role("link", name="Check a contract").press("Enter")
    page.wait_for_url(f"**{PAGE}")
    page.get_by_label("Text").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("prices: {minute: 0.85}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert has_focus(page) == "Check"
    page.keyboard.press("Enter")
    found = page.get_by_role("region", name="Findings")
    expect(found.get_by_role("listitem")).to_have_count(2)
    expect(found).to_be_in_viewport()
    expect(page.get_by_label("Text")).to_have_value("prices: {minute: 0.85}")


@pytest.mark.browser
def test_everybody_can_use_it_on_every_screen_whatever_it_says(page: Page) -> None:
    sign_in(page, "Carmen")
    wrong = []
    texts = (None, EXAMPLE, EXIT, "", "promisses: []\n" + "x" * 300 + ": 1\n", "x" * (MOST_BYTES + 1))
    for language, text in product(LANGUAGES, texts):
        speak(page, language)
        page.goto(PAGE)
        if text is not None:
            page.fill("#text", text)
            page.click("main button[type=submit]")
            page.wait_for_url(f"**{PAGE}#findings")
        wrong += look(page)
    assert not wrong, "\n".join(sorted(set(wrong)))
