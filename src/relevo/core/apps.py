"""The core app: no models, only the database functions that the walls call."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers core so that its migration with the scope functions runs first."""

    name = "relevo.core"
    label = "core"
