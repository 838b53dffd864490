"""The conduct app."""

from __future__ import annotations

from django.apps import AppConfig


class ConductConfig(AppConfig):
    """Style guides, findings, approvals."""

    name = "relevo.conduct"
    label = "conduct"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.conduct import subscribers  # noqa: F401
