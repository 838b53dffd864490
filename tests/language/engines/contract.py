"""What every translation engine keeps. Each rule takes an engine that translates English to Spanish."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from relevo.core.errors import EngineDown
from relevo.language.engines import Engine, Health

PLAIN = ["The speaker does not work.", "Thank you very much", "My battery lasts two hours"]
NASTY = [
    "",
    " ",
    "\n",
    "one\ntwo\r\n\r\nthree",
    "nothing\0here",
    "\0",
    "a [bracket] and ]another[ one",
    "^superblank$ @code@ * star ** ~ tilde # plus + slash / back \\ {brace} <tag>",
    "[[t:b:1]] [<STREAMCMD:SETVAR:x>] ^a<n>$",
    "[].[]",
    "ends with a full stop.",
    "half a surrogate \ud800 here",
    "wide 漢字 and 😀 and e\u0301",
    "*",
    "\u2028line\u2029paragraph\x85next",
    "   margins   ",
]


def it_says_who_it_is(engine: Engine) -> None:
    assert engine.name
    assert engine.name == engine.name.strip().lower()
    assert engine.leaves_machine in {True, False}
    assert engine.gist_only in {True, False}


def it_lists_pairs_of_base_codes(engine: Engine) -> None:
    pairs = engine.pairs()
    assert ("en", "es") in pairs
    assert all(source != target for source, target in pairs)
    assert all(code == code.lower() and code.isalpha() for pair in pairs for code in pair)


def it_answers_as_many_texts_as_it_was_asked(engine: Engine) -> None:
    answers = engine.translate(PLAIN, "en", "es", timeout=120)
    assert len(answers) == len(PLAIN)
    assert all(answer and answer != text for answer, text in zip(answers, PLAIN, strict=True))


def it_answers_nothing_for_nothing(engine: Engine) -> None:
    assert engine.translate([], "en", "es", timeout=120) == []


def no_text_disturbs_its_neighbours(engine: Engine) -> None:
    mixed = [text for nasty in NASTY for text in (nasty, PLAIN[0])]
    answers = engine.translate(mixed, "en", "es", timeout=120)
    assert len(answers) == len(mixed)
    assert set(answers[1::2]) == set(engine.translate(PLAIN[:1], "en", "es", timeout=120))


def it_keeps_lines_apart(engine: Engine) -> None:
    (answer,) = engine.translate(["The speaker\n\nThe pump\nThe battery"], "en", "es", timeout=120)
    assert [bool(line) for line in answer.split("\n")] == [True, False, True, True]


def it_keeps_tokens(engine: Engine) -> None:
    texts = ["The error XQ7Z appears on XQ8Z.", "The error {7} appears on {8}."]
    answers = engine.translate(texts, "en", "es", timeout=120)
    assert all(answers[0].count(token) == 1 for token in ("XQ7Z", "XQ8Z"))
    assert all(answers[1].count(token) == 1 for token in ("{7}", "{8}"))


def it_takes_tags_for_their_base(engine: Engine) -> None:
    assert engine.translate(PLAIN, "en-GB", "es-MX", timeout=120) == engine.translate(
        PLAIN, "en", "es", timeout=120
    )


def it_refuses_a_pair_it_does_not_have(engine: Engine) -> None:
    with pytest.raises(EngineDown):
        engine.translate(PLAIN, "en", "xx", timeout=120)


def it_gives_up_when_its_time_is_over(engine: Engine) -> None:
    engine.pairs()
    started = time.monotonic()
    with pytest.raises(EngineDown):
        engine.translate(PLAIN * 400, "en", "es", timeout=0.0)
    assert time.monotonic() - started < 60


def it_serves_many_threads(engine: Engine) -> None:
    texts = [f"The pump number {'x' * n} does not work" for n in range(6)]
    expected = engine.translate(texts, "en", "es", timeout=120)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda text: engine.translate([text], "en", "es", timeout=120)[0], texts))
    assert answers == expected


def it_tells_its_health(engine: Engine) -> None:
    health = engine.health()
    assert isinstance(health, Health)
    assert health.ok
    assert health.detail.endswith(".")


RULES = [
    it_says_who_it_is,
    it_lists_pairs_of_base_codes,
    it_answers_as_many_texts_as_it_was_asked,
    it_answers_nothing_for_nothing,
    no_text_disturbs_its_neighbours,
    it_keeps_lines_apart,
    it_keeps_tokens,
    it_takes_tags_for_their_base,
    it_refuses_a_pair_it_does_not_have,
    it_gives_up_when_its_time_is_over,
    it_serves_many_threads,
    it_tells_its_health,
]
