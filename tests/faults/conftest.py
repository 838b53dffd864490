"""Which faults need more of the machine than CI may give."""

from __future__ import annotations

import pytest

from tests.channels.mail.ledger import FULL

OF_THE_MACHINE = ("test_fault_25_", "test_fault_27_")
"""They mount a small disk, and trace a server: ``make faults`` runs them, on a machine where that is allowed."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave them out of the short form, and say so in the summary."""
    gone = [] if FULL else [item for item in items if item.name.startswith(OF_THE_MACHINE)]
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=gone)
