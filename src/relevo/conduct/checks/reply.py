"""A draft read with its language: what was found in it, and where greeting, body and closing are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from relevo.conduct.checks.catalogue import RULES
from relevo.conduct.checks.draft import Draft, Word, read
from relevo.conduct.checks.phrases import Hit
from relevo.conduct.checks.speech import Speech, Tag, speech_of
from relevo.conduct.checks.values import Context, Finding, Level, StyleRules

_GREETING_REACH: Final = 3
_GREETING_LENGTH: Final = 7
_SIGNATURE: Final = 16
_QUOTE: Final = 80
_NAME: Final = 3
_AROUND: Final = 30
_MOST: Final = 50
"""Hits looked at under one name: a bound for texts made to be slow."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything the rules look at. `body`: indexes of the words between greeting and closing."""

    draft: Draft
    language: str
    speech: Speech | None
    rules: StyleRules
    context: Context
    hits: Mapping[str, tuple[Hit[Tag], ...]]
    body: range
    greeted: bool
    closed: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of the draft."""
        return self.draft.words

    @property
    def signed(self) -> bool:
        """Whether the last line is a name: one to three capitalised words after a sentence's end."""
        last = self.draft.sentences[-1]
        names = self.words[last.first : last.last + 1]
        return (
            last.first > 0
            and len(names) <= _NAME
            and all(self.draft.text[name.start].isupper() for name in names)
        )

    def found(self, name: str) -> tuple[Hit[Tag], ...]:
        """What was found under a name, anywhere in the draft."""
        return self.hits.get(name, ())

    def in_body(self, *names: str) -> list[Hit[Tag]]:
        """What was found under any of the names between greeting and closing."""
        return [hit for name in names for hit in self.found(name) if hit.first in self.body]

    def around(self, index: int) -> range:
        """The words of a word's sentence, at most `_AROUND` on each side."""
        sentence = self.draft.sentences[self.words[index].sentence]
        return range(max(sentence.first, index - _AROUND), min(sentence.last, index + _AROUND) + 1)

    def span(self, hit: Hit[Tag]) -> tuple[int, int]:
        """Where a hit stands in the text."""
        return self.words[hit.first].start, self.words[hit.last].end

    def opening(self) -> tuple[int, int]:
        """The first words of the draft, for findings about the whole."""
        return self._cut(0, self.draft.sentences[0].last)

    def body_opening(self) -> tuple[int, int]:
        """The first sentence between greeting and closing; in a draft without words, its first link."""
        if not self.words:
            return self.draft.links[0]
        first = self.body.start if self.body else 0
        sentence = self.words[first].sentence
        return self._cut(first, self.draft.sentences[sentence].last)

    def ending(self) -> tuple[int, int]:
        """The last sentence of the draft with the marks after it; of a long one its end."""
        last = self.draft.sentences[-1]
        first, end = last.first, self.words[last.last].end
        while first < last.last and end - self.words[first].start > _QUOTE:
            first += 1
        return self.words[first].start, len(self.draft.own.rstrip())

    def _cut(self, first: int, last: int) -> tuple[int, int]:
        start = self.words[first].start
        while last > first and self.words[last].end - start > _QUOTE:
            last -= 1
        return start, self.words[last].end

    def better(self, code: str, about: str = "") -> str:
        """The lexicon's sentence for a rule about the whole reply, filled in; "" when there is none."""
        if self.speech is None:
            return ""
        return self.filled(self.speech.lexicon.better.get(code, ""), about)

    def filled(self, sentence: str, about: str = "") -> str:
        """A sentence of the lexicon with the customer's name and the time of the next promise put in."""
        name = self._called()
        if not name:
            sentence = sentence.replace(", {name}", "").replace(" {name}", "")
        due = self.context.next_promise_due or (self.speech.lexicon.due if self.speech else "")
        return sentence.replace("{name}", name).replace("{due}", due).replace("{about}", about)

    def _called(self) -> str:
        name = self.context.customer_name.strip().partition(" ")[0]
        endings = self.speech.lexicon.vocative_endings if self.speech else {}
        ending = next((ending for ending in endings if name.endswith(ending)), None)
        return name if ending is None else name.removesuffix(ending) + endings[ending]

    def finding(
        self,
        code: str,
        span: tuple[int, int],
        better: str = "",
        *,
        level: Level | None = None,
        instead: str = "",
        about: str = "",
    ) -> Finding:
        """A finding of a rule at a place; `level` is the rule's own unless given."""
        rule = RULES[code]
        start, end = span
        quote = self.draft.text[start:end]
        return Finding(
            code, rule.kind, level or rule.level, start, end, quote, rule.explanation, better, instead, about
        )


def read_reply(text: str, language: str, rules: StyleRules, context: Context) -> Reply:
    """Read a draft once for all rules."""
    speech = speech_of(language)
    draft = read(text, speech.openers if speech else frozenset())
    hits: dict[str, list[Hit[Tag]]] = defaultdict(list)
    for hit in speech.book.find(draft.words) if speech else ():
        if len(hits[hit.tag.name]) < _MOST:
            hits[hit.tag.name].append(hit)
    after_greeting = _after_greeting(draft, hits.get("greetings", []))
    closing = _closing(draft, hits.get("closings", []), after_greeting)
    body = range(after_greeting, len(draft.words) if closing is None else closing)
    found = {name: tuple(some) for name, some in hits.items()}
    return Reply(
        draft, language, speech, rules, context, found, body, after_greeting > 0, closing is not None
    )


def _after_greeting(draft: Draft, greetings: list[Hit[Tag]]) -> int:
    """The first word after the greeting, 0 when there is none."""
    after = 0
    for hit in greetings:
        sentence = draft.sentences[draft.words[hit.first].sentence]
        if hit.first < after + _GREETING_REACH and sentence.first in {0, after}:
            after = sentence.last + 1 if sentence.last - sentence.first < _GREETING_LENGTH else hit.last + 1
    return after


def _closing(draft: Draft, closings: list[Hit[Tag]], after_greeting: int) -> int | None:
    count = len(draft.words)
    starts = (
        hit.first for hit in closings if hit.first >= after_greeting and count - hit.first <= _SIGNATURE
    )
    return next(starts, None)


def body_sentences(reply: Reply) -> Iterator[range]:
    """The sentences between greeting and closing, each as the indexes of its words."""
    for sentence in reply.draft.sentences:
        inside = range(max(sentence.first, reply.body.start), min(sentence.last + 1, reply.body.stop))
        if inside:
            yield inside
