"""The live app."""

from __future__ import annotations

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """The event stream and presence."""

    name = "relevo.live"
    label = "live"
