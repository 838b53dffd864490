"""The desk's own style guide: address, words, promises, exclamation marks, emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from relevo.conduct.checks.address import address
from relevo.conduct.checks.draft import folded_with_places
from relevo.conduct.checks.phrases import PhraseBook
from relevo.conduct.checks.reply import Reply
from relevo.conduct.checks.values import AvoidWord, Finding

_EMOJI: Final = re.compile("[\U0001f300-\U0001faff\u2600-\u26ff\u2764]+|(?<![^\\s])[:;]-?[)(DP](?!\\w)")
_GUIDE_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*\*?")
_LONGEST_ENTRY: Final = 8


def style(reply: Reply) -> Iterator[Finding]:
    """All findings of the kind "style"."""
    yield from address(reply)
    rules = reply.rules
    for hit in _avoid_book(rules.words_to_avoid).find(reply.words):
        word = hit.tag
        span = reply.words[hit.first].start, reply.words[hit.last].end
        yield reply.finding("style.word_to_avoid", span, word.better, instead=word.better)
    negations = reply.speech.lexicon.negations if reply.speech else frozenset()
    for promise in _promise_book(rules.promises_forbidden, negations).find(reply.words):
        span = reply.words[promise.first].start, reply.words[promise.last].end
        yield reply.finding("style.promise", span)
    yield from _exclamations(reply)
    if not rules.emoji_allowed:
        yield from (
            reply.finding("style.emoji", match.span()) for match in _EMOJI.finditer(reply.draft.plain)
        )


def _exclamations(reply: Reply) -> Iterator[Finding]:
    if not reply.body:
        return
    text = reply.draft.plain
    start = reply.words[reply.body.start].start
    stop = reply.words[reply.body.stop].start if reply.body.stop < len(reply.words) else len(text)
    marks = [place for place in range(start, stop) if text[place] == "!"]
    over = marks[max(reply.rules.max_exclamations, 0) :]
    if over:
        yield reply.finding("style.exclamations", (over[0], over[0] + 1), ".", instead=".")


def written_as_phrase(entry: str) -> str:
    """An entry of a style guide, as people write it, in the language of `phrases`; "" when it holds no word.

    Case, diacritics and punctuation do not matter; a `*` after a word keeps its meaning (any ending).
    """
    folded = folded_with_places(entry)[0]
    return " ".join(_GUIDE_WORD.findall(folded)[:_LONGEST_ENTRY])


@lru_cache(maxsize=256)
def _avoid_book(words: tuple[AvoidWord, ...]) -> PhraseBook[AvoidWord]:
    entries = ((written_as_phrase(word.word), word) for word in words)
    return PhraseBook((phrase, word) for phrase, word in entries if phrase)


@lru_cache(maxsize=256)
def _promise_book(promises: tuple[str, ...], negations: frozenset[str]) -> PhraseBook[str]:
    entries = ((written_as_phrase(promise), promise) for promise in promises)
    return PhraseBook((("~ " + phrase, promise) for phrase, promise in entries if phrase), negations)
