"""The tickets app."""

from __future__ import annotations

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets, messages, notes, drafts, attachments."""

    name = "relevo.tickets"
    label = "tickets"
