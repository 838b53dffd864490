"""Named points where a test lets the process die, as a kill or a power cut would, or stand still.

A point does nothing unless ``RELEVO_FAILPOINTS_ALLOWED=1`` and ``RELEVO_FAILPOINT`` names it; the exit
code is ``EXIT_CODE``. Nothing is flushed, closed or rolled back on the way out: that is the point. After
"name:sleep" the process is stopped there instead, until somebody sends it SIGCONT.
"""

from __future__ import annotations

import os
import signal

EXIT_CODE = 17


def reach(name: str) -> None:
    """Die or fall asleep here if the environment asks for it."""
    point, _, what = os.environ.get("RELEVO_FAILPOINT", "").partition(":")
    if point != name or os.environ.get("RELEVO_FAILPOINTS_ALLOWED") != "1":
        return
    if what == "sleep":
        os.kill(os.getpid(), signal.SIGSTOP)
    else:
        os._exit(EXIT_CODE)
