"""The coverage app."""

from __future__ import annotations

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Who answers when; shifts; hand-over."""

    name = "relevo.coverage"
    label = "coverage"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.coverage import subscribers  # noqa: F401
