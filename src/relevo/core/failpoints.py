"""Named points where a test lets the process die, as a kill or a power cut would.

A point does nothing unless ``RELEVO_FAILPOINTS_ALLOWED=1`` and ``RELEVO_FAILPOINT`` names it; the exit
code is ``EXIT_CODE``. Nothing is flushed, closed or rolled back on the way out: that is the point.
"""

from __future__ import annotations

import os

EXIT_CODE = 17


def reach(name: str) -> None:
    """Die here if the environment asks for it."""
    if os.environ.get("RELEVO_FAILPOINT") == name and os.environ.get("RELEVO_FAILPOINTS_ALLOWED") == "1":
        os._exit(EXIT_CODE)
