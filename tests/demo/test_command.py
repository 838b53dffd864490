"""``relevo demo`` as a newcomer meets it: started, looked at, stopped, started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from relevo.demo.running import SIGN_INS
from relevo.demo.sink import HOST, free_port

PATIENCE = 240.0
"""Seconds that a start may take on a busy machine before we call it hung; an idle one needs some twenty."""


@pytest.fixture
def home():
    """A folder whose path is short enough for PostgreSQL's socket."""
    folder = Path(tempfile.mkdtemp(prefix="rd"))
    yield folder / "demo"
    shutil.rmtree(folder, ignore_errors=True)


def environment(home: Path) -> dict[str, str]:
    ours = ("RELEVO_", "DATABASE_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"RELEVO_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def command(*ports: int, more: tuple[str, ...] = ()) -> list[str]:
    names = ("--port", "--smtp-port", "--lmtp-port")
    given = [word for name, port in zip(names, ports, strict=True) for word in (name, str(port))]
    return [sys.executable, "-m", "relevo.config.cli", "demo", *given, *more]


class Terminal:
    """What the demo has printed so far."""

    def __init__(self, process: subprocess.Popen[bytes], path: Path) -> None:
        self.process, self.path = process, path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def wait_for(self, words: str) -> float:
        """Seconds until the words stood there."""
        begin = time.monotonic()
        while words not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() - begin < PATIENCE, self.text
            time.sleep(0.1)
        return time.monotonic() - begin


@contextmanager
def running(home: Path, *ports: int, more: tuple[str, ...] = ()):
    """The demo in a terminal; at the end Ctrl-C must stop it within 30 seconds, with exit code 0."""
    path = home.parent / "terminal"
    with path.open("wb") as out:
        process = subprocess.Popen(
            command(*ports, more=more), env=environment(home), stdout=out, stderr=subprocess.STDOUT
        )
    terminal = Terminal(process, path)
    try:
        yield terminal
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=90)
    assert code == 0, terminal.text
    assert "Traceback" not in terminal.text


def refused(home: Path, *ports: int, more: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """A start that is expected to end by itself at once."""
    return subprocess.run(
        command(*ports, more=more),
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def page(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=60) as answer:
        return answer.read().decode()


def test_a_demo_starts_lives_stops_and_starts_again_quickly(home) -> None:
    ports = (free_port(), free_port(), free_port())
    with running(home, *ports) as terminal:
        first = terminal.wait_for("Ctrl-C stops everything.")
        said = terminal.text
        assert f"http://{HOST}:{ports[0]}/" in said
        assert all(one.email in said for one in SIGN_INS)
        assert "In the demo it is now Sunday" in said
        terminal.wait_for("Jorge Molina wrote: El Duo 2 no se enciende")
        assert "El Duo 2 no se enciende" in page(ports[0], "/town/")
    assert not (home / "database-url").exists()
    with running(home, *ports, more=("--quiet-town",)) as terminal:
        second = terminal.wait_for("Ctrl-C stops everything.")
        assert "Telling what happened" not in terminal.text
        assert "El Duo 2 no se enciende" in page(ports[0], "/town/")
    assert second < first


@pytest.mark.parametrize(("taken", "setting"), [(0, "--port"), (1, "--smtp-port"), (2, "--lmtp-port")])
def test_a_taken_port_gives_one_line_that_says_what_to_do(home, taken, setting) -> None:
    ports = [free_port(), free_port(), free_port()]
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        ports[taken] = other.getsockname()[1]
        ended = refused(home, *ports)
    assert ended.returncode == 2
    assert ended.stderr == (
        f"relevo: {HOST}:{ports[taken]} cannot be used (Address already in use): another program has it."
        f" Stop that, or choose another port with {setting}.\n"
    )
    assert not home.exists()


def test_fresh_leaves_a_folder_alone_that_is_no_demo(home) -> None:
    home.mkdir()
    (home / "thesis.tex").write_text("years of work")
    ended = refused(home, free_port(), free_port(), free_port(), more=("--fresh",))
    assert ended.returncode == 2
    assert "nothing was removed" in ended.stderr
    assert (home / "thesis.tex").read_text() == "years of work"
