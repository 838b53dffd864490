"""The town where the demo's customers live: they write, they get answers by real mail, and they answer back.

One mail at a time, by real SMTP to the desk's receiver. What was done is read from the mailboxes on disk, so a
town that is started again goes on where it was. A receiver that refuses is left alone for a while.
"""

from __future__ import annotations

import random
import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from relevo.core.clock import now
from relevo.core.ending import asked_to_end, until
from relevo.demo import customers
from relevo.demo.customers import Customer
from relevo.demo.letters import LETTERS
from relevo.demo.maildirs import Filed, mailbox_of
from relevo.demo.past import PAST
from relevo.demo.post import Place, answer, first_mail, is_automatic, own_place, place_of
from relevo.demo.sink import Sink

FIRST_AFTER = 8.0
"""Seconds until somebody writes for the first time."""
PAUSES = (45.0, 120.0)
"""Seconds between two first mails."""
THINKS = (40.0, 120.0)
"""Seconds until a customer answers."""
MOST_TURNS = 3
"""Answers of a customer in one thread."""
OPENS_WITH = "duo-no-despierta"
"""The letter that a newcomer sees arrive first."""

_KNOWN = {letter.key: letter for letter in (*LETTERS, *PAST)}
_TIMEOUT = 15.0
_SHORTEST_WAIT, _LONGEST_WAIT = 5.0, 300.0


@dataclass
class Town:
    """The customers' doings. home: the folder of their mailboxes; receiver: host and port of the desk's SMTP.

    clock: the machine's seconds, by which pauses are measured. seed: who writes when.
    """

    home: Path
    receiver: tuple[str, int]
    seed: int = 1
    clock: Callable[[], float] = time.time
    say: Callable[[str], None] = print
    sent: set[Place] = field(default_factory=set)
    writes_at: float = 0.0
    silent_until: float = 0.0
    wait: float = _SHORTEST_WAIT

    def __post_init__(self) -> None:
        """Remember from the mailboxes what was sent before."""
        self.sent = {
            place
            for customer in customers.CUSTOMERS
            for filed in mailbox_of(self.home, customer.address).sent.all()
            if (mail := filed.read()) is not None and (place := own_place(mail)) is not None
        }
        self.writes_at = self.clock() + FIRST_AFTER

    def step(self) -> None:
        """Send the one mail that is due, if any: an answer before a new letter."""
        if self.clock() < self.silent_until:
            return
        if not self._answer_one() and self.clock() >= self.writes_at:
            self._write_one()

    def next_letter(self) -> Place:
        """Which letter comes next: each once in a round, in an order drawn anew for each round."""
        round_ = 0
        while True:
            order = [letter.key for letter in LETTERS]
            random.Random(f"{self.seed}.{round_}").shuffle(order)  # noqa: S311 - a play, not a secret
            order.sort(key=lambda key: key != OPENS_WITH)
            for key in order:
                if Place(key, round_) not in self.sent:
                    return Place(key, round_)
            round_ += 1

    def _write_one(self) -> None:
        place = self.next_letter()
        letter = _KNOWN[place.key]
        writer = customers.by_first_name(letter.writer)
        if self._send(writer, first_mail(letter, at=now(), place=place), place):
            self.writes_at = self.clock() + self._drawn(place, PAUSES)

    def _answer_one(self) -> bool:
        """Answer the first mail whose reader has thought long enough; whether a sending was tried."""
        for customer in customers.CUSTOMERS:
            for filed in mailbox_of(self.home, customer.address).unseen():
                mail = filed.read()
                if mail is not None and self._deal_with(customer, filed, mail):
                    return True
        return False

    def _deal_with(self, customer: Customer, filed: Filed, mail: EmailMessage) -> bool:
        place, text = self._next_words(mail)
        if place is None:
            filed.mark("S")
            return False
        if self.clock() < filed.arrived + self._drawn(place, THINKS):
            return False
        if self._send(customer, answer(mail, text, writer=customer, place=place, at=now()), place):
            filed.mark("RS")
        return True

    def _next_words(self, mail: EmailMessage) -> tuple[Place | None, str]:
        """The place and the words of the answer to a mail; no place when nobody answers it."""
        before = None if is_automatic(mail) else place_of(mail)
        letter = _KNOWN.get(before.key) if before else None
        if before is None or letter is None:
            return None, ""
        place = Place(before.key, before.round, before.turn + 1)
        if place in self.sent or before.turn >= min(len(letter.answers), MOST_TURNS):
            return None, ""
        return place, letter.answers[before.turn]

    def _send(self, writer: Customer, mail: EmailMessage, place: Place) -> bool:
        try:
            send(mail, self.receiver)
        except (OSError, smtplib.SMTPException) as error:
            self.silent_until = self.clock() + self.wait
            self.say(f"The town waits {self.wait:.0f} s: the desk takes no mail ({type(error).__name__}).")
            self.wait = min(self.wait * 2, _LONGEST_WAIT)
            return False
        self.wait = _SHORTEST_WAIT
        self.sent.add(place)
        mailbox_of(self.home, writer.address).sent.file(mail.as_bytes(), new=False)
        self.say(f"{writer.name} wrote: {mail['Subject'] or '(no subject)'}")
        return True

    def _drawn(self, place: Place, between: tuple[float, float]) -> float:
        return random.Random(f"{self.seed}.{place}").uniform(*between)  # noqa: S311 - a play, not a secret


def send(mail: EmailMessage, receiver: tuple[str, int]) -> None:
    """Hand a mail to a mail server by SMTP. Raises what ``smtplib`` raises when it is refused."""
    host, port = receiver
    sender, to = mail["From"].addresses[0].addr_spec, mail["To"].addresses[0].addr_spec
    with smtplib.SMTP(host, port, local_hostname="town.example", timeout=_TIMEOUT) as smtp:
        smtp.sendmail(sender, [to], mail.as_bytes())


def run(home: Path, *, port: int, receiver: tuple[str, int], quiet: bool) -> None:
    """The process: take mail in until asked to stop, and unless ``quiet`` let the customers live."""

    def say(line: str) -> None:
        print(line, flush=True)  # noqa: T201 - the terminal is where the town is watched

    with asked_to_end() as asked, Sink(home, port, say=say):
        town = Town(home, receiver, say=say)
        until(asked, (lambda: None) if quiet else town.step)
