"""The engagements app."""

from __future__ import annotations

from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    """Engagements and seats."""

    name = "relevo.engagements"
    label = "engagements"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.engagements import subscribers  # noqa: F401
