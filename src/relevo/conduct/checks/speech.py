"""A language file made ready for finding: all its phrases in one book, compiled once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from relevo.conduct.checks import en, es, lv
from relevo.conduct.checks.draft import folded_with_places
from relevo.conduct.checks.lexicon import Lexicon, Remark
from relevo.conduct.checks.phrases import PhraseBook
from relevo.conduct.checks.wordlist import words

_LEXICONS: Final[dict[str, Lexicon]] = {
    lexicon.language: lexicon for lexicon in (en.LEXICON, es.LEXICON, lv.LEXICON)
}

LANGUAGES: Final = tuple(_LEXICONS)
"""Languages with rules of their own; any other gets the language-neutral rules."""

_NAMED: Final = words("""
    greetings closings pleasantries softeners imperatives refusals reasons alternatives next_steps times answers stock
    requests hand_over secrets one_time_codes
""")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a found phrase is: a list of the lexicon, "fact:serial", "address:formal", or a rule with its remark."""

    name: str
    remark: Remark | None = None
    better: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """A lexicon with its book of phrases and the words a greeting may begin with."""

    lexicon: Lexicon
    book: PhraseBook[Tag]
    openers: frozenset[str]
    folded_endings: tuple[str, ...]


@lru_cache(maxsize=len(_LEXICONS) + 1)
def _speech(language: str) -> Speech:
    lexicon = _LEXICONS[language]
    openers = frozenset(
        word for row in lexicon.greetings for word in row.removeprefix("^ ").split()[0].split("|")
    )
    endings = tuple(folded_with_places(ending)[0] for ending in lexicon.address.informal_endings)
    return Speech(lexicon, PhraseBook(_entries(lexicon), lexicon.negations), openers, endings)


def speech_of(language: str) -> Speech | None:
    """The speech of a language tag ("es", "es-MX"), or None when it has no file."""
    primary = language.lower().replace("_", "-").partition("-")[0]
    return _speech(primary) if primary in _LEXICONS else None


def same_language(one: str, other: str) -> bool:
    """Whether two language tags share their primary language; an empty tag goes with any."""
    first, second = (tag.lower().replace("_", "-").partition("-")[0] for tag in (one, other))
    return not first or not second or first == second


def _entries(lexicon: Lexicon) -> Iterator[tuple[str, Tag]]:
    for name in sorted(_NAMED):
        yield from ((row, Tag(name)) for row in getattr(lexicon, name))
    for kind, rows in lexicon.facts.items():
        yield from ((row, Tag(f"fact:{kind}")) for row in rows)
    for rule, remarks in lexicon.remarks.items():
        for remark in remarks:
            yield from ((row, Tag(rule, remark, remark.better)) for row in remark.phrases)
    address = lexicon.address
    for form, signs in (
        ("formal", address.formal),
        ("informal", address.informal),
        ("faint", address.faint_formal),
    ):
        yield from ((row, Tag(f"address:{form}", better=better)) for row, better in signs.items())
