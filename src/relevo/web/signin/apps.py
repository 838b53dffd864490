"""The signin app."""

from __future__ import annotations

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Pages, templates and limits; no tables."""

    name = "relevo.web.signin"
    label = "signin"

    def ready(self) -> None:
        """Listen to what happens to sessions and accounts."""
        from relevo.web.signin import listening  # noqa: F401
