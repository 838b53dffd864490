"""Replies that give too little: short, cold, closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from relevo.conduct.checks.reply import Reply, body_sentences
from relevo.conduct.checks.speech import same_language
from relevo.conduct.checks.values import Finding, Level

_ORDER_WORDS: Final = 20
_REFUSAL_WORDS: Final = 25
_LINK_WORDS: Final = 6
_LEADS_ON: Final = ("next_steps", "times", "requests", "answers", "reasons", "alternatives", "imperatives")


def curt(reply: Reply) -> Iterator[Finding]:
    """All findings of the kind "curt". A reply too short as a whole gets that one finding, not five."""
    whole = next(_too_little(reply), None)
    if whole:
        yield whole
    else:
        yield from _frame(reply)
        yield from _next_step(reply)
        yield from _lower_case(reply)
    yield from _bare_imperative(reply)
    yield from _refusal(reply)


def only_a_link(reply: Reply) -> Iterator[Finding]:
    """A reply that is a link and hardly a word; the one finding a draft without words can have."""
    if reply.draft.links and len(reply.body) <= _LINK_WORDS:
        yield reply.finding("curt.link_only", reply.body_opening(), reply.better("curt.link_only"))


def _too_little(reply: Reply) -> Iterator[Finding]:
    words = len(reply.body)
    yield from only_a_link(reply)
    place = reply.body_opening()
    if words <= 2 and reply.speech and not reply.found("pleasantries") and not reply.draft.links:
        yield reply.finding("curt.one_word", place, reply.better("curt.one_word"))
    if reply.context.first_reply and len(reply.words) < reply.rules.min_words:
        yield reply.finding("curt.too_short", place, reply.better("curt.too_short"))


def _frame(reply: Reply) -> Iterator[Finding]:
    if not reply.speech or not same_language(reply.rules.language, reply.language):
        return
    level: Level | None = None if reply.context.first_reply else "nudge"
    text = reply.draft.text
    if reply.rules.greeting_required and not reply.greeted:
        (start, end), greeting = reply.opening(), reply.better("curt.no_greeting")
        above = f"{greeting}\n\n{text[start:end]}"
        yield reply.finding("curt.no_greeting", (start, end), greeting, level=level, instead=above)
    if reply.rules.closing_required and not reply.closed:
        (start, end), closing = reply.ending(), reply.better("curt.no_closing")
        mild = level or ("nudge" if reply.signed else None)
        below = f"{closing}\n{text[start:end]}" if reply.signed else f"{text[start:end]}\n\n{closing}"
        yield reply.finding("curt.no_closing", (start, end), closing, level=mild, instead=below)


def _next_step(reply: Reply) -> Iterator[Finding]:
    if not reply.speech or not reply.context.first_reply:
        return
    asks = any(reply.words[index].closes.count("?") for index in reply.body)
    if not asks and not reply.draft.links and not reply.in_body(*_LEADS_ON):
        yield reply.finding("curt.no_next_step", reply.body_opening(), reply.better("curt.no_next_step"))


def _lower_case(reply: Reply) -> Iterator[Finding]:
    text = reply.draft.text
    starts = [reply.words[inside[0]].start for inside in body_sentences(reply)]
    if not starts or not all(text[start].islower() for start in starts):
        return
    before = text[: starts[0]].rstrip(" ")
    if not before or before.endswith("\n"):
        yield reply.finding("curt.lower_case", reply.body_opening())


def _bare_imperative(reply: Reply) -> Iterator[Finding]:
    if len(reply.body) > _ORDER_WORDS or reply.found("softeners"):
        return
    commands = {hit.first for hit in reply.found("imperatives")}
    first = reply.body.start
    if first in commands and reply.words[first].opens:
        yield reply.finding(
            "curt.bare_imperative", reply.body_opening(), reply.better("curt.bare_imperative")
        )


def _refusal(reply: Reply) -> Iterator[Finding]:
    refusals = reply.in_body("refusals")
    if not refusals or len(reply.body) > _REFUSAL_WORDS or reply.in_body("reasons", "alternatives"):
        return
    if not any("?" in reply.words[index].closes for index in reply.body):
        place = reply.span(refusals[0])
        yield reply.finding("curt.refusal_without_reason", place, reply.better("curt.refusal_without_reason"))
