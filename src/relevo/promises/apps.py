"""The promises app."""

from __future__ import annotations

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Promises, holder segments, clocks."""

    name = "relevo.promises"
    label = "promises"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.promises import subscribers  # noqa: F401
