"""Which language the interface speaks."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from relevo.web.locale import InterfaceLanguage, chosen


def asking(cookie: str = "", browser: str = "") -> HttpRequest:
    request = RequestFactory().get("/", HTTP_ACCEPT_LANGUAGE=browser)
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    return request


@pytest.mark.parametrize(
    ("cookie", "browser", "spoken"),
    [
        ("lv", "es", "lv"),
        ("", "es-MX,es;q=0.9,en;q=0.5", "es"),
        ("", "de,lv;q=0.4", "lv"),
        ("", "de", "en"),
        ("", "", "en"),
        ("xx", "es", "es"),
        ("../../etc", "", "en"),
        ("", "x" * 5000, "en"),
    ],
)
def test_the_choice_comes_first_then_the_browser_then_english(cookie: str, browser: str, spoken: str) -> None:
    assert chosen(asking(cookie, browser)) == spoken


def test_a_page_is_rendered_in_it_and_says_so() -> None:
    heard = []

    def view(request: HttpRequest) -> HttpResponse:
        heard.append(translation.get_language())
        return HttpResponse()

    before = translation.get_language()
    answer = InterfaceLanguage(view)(asking("lv"))
    assert (heard, answer.headers["Content-Language"]) == (["lv"], "lv")
    assert translation.get_language() == before


def test_an_answer_that_knows_its_language_keeps_it() -> None:
    answer = InterfaceLanguage(lambda request: HttpResponse(headers={"Content-Language": "es"}))(asking("lv"))
    assert answer.headers["Content-Language"] == "es"


def test_the_same_holds_under_an_event_loop() -> None:
    heard = []

    async def view(request: HttpRequest) -> HttpResponse:
        heard.append(translation.get_language())
        return HttpResponse()

    answer = async_to_sync(InterfaceLanguage(view))(asking("es"))
    assert (heard, answer.headers["Content-Language"]) == (["es"], "es")


def test_two_readers_at_the_same_time_do_not_hear_each_other(db: None) -> None:
    spanish, latvian = Client(), Client()
    spanish.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    latvian.cookies[settings.LANGUAGE_COOKIE_NAME] = "lv"
    for _ in range(2):
        assert '<html lang="es"' in spanish.get("/account/login/").content.decode()
        assert '<html lang="lv"' in latvian.get("/account/login/").content.decode()
