"""How long a mail takes from the receiver's 250 to the agent who holds the ticket then.

    .venv/bin/python -m benchmarks.arrival [--quick] [--tickets N]

Starts web, worker and mail receiver as ``relevo up`` does, signs an agent in, opens her stream at /live/ and sends mails
one at a time, each when the one before has arrived. Counted from the 250: the first ``queue`` news on her stream, and
the moment at which the queue's fragment, fetched as the page does it, shows the row. The page itself waits 300 ms after
the news, to gather what comes together; that is not in the figures. After each mail its ticket is closed by SQL, so
that the list keeps its length. Reference: one row inserted, announced and committed in the same database, to the news on
another connection.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import queue
import smtplib
import socket
import threading
import time
from dataclasses import dataclass

import psycopg

from benchmarks import running, world

MAILS, QUICK, WARM_UP = 100, 15, 5
PATIENCE = 20.0
"""Seconds after which a mail counts as lost; three lost ones end the run."""

AGENT = "mateo@noctua.example"
LIST = "/work/?list=all"


class Stream:
    """An open stream of a signed-in agent: hears news in a thread of its own and notes when."""

    def __init__(self, port: int, cookie: str) -> None:
        self.news: queue.Queue[tuple[float, str]] = queue.Queue()
        self._connection = http.client.HTTPConnection(running.HOST, port, timeout=60)
        self._connection.request("GET", "/live/", headers={"Cookie": cookie})
        self._socket = self._connection.sock
        self._response = self._connection.getresponse()
        if self._response.status != 200:
            raise RuntimeError(f"/live/ answered {self._response.status}")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(
            OSError, ValueError, http.client.HTTPException
        ):  # closed under our hands at the end
            while line := self._response.readline():
                if line.startswith(b"data:"):
                    self.news.put((time.perf_counter(), line.decode()))

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def next_queue_news(self, deadline: float) -> float:
        """When the next news of the queue came. Raises ``queue.Empty`` at the deadline."""
        while True:
            at, said = self.news.get(timeout=max(0.01, deadline - time.perf_counter()))
            if '"queue"' in said or "resync" in said:
                return at

    def drain(self) -> None:
        """Forget what was heard so far."""
        while not self.news.empty():
            self.news.get_nowait()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Milliseconds from the 250 to the first news, and to the row in the fetched fragment. fetches: until it showed."""

    news: float
    row: float
    fetches: int


def sign_in(email: str) -> str:
    """A session cookie, as the sign-in page would give."""
    from django.conf import settings
    from django.test import Client

    from relevo.organizations.models import User

    client = Client(headers={"host": running.HOST})
    client.force_login(User.objects.get(email=email), backend="relevo.web.signin.backend.Backend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def one(number: int, raw: bytes, *, smtp: smtplib.SMTP, stream: Stream, page: Page) -> Arrival:
    """Send one mail and wait until it has arrived. Raises ``TimeoutError`` when it does not."""
    running.post(smtp, raw)
    stored = time.perf_counter()
    deadline = stored + PATIENCE
    first, fetches = 0.0, 0
    try:
        while True:
            heard = stream.next_queue_news(deadline)
            first = first or heard
            fetches += 1
            if running.subject_mark(number) in page.fetch():
                return Arrival(1000 * (first - stored), 1000 * (time.perf_counter() - stored), fetches)
    except queue.Empty:
        raise TimeoutError(f"mail {number} did not arrive within {PATIENCE:.0f} s") from None


class Page:
    """The page that fetches its queue again, over a connection that stays open."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection(running.HOST, port, timeout=30)
        self._headers = {"Cookie": cookie, "HX-Request": "true"}

    def fetch(self) -> str:
        """The fragment's text."""
        self._connection.request("GET", LIST, headers=self._headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        if response.status != 200:
            raise RuntimeError(f"{LIST} answered {response.status}")
        return text


def measure(number: int, home: world.Home) -> tuple[list[Arrival], list[float]]:
    """Arrivals of so many mails after the warm-up, and how long a fetch alone takes (milliseconds)."""
    web_port, smtp_port = running.free_port(), running.free_port()
    raws = running.mails(WARM_UP + number)
    arrivals: list[Arrival] = []
    with running.running(running.web(web_port), running.worker(), running.mail(smtp_port)):
        for port in (web_port, smtp_port):
            running.wait_for(lambda port=port: running.listens(port), seconds=90, what=f"port {port}")  # type: ignore[misc]
        cookie = sign_in(AGENT)
        stream, page = Stream(web_port, cookie), Page(web_port, cookie)
        with (
            smtplib.SMTP(running.HOST, smtp_port, timeout=PATIENCE) as smtp,
            psycopg.connect(home.url, autocommit=True) as owner,
        ):
            lost = 0
            for n, raw in enumerate(raws):
                stream.drain()
                try:
                    arrivals.append(one(n, raw, smtp=smtp, stream=stream, page=page))
                except TimeoutError as error:
                    print(error)
                    lost += 1
                    if lost == 3:
                        raise
                _close_all(owner)
        fetches = [_timed(page) for _ in range(20)]
        stream.close()
    return arrivals[WARM_UP:], fetches


def _close_all(owner: psycopg.Connection) -> None:
    """Wait until nothing is under way for the last mail, then take its ticket off the list."""
    running.wait_for(
        lambda: not owner.execute("SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
                                  " AND queue_name IN ('mail', 'events') AND scheduled_at IS NULL").fetchone(),
        seconds=30, what="jobs",
    )  # fmt: skip
    owner.execute("UPDATE tickets_ticket SET status = 'closed', waiting_on = 'nobody' WHERE subject ~ '\\[n\\d{5}\\]$'"
                  " AND status <> 'closed'")  # fmt: skip


def _timed(page: Page) -> float:
    began = time.perf_counter()
    page.fetch()
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} mails")
    parser.add_argument("--tickets", type=int, default=1_000, help="tickets in the database beforehand")
    options = parser.parse_args()
    number = QUICK if options.quick else MAILS
    with world.installation() as home:
        world.grow(options.tickets, backlog=0)
        print(f"{world.machine()}; {options.tickets} finished tickets, {number} mails one at a time")
        before = running.notify_round_trips(home.url, 200)
        arrivals, fetches = measure(number, home)
        after = running.notify_round_trips(home.url, 200)
        print(f"load at the end {world.load()}\n")
    notify = world.quantile([*before, *after], 0.5)
    print(_table(arrivals, fetches, [*before, *after], notify))


def _table(arrivals: list[Arrival], fetches: list[float], trips: list[float], notify: float) -> str:
    lines = (
        ("reference: INSERT, pg_notify, COMMIT, to the news on another connection", trips),
        ("250 to the first queue news on the agent's stream", [one.news for one in arrivals]),
        ("250 to the row in the fetched fragment", [one.row for one in arrivals]),
        ("the fetch alone, afterwards", fetches),
    )
    rows: list[tuple[object, ...]] = [
        (name, len(values), f"{world.quantile(values, 0.5):.1f}", f"{world.quantile(values, 0.95):.1f}",
         f"{world.quantile(values, 0.5) / notify:.0f}")
        for name, values in lines
    ]  # fmt: skip
    return world.table(("what", "times", "median ms", "p95 ms", "x reference"), rows)


if __name__ == "__main__":
    main()
