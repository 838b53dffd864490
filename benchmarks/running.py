"""Relevo's real processes on loopback, the mails sent to them, and the reference rates of the same database."""

from __future__ import annotations

import contextlib
import os
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from html import escape

import psycopg

from relevo.config.processes import Process, stop

HOST = "127.0.0.1"
CHANNEL = "relevo_bench"
MAILS_A_CONNECTION = 100
"""The receiver takes 200 on one connection; then a sender must call again, as mail servers do."""


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(*processes: Process) -> Iterator[None]:
    """Run these members of the group that ``relevo up`` runs; they finish what they do and end afterwards."""
    try:
        for process in processes:
            process.start()
        yield
    finally:
        stop(processes)


def web(port: int) -> Process:
    """The process that serves pages and streams."""
    return Process("web", ["web", "--host", HOST, "--port", str(port)])


def worker() -> Process:
    """The process that runs background jobs, four at a time as by default."""
    return Process("worker", ["worker"])


class _Alone(Process):
    """A worker in which nobody listens to what happens: mails become tickets, and nothing follows."""

    def start(self) -> None:
        code = (
            "import django; django.setup()\n"
            "from relevo.config import serving\n"
            "from relevo.events import subscribers\n"
            "subscribers._now.clear()\n"
            "serving.worker()\n"
        )
        there = os.environ | {"DJANGO_SETTINGS_MODULE": "relevo.config.settings", "RELEVO_POOL": "1"}
        self.popen = subprocess.Popen([sys.executable, "-c", code], env=there, start_new_session=True)
        self.started_at = time.monotonic()


def worker_alone() -> Process:
    """As ``worker``, for what it costs to bring a mail onto its ticket: no promises, no routing, no translation."""
    return _Alone("worker", ["worker"])


def mail(port: int) -> Process:
    """The process that takes in mail."""
    return Process("mail", ["mail", "serve", "--host", HOST, "--smtp-port", str(port), "--lmtp-port", "0"])


def wait_for(there: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Return once something is so. Raises ``TimeoutError`` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not there():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether something answers on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def mails(number: int) -> list[bytes]:
    """The demo's Spanish and English letters to Auralis, each with a subject of its own, from as many customers.

    As mail programs write and mail servers pass them on: text and HTML, about 2.5 kB each.
    """
    from relevo.demo.customers import by_first_name
    from relevo.demo.letters import LETTERS
    from relevo.demo.letters.values import DESKS

    letters = [one for one in LETTERS if one.desk == "auralis" and by_first_name(one.writer).language != "lv"]
    found = []
    for n in range(number):
        letter = letters[n % len(letters)]
        writer = by_first_name(letter.writer)
        message = EmailMessage()
        message["From"] = Address(writer.name, addr_spec=writer.address.replace("@", f".n{n}@"))
        message["To"], message["Subject"] = DESKS[letter.desk], f"{letter.subject} {subject_mark(n)}"
        message["Message-ID"] = f"<bench.{os.getpid()}.{n}@{writer.address.partition('@')[2]}>"
        _as_it_travels(message, n)
        message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
        message.add_alternative(
            _as_html(letter.body), subtype="html", charset="utf-8", cte="quoted-printable"
        )
        found.append(message.as_bytes().replace(b"\n", b"\r\n"))
    return found


def _as_it_travels(message: EmailMessage, number: int) -> None:
    domain = str(message["Message-ID"]).partition("@")[2].strip(">")
    for hop in ("mx.post.example", f"out.{domain}"):
        message["Received"] = (
            f"from {hop} ({hop} [192.0.2.{number % 250}]) by relay.post.example with ESMTPS id {number:08x}"
            " for <support@auralis.example>; Sun, 22 Nov 2026 01:59:58 +0000"
        )
    message["DKIM-Signature"] = (
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=mail; h=from:to:subject:date:message-id;"
        f" bh={'Zm9yIG1lYXN1cmluZyBvbmx5' * 2}; b={'bm9ib2R5IGNoZWNrcyB0aGlz ' * 8}"
    )
    message["Date"], message["User-Agent"] = "Sun, 22 Nov 2026 02:59:57 +0100", "Letters 12.4"


def _as_html(text: str) -> str:
    paragraphs = "".join(
        f'<p style="margin:0 0 12px">{escape(part)}</p>' for part in text.split("\n") if part.strip()
    )
    style = "font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px;color:#222222"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div style="{style}">{paragraphs}</div></body></html>'


def subject_mark(number: int) -> str:
    """What tells the subjects of ``mails`` apart."""
    return f"[n{number:05d}]"


def post(connection: smtplib.SMTP, raw: bytes) -> None:
    """Hand one mail over; returns when the receiver has said 250."""
    connection.sendmail("customer@post.example", ["support@auralis.example"], raw)


def commits_a_second(url: str, payloads: Sequence[bytes], *, connections: int) -> float:
    """Reference: ``INSERT`` of these bytes, each in a transaction of its own, over so many connections at a time."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS bench_raw (id bigserial PRIMARY KEY, raw bytea)")

    def insert(part: Sequence[bytes]) -> None:
        with psycopg.connect(url, autocommit=True) as one:
            for payload in part:
                one.execute("INSERT INTO bench_raw (raw) VALUES (%b)", [payload])

    seconds = at_once(insert, [payloads[start::connections] for start in range(connections)])
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP TABLE bench_raw")
    return len(payloads) / seconds


def at_once(work: Callable[[Sequence[bytes]], None], parts: Sequence[Sequence[bytes]]) -> float:
    """Let a thread work on each part; the seconds until all are done. Raises what the first failing one raised."""
    failed: list[BaseException] = []

    def guarded(part: Sequence[bytes]) -> None:
        try:
            work(part)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            failed.append(error)

    threads = [threading.Thread(target=guarded, args=(part,)) for part in parts]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return time.perf_counter() - began


def notify_round_trips(url: str, number: int) -> list[float]:
    """Reference: milliseconds from an ``INSERT`` with ``pg_notify`` in one transaction to the news on a connection
    that listens, the durable commit between them included."""
    taken = []
    with psycopg.connect(url, autocommit=True) as teller, psycopg.connect(url, autocommit=True) as listener:
        teller.execute("CREATE TABLE bench_news (id bigserial PRIMARY KEY, said text)")
        listener.execute(f"LISTEN {CHANNEL}")
        for n in range(number):
            began = time.perf_counter()
            with teller.transaction():
                teller.execute("INSERT INTO bench_news (said) VALUES (%s)", [str(n)])
                teller.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(n)])
            heard = next(listener.notifies(timeout=10, stop_after=1), None)
            if heard is None or heard.payload != str(n):
                raise TimeoutError("a notification did not arrive")
            taken.append(1000 * (time.perf_counter() - began))
        teller.execute("DROP TABLE bench_news")
    return taken
