"""Why a mail did not arrive, for whoever reads it."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from relevo.channels.mail.out import wording

CODES = [
    wording.GIVEN_UP, wording.NO_ADDRESS, wording.NO_MAILBOX, wording.put_off(0), wording.put_off(451),
    *(wording.undeliverable(status) for status in ("", "5.0.0", "5.1.1", "5.2.2", "5.3.4", "4.4.7", "5.7.1")),
]  # fmt: skip


def test_the_same_code_is_said_in_each_readers_language() -> None:
    said = {}
    for language in ("en", "es", "lv"):
        with translation.override(language):
            said[language] = wording.note_words(wording.undeliverable("5.1.1"))
    assert said == {
        "en": "The customer's address does not exist or cannot be reached. (5.1.1)",
        "es": "La dirección del cliente no existe o no es accesible. (5.1.1)",
        "lv": "Klienta adrese neeksistē vai nav sasniedzama. (5.1.1)",
    }


@pytest.mark.parametrize("language", ["en", "es", "lv"])
def test_every_code_has_its_own_words(language: str) -> None:
    with translation.override(language):
        said = [wording.note_words(code) for code in CODES]
    assert len(set(said)) == len(CODES)
    assert all(said)
    assert not any("%" in text or "_" in text for text in said)


@given(st.text(max_size=30))
def test_nothing_but_our_codes_is_shown(note: str) -> None:
    assert wording.note_words(note) == "" or note.split(" ")[0] in {code.split(" ")[0] for code in CODES}


@given(st.text(max_size=30))
def test_a_status_that_is_none_is_not_repeated(status: str) -> None:
    said = wording.note_words(wording.undeliverable(status))
    assert said.endswith((".", ")"))
