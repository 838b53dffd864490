"""What happens between ``relevo up`` and a page that answers."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.db import OperationalError

from relevo.config import starting
from relevo.config.env import Misconfigured
from relevo.config.starting import database, group, prepare, up, wait_until_it_answers


class Page(BaseHTTPRequestHandler):
    """Answers as ``/healthz`` does."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def page() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_one_waits_until_a_page_answers(page: int) -> None:
    wait_until_it_answers("127.0.0.1", page)
    wait_until_it_answers("0.0.0.0", page)


def test_one_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_PATIENCE", 0.3)
    port = free_port()
    with pytest.raises(
        Misconfigured, match=f"No page answers at http://127.0.0.1:{port}/healthz; the lines above"
    ):
        wait_until_it_answers("127.0.0.1", port)


def test_a_database_of_ones_own_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.example/relevo")
    said: list[str] = []
    with database(said.append):
        assert os.environ["DATABASE_URL"] == "postgresql://owner@db.example/relevo"
    assert said == []


def test_the_bundled_one_is_noted_in_the_home_while_it_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @contextmanager
    def server(folder: Path) -> Iterator[str]:
        yield f"server in {folder.name}"

    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("RELEVO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(starting, "embedded_server", server)
    monkeypatch.setattr(starting, "create_database", lambda url, name: f"{url}: {name}")
    note = tmp_path / "home" / "database-url"
    with pytest.raises(ZeroDivisionError), database(lambda _words: None):
        assert os.environ["DATABASE_URL"] == note.read_text() == "server in postgres: relevo"
        assert note.stat().st_mode & 0o777 == 0o600
        raise ZeroDivisionError
    assert not note.exists()
    assert "DATABASE_URL" not in os.environ
    monkeypatch.setenv("DATABASE_URL", "put back for the others")


def test_a_bundled_server_that_ended_is_started_again_until_it_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @contextmanager
    def server(folder: Path) -> Iterator[str]:
        yield "server"

    answers: list[object] = [False, Misconfigured("the disk is full"), True, False]
    asked: list[Path] = []

    def revive(folder: Path) -> object:
        asked.append(folder)
        answer = answers.pop(0)
        if isinstance(answer, Misconfigured):
            raise answer
        return answer

    said: list[str] = []
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("RELEVO_HOME", str(tmp_path))
    monkeypatch.setattr(starting, "embedded_server", server)
    monkeypatch.setattr(starting, "create_database", lambda url, name: url)
    monkeypatch.setattr(starting, "revive", revive)
    at = [100.0]
    monkeypatch.setattr(starting.time, "monotonic", lambda: at[0])
    with database(said.append) as look_after:
        for seconds in (0, 1, 5, 4, 1):
            at[0] += seconds
            look_after()
    assert said[1:] == ["the disk is full", "PostgreSQL had ended; it runs again."]
    assert asked == [tmp_path / "postgres"] * 3, "not asked within ten seconds after a try that failed"
    monkeypatch.setenv("DATABASE_URL", "put back for the others")


def test_tables_are_brought_up_to_date_before_anything_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, said = [], []
    monkeypatch.setattr(starting, "migrate", lambda: calls.append(True))
    prepare(said.append)
    assert (calls, said) == ([True], ["Bringing the tables up to date …"])


def test_a_database_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("connection refused\nIs it running?")

    monkeypatch.setattr(starting, "migrate", fail)
    with pytest.raises(Misconfigured) as refused:
        prepare(lambda _words: None)
    assert (
        str(refused.value)
        == "The database does not answer; look at DATABASE_URL. It said: connection refused"
    )


def test_the_group_is_web_worker_and_mail() -> None:
    assert [(process.name, list(process.arguments)) for process in group("127.0.0.1", 1, 2, 3)] == [
        ("web", ["web", "--host", "127.0.0.1", "--port", "1"]),
        ("worker", ["worker"]),
        ("mail", ["mail", "serve", "--host", "127.0.0.1", "--smtp-port", "2", "--lmtp-port", "3"]),
    ]


@pytest.mark.parametrize("lmtp", [0, 24])
def test_up_starts_everything_and_says_where(
    monkeypatch: pytest.MonkeyPatch, page: int, tmp_path: Path, lmtp: int
) -> None:
    said: list[str] = []
    order: list[str] = []

    def run(processes: list[object], *, ready: object, tick: object, say: object) -> None:
        order.append("run")
        tick()  # type: ignore[operator]
        assert len(processes) == 3
        ready()  # type: ignore[operator]

    monkeypatch.setattr(starting, "require_free", lambda host, number, setting: order.append(setting))
    monkeypatch.setattr(starting, "prepare", lambda say: order.append("prepare"))
    monkeypatch.setattr(starting, "run", run)
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db.example/relevo")
    up("127.0.0.1", page, 25, lmtp, say=said.append)
    ports = ["--port", "--smtp-port"] + (["--lmtp-port"] if lmtp else [])
    assert order == [*ports, "prepare", "run"]
    text = "\n".join(said)
    assert f"Relevo answers at http://127.0.0.1:{page}/" in text
    assert ("(LMTP)" in text) is bool(lmtp)
    assert "create-admin you@your-firm.example" in text


def test_a_taken_port_is_said_before_anything_is_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Misconfigured, match="--port"):
        up("127.0.0.1", taken.getsockname()[1], 0, 0, say=lambda _words: None)
