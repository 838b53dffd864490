"""Engines for tests: one that answers, one that is down, slow, wrong, and one that raises what it must not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from relevo.core.errors import EngineDown
from relevo.core.scope import acting
from relevo.desks.actions import change_desk
from relevo.language.desk_engines import registered
from relevo.language.engines import Engine, Health
from relevo.language.engines.fake import FakeEngine
from tests.cast import Cast

PHRASES = {
    ("es", "en"): {
        "Mi altavoz AD2-4471893 no suena.": "My speaker AD2-4471893 makes no sound.",
        "El altavoz muestra E-0042 desde ayer por la noche.": "The speaker shows E-0042 since yesterday night.",
        "Reinicie el Auralis Hub y espere dos minutos, por favor.": (
            "Restart the Auralis Hub and wait two minutes, please."
        ),
    },
    ("en", "es"): {
        "Please restart the Auralis Hub and wait two minutes.": (
            "Reinicie el Auralis Hub y espere dos minutos, por favor."
        ),
    },
}


class Scripted:
    """An engine that answers every text with ``answer(text)``; whoever asks first is remembered."""

    name = "fake"
    gist_only = False
    leaves_machine = False

    def __init__(self, answer) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset({("es", "en"), ("en", "es")})

    def translate(self, texts, source, target, *, timeout) -> list[str]:
        self.asked += texts
        return [self.answer(text, timeout) for text in texts]

    def health(self) -> Health:
        return Health(ok=True, detail="scripted")


def knowing() -> FakeEngine:
    """An engine that knows a few phrases of the demo world."""
    return FakeEngine(PHRASES, terms=("Auralis Hub",))


def down() -> FakeEngine:
    """An engine that never answers."""
    return FakeEngine(PHRASES, fails="switched off")


def too_slow(text: str, timeout: float) -> str:
    """Keep to the time-out, as an engine must, and then give up."""
    time.sleep(timeout)
    raise EngineDown("did not answer in time")


@contextmanager
def desk_with(cast: Cast, engine: Engine, desk: str = "auralis") -> Iterator[None]:
    """Let the desk use this engine and no other."""
    machine = cast.machine(desk)
    with acting(machine):
        change_desk(cast.desk(desk), actor=machine, engines=["fake"])
    with registered("fake", lambda: engine):
        yield
