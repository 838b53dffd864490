"""DNS as the checks of a sender ask it: few questions, little time, and a failure that has a name.

All questions about one mail go through one ``Lookups``, so that a stranger's records cannot keep a worker busy.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

import dns.exception
import dns.name
import dns.resolver

SECONDS: Final = 5.0
"""For all questions about one mail together."""
QUESTIONS: Final = 30
_ANSWERS: Final = 100  # large firms prove their domain to dozens of services by TXT records beside SPF
_ANSWER_LENGTH: Final = 4096
_LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}")

Ask = Callable[[str, str, float], list[str]]
"""(name, kind, seconds) -> the records' values, none for a name without such a record; raises ``LookupFailed``."""


class LookupFailed(Exception):
    """DNS did not answer, or was asked too much: nothing is known, which is not the same as "no"."""


def ask(name: str, kind: str, seconds: float) -> list[str]:
    """Ask the system's resolver. A TXT record's strings are joined; MX is "preference host"."""
    try:
        asked = dns.name.from_text(name)
    except (dns.exception.DNSException, ValueError):
        return []  # no such name can be, which is an answer
    try:
        answer = dns.resolver.Resolver().resolve(asked, kind, lifetime=seconds, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise LookupFailed(type(error).__name__) from error
    if kind == "TXT":
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
    return [record.to_text() for record in answer]


class Lookups:
    """One mail's questions. Equal ones are asked once; 30 and 5 seconds are all there is."""

    def __init__(
        self, asked: Ask | None = None, *, seconds: float = SECONDS, questions: int = QUESTIONS
    ) -> None:
        self._ask = asked or ask
        self._until = time.monotonic() + seconds
        self._left = questions
        self._known: dict[tuple[str, str], list[str]] = {}

    def __call__(self, name: str, kind: str = "TXT") -> list[str]:
        """The values of a name's records. Raises ``LookupFailed``."""
        question = name.lower().rstrip("."), kind
        if question not in self._known:
            seconds = self._until - time.monotonic()
            if seconds <= 0 or self._left <= 0:
                raise LookupFailed("too much was asked")
            self._left -= 1
            found = self._ask(*question, seconds) if _possible(question[0]) else []
            self._known[question] = [value for value in found[:_ANSWERS] if len(value) <= _ANSWER_LENGTH]
        return self._known[question]


def _possible(name: str) -> bool:
    return len(name) <= 253 and all(map(_LABEL.fullmatch, name.split(".")))
