"""Everybody walks through all pages she can reach, in Spanish and in Latvian: nothing on them is left in English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from relevo.core import clock
from relevo.organizations.models import User
from tests.cast import Cast
from tests.evening import EVENING, played
from tests.web.test_languages import words_on

MEMBERS = {"lv": ("Carmen", "Iker", "Andris", "Valeria", "Lucía", "Kristaps"), "es": ("Carmen", "Valeria")}
"""Who walks in which language. A text that is left out of the catalogues is left in English in both."""
STARTS = ("/work/?list=all", "/work/?list=done", "/console/", "/account/2fa/")
DOORS = ("/account/login/", "/account/password/reset/", "/account/signup/", "/nothing-here/")
"""What a visitor sees."""

ALIKE = 1
"""How many addresses of one kind are opened: the second ticket's page says the same as the fifth's."""
ALL_OF = {"workspace:ticket", "console:timeline"}
"""Pages of which each has its own words: hand-overs, approvals, promises."""
SEEN = {
    "workspace:queue", "workspace:ticket", "workspace:thread", "workspace:side", "workspace:composer",
    "console:overview", "console:tickets", "console:timeline", "console:costs", "console:jobs", "mfa_index",
    "account_change_password",
}  # fmt: skip
"""Pages that somebody must have come by, or nothing was proved."""

LINK = re.compile(r'\b(?:href|hx-get)="([^"#]+)')
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|{\w*}")
OWN_NAMES = {"English"}
"""What a language calls itself in the menu of languages."""


class English:
    """The texts that a page in another language must not show."""

    def __init__(self, language: str) -> None:
        source = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
        with source.open("rb") as file:
            entries = [(entry.id, entry.string) for entry in read_po(file, locale=language) if entry.id]
        both = [
            (text, translated)
            for texts, strings in entries
            for text in ([texts] if isinstance(texts, str) else texts)
            for translated in ([strings] if isinstance(strings, str) else strings)
        ]
        texts = {text for text, translated in both if text != translated} - OWN_NAMES
        self.whole = {text for text in texts if not PLACEHOLDER.search(text)}
        self.long = {text for text in self.whole if len(text.split()) >= 3}
        self.filled = [
            re.compile(".+".join(map(re.escape, PLACEHOLDER.split(text))))
            for text in texts - self.whole
            if len(re.findall(r"[A-Za-z]", PLACEHOLDER.sub("", text))) >= 8
        ]

    def left_in(self, texts: set[str]) -> set[str]:
        """Those of ``texts`` that are, or hold, a text of the catalogue in English."""
        return {
            text
            for text in texts
            if text in self.whole
            or any(known in text for known in self.long)
            or any(known.fullmatch(text) for known in self.filled)
        }


def kind_of(address: str) -> tuple[str, ...]:
    """What kind of page an address is: its view, and what is asked of it."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    return (resolve(parts.path).view_name, *(f"{key}={asked[key][0]}" if key in {"list", "only", "write"} else key
                                             for key in sorted(asked)))  # fmt: skip


def walk(client: Client, starts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(address, page) of all that can be reached from ``starts`` by following links, of each kind a few."""
    waiting, known, opened = list(starts), set(starts), Counter[tuple[str, ...]]()
    while waiting:
        address = waiting.pop(0)
        try:
            kind = kind_of(address)
        except Resolver404:
            kind = ("nothing",)
        if (opened[kind] >= ALIKE and kind[0] not in ALL_OF) or kind[0] in {"live:stream", "account_logout"}:
            continue
        opened[kind] += 1
        answer = client.get(address)
        if answer.status_code in {301, 302}:
            links = [answer.headers["Location"]]
        elif "text/html" in answer.headers["Content-Type"]:
            page = answer.content.decode()
            yield address, page
            links = [unescape(link) for link in LINK.findall(page)]
        else:
            continue
        for link in (urljoin(address, link) for link in links):
            if link.startswith("/") and not link.startswith("/static/") and link not in known:
                known.add(link)
                waiting.append(link)


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: object) -> Iterator[Cast]:
    """The cast after an evening at both desks; Carmen runs the installation, too."""
    with played(django_db_blocker) as (cast, _evening):
        User.objects.filter(pk=cast.user("Carmen").pk).update(is_staff=True)
        yield cast


@pytest.fixture(autouse=True)
def that_evening(sunday_night: None) -> Iterator[None]:
    """The pages are read when the evening has been played."""
    with clock.travel(EVENING):
        yield


def signed_in(cast: Cast, name: str, language: str) -> Client:
    client = Client()
    client.force_login(cast.user(name))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.mark.parametrize("language", ["es", "lv"])
def test_nobody_meets_an_english_text_in_her_language(people: Cast, language: str) -> None:
    texts: dict[str, str] = {}
    kinds = set()
    for name in MEMBERS[language]:
        for address, page in walk(signed_in(people, name, language), STARTS):
            assert f'<html lang="{language}"' in page or "<html" not in page, address
            kinds.add(kind_of(address)[0])
            texts |= dict.fromkeys(words_on(page) - texts.keys(), f"{name} at {address}")
    visitor = Client()
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in DOORS:
        texts |= dict.fromkeys(words_on(visitor.get(address).content.decode()) - texts.keys(), address)
    assert kinds >= SEEN
    assert len(texts) > 300
    left = English(language).left_in(set(texts))
    assert {text: texts[text] for text in sorted(left)} == {}


def test_english_would_be_noticed(people: Cast) -> None:
    english = set().union(
        *(words_on(page) for _address, page in walk(signed_in(people, "Carmen", "en"), STARTS))
    )
    for language in ("es", "lv"):
        left = English(language).left_in(english)
        assert {"Coverage week", "Waiting for the customer", "Who holds the ball"} <= left
        assert any(text.endswith("holds the ball") and text[0] != "W" for text in left), (
            "texts with names in them"
        )
        assert len(left) > 100
