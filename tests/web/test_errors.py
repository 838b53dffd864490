"""What somebody reads whose form was sent without this session's key."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.web.test_languages import words_on

FORM = "/account/password/reset/"


def sent(client: Client, **headers: str) -> str:
    """The answer to a form without a key."""
    answer = client.post(FORM, {"email": "mateo@noctua.example"}, headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


def visitor(language: str, *, with_cookie: bool = True) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if with_cookie:
        client.get(FORM)
    return client


@pytest.mark.parametrize(
    ("language", "cookie", "old", "elsewhere", "kept"),
    [
        ("en", "Your browser sent no cookie.", "This page is older than", "came from another site", "Nothing was sent."),
        ("es", "El navegador no envió ninguna cookie.", "Esta página es anterior", "viene de otro sitio",
         "No se ha enviado nada."),
        ("lv", "Pārlūks nenosūtīja sīkdatni.", "Šī lapa ir vecāka", "nāk no citas vietnes", "Nekas netika nosūtīts."),
    ],
)  # fmt: skip
def test_the_reason_is_said_with_what_to_do(
    db: None, language: str, cookie: str, old: str, elsewhere: str, kept: str
) -> None:
    pages = {
        cookie: sent(visitor(language, with_cookie=False)),
        old: sent(visitor(language)),
        elsewhere: sent(visitor(language), origin="http://elsewhere.example"),
    }
    for reason, page in pages.items():
        words = " ".join(words_on(page))
        assert reason in words
        assert kept in words


@pytest.mark.parametrize(
    ("referer", "link"),
    [
        ("http://testserver/work/AUR-1001/?list=all", 'href="/work/AUR-1001/?list=all"'),
        ("http://elsewhere.example/work/", ""),
        ("http://testserver//elsewhere.example/", ""),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_one_gets_back_to_the_page_she_came_from_if_it_is_ours(db: None, referer: str, link: str) -> None:
    page = sent(visitor("en"), referer=referer)
    assert ("Back to that page" in page) == bool(link)
    assert link in page
    assert "elsewhere.example" not in page
