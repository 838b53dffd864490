"""A small group of processes that live and die together, with tiny real ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relevo.config import processes
from relevo.config.processes import Process, run, stop

SLEEPS = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({!r}, 'w').close(); time.sleep(60)"


class Tiny(Process):
    """A process that runs one line of Python instead of a command of ours."""

    def start(self) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-c", *self.arguments], env=os.environ | self.environment, start_new_session=True,
        )  # fmt: skip
        self.started_at = time.monotonic()


@pytest.fixture(autouse=True)
def signals_come_back(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """``run`` takes the process's signals for good; a test gives them back. Pauses are short here."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(processes, "_PAUSES", (0.05, 0.1))
    yield
    for number, what in before.items():
        signal.signal(number, what)


def ask_to_stop(once: Callable[[], bool], number: int = signal.SIGTERM) -> Callable[[], None]:
    """A tick that sends us the signal as soon as something is so."""

    def tick() -> None:
        if once():
            os.kill(os.getpid(), number)

    return tick


def gone(process: Process) -> bool:
    return process.popen is not None and process.popen.poll() is not None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_all_end_together_when_asked(number: int) -> None:
    group, said = [Tiny("one", [SLEEPS]), Tiny("two", [SLEEPS])], []
    ready = []
    run(group, ready=lambda: ready.append(True), tick=ask_to_stop(lambda: True, number), say=said.append)
    assert ready == [True]
    assert all(gone(process) for process in group)
    assert said == ["Stopping …"]
    assert {process.popen.returncode for process in group if process.popen} == {-signal.SIGTERM}


def test_one_that_ends_unasked_is_started_again(tmp_path: Path) -> None:
    mark = tmp_path / "starts"
    line = f"open({str(mark)!r}, 'a').write('x'); raise SystemExit(3)"
    one, said = Tiny("one", [line]), []
    run([one], tick=ask_to_stop(lambda: mark.exists() and len(mark.read_text()) >= 3), say=said.append)
    assert said.count("one ended (exit code 3); starting it again.") >= 2
    assert one.failures >= 2


def test_one_that_has_lived_long_starts_again_at_once_and_forgets_its_failures() -> None:
    one = Tiny("one", ["pass"])
    one.start()
    assert one.popen is not None
    one.popen.wait(90)
    one.failures, one.started_at = 4, time.monotonic() - 3600
    processes._revive(one, lambda _words: None)
    assert (one.failures, one.again_at) == (0, 0.0)
    stop([one])


def test_pauses_grow_and_stay_at_the_longest() -> None:
    one = Tiny("one", ["raise SystemExit(1)"])
    waits = []
    for _ in range(4):
        one.start()
        assert one.popen is not None
        one.popen.wait(90)
        now = time.monotonic()
        processes._revive(one, lambda _words: None)
        waits.append(one.again_at - now)
        one.again_at = 0.0
    assert waits == pytest.approx([0.05, 0.1, 0.1, 0.1], abs=0.02)
    assert one.failures == 4


def test_one_that_will_not_listen_is_ended_after_its_grace(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.3)
    deaf = tmp_path / "deaf"
    one = Tiny("one", [STUBBORN.format(str(deaf))])
    one.start()
    while not deaf.exists():
        time.sleep(0.05)
    stop([one])
    assert one.popen is not None
    assert one.popen.returncode == -signal.SIGKILL


def test_what_was_never_started_and_what_has_ended_is_let_be() -> None:
    never, ended = Tiny("never", [SLEEPS]), Tiny("ended", ["pass"])
    ended.start()
    assert ended.popen is not None
    ended.popen.wait(90)
    stop([never, ended])
    assert never.popen is None
    assert not never.ended()
    processes._revive(never, lambda _words: None)


def test_an_error_while_it_gets_ready_leaves_nothing_behind() -> None:
    """A page that never answers, for instance: nobody is left running."""
    one = Tiny("one", [SLEEPS])

    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run([one], ready=fail, say=lambda _words: None)
    assert gone(one)


def test_a_request_to_stop_does_not_wait_until_all_is_ready() -> None:
    group, said = [Tiny("one", [SLEEPS])], []

    def get_ready() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(120)

    began = time.monotonic()
    run(group, ready=get_ready, say=said.append)
    assert said == ["Stopping …"]
    assert gone(group[0])
    assert time.monotonic() - began < 60


def test_a_request_to_stop_wakes_a_wait() -> None:
    stopping = processes._Stop()
    began = time.monotonic()
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    stopping.wait(120)
    assert stopping.asked
    assert time.monotonic() - began < 60


def test_a_process_is_our_own_command_line_with_its_own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []

    class Popen:
        def __init__(self, command: list[str], *, env: dict[str, str], start_new_session: bool) -> None:
            started.append((command, env))
            assert start_new_session

    monkeypatch.setattr(subprocess, "Popen", Popen)
    Process("web", ["web", "--port", "1"], {"RELEVO_X": "y"}).start()
    [(command, environment)] = started
    assert command == [sys.executable, "-m", "relevo.config.cli", "web", "--port", "1"]
    assert environment["RELEVO_X"] == "y"
