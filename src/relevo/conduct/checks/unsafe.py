"""What must never leave: another client's name, a card number, a request for a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from relevo.conduct.checks.draft import all_words, folded_words
from relevo.conduct.checks.phrases import Hit, PhraseBook
from relevo.conduct.checks.reply import Reply
from relevo.conduct.checks.speech import Tag
from relevo.conduct.checks.values import Finding

_DIGITS: Final = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){12,63}(?![\d])")
_CARDS: Final = re.compile(
    r"4\d{12}(?:\d{3}(?:\d{3})?)?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}"
)
_CARD_LENGTHS: Final = (19, 16, 15, 14, 13)
_REACH: Final = 7
_SHORT_NAME: Final = 3
_DECLINED_NAME: Final = 6


def unsafe(reply: Reply) -> Iterator[Finding]:
    """All findings of the kind "unsafe"."""
    yield from _other_clients(reply)
    for start, end in card_numbers(reply.draft.own):
        digits = [letter for letter in reply.draft.own[start:end] if letter.isdecimal()]
        masked = "•••• " + "".join(digits[-4:])
        yield reply.finding("unsafe.card_number", (start, end), masked, instead=masked)
    yield from _asks_for(reply, "unsafe.asks_one_time_code", "one_time_codes")
    yield from _asks_for(reply, "unsafe.asks_password", "secrets")


def card_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where payment card numbers stand: a brand's prefix and length, and the check digit of ISO/IEC 7812 (Luhn)."""
    for run in _DIGITS.finditer(text):
        places = [place for place in range(run.start(), run.end()) if text[place].isdecimal()]
        index = 0
        while index < len(places):
            length = _card_at(text, places, index)
            if length:
                yield places[index], places[index + length - 1] + 1
            index += length or 1


def _card_at(text: str, places: list[int], index: int) -> int:
    """The number of digits of the card that begins at a digit of a run, 0 when none does."""
    if index and places[index - 1] == places[index] - 1:
        return 0
    digits = "".join(text[place] for place in places[index : index + _CARD_LENGTHS[0] + 1])
    for length in _CARD_LENGTHS:
        after = index + length
        whole = after <= len(places) and (after == len(places) or places[after] > places[after - 1] + 1)
        if whole and _CARDS.fullmatch(digits[:length]) and luhn(digits[:length]):
            return length
    return 0


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0


def _other_clients(reply: Reply) -> Iterator[Finding]:
    if not reply.rules.other_client_names:
        return
    words = all_words(reply.draft)
    declined = reply.language.lower().startswith("lv")
    own = _name_book((reply.rules.client_name,), declined=False).find(words)
    taken = {index for hit in own for index in range(hit.first, hit.last + 1)}
    others = _name_book(reply.rules.other_client_names, declined=declined)
    customer = " ".join(folded_words(reply.context.customer_text[:20_000]))
    for hit in others.find(words):
        start, end = words[hit.first].start, words[hit.last].end
        written = reply.draft.text[start:end]
        if hit.first in taken or (len(written) <= _SHORT_NAME and written != hit.tag):
            continue
        said_first = " ".join(folded_words(hit.tag)) in customer
        yield reply.finding("unsafe.other_client", (start, end), level="confirm" if said_first else None)


@lru_cache(maxsize=256)
def _name_book(names: tuple[str, ...], *, declined: bool) -> PhraseBook[str]:
    """The names as phrases; where names are declined, a long one may have any ending."""
    entries = []
    for name in names:
        words = folded_words(name)
        if words and declined and len(words[-1]) >= _DECLINED_NAME:
            words[-1] = words[-1].rstrip("s")[:-1] + "*"
        if words:
            entries.append((" ".join(words), name))
    return PhraseBook(entries)


def _asks_for(reply: Reply, code: str, name: str) -> Iterator[Finding]:
    if reply.speech is None:
        return
    lexicon = reply.speech.lexicon
    asked = reply.found("hand_over")
    for secret in reply.found(name):
        words = {reply.words[index].folded for index in reply.around(secret.first)}
        if words & (lexicon.negations | lexicon.other_ones | lexicon.harmless_codes):
            continue
        request = next((hit for hit in asked if _leads_to(reply, hit, secret)), None)
        if request:
            span = reply.words[request.first].start, reply.words[secret.last].end
            yield reply.finding(code, span, reply.better(code))


def _leads_to(reply: Reply, request: Hit[Tag], secret: Hit[Tag]) -> bool:
    same = reply.words[request.first].sentence == reply.words[secret.first].sentence
    return same and request.first < secret.first <= request.last + _REACH
