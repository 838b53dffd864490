"""Translation engines: one contract, one file per engine, a deterministic fake beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Health:
    """Whether an engine can work now, and one plain sentence for the person who runs Relevo."""

    ok: bool
    detail: str


class Engine(Protocol):
    """A machine translation engine. All methods may be called from many threads at once."""

    @property
    def name(self) -> str:
        """A short stable name, stored with every translation."""
        ...

    @property
    def leaves_machine(self) -> bool:
        """Whether texts are sent to another machine, so that a desk can refuse the engine."""
        ...

    @property
    def gist_only(self) -> bool:
        """Whether its output tells what a text is about but is not fit to be sent unread."""
        ...

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return its (source, target) base codes; empty when it cannot work now. Never raises."""
        ...

    def translate(self, texts: Sequence[str], source: str, target: str, *, timeout: float) -> list[str]:
        """Translate each text on its own; the answer has as many texts, in the same order.

        ``timeout`` is in seconds for the whole call. Raises :class:`relevo.core.errors.EngineDown` when the
        engine does not answer in time, fails, answers nonsense or does not know the pair.
        """
        ...

    def health(self) -> Health:
        """Look now whether the engine can work. Never raises."""
        ...


def readable(text: str) -> str:
    """Return ``text`` with lone surrogates, which no encoding can carry, turned into question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
