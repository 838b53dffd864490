"""The one shape every language file fills in, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from relevo.conduct.checks.values import Level

Phrases = tuple[str, ...]
"""Phrases in the language of `phrases`, written without capitals and diacritics."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Phrases that break a rule, and a better sentence in the language itself.

    `level` softens the rule's own level for these phrases. `goes_with_time`: no breach when a time stands in the same
    sentence or one beside it. `goes_with_contact`: no breach when the reply gives a link, an address or a number.
    """

    phrases: Phrases
    better: str
    level: Level | None = None
    goes_with_time: bool = False
    goes_with_contact: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Words of the formal and the informal address, each with its counterpart in the other form.

    `informal_endings` are compared with the word as typed (with diacritics): ending -> formal ending.
    `faint_formal` are words that may also speak of somebody else (su, le): they count only when nothing is clearer.
    """

    formal: Mapping[str, str] = field(default_factory=dict)
    informal: Mapping[str, str] = field(default_factory=dict)
    informal_endings: Mapping[str, str] = field(default_factory=dict)
    faint_formal: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language for the checks.

    `remarks`: rule code -> phrases that break it. `better`: rule code -> the sentence offered by a rule that looks at
    the whole reply; `{name}` and `{due}` are filled in. `time_questions`: words that
    ask for a time. `facts`: kind of fact -> words that name it. `hand_over`: asking to be told or sent something.
    `other_ones`: words that say another thing of the same kind is meant ("new", "second"). `harmless_codes`: words that
    say a code opens nothing ("error", "tracking").
    """

    language: str
    function_words: frozenset[str]
    negations: frozenset[str]
    greetings: Phrases
    closings: Phrases
    pleasantries: Phrases
    softeners: Phrases
    imperatives: Phrases
    refusals: Phrases
    reasons: Phrases
    alternatives: Phrases
    next_steps: Phrases
    times: Phrases
    answers: Phrases
    stock: Phrases
    requests: Phrases
    hand_over: Phrases
    other_ones: frozenset[str]
    harmless_codes: frozenset[str]
    time_questions: frozenset[str]
    facts: Mapping[str, Phrases]
    secrets: Phrases
    one_time_codes: Phrases
    remarks: Mapping[str, tuple[Remark, ...]]
    better: Mapping[str, str]
    due: str
    vocative_endings: Mapping[str, str] = field(default_factory=dict)
    address: Address = field(default_factory=Address)
