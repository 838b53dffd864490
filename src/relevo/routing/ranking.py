"""Which agent: candidates in, an order with reasons out. Pure, and the same answer for the same values, always."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

CanTranslate = Callable[[str, str], bool]
"""Whether a text of the first language can be translated into the second."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Refusal(IntEnum):
    """Why a candidate cannot take the ticket: the first hurdle she does not clear, in this order."""

    OFF_DUTY = 1
    LAPSED = 2
    PUT_DOWN = 3
    EXPERTISE = 4
    LANGUAGE = 5
    ROOM = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active seat, and what is known of its agent now.

    languages: what she writes, best first. topics: empty means all. on_duty_until: None when she is off duty.
    load: tickets that wait for her, over all clients. idle_since: when she last had to do with a ticket of this desk.
    lapsed: her certificate for this client is no longer valid.
    """

    seat_id: int
    member_id: int
    alias: str
    languages: tuple[str, ...]
    topics: frozenset[str] = frozenset()
    tier: int = 1
    capacity: int = 8
    load: int = 0
    on_duty_until: datetime | None = None
    idle_since: datetime | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What a ticket asks of an agent. language: None when unknown. returning_to: the member who answered this
    customer last. put_down: seats that have put this ticket down. reads: the language preferred for translations."""

    language: str | None
    topic: str = ""
    tier: int = 1
    returning_to: int | None = None
    put_down: frozenset[int] = frozenset()
    reads: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate who can take the ticket. via: the language that texts are translated into for her, "" for none."""

    candidate: Candidate
    returning: bool
    via: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Those who can take the ticket, best first. hurdle: when nobody can, the last one that anybody reached."""

    matches: tuple[Match, ...]
    hurdle: Refusal | None


def rank(work: Work, candidates: Iterable[Candidate], can_translate: CanTranslate) -> Ranking:
    """Order the candidates for a ticket.

    Only those on duty, with a valid seat, the expertise, the language or a translation both ways, and room. Among
    them first the one who answered this customer before, then who writes the language before who needs a
    translation, then the lowest share of her capacity in use, then the longest idle, then the lowest seat id.
    """
    matches: list[Match] = []
    refusals: set[Refusal] = set()
    for candidate in candidates:
        verdict = _consider(work, candidate, can_translate)
        if isinstance(verdict, Match):
            matches.append(verdict)
        else:
            refusals.add(verdict)
    if not matches:
        return Ranking((), max(refusals, default=Refusal.OFF_DUTY))
    return Ranking(tuple(sorted(matches, key=_order)), None)


def writes(languages: Collection[str], language: str) -> bool:
    """Whether somebody with these languages writes this one; ``es`` writes ``es-MX``."""
    return language in languages or language.partition("-")[0] in languages


def _consider(work: Work, one: Candidate, can_translate: CanTranslate) -> Match | Refusal:
    hurdles = {
        Refusal.OFF_DUTY: one.on_duty_until is None,
        Refusal.LAPSED: one.lapsed,
        Refusal.PUT_DOWN: one.seat_id in work.put_down,
        Refusal.EXPERTISE: one.tier < work.tier
        or bool(one.topics and work.topic and work.topic not in one.topics),
    }
    for refusal, stands in hurdles.items():
        if stands:
            return refusal
    via = _via(work, one, can_translate)
    if via is None:
        return Refusal.LANGUAGE
    if one.load >= one.capacity:
        return Refusal.ROOM
    return Match(one, returning=one.member_id == work.returning_to, via=via)


def _via(work: Work, one: Candidate, can_translate: CanTranslate) -> str | None:
    """ "" when she writes the customer's language herself, else the one to translate through; None when neither."""
    if work.language is None or writes(one.languages, work.language):
        return ""
    theirs = work.language
    preferred = sorted(one.languages, key=lambda language: language != work.reads)
    both_ways = (own for own in preferred if can_translate(theirs, own) and can_translate(own, theirs))
    return next(both_ways, None)


def _order(match: Match) -> tuple[bool, bool, float, datetime, int]:
    one = match.candidate
    share = one.load / one.capacity
    return not match.returning, bool(match.via), share, one.idle_since or _LONG_AGO, one.seat_id
