"""The routing app."""

from __future__ import annotations

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Which engagement, then which agent, and why."""

    name = "relevo.routing"
    label = "routing"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.routing import subscribers  # noqa: F401
