"""Formal and informal address: the wrong one for the desk, or both in one reply."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from relevo.conduct.checks.phrases import Hit
from relevo.conduct.checks.reply import Reply
from relevo.conduct.checks.speech import Speech, Tag, same_language
from relevo.conduct.checks.values import Finding

_LONGEST_ENDING: Final = 6


class _Sign(NamedTuple):
    """A word that shows a form of address, and its counterpart in the other form ("" when unknown)."""

    start: int
    end: int
    better: str


def address(reply: Reply) -> Iterator[Finding]:
    """Findings about the form of address; nothing in a language without one."""
    if reply.speech is None or not same_language(reply.rules.language, reply.language):
        return
    formal = list(_signs(reply, "address:formal"))
    informal = [*_signs(reply, "address:informal"), *_endings(reply, reply.speech)]
    form = reply.rules.address_form
    if form == "formal":
        yield from (_finding(reply, "style.address_wrong", sign) for sign in informal)
    elif form == "informal":
        yield from (_finding(reply, "style.address_wrong", sign) for sign in formal)
        if not formal and not informal:
            faint = next(_signs(reply, "address:faint"), None)
            if faint:
                better = faint.better
                yield reply.finding("style.address_wrong", faint[:2], better, level="nudge", instead=better)
    elif formal and informal:
        fewer = formal if len(formal) < len(informal) else informal
        yield from (_finding(reply, "style.address_mixed", sign) for sign in fewer)


def _finding(reply: Reply, code: str, sign: _Sign) -> Finding:
    written = reply.draft.text[sign.start : sign.end]
    better = sign.better[:1].upper() + sign.better[1:] if written[:1].isupper() else sign.better
    return reply.finding(code, (sign.start, sign.end), better, instead=better)


def _signs(reply: Reply, name: str) -> Iterator[_Sign]:
    for hit in reply.found(name):
        if not _means_another(reply, hit):
            yield _Sign(*reply.span(hit), hit.tag.better)


def _means_another(reply: Reply, hit: Hit[Tag]) -> bool:
    """A label of the interface in quotation marks, "reinicié" (I did), "TI" (the IT department)."""
    word = reply.words[hit.last]
    written = unicodedata.normalize("NFC", reply.draft.text[word.start : word.end])
    acronym = len(written) > 1 and written.isupper() and hit.first == hit.last
    return word.in_marks or written.endswith("é") or acronym


def _endings(reply: Reply, speech: Speech) -> Iterator[_Sign]:
    endings = speech.lexicon.address.informal_endings
    for word in reply.words if endings else ():
        if not word.folded.endswith(speech.folded_endings):
            continue
        written = unicodedata.normalize("NFC", reply.draft.text[word.start : word.end])
        if word.in_marks or (written[:1].isupper() and not word.opens):
            continue
        ending = next(
            (ending for ending in endings if written.endswith(ending) and len(written) > len(ending)), None
        )
        if ending:
            yield _Sign(word.start, word.end, written.removesuffix(ending) + endings[ending])
