"""Work that takes long goes on without whoever began it, and is heard of when it ends."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from relevo.channels.mail.out import standing
from relevo.channels.mail.out.standing import full, watched

AURALIS, MAREKO = 1, 2


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits long, and no test leaves a thread to the next."""
    monkeypatch.setattr(standing, "HELD", 0.05)
    yield
    for thread in tuple(standing._standing):
        thread.join(5)
    assert not full(AURALIS)
    assert not standing._standing


def unexpected(*_: object) -> None:
    pytest.fail("this work was quick")


def until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not ready() and time.monotonic() < end:
        time.sleep(0.01)
    assert ready()


def test_quick_work_is_answered_at_once() -> None:
    standing.HELD = 5.0
    assert watched(lambda: "done", whose=AURALIS, stays=unexpected, late=unexpected) == "done"


def test_what_quick_work_raises_is_raised_where_it_was_begun() -> None:
    standing.HELD = 5.0
    with pytest.raises(TimeoutError, match="of its own"):
        watched(
            lambda: (_ for _ in ()).throw(TimeoutError("of its own")),
            whose=AURALIS,
            stays=unexpected,
            late=unexpected,
        )


def test_long_work_is_left_to_its_thread_which_tells_what_became_of_it() -> None:
    told: Future[str] = Future()
    heard: list[tuple[str, str]] = []

    def note(what: str) -> None:
        heard.append((what, threading.current_thread().name))

    assert watched(lambda: told.result(5), whose=AURALIS, stays=lambda: note("stays"), late=note) is None
    assert heard == [("stays", threading.current_thread().name)]
    told.set_result("done")
    until(lambda: len(heard) == 2)
    assert heard[1] == ("done", "mail session")


def test_long_work_is_heard_of_even_if_nobody_could_note_that_it_stays() -> None:
    told: Future[str] = Future()
    heard: list[str] = []

    def lost() -> None:
        raise ConnectionError("no database")

    with pytest.raises(ConnectionError):
        watched(lambda: told.result(5), whose=AURALIS, stays=lost, late=heard.append)
    told.set_result("done")
    until(lambda: heard == ["done"])


def test_one_client_leaves_room_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "OF_ONE", 1)
    told: Future[str] = Future()
    watched(lambda: told.result(5), whose=AURALIS, stays=lambda: None, late=lambda _: None)
    assert (full(AURALIS), full(MAREKO)) == (True, False)
    told.set_result("done")
    until(lambda: not full(AURALIS))


def test_there_is_room_for_so_many_and_ended_ones_make_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "AT_MOST", 2)
    told: Future[str] = Future()
    assert not full(AURALIS)
    for number in range(2):
        assert full(AURALIS) == (number == 2)
        watched(lambda: told.result(5), whose=AURALIS, stays=lambda: None, late=lambda _: None)
    assert full(AURALIS)
    told.set_result("done")
    until(lambda: not full(AURALIS))


def test_a_process_that_ends_hears_those_out_that_soon_end() -> None:
    code = """
import time
from relevo.channels.mail.out import standing
standing.HELD, standing._LAST_WAIT = 0.05, {seconds}
standing.watched(lambda: time.sleep(0.5), whose=1, stays=lambda: None, late=lambda _: print("heard"))
"""
    for seconds, heard in ((5, "heard\n"), (0, "")):
        done = subprocess.run(
            [sys.executable, "-c", code.format(seconds=seconds)],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        assert (done.stdout, done.stderr) == (heard, "")
