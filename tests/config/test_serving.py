"""The processes. That they really serve is walked in ``tests/e2e``; here, how each is started."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from django.db import OperationalError, connection
from psycopg.errors import DeadlockDetected

from relevo.channels.mail.doors import door
from relevo.channels.mail.imap import fetcher
from relevo.config import serving
from relevo.core.scope import acting
from relevo.events import subscribers
from relevo.events.record import record
from tests.cast import Cast


@pytest.fixture(autouse=True)
def the_pool_is_off_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """``web`` and ``worker`` switch it on for their own process, and ``web`` the limits of pages."""
    monkeypatch.setenv("RELEVO_POOL", "0")
    monkeypatch.setenv("RELEVO_PAGES", "0")
    monkeypatch.setenv("RELEVO_POOL_SIZE", "")


def test_pages_are_served_from_a_pool_and_believe_no_proxy_header(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def run(server: uvicorn.Server) -> None:
        asked.update(vars(server.config))
        server.started = True

    monkeypatch.setattr(uvicorn.Server, "run", run)
    serving.web("127.0.0.1", 8000)
    assert asked["app"] == "relevo.config.asgi:application"
    assert (asked["host"], asked["port"], asked["proxy_headers"], asked["server_header"]) == (
        "127.0.0.1",
        8000,
        False,
        False,
    )
    assert (os.environ["RELEVO_POOL"], os.environ["RELEVO_PAGES"]) == ("1", "1")


def test_a_web_server_that_could_not_begin_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn.Server, "run", lambda server: None)
    with pytest.raises(SystemExit) as end:
        serving.web("127.0.0.1", 8000)
    assert end.value.code == 3


def test_the_application_is_there() -> None:
    from relevo.config.asgi import application

    assert callable(application)


def test_mail_is_taken_in_on_both_ports_and_fetched_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    @contextmanager
    def running() -> Iterator[None]:
        asked.append("fetching")
        yield
        asked.append("no more")

    monkeypatch.setattr(fetcher, "running", running)
    monkeypatch.setattr(door, "run", lambda *given: asked.append(given))
    serving.mail("127.0.0.1", 25, None)
    assert asked == ["fetching", ("127.0.0.1", 25, None), "no more"]
    assert (os.environ["RELEVO_POOL"], os.environ["RELEVO_POOL_SIZE"]) == ("1", "28")


def test_mail_is_fetched_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(fetcher, "run", lambda: asked.append("fetching"))
    serving.fetch()
    assert asked == ["fetching"]


def test_a_worker_runs_what_waits_and_ends(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real worker on a real queue: the job that an event has caused, run in the scope of the event's client."""
    heard: list[int] = []

    def listen(event: object) -> None:
        heard.append(event.pk)  # type: ignore[attr-defined]

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(subscribers, "_by_name", dict(subscribers._by_name))
    monkeypatch.setitem(subscribers._later, "desk.changed", [])
    subscribers.subscribe_later("desk.changed")(listen)
    cast = Cast()
    machine = cast.machine("auralis")
    with acting(machine):
        event = record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
    serving.worker(concurrency=1, wait=False)
    assert heard == [event.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'run_subscriber'")
        assert cursor.fetchone() == (0,)


def test_each_job_begins_with_a_connection_that_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    monkeypatch.setattr(serving, "close_old_connections", lambda: closed.append("closed"))
    assert serving._around_a_job(lambda: "done", None, None) == "done"

    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        serving._around_a_job(fail, None, None)
    assert len(closed) == 4


def test_fault_29_a_job_that_lost_a_race_runs_again_at_once_and_not_for_ever() -> None:
    ran: list[str] = []

    def works(most: int) -> str:
        ran.append("ran")
        if len(ran) <= most:
            raise OperationalError from DeadlockDetected()
        return "done"

    assert serving._around_a_job(lambda: works(2), None, None) == "done"
    assert len(ran) == 3
    ran.clear()
    with pytest.raises(OperationalError):
        serving._around_a_job(lambda: works(9), None, None)
    assert len(ran) == 3
