"""The mail app."""

from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail in and out."""

    name = "relevo.channels.mail"
    label = "mail"

    def ready(self) -> None:
        """Listen to events."""
        from relevo.channels.mail import subscribers  # noqa: F401
