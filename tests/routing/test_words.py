"""Why a ticket is where it is, in one sentence."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from relevo.routing.actions import FAILURES, NOBODY_COVERS
from relevo.routing.words import sentence

CHOSEN = {
    "code": "chosen", "seat": 7, "alias": "Mateo", "load": 2, "capacity": 8, "via": "", "language": "es",
    "returning": False, "engagement": 2, "until": "2027-01-17T06:00:00+00:00",
}  # fmt: skip


def test_who_was_chosen_and_why() -> None:
    with timezone.override("Europe/Madrid"):
        assert sentence(CHOSEN) == "Mateo was chosen: on duty until 07:00, writes Spanish, 2 of 8 tickets."


def test_a_returning_customer_and_a_translation() -> None:
    why = {**CHOSEN, "returning": True, "via": "en", "language": "lv", "until": None}
    assert sentence(why) == (
        "Mateo was chosen: has answered this customer before, reads Latvian translated into English, 2 of 8 tickets."
    )


def test_an_unknown_language_is_not_spoken_of() -> None:
    why = {**CHOSEN, "language": "und", "until": None, "capacity": 1, "load": 0}
    assert sentence(why) == "Mateo was chosen: 0 of 1 ticket."


def test_where_nobody_speaks_the_language_it_says_so_plainly() -> None:
    assert sentence({"code": "no_language", "language": "lv", "engagement": 1}) == (
        "Nobody on duty writes Latvian and no engine translates it; the original is shown."
    )


@pytest.mark.parametrize("code", [NOBODY_COVERS, *FAILURES.values()])
def test_every_failure_has_a_sentence(code: str) -> None:
    said = sentence({"code": code, "language": "lv", "engagement": None})
    assert said.endswith(".")
    assert "%" not in said


def test_nothing_kept_says_nothing() -> None:
    assert sentence({}) == sentence({"code": "from another time"}) == ""


def test_languages_are_named_in_the_reader_s_language() -> None:
    with translation.override("es"):
        assert "letón" in sentence({"code": "no_language", "language": "lv", "engagement": 1})
