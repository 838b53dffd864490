"""The study app."""

from __future__ import annotations

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Studies that firms keep: their files, scenarios and reports."""

    name = "relevo.study"
    label = "study"

    def ready(self) -> None:
        """Register the listeners."""
        from relevo.study import subscribers  # noqa: F401
