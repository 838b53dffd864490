"""For fault tests: mails that can be told apart, and the count of what became of each."""

from __future__ import annotations

import hashlib
import os
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection

from relevo.core.scope import acting
from tests.cast import EVERYWHERE
from tests.channels.mail.postbox import SPANISH, SUPPORT, letter

Amount = TypeVar("Amount", int, float)

FULL = os.environ.get("RELEVO_FAULTS") == "full"
"""Whether this is ``make faults``: the long forms, with the figures printed."""


def scale(short: Amount, full: Amount) -> Amount:
    """How many, or how long: a few in the daily suite, all of them in ``make faults``."""
    return full if FULL else short


@dataclass
class Ledger:
    """What was sent. ``check`` compares it with what is there: none lost, none doubled, every byte as it was."""

    name: str
    sent: dict[str, bytes] = field(default_factory=dict)

    def mails(self, count: int, *, to: str = SUPPORT, size: int = 0) -> list[bytes]:
        """So many new mails, each under an id of its own."""
        return [self.mail(to=to, size=size) for _ in range(count)]

    def mail(self, *, to: str = SUPPORT, size: int = 0, after: str = "") -> bytes:
        """A new mail of about ``size`` bytes at least. after: the number of the same customer's mail that it follows."""
        number = f"{self.name}-{len(self.sent):05}"
        writer = after or number
        headers = {"in_reply_to": f"<{after}@molina.example>"} if after else {}
        filler = "Con el altavoz pasa esto una y otra vez.\n" * (size // 42)
        raw = letter(
            f"{SPANISH}\nN.º {number}.\n{filler}", to=to, subject=f"El altavoz {number}",
            message_id=f"<{number}@molina.example>",
            sender=f"Cliente <{writer}@molina.example>", date="Sun, 22 Nov 2026 01:00:00 +0000", **headers,
        )  # fmt: skip
        self.sent[number] = raw
        return raw

    def stored(self) -> Counter[str]:
        """How often each of the mails sent lies in the database, byte for byte; anything else under its hash."""
        known = {hashlib.sha256(raw).hexdigest(): number for number, raw in self.sent.items()}
        with acting(EVERYWHERE), connection.cursor() as cursor:
            cursor.execute("SELECT encode(sha256(raw), 'hex'), count(*) FROM mail_rawmail GROUP BY 1")
            return Counter({known.get(digest, digest): count for digest, count in cursor.fetchall()})

    def said(self) -> Counter[str]:
        """How many messages of customers there are on tickets for each of the mails."""
        with acting(EVERYWHERE), connection.cursor() as cursor:
            cursor.execute(
                "SELECT r.header_id, count(m.id) FROM mail_rawmail r JOIN tickets_message m ON m.id = r.message_id"
                " JOIN tickets_ticket t ON t.id = m.ticket_id GROUP BY 1"
            )
            return Counter(
                {header_id.strip("<>").partition("@")[0]: count for header_id, count in cursor.fetchall()}
            )

    def check(self, *figures: str, told: bool = False, times: int = 1, of: Iterable[str] = ()) -> None:
        """0 lost, 0 doubled; also on tickets where ``told``. Prints the figures in the full suite."""
        due = dict.fromkeys(of or self.sent, times)
        assert self.stored() == due
        if told:
            assert self.said() == due
        note(self.name, f"{len(due)} mails, 0 lost, 0 doubled", *figures)


def note(name: str, *figures: str) -> None:
    """A line of the ledger."""
    if FULL:
        print(f"\n  {name:12} {'; '.join(figures)}", flush=True)  # noqa: T201 - the ledger


def moments(count: int, span: float) -> list[float]:
    """Kill moments spread evenly over an operation of ``span`` seconds, each a little off."""
    chance = random.Random(42)
    return [span * (number + chance.random()) / count for number in range(count)]


def deadlocks() -> int:
    """How often PostgreSQL had to end one since the database was made; each costs a second and a try."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
