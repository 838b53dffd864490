"""Secrets at rest."""

from __future__ import annotations

from typing import Any

import pytest

from relevo.core.secrets import seal, unseal


def test_a_sealed_secret_comes_back_and_says_nothing_of_itself() -> None:
    sealed = seal("contraseña de Auralis")
    assert unseal(sealed) == "contraseña de Auralis"
    assert "Auralis" not in sealed
    assert seal("contraseña de Auralis") != sealed


def test_no_secret_is_no_secret() -> None:
    assert seal("") == unseal("") == ""


def test_another_key_opens_nothing_unless_it_is_kept_as_a_fallback(settings: Any) -> None:
    sealed = seal("one")
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another key altogether"
    with pytest.raises(ValueError, match="enter the secret again"):
        unseal(sealed)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert unseal(sealed) == "one"


@pytest.mark.parametrize("broken", ["nonsense", "gAAAAA==", "ñ"])
def test_what_was_never_sealed_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="enter the secret again"):
        unseal(broken)
