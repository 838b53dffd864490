"""The real Apertium of this machine, and commands that misbehave in its place. Without Apertium these tests fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.core.errors import EngineDown
from relevo.language.engines import pipelines
from relevo.language.engines.apertium import ApertiumEngine, from_stream, modes_by_pair, to_stream

ENGINE = ApertiumEngine()


def es_en(*texts):
    return ENGINE.translate(texts, "es", "en", timeout=30)


def command(folder, body):
    """Commands in Apertium's place: one lists a pair, the other tells its programs, which do what the test wishes."""
    script(folder / "apertium", 'echo "  spa-eng"')
    (folder / "programs").write_text(body)
    script(folder / "apertium-wblank-mode", f"cat {folder}/programs")
    return ApertiumEngine(str(folder / "apertium"))


def script(path, body):
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(0o755)


ECHO = 'while IFS= read -r -d "" block; do printf "%s\\0" "$block"; done'
"""Programs that answer each block with itself."""


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
    Path(tmp_path / "apertium-wblank-mode").unlink()
    for _ in range(2):
        with pytest.raises(EngineDown, match="cannot be started"):
            engine.translate(["Hola"], "es", "en", timeout=30)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("exit 3", "exit code 3"),
        ("head -c 20 >/dev/null; exit 3", "exit code 3"),
        ("head -c 20 >/dev/null; printf 'Hello[].[]'", "exit code 0"),
        ("head -c 20 >/dev/null; printf 'Hello\\0Bye[].[]\\0'; sleep 60", "another number"),
        ("head -c 20 >/dev/null; printf 'a[].[]\\0b[].[]\\0c[].[]\\0'; sleep 60", "ended"),
        ("printf 'a[].[]\\0b[].[]\\0more'; sleep 60", "ended"),
        ("kill -KILL $$", "exit code -9"),
        ("yes | tr -d '\\n'", "ended"),
    ],
)
def test_an_answer_that_makes_no_sense_is_down(tmp_path, body, why):
    with pytest.raises(EngineDown, match=why):
        command(tmp_path, body).translate(["Hola", "Gracias"], "es", "en", timeout=30)


def test_the_programs_are_kept_for_the_next_text(tmp_path):
    engine = command(tmp_path, f"echo $$ >> {tmp_path}/started; {ECHO}")
    for number in range(5):
        assert engine.translate([f"Hola {number}", "Adiós"], "es", "en", timeout=30) == [
            f"Hola {number}",
            "Adiós",
        ]
    assert len((tmp_path / "started").read_text().split()) == 1


def test_programs_that_have_died_meanwhile_are_started_anew(tmp_path):
    engine = command(tmp_path, f"echo $$ >> {tmp_path}/started; {ECHO}")
    for _ in range(3):
        assert engine.translate(["Hola"], "es", "en", timeout=30) == ["Hola"]
        os.kill(int((tmp_path / "started").read_text().split()[-1]), signal.SIGKILL)
    assert len((tmp_path / "started").read_text().split()) == 3


def test_after_a_text_that_took_too_long_nobody_gets_its_answer(tmp_path):
    slow = f'echo $$ >> {tmp_path}/started; while IFS= read -r -d "" block; do case "$block" in *espera*) sleep 60;; esac; printf "%s\\0" "$block"; done'
    engine = command(tmp_path, slow)
    assert engine.translate(["Hola"], "es", "en", timeout=30) == ["Hola"]
    with pytest.raises(EngineDown, match=r"within 0\.3 seconds"):
        engine.translate(["uno", "espera"], "es", "en", timeout=0.3)
    assert engine.translate(["Gracias"], "es", "en", timeout=30) == ["Gracias"]
    assert not _runs(int((tmp_path / "started").read_text().split()[0]))


def test_the_programs_end_with_the_process_that_started_them(tmp_path):
    """However it ends: a worker that is killed leaves nothing behind."""
    engine = command(tmp_path, f"echo $$ >> {tmp_path}/started; {ECHO}")
    words = (
        "import os, signal; from relevo.language.engines.apertium import ApertiumEngine;"
        f" ApertiumEngine({engine._command!r}).translate(['Hola'], 'es', 'en', timeout=30);"
        " os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == -signal.SIGKILL
    deadline = time.monotonic() + 20
    while _runs(int((tmp_path / "started").read_text().split()[0])):
        assert time.monotonic() < deadline, "the programs go on"
        time.sleep(0.02)


def test_who_waits_for_a_long_text_gets_programs_of_his_own(tmp_path):
    slow = 'while IFS= read -r -d "" block; do case "$block" in *espera*) sleep 3;; esac; printf "%s\\0" "$block"; done'
    engine = command(tmp_path, slow)
    long = threading.Thread(target=engine.translate, args=(["espera"], "es", "en"), kwargs={"timeout": 30})
    long.start()
    time.sleep(0.2)
    began = time.monotonic()
    assert engine.translate(["Hola"], "es", "en", timeout=30) == ["Hola"]
    assert time.monotonic() - began < 2.5
    long.join()


def test_after_a_minute_without_texts_the_programs_end(tmp_path, monkeypatch):
    monkeypatch.setattr(pipelines, "IDLE", 0.3)
    engine = command(tmp_path, f"echo $$ >> {tmp_path}/started; {ECHO}")
    assert engine.translate(["Hola"], "es", "en", timeout=30) == ["Hola"]
    deadline = time.monotonic() + 20
    while _runs(int((tmp_path / "started").read_text().split()[0])):
        assert time.monotonic() < deadline, "the programs go on"
        time.sleep(0.02)
    assert engine.translate(["Hola"], "es", "en", timeout=30) == ["Hola"]


def test_after_a_thousand_texts_they_are_started_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(pipelines, "USES", 2)
    engine = command(tmp_path, f"echo $$ >> {tmp_path}/started; {ECHO}")
    for _ in range(5):
        assert engine.translate(["Hola"], "es", "en", timeout=30) == ["Hola"]
    assert len((tmp_path / "started").read_text().split()) == 3


def test_a_text_longer_than_any_pipe_holds_goes_through(tmp_path):
    assert command(tmp_path, ECHO).translate(["Hola " * 100_000], "es", "en", timeout=30) == [
        ("Hola " * 100_000).strip() + " "
    ]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=8))
def test_what_was_translated_before_changes_nothing(texts):
    """The programs of one engine have seen much else by then, those of the other nothing."""
    assert es_en(*texts) == ApertiumEngine().translate(texts, "es", "en", timeout=30)


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
        tmp_path, "head -c 5 > /dev/null; printf '%s[].[]\\0' \"${RELEVO_SECRET:-nothing}\"; sleep 60"
    ).translate(["Hola"], "es", "en", timeout=30)
    assert answer == "nothing"
