"""The demo world as the example screens show it; nothing here is read from a database."""

from __future__ import annotations

from relevo.web.ui.example.console import console_example
from relevo.web.ui.example.frame import frame_example
from relevo.web.ui.example.gallery import gallery_example
from relevo.web.ui.example.workspace import workspace_example

__all__ = ["console_example", "frame_example", "gallery_example", "workspace_example"]
