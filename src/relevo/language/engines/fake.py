"""A deterministic engine for tests and the demo: a phrase table, and a visible mark where that has no entry.

It never leaves the machine and never pretends: a text it does not know comes back as ``[es] <the same
text>``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from relevo.core.errors import EngineDown
from relevo.language.codes import base_language
from relevo.language.engines import Health
from relevo.language.protection import Form, Protected, protect

Phrases = Mapping[tuple[str, str], Mapping[str, str]]
"""(source, target) -> sentence in the source -> sentence in the target."""
_TOKEN = re.compile("|".join(form.pattern.pattern for form in Form), re.IGNORECASE)
_SLOT = re.compile("\ue000([0-9]+)\ue001")
_DEFAULT_PAIRS = frozenset((a, b) for a in ("en", "es", "lv") for b in ("en", "es", "lv") if a != b)


class FakeEngine:
    """The contract of :class:`relevo.language.engines.Engine` without any translation engine.

    ``phrases`` holds whole lines in plain words; codes and ``terms`` in them may differ in the text to
    translate, because they are matched by their place. Set ``fails`` to a reason to let every call fail.
    """

    name = "fake"
    gist_only = False
    leaves_machine = False

    def __init__(
        self,
        phrases: Phrases | None = None,
        *,
        pairs: Collection[tuple[str, str]] = _DEFAULT_PAIRS,
        terms: Collection[str] = (),
        fails: str = "",
    ) -> None:
        self.fails = fails
        self._pairs = frozenset(pairs)
        self._table = {
            pair: dict(_entry(source, target, terms) for source, target in table.items())
            for pair, table in (phrases or {}).items()
        }

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the pairs it was made with."""
        return self._pairs

    def translate(self, texts: Sequence[str], source: str, target: str, *, timeout: float) -> list[str]:
        """See :class:`relevo.language.engines.Engine`. Answers at once, line by line."""
        pair = (base_language(source), base_language(target))
        if self.fails or pair not in self._pairs:
            raise EngineDown(self.fails or f"The fake engine has no {source}-{target}.")
        if timeout <= 0:
            raise EngineDown("The fake engine had no time left.")
        table = self._table.get(pair, {})
        return ["\n".join(_line(line, pair[1], table) for line in text.split("\n")) for text in texts]

    def health(self) -> Health:
        """Return the reason it was told to fail with, if any."""
        return Health(ok=not self.fails, detail=self.fails or "A stand-in: it knows a few phrases.")


def _entry(source: str, target: str, terms: Collection[str]) -> tuple[str, str]:
    """Turn a pair of sentences into one whose literals are slots, numbered as in the source."""
    protected = protect(source, terms=terms)
    for place, piece in enumerate(protected.pieces):
        target = target.replace(piece.text, f"\ue000{place}\ue001", 1)
    return _slotted(protected), target


def _slotted(protected: Protected) -> str:
    place = iter(range(len(protected.pieces)))
    return _key(
        "".join(
            part if isinstance(part, str) else f"\ue000{next(place)}\ue001" for part in protected.around()
        )
    )


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _line(line: str, target: str, table: Mapping[str, str]) -> str:
    words = line.strip()
    if not words:
        return line
    tokens = [found[0] for found in _TOKEN.finditer(words)]
    place = iter(range(len(tokens)))
    known = table.get(_key(_TOKEN.sub(lambda _: f"\ue000{next(place)}\ue001", words)))
    answer = f"[{target}] {words}" if known is None else _SLOT.sub(lambda found: tokens[int(found[1])], known)
    margin = len(line) - len(line.lstrip())
    return line[:margin] + answer + line[len(line.rstrip()) :]
