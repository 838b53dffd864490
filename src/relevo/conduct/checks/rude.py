"""Words that hurt: those of the lexicon, capital letters and doubled marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from relevo.conduct.checks.catalogue import RULES
from relevo.conduct.checks.draft import Word
from relevo.conduct.checks.reply import Reply
from relevo.conduct.checks.values import Finding, Level

_RUDE: Final = tuple(code for code, rule in RULES.items() if rule.kind == "rude")
_MARKS: Final = re.compile(r"[!?¡¿]{2,}")
_SHOUTED_WORDS: Final = 3
_SHOUTED_LETTERS: Final = 9
_STRANGE_WORDS: Final = 5
_STRANGE_LETTERS: Final = 20


def rude(reply: Reply) -> Iterator[Finding]:
    """All findings of the kind "rude". Words between quotation marks are somebody else's and left alone."""
    for code in _RUDE:
        for hit in reply.found(code):
            remark = hit.tag.remark
            if remark and not any(word.in_marks for word in reply.words[hit.first : hit.last + 1]):
                yield reply.finding(code, reply.span(hit), reply.filled(remark.better), level=remark.level)
    yield from _shouting(reply)
    yield from _marks(reply)


def _marks(reply: Reply) -> Iterator[Finding]:
    for match in _MARKS.finditer(reply.draft.plain):
        marks = match.group()
        if len(marks.strip("¡¿")) > 1 or len(set(marks)) == 1:
            level: Level | None = None if "?" in marks else "nudge"
            mark = next(mark for mark in "?!¿¡" if mark in marks)
            yield reply.finding("rude.marks", match.span(), mark, level=level, instead=mark)


def _shouting(reply: Reply) -> Iterator[Finding]:
    run: list[Word] = []
    for word in reply.words:
        written = reply.draft.text[word.start : word.end]
        if word.in_marks or any(letter.islower() for letter in written):
            yield from _shouted(reply, run)
            run = []
        elif len(written) > 1 and written.isalpha() and written.isupper():
            run.append(word)
    yield from _shouted(reply, run)


def _shouted(reply: Reply, run: list[Word]) -> Iterator[Finding]:
    """A run of capitals is shouting when it holds a word of everyday grammar: product names and keys do not."""
    letters = sum(len(word.folded) for word in run)
    grammar = reply.speech.lexicon.function_words if reply.speech else frozenset()
    everyday = any(word.folded in grammar for word in run)
    small = len(run) >= _SHOUTED_WORDS and letters >= _SHOUTED_LETTERS and everyday
    if small or (not reply.speech and len(run) >= _STRANGE_WORDS and letters >= _STRANGE_LETTERS):
        start, end = run[0].start, run[-1].end
        calm = _calm(reply.draft.text[start:end])
        yield reply.finding("rude.shouting", (start, end), calm, instead=calm)


def _calm(shouted: str) -> str:
    return shouted[0] + shouted[1:].lower()
