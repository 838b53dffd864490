"""What can happen in the demo's past: the words of its script."""

from __future__ import annotations

from dataclasses import dataclass

from relevo.demo.letters.values import Letter


@dataclass(frozen=True, slots=True)
class Wrote:
    """A customer writes for the first time. at: ``Sat 18:05`` in the first client's zone."""

    at: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Answered:
    """A customer answers the newest mail of a thread (the letter's key) that she got, in the letter's next words."""

    at: str
    key: str


@dataclass(frozen=True, slots=True)
class Replied:
    """An agent takes the ticket and replies. agent: first name. then: its status afterwards. topic: its topic."""

    at: str
    key: str
    agent: str
    text: str
    then: str = "pending"
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """A lead lets the reply go that waits on a ticket."""

    at: str
    key: str
    lead: str


@dataclass(frozen=True, slots=True)
class Noted:
    """An agent leaves a note for both firms, or for her own alone."""

    at: str
    key: str
    agent: str
    text: str
    audience: str = "both"


@dataclass(frozen=True, slots=True)
class Prepared:
    """An agent writes down what whoever comes next must know."""

    at: str
    key: str
    agent: str
    assessment: str
    recommendation: str


@dataclass(frozen=True, slots=True)
class HandedOver(Prepared):
    """An agent gives a ticket to the client's own team, with what it must know."""


Step = Wrote | Answered | Replied | Approved | Noted | Prepared | HandedOver
