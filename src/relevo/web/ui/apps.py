"""The app that carries the design system."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Design system: static files, templates and template tags, no tables."""

    name = "relevo.web.ui"
    label = "ui"
