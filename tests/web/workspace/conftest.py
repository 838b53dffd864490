"""People at their screens, the usual ticket of the night, and an engine that knows a few sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from relevo.tickets.models import Ticket
from tests.browser import browser, chromium, open_page, page, site
from tests.cast import Cast
from tests.language.engine_room import desk_with, knowing
from tests.stories import customer_writes
from tests.web.workspace.screen import Screen

__all__ = ["browser", "chromium", "open_page", "page", "site"]


@pytest.fixture
def sit(cast: Cast) -> Callable[[str], Screen]:
    """Sit somebody down: ``sit("Mateo")``."""
    return lambda name: Screen(cast, name)


@pytest.fixture
def mateo(sit: Callable[[str], Screen]) -> Screen:
    """Noctua's certified agent."""
    return sit("Mateo")


@pytest.fixture
def translated(cast: Cast) -> Iterator[None]:
    """Auralis's only engine is one that knows the sentences of ``tests.language.engine_room``."""
    with desk_with(cast, knowing()):
        yield


@pytest.fixture
def jorge(cast: Cast, translated: None) -> Ticket:
    """Jorge's Spanish ticket, held by Noctua."""
    return customer_writes(cast)
