"""The real Apertium of this machine, and commands that misbehave in its place. Without Apertium these tests fail."""

from __future__ import annotations

import os
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.core.errors import EngineDown
from relevo.language.engines.apertium import ApertiumEngine, from_stream, modes_by_pair, to_stream

ENGINE = ApertiumEngine()


def es_en(*texts):
    return ENGINE.translate(texts, "es", "en", timeout=30)


def command(folder, body):
    """A command in Apertium's place: lists the real pairs, then does what the test wishes."""
    path = folder / "apertium"
    path.write_text(f'#!/bin/bash\nif [ "$1" = "-l" ]; then echo "  spa-eng"; exit; fi\n{body}\n')
    path.chmod(0o755)
    return ApertiumEngine(str(path))


def test_the_installed_pairs_are_spanish_and_english():
    assert ENGINE.pairs() == {("es", "en"), ("en", "es")}
    assert ENGINE.health().detail == "Apertium translates en-es, es-en."
    assert (ENGINE.leaves_machine, ENGINE.gist_only) == (False, True)


def test_it_gives_the_gist():
    assert es_en("No funciona.", "No puedo conectar el altavoz a la red.") == [
        "It does not work.",
        "I can not connect the speaker to the net.",
    ]


def test_unknown_words_carry_no_mark():
    assert es_en("El xyzzyplugh no funciona.") == ["The xyzzyplugh does not work."]


def test_signs_of_its_stream_format_are_only_text():
    assert es_en("El [código] es ^dos$ y @tres@ * cuatro \\ cinco {6} <b>") == [
        "The [code] is ^two$ and @three@ * four \\ five {6} <b>"
    ]


def test_line_ends_and_null_bytes_stay_where_they_were():
    assert es_en("Hola.\r\n\r\n  No funciona. \nuno\0dos") == ["Hello.\r\n\r\n  It does not work. \nOne\0Two"]


def test_gaps_that_reordering_leaves_are_closed():
    assert es_en("El altavoz no se enciende.") == ["The speaker does not light."]
    assert "  " in es_en("Hola  ,  amigo")[0]


def test_a_text_of_nothing_but_line_ends_starts_no_process(tmp_path):
    assert command(tmp_path, "exit 1").translate(["\n\n", " "], "es", "en", timeout=30) == ["\n\n", " "]


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.text(max_size=60)
        | st.text(alphabet=st.sampled_from("aeo no.[]{}^$/\\@<>*~+#&\0\n\r\t'\"é"), max_size=60),
        min_size=20,
        max_size=60,
    )
)
def test_any_texts_come_back_in_number_and_independent_of_each_other(texts):
    answers = es_en("No funciona.", *texts, "No funciona.")
    assert len(answers) == len(texts) + 2
    assert answers[0] == answers[-1] == "It does not work."
    assert [answer.count("\n") for answer in answers[1:-1]] == [text.count("\n") for text in texts]


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_the_stream_format_can_be_read_back(text):
    assert from_stream(to_stream(text)) == unicodedata.normalize("NFC", text).strip()


def test_modes_become_pairs_of_short_codes():
    assert modes_by_pair(["spa-eng_US", "spa-eng", "nob-nno", "eng-spa", "*", "-x"]) == {
        ("es", "en"): "spa-eng",
        ("en", "es"): "eng-spa",
        ("nb", "nn"): "nob-nno",
    }
    assert modes_by_pair(["spa-eng_US"]) == {("es", "en"): "spa-eng_US"}


def test_a_missing_command_is_said_in_plain_words():
    engine = ApertiumEngine("apertium-of-another-machine")
    assert engine.pairs() == frozenset()
    assert not engine.health().ok
    assert "not installed" in engine.health().detail
    with pytest.raises(EngineDown, match="no es-en"):
        engine.translate(["Hola"], "es", "en", timeout=30)


def test_an_installation_without_pairs_is_not_healthy(tmp_path):
    engine = command(tmp_path, "")
    Path(tmp_path / "apertium").write_text('#!/bin/bash\necho "  *"\n')
    assert engine.pairs() == frozenset()
    assert engine.health().detail == "Apertium is installed, but no language pair is."


def test_a_command_that_cannot_be_started_is_down(tmp_path):
    engine = command(tmp_path, "")
    engine.pairs()
    Path(tmp_path / "apertium").unlink()
    with pytest.raises(EngineDown, match="cannot be started"):
        engine.translate(["Hola"], "es", "en", timeout=30)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("cat > /dev/null; exit 3", "exit code 3"),
        ("cat > /dev/null; printf 'Hello[].[]'", "another number"),
        ("cat > /dev/null; printf 'Hello\\0Bye[].[]\\0'", "another number"),
        ("cat > /dev/null", "another number"),
        ("cat > /dev/null; kill -KILL $$", "exit code -9"),
    ],
)
def test_an_answer_that_makes_no_sense_is_down(tmp_path, body, why):
    with pytest.raises(EngineDown, match=why):
        command(tmp_path, body).translate(["Hola", "Gracias"], "es", "en", timeout=30)


@pytest.mark.parametrize("trap", ["", "trap '' TERM;"])
def test_a_command_that_hangs_is_ended_with_all_its_processes(tmp_path, trap):
    pids = tmp_path / "pids"
    body = f"{trap} sleep 60 & echo $$ $! > {pids}; {trap} wait; sleep 60"
    engine = command(tmp_path, body)
    started = time.monotonic()
    with pytest.raises(EngineDown, match=r"within 0\.5 seconds"):
        engine.translate(["Hola " * 30_000], "es", "en", timeout=0.5)
    assert time.monotonic() - started < 30
    deadline = time.monotonic() + 20
    while any(_runs(int(pid)) for pid in pids.read_text().split()):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.02)


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return state != "Z"


def test_the_environment_of_relevo_is_not_passed_on(tmp_path, monkeypatch):
    monkeypatch.setenv("RELEVO_SECRET", "s3cret")
    (answer,) = command(
        tmp_path, "cat > /dev/null; printf '%s[].[]\\0' \"${RELEVO_SECRET:-nothing}\""
    ).translate(["Hola"], "es", "en", timeout=30)
    assert answer == "nothing"
