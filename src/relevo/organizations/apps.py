"""The organizations app."""

from __future__ import annotations

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Organizations, users and members."""

    name = "relevo.organizations"
    label = "organizations"
