"""The demo as a Django app: it has one page and no tables."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Lets the town's template be found."""

    name = "relevo.demo"
    label = "demo"
