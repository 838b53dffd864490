"""The signin app."""

from __future__ import annotations

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Pages and templates, no tables."""

    name = "relevo.web.signin"
    label = "signin"
