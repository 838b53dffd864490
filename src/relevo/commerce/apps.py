"""The commerce app."""

from __future__ import annotations

from django.apps import AppConfig


class CommerceConfig(AppConfig):
    """Rate cards and charges."""

    name = "relevo.commerce"
    label = "commerce"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.commerce import subscribers  # noqa: F401
