"""For fault tests: people at their browsers, as far as HTTP goes, and mail that comes in meanwhile."""

from __future__ import annotations

import http.client
import smtplib
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client

from relevo.core.scope import acting
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.ledger import Ledger, scale
from tests.channels.mail.postbox import SUPPORT

KEY = "k" * 32
PATIENCE = scale(90.0, 30.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser got. status: 0 when nobody answered. seconds: how long that took."""

    status: int
    seconds: float
    retry_after: str = ""
    body: str = ""


@dataclass
class Agent:
    """A browser that asks one thing at a time."""

    port: int
    cookies: str = f"csrftoken={KEY}"

    @classmethod
    def signed_in(cls, port: int, name: str) -> Agent:
        """A member of the demo world, with a session in the database that this process uses now."""
        client = Client()
        client.force_login(Cast().user(name))
        connection.close()
        return cls(port, f"csrftoken={KEY}; sessionid={client.cookies['sessionid'].value}")

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, {})

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form, as htmx does."""
        return self._ask("POST", path, fields)

    def _ask(self, method: str, path: str, fields: dict[str, str]) -> Answer:
        begun = time.monotonic()
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {
            "Cookie": self.cookies, "X-CSRFToken": KEY, "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        try:
            browser.request(method, path, urllib.parse.urlencode(fields), headers)
            answer = browser.getresponse()
            body = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return Answer(0, time.monotonic() - begun)
        finally:
            browser.close()
        return Answer(answer.status, time.monotonic() - begun, answer.headers.get("Retry-After", ""), body)

    @contextmanager
    def stream(self) -> Iterator[http.client.HTTPResponse]:
        """An open screen: the live stream, past its welcome."""
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            browser.request("GET", "/live/", headers={"Cookie": self.cookies})
            answer = browser.getresponse()
            assert answer.status == 200
            assert answer.readline() == b": welcome\n"
            yield answer
        finally:
            browser.close()


@dataclass
class Load:
    """Agents who look at the queue and write notes, and a mail server that delivers, until told to stop.

    noted: notes that were confirmed. taken: mails that were answered with 250. refused: mails that were answered 4xx or
    not at all.
    """

    name: str
    reference: str
    agents: list[Agent]
    mail_port: int = 0
    mails_a_second: float = 10.0
    note_words: str = ""
    ledger: Ledger = field(init=False)
    answers: list[Answer] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.name)

    @contextmanager
    def going(self) -> Iterator[Load]:
        """Keep it up."""
        threads = [threading.Thread(target=self._work, args=item) for item in enumerate(self.agents)]
        if self.mail_port:
            threads.append(threading.Thread(target=self._deliver))
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def _work(self, number: int, agent: Agent) -> None:
        count = 0
        while not self.over.wait(0.05):
            self.answers.append(agent.get("/work/"))
            words = f"{self.name}/{number}/{count}"
            answer = agent.post(f"/work/{self.reference}/note/", text=words + self.note_words)
            self.answers.append(answer)
            count += 1
            if answer.status == 200:
                self.noted.append(words)

    def _deliver(self) -> None:
        while not self.over.wait(1 / self.mails_a_second):
            self.mail()

    def mail(self, size: int = 0) -> int:
        """Deliver one mail; the answer's code, 0 for none."""
        raw = self.ledger.mail(size=size)
        number = next(reversed(self.ledger.sent))
        code = 0
        with suppress(OSError, smtplib.SMTPServerDisconnected):
            try:
                with smtplib.SMTP("127.0.0.1", self.mail_port, timeout=PATIENCE) as smtp:
                    smtp.sendmail("jorge@molina.example", [SUPPORT], raw)
                    code = 250
            except smtplib.SMTPRecipientsRefused as refused:
                [(code, _)] = refused.recipients.values()
            except smtplib.SMTPResponseException as refused:
                code = refused.smtp_code
        (self.taken if code == 250 else self.refused).append(number if code == 250 else code)  # type: ignore[arg-type]
        return code

    def check(self) -> str:
        """Every note that was confirmed and every mail that was taken is there once; errors were 503 and 4xx alone."""
        with acting(EVERYWHERE), connection.cursor() as cursor:
            cursor.execute("SELECT text FROM tickets_note WHERE text LIKE %s", [f"{self.name}/%"])
            there = Counter(text.removesuffix(self.note_words) for (text,) in cursor.fetchall())
        stored = self.ledger.stored()
        assert self.noted
        assert [words for words in self.noted if there[words] != 1] == []
        assert [number for number in self.taken if stored[number] != 1] == []
        assert max([*there.values(), *(stored[number] for number in self.ledger.sent)]) == 1
        assert {answer.status for answer in self.answers} <= {200, 503}
        assert all(answer.retry_after for answer in self.answers if answer.status == 503)
        assert [code for code in self.refused if code >= 500] == []
        return f"{len(self.noted)} notes and {len(self.taken)} mails acknowledged, 0 lost, 0 doubled; {self.failed()}"

    def failed(self) -> str:
        """How many were told to try again."""
        away = sum(answer.status == 503 for answer in self.answers)
        slowest = max(answer.seconds for answer in self.answers)
        return (
            f"{away} of {len(self.answers)} pages 503, slowest {slowest:.1f} s, {len(self.refused)} mails 4xx"
        )
