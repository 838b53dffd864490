"""LibreTranslate's contract against a real server, well behaved and not."""

from __future__ import annotations

import asyncio
import gzip
import json
import time

import pytest

from relevo.core.errors import EngineDown
from relevo.language.engines import libretranslate
from relevo.language.engines.libretranslate import LibreTranslateEngine
from tests.language.engines.stub_libretranslate import as_json, serve


@pytest.fixture
def stub():
    with serve() as server:
        yield server


@pytest.fixture
def engine(stub):
    return LibreTranslateEngine(stub.url, ask_timeout=5)


def ask(engine, timeout=5.0):
    return engine.translate(["Hello", "Thank you"], "en", "es", timeout=timeout)


def test_all_texts_go_in_one_request_of_the_documented_form(stub, engine):
    assert ask(engine) == ["[es] Hello", "[es] Thank you"]
    assert stub.paths == ["/languages", "/translate"]
    assert stub.orders == [{"q": ["Hello", "Thank you"], "source": "en", "target": "es", "format": "text"}]


def test_the_key_is_sent_when_there_is_one(stub):
    ask(LibreTranslateEngine(f"{stub.url}/", api_key="k3y"))
    assert stub.orders[0]["api_key"] == "k3y"


def test_the_languages_are_asked_once_an_hour(stub):
    now = 0.0
    engine = LibreTranslateEngine(stub.url, clock=lambda: now)
    assert engine.pairs() == {("en", "es"), ("en", "lv"), ("es", "en"), ("lv", "en")}
    engine.pairs()
    now = 3599.0
    engine.pairs()
    assert stub.paths == ["/languages"]
    now = 3600.0
    engine.pairs()
    assert stub.paths == ["/languages", "/languages"]


def test_after_a_failure_the_languages_are_asked_again_soon(stub):
    now = 0.0
    engine = LibreTranslateEngine(stub.url, clock=lambda: now)
    good, stub.languages = stub.languages, lambda: as_json({"error": "starting"}, 503)
    assert engine.pairs() == frozenset()
    with pytest.raises(EngineDown, match="answered 503"):
        ask(engine)
    assert (engine.health().ok, engine.health().detail) == (False, "LibreTranslate answered 503.")
    stub.languages = good
    assert engine.pairs() == frozenset()
    now = 30.0
    assert ("en", "es") in engine.pairs()


def test_health_counts_the_pairs(engine):
    assert engine.health().detail == "LibreTranslate offers 4 language pairs."


def test_a_server_without_targets_translates_all_to_all_and_regions_are_sent_as_it_names_them(stub, engine):
    stub.languages = lambda: as_json([{"code": "en"}, {"code": "pt-BR"}, {"code": "zh-Hans"}])
    assert engine.pairs() == {(a, b) for a in ("en", "pt", "zh") for b in ("en", "pt", "zh") if a != b}
    engine.translate(["Hi"], "en", "pt", timeout=5)
    assert stub.orders[0]["target"] == "pt-BR"


@pytest.mark.parametrize(
    "languages",
    [
        {"en": "es"},
        [],
        [1, None, {"code": 7}, {"name": "en"}],
        [{"code": "en", "targets": "es"}],
        "en",
        [{"code": "en"}],
    ],
)
def test_a_list_of_languages_that_makes_no_sense_gives_no_pairs(stub, engine, languages):
    stub.languages = lambda: as_json(languages)
    assert engine.pairs() == frozenset()
    assert not engine.health().ok


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (429, "slow down"),
        (403, "quota"),
        (413, "too long"),
        (400, "answered 400"),
        (500, "answered 500"),
        (302, "answered 302"),
        (204, "answered 204"),
    ],
)
def test_every_other_status_is_down_and_redirects_are_not_followed(stub, engine, status, why):
    stub.translate = lambda order: (status, {"Location": f"{stub.url}/elsewhere"}, [], 0.0)
    with pytest.raises(EngineDown, match=why):
        ask(engine)
    assert stub.paths == ["/languages", "/translate"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>busy</html>",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"translatedText": ["uno", "dos"]',
        b"9" * 6000,
        gzip.compress(b'{"translatedText": ["uno", "dos"]}', mtime=0),
    ],
)
def test_what_is_not_json_is_down(stub, engine, body):
    stub.translate = lambda order: (200, {}, [body], 0.0)
    with pytest.raises(EngineDown, match="not JSON"):
        ask(engine)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"translatedText": ["uno"]}, "1 texts for 2"),
        ({"translatedText": ["uno", "dos", "tres"]}, "3 texts for 2"),
        ({"translatedText": "uno"}, "without translations"),
        ({"translatedText": ["uno", None]}, "without translations"),
        ({"error": "no"}, "without translations"),
        ([], "without translations"),
        (None, "without translations"),
    ],
)
def test_another_shape_than_asked_is_down(stub, engine, answer, why):
    stub.translate = lambda order: as_json(answer)
    with pytest.raises(EngineDown, match=why):
        ask(engine)


def test_half_characters_from_the_server_are_made_readable(stub, engine):
    stub.translate = lambda order: (200, {}, [b'{"translatedText": ["a\\ud800", "b"]}'], 0.0)
    assert ask(engine) == ["a?", "b"]


def test_an_answer_that_never_ends_is_cut_off(stub, engine, monkeypatch):
    monkeypatch.setattr(libretranslate, "MAX_ANSWER_BYTES", 100_000)
    stub.translate = lambda order: (200, {}, [b" " * 10_000] * 1000, 0.0)
    with pytest.raises(EngineDown, match="far too large"):
        ask(engine)


def test_an_answer_that_comes_drop_by_drop_is_given_up_in_time(stub, engine):
    engine.pairs()
    body = json.dumps({"translatedText": ["uno", "dos"]}).encode()
    stub.translate = lambda order: (200, {}, [body[n : n + 1] for n in range(len(body))], 0.4)
    started = time.monotonic()
    with pytest.raises(EngineDown, match=r"within 0\.5 seconds"):
        ask(engine, timeout=0.5)
    assert time.monotonic() - started < 8


def test_a_server_that_is_gone_is_down():
    with serve() as stub:
        engine = LibreTranslateEngine(stub.url)
        engine.pairs()
    with pytest.raises(EngineDown, match="cannot be reached"):
        ask(engine)
    assert not engine.health().ok
    assert engine.pairs() == frozenset()


@pytest.mark.parametrize(
    ("url", "leaves"),
    [
        ("http://127.0.0.1:5000", False),
        ("http://localhost:5000/", False),
        ("http://[::1]:5000", False),
        ("https://translate.auralis.example", True),
        ("http://10.0.0.5:5000", True),
        ("http://localhost.auralis.example", True),
    ],
)
def test_texts_leave_the_machine_unless_the_server_is_the_loopback(url, leaves):
    assert LibreTranslateEngine(url).leaves_machine is leaves


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:5000", "ftp://auralis.example", "http://", "file:///etc/passwd"]
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ValueError, match="Not an address"):
        LibreTranslateEngine(url)


def test_it_works_from_inside_a_running_loop(engine):
    async def inside():
        return ask(engine)

    assert asyncio.run(inside()) == ["[es] Hello", "[es] Thank you"]
