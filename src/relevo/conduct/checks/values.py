"""What goes into the checks and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Literal["curt", "rude", "evasive", "style", "unsafe"]
Level = Literal["block", "confirm", "nudge"]
AddressForm = Literal["formal", "informal", ""]

LEVEL_WEIGHT: Final[dict[Level, int]] = {"nudge": 0, "confirm": 1, "block": 2}
"""Levels from the mildest to the strongest."""


@dataclass(frozen=True, slots=True)
class AvoidWord:
    """A word or phrase the desk does not use (phrase language of `phrases`), and the one it does."""

    word: str
    better: str = ""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """Something the customer already gave: what it is (`facts.FACT_KINDS`) and the value as he wrote it."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class StyleRules:
    """What a desk's style guide asks for in one locale.

    `language` is the guide's own: where a draft is in another one, the form of address, greeting, closing and
    wording of this guide are not applied. `promises_forbidden` and `words_to_avoid` use the phrase language of
    `phrases` ("refund*", "money back"). `min_words` counts all words of a first reply. `max_exclamations` counts
    outside greeting and closing.
    """

    language: str = ""
    address_form: AddressForm = ""
    greeting_required: bool = False
    closing_required: bool = False
    words_to_avoid: tuple[AvoidWord, ...] = ()
    promises_forbidden: tuple[str, ...] = ()
    max_exclamations: int = 2
    emoji_allowed: bool = True
    client_name: str = ""
    other_client_names: tuple[str, ...] = ()
    min_words: int = 12


@dataclass(frozen=True, slots=True)
class Context:
    """What the draft answers to.

    `customer_text` is his last message in the draft's language ("" when there is none, or no translation into it);
    `customer_language` is his own, for callers to keep beside it. `next_promise_due` is
    already written for the customer ("Friday, 18:00"), in the draft's language and the customer's zone; it goes
    into suggestions only. `earlier_replies` are the latest last.
    """

    customer_text: str = ""
    customer_language: str = ""
    customer_name: str = ""
    first_reply: bool = True
    earlier_replies: tuple[str, ...] = ()
    known_facts: tuple[KnownFact, ...] = ()
    next_promise_due: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach with its words.

    `quote == text[start:end]`. `why` is in the interface's language, `better` in the draft's ("" when there is none).
    `better` is whole: nothing is left open in it. `instead`: what stands in the place of `quote` once `better` is taken
    up; "" when it cannot be taken as it is, but shows how such a sentence may go.
    `about`: the customer's own words the finding refers to (his unanswered question, the serial he gave), or "".
    """

    rule: str
    kind: Kind
    level: Level
    start: int
    end: int
    quote: str
    why: StrOrPromise
    better: str = ""
    instead: str = ""
    about: str = ""
