"""People at their screens, and one small night whose figures can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from relevo.core import clock
from relevo.core.scope import acting
from relevo.promises.jobs import tick as look_at_clocks
from relevo.tickets.actions import hold_ticket
from relevo.tickets.models import Ticket
from tests.browser import browser, chromium, open_page, page, site
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.language.engine_room import desk_with, knowing
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes
from tests.web.workspace.screen import Screen

__all__ = ["browser", "chromium", "open_page", "page", "site"]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def sit(cast: Cast) -> Callable[[str], Screen]:
    """Sit somebody down: ``sit("Carmen")``."""
    return lambda name: Screen(cast, name)


@dataclass(frozen=True)
class Night:
    """Five tickets of Auralis, told at 03:00.

    kept: Jorge's, answered by Noctua after 10 minutes. missed: Elena's, open for 50 minutes with Noctua. due: Toni's,
    with Noctua, due in 10 minutes. latvian: Juris's, new with Baltline. nobody: Ana's, new; nobody holds it.
    """

    kept: Ticket
    missed: Ticket
    due: Ticket
    latvian: Ticket
    nobody: Ticket


@pytest.fixture
def night(cast: Cast) -> Night:
    """What the figures are made of."""

    def write(minutes_ago: int, name: str, language: str = "es") -> Ticket:
        with clock.travel(SUNDAY_NIGHT - minutes_ago * MINUTE):
            return customer_writes(cast, "…", address=f"{name.lower()}@town.example", name=name, language=language,
                                   subject=f"{name}'s matter")  # fmt: skip

    with desk_with(cast, knowing()):
        kept, missed, due = write(120, "Jorge"), write(50, "Elena"), write(20, "Toni")
        latvian, nobody = write(5, "Juris", "lv"), write(4, "Ana")
        with clock.travel(SUNDAY_NIGHT - 109.5 * MINUTE):
            agent_answers(kept, cast.actor("Mateo"), "Estimado Jorge: pulse el botón, por favor.")
        look_at_clocks.func(timestamp=0)
        run_jobs()
        machine = cast.machine("auralis")
        with acting(machine):
            hold_ticket(nobody, None, reason="coverage", actor=machine)
    return Night(kept, missed, due, latvian, nobody)
