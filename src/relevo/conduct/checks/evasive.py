"""Replies that do not move the matter forward."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from relevo.calc.similarity import shingle_similarity
from relevo.conduct.checks.draft import Draft, Sentence, folded_words, read
from relevo.conduct.checks.phrases import Hit
from relevo.conduct.checks.reply import Reply, body_sentences
from relevo.conduct.checks.speech import Speech, Tag
from relevo.conduct.checks.values import Finding, KnownFact

_CLOCK: Final = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?h\b")
_PHONE: Final = re.compile(r"\+?\d(?:[ -]?\d){6,14}")
_STEM: Final = 5
_CONTENT: Final = 4
_QUESTIONS: Final = 5
_ABOUT: Final = 120
_SAME: Final = 0.9
_SAME_WORDS: Final = 8
_EARLIER: Final = 3
_LENGTHS_APART: Final = 1.25
_COLD_ANSWER: Final = 4

_EVIDENCE: Final = ("answers", "reasons", "refusals", "requests", "times", "imperatives")


def evasive(reply: Reply) -> Iterator[Finding]:
    """All findings of the kind "evasive", but for template slots (`slots`), which need no language."""
    yield from _repeats(reply)
    if not reply.speech:
        return
    yield from _remarks(reply)
    yield from _asks_known(reply, reply.speech)
    if _is_boilerplate(reply):
        yield reply.finding("evasive.boilerplate", reply.body_opening(), reply.better("evasive.boilerplate"))
    else:
        yield from _unanswered(reply, reply.speech)


def _remarks(reply: Reply) -> Iterator[Finding]:
    contact = bool(reply.draft.links or reply.draft.emails or _PHONE.search(reply.draft.plain))
    timed = _timed_sentences(reply)
    for code in ("evasive.pass_the_buck", "evasive.vague_promise"):
        for hit in reply.found(code):
            remark = hit.tag.remark
            sentence = reply.words[hit.first].sentence
            if remark is None or reply.words[hit.first].in_marks or (remark.goes_with_contact and contact):
                continue
            if not (remark.goes_with_time and timed & {sentence - 1, sentence, sentence + 1}):
                yield reply.finding(code, reply.span(hit), reply.filled(remark.better), level=remark.level)


def _timed_sentences(reply: Reply) -> set[int]:
    """The sentences that hold a time: in words, or as figures of a clock."""
    timed = {reply.words[hit.first].sentence for hit in reply.found("times")}
    places = {match.start() for match in _CLOCK.finditer(reply.draft.plain)}
    return timed | {word.sentence for word in reply.words if word.start in places}


def _is_boilerplate(reply: Reply) -> bool:
    wanted = reply.context.first_reply or "?" in reply.context.customer_text
    if not wanted or len(reply.body) < _COLD_ANSWER or reply.draft.links:
        return False
    stock = {reply.words[hit.first].sentence for hit in reply.in_body("stock")}
    plain = _timed_sentences(reply) | {word.sentence for word in reply.words if word.folded.isdecimal()}
    return all(reply.words[inside[0]].sentence in stock - plain for inside in body_sentences(reply))


def _unanswered(reply: Reply, speech: Speech) -> Iterator[Finding]:
    context = reply.context
    if "?" not in context.customer_text:
        return
    if len(reply.body) < _COLD_ANSWER or any("?" in reply.words[index].closes for index in reply.body):
        return
    asked = read(context.customer_text)
    questions = [one for one in map(partial(_question, speech, asked), asked.sentences) if one.wanted][
        -_QUESTIONS:
    ]
    said = _stems((reply.words[index].folded for index in reply.body), speech)
    if questions and not any(_answered(reply, question, said) for question in questions):
        about = questions[-1].text
        better = reply.better("evasive.question_unanswered", about)
        yield reply.finding("evasive.question_unanswered", reply.body_opening(), better, about=about)


class _Question(NamedTuple):
    """A question of the customer: the stems of what it is about (none when it cannot be judged)."""

    text: str
    wanted: set[str]
    wants_time: bool


def _question(speech: Speech, asked: Draft, sentence: Sentence) -> _Question:
    words = asked.words[sentence.first : sentence.last + 1]
    shapes = [word.folded for word in words]
    text = asked.text[words[0].start : words[-1].end][:_ABOUT] + "?"
    wanted = _stems(iter(shapes), speech) if sentence.asks else set[str]()
    return _Question(text, wanted, not speech.lexicon.time_questions.isdisjoint(shapes))


def _answered(reply: Reply, question: _Question, said: set[str]) -> bool:
    figures = any(_is_figure(reply, index) for index in reply.body)
    if question.wanted & said or figures:
        return True
    if question.wants_time:
        return bool(reply.in_body("times", "requests"))
    return bool(reply.draft.links) or bool(_evidence(reply))


def _is_figure(reply: Reply, index: int) -> bool:
    """A number that says something: not the one in a product's name ("Duo 2")."""
    before = reply.words[index - 1] if index else None
    named = before is not None and not before.opens and reply.draft.text[before.start].isupper()
    return reply.words[index].folded[:1].isdecimal() and not named


def _evidence(reply: Reply) -> list[Hit[Tag]]:
    return [
        hit for hit in reply.in_body(*_EVIDENCE) if hit.tag.name != "imperatives" or _commands(reply, hit)
    ]


def _commands(reply: Reply, hit: Hit[Tag]) -> bool:
    """Whether a word that can be a command stands where one does: at most one word into its sentence."""
    return hit.first - reply.draft.sentences[reply.words[hit.first].sentence].first <= 1


def _stems(words: Iterator[str], speech: Speech) -> set[str]:
    """The beginnings of content words: enough to see the same word in another case or tense."""
    ordinary = speech.lexicon.function_words
    return {
        word[:_STEM] for word in words if word not in ordinary and (len(word) >= _CONTENT or word.isdecimal())
    }


def _asks_known(reply: Reply, speech: Speech) -> Iterator[Finding]:
    known = {fact.kind: fact for fact in reply.context.known_facts}
    for kind, fact in known.items():
        for hit in reply.found(f"fact:{kind}"):
            if _asks_for(reply, speech, hit, fact):
                better = reply.better("evasive.asks_known", fact.value)
                yield reply.finding("evasive.asks_known", reply.span(hit), better, about=fact.value)


def _asks_for(reply: Reply, speech: Speech, hit: Hit[Tag], fact: KnownFact) -> bool:
    inside = reply.around(hit.first)
    words = [reply.words[index].folded for index in inside]
    if not speech.lexicon.other_ones.isdisjoint(words) or "".join(folded_words(fact.value)) in "".join(words):
        return False
    if reply.words[hit.first].in_marks or not speech.lexicon.negations.isdisjoint(words):
        return False
    return any(request.first in inside and request.first < hit.first for request in reply.found("requests"))


def _repeats(reply: Reply) -> Iterator[Finding]:
    text = reply.draft.own
    if len(reply.words) < _SAME_WORDS:
        return
    for earlier in reply.context.earlier_replies[-_EARLIER:]:
        shorter, longer = sorted((len(text), len(earlier)))
        if longer <= shorter * _LENGTHS_APART and shingle_similarity(text, earlier) > _SAME:
            better = reply.better("evasive.repeats_self")
            yield reply.finding("evasive.repeats_self", reply.body_opening(), better)
            return
