"""The errors that rules raise: a stable code for programs, a sentence in the reader's language for people."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from relevo.core.errors import EngineDown, NotAllowed, NotFound, RateLimited, RelevoError, RuleBroken


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (RelevoError(), 400, "error"),
        (NotFound(), 404, "not_found"),
        (NotAllowed(), 403, "not_allowed"),
        (RuleBroken("No."), 409, "rule_broken"),
        (RateLimited(), 429, "rate_limited"),
        (EngineDown(), 503, "engine_down"),
    ],
)
def test_each_has_its_status_its_code_and_a_sentence(error: RelevoError, status: int, code: str) -> None:
    assert (error.status, error.code) == (status, code)
    assert error.message.endswith(".")


def test_its_own_words_go_before_the_usual_ones() -> None:
    error = RuleBroken("The reply is empty.", newest=7)
    assert error.message == "The reply is empty."
    assert error.facts == {"newest": 7}


def test_the_sentence_is_in_the_language_of_whoever_reads_it() -> None:
    error = RuleBroken(gettext_lazy("Thursday"))
    with translation.override("es"):
        assert error.message == "jueves"
    with translation.override("en"):
        assert error.message == "Thursday"


def test_a_limit_says_when_to_come_back() -> None:
    assert RateLimited().retry_after == 60
    assert RateLimited("Slowly.", retry_after=5).retry_after == 5
    assert RateLimited(retry_after=5).facts == {"retry_after": 5}
