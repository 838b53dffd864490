"""Here the tests say who holds a ticket; the demo's coverage and the hour of the day do not."""

from __future__ import annotations

import pytest

from tests.conduct.desk_work import stop_routing


@pytest.fixture(autouse=True)
def _nobody_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_routing(monkeypatch)
