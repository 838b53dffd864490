"""The language app."""

from __future__ import annotations

from django.apps import AppConfig


class LanguageConfig(AppConfig):
    """Detection, stored translations, engines."""

    name = "relevo.language"
    label = "language"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.language import subscribers  # noqa: F401
