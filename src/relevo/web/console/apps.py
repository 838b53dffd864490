"""The console app."""

from __future__ import annotations

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Pages and templates, no tables."""

    name = "relevo.web.console"
    label = "console"
