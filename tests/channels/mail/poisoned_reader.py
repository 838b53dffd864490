"""The reader of mail with a bug for each kind of poison: what a mail that finds one does to its process."""

from __future__ import annotations

import os
import signal
import sys

from relevo.channels.mail import reader
from relevo.channels.mail.parsing import ParsedMail, parse

WORKER = (
    "from relevo.channels.mail import reading\n"
    "start = reading.subprocess.Popen\n"
    "module = 'tests.channels.mail.poisoned_reader'\n"
    "reading.subprocess.Popen = lambda command, **rest: start([command[0], '-m', module, *command[3:]], **rest)\n"
    "from relevo.config import serving\n"
    "serving.worker()"
)
"""A worker whose reading children are these."""


def poisoned(raw: bytes) -> ParsedMail:
    """Read a mail, or die of it."""
    if b"poison: time" in raw:
        while True:
            pass
    if b"poison: memory" in raw:
        return parse(bytes(8 * 1024**3) + raw)
    if b"poison: crash" in raw:
        os.kill(os.getpid(), signal.SIGSEGV)
    return parse(raw)


if __name__ == "__main__":
    reader.parse = poisoned
    sys.exit(reader.main())
