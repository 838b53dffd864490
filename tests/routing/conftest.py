"""Here nothing is translated either, unless a test says so."""

from __future__ import annotations

from tests.coverage.conftest import no_engines

__all__ = ["no_engines"]
