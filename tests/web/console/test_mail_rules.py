"""The rules for machine mail on their page: every one of them, in words, as they stand in the code."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.utils import translation

from relevo.channels.mail import digesting
from relevo.channels.mail.judging.machine import RULES, TREATMENTS, Rule
from relevo.web.console import mail_rules
from tests.web.workspace.screen import Screen, in_language, words

Sit = Callable[[str], Screen]
PAGE = "/console/mail/rules/"


def shown(html: str) -> dict[str, tuple[list[str], str]]:
    """By kind: what it is known by, and what is done with it, as the page says it."""
    found = {}
    for kind, body in re.findall(r'<section class="card" id="(\w+)"(.*?)</section>', html, flags=re.DOTALL):
        signs = [unescape(sign) for sign in re.findall(r"<li>(.*?)</li>", body)]
        found[kind] = (signs, words(body.rpartition("<dd>")[2]))
    return found


@pytest.mark.parametrize("language", ["en", "es", "lv"])
def test_the_page_shows_every_rule_of_the_code_in_the_reader_s_language(sit: Sit, language: str) -> None:
    carmen = sit("Carmen")
    with in_language(carmen, language):
        found = shown(carmen.html(PAGE))
    with translation.override(language):
        for kind, done in TREATMENTS.items():
            signs = [str(rule.looks_at) for rule in RULES if rule.kind == kind]
            assert found[kind] == (signs, str(done))
    assert list(found) == list(TREATMENTS), "in the order in which they win"
    assert sum(len(signs) for signs, _done in found.values()) == len(RULES)


@pytest.mark.parametrize("language", ["es", "lv"])
def test_every_rule_and_every_treatment_is_translated(language: str) -> None:
    texts = [*(rule.looks_at for rule in RULES), *TREATMENTS.values()]
    with translation.override("en"):
        english = [str(text) for text in texts]
    with translation.override(language):
        same = [
            text for text, words_there in zip(english, map(str, texts), strict=True) if text == words_there
        ]
    assert same == []


@pytest.mark.parametrize("kind", TREATMENTS)
def test_every_kind_has_a_name_of_its_own(kind: str) -> None:
    titles = {one.code: one.title for one in mail_rules.kinds()}
    assert titles[kind].strip()
    assert list(titles.values()).count(titles[kind]) == 1


def test_a_kind_without_words_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_rules, "TREATMENTS", {**TREATMENTS, "parrot": "Set aside."})
    with pytest.raises(KeyError, match="parrot"):
        mail_rules.kinds()


def test_a_new_rule_stands_on_the_page_by_itself(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    new = Rule("x_parrot", "list", "The header X-Parrot.", lambda seen: seen.has("x-parrot"))  # type: ignore[arg-type]
    monkeypatch.setattr(mail_rules, "RULES", (*RULES, new))
    assert shown(sit("Carmen").html(PAGE))["list"][0][-1] == "The header X-Parrot."


def test_digesting_knows_every_kind_that_the_page_explains() -> None:
    """Set aside always, kept only on a ticket, read as a report, or kept as automatic: no fifth way."""
    assert digesting._SET_ASIDE | digesting._ONLY_ON_A_TICKET | {"bounce", "generated"} == set(TREATMENTS)


def test_the_rules_are_for_those_who_look_after_the_mail(sit: Sit) -> None:
    assert PAGE in sit("Carmen").html("/console/mail/?desk=AUR")
    assert "Mail · Auralis" in sit("Carmen").read(f"{PAGE}?desk=AUR")
    for name in ("Iker", "Mateo", "Valeria", "Jonas"):
        assert sit(name).get(PAGE).status_code == 403, name
    assert sit("Carmen").get(f"{PAGE}?desk=MAR").status_code == 404
