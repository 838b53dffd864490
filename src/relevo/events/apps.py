"""The events app."""

from __future__ import annotations

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events, their chains, and the subscribers that have handled them."""

    name = "relevo.events"
    label = "events"
