"""The workspace app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Pages and templates, no tables."""

    name = "relevo.web.workspace"
    label = "workspace"
