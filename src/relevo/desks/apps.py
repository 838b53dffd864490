"""The desks app."""

from __future__ import annotations

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Desks."""

    name = "relevo.desks"
    label = "desks"
