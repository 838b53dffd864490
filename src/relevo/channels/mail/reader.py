"""The child that reads mail: bytes in, frames out, until its parent goes away. Started by ``reading``.

It begins each mail with a fresh allowance of processor time, and ends itself when it has read many or has grown:
memory that a large mail took is not given back otherwise.
"""

from __future__ import annotations

import resource
import struct
import sys
from pathlib import Path
from typing import Final

from relevo.channels.mail.parsing import parse
from relevo.channels.mail.reading import MEMORY_EXIT, to_wire

CPU_SECONDS: Final = 8
MAILS: Final = 1000
_GROWN_BYTES: Final = 150 * 1024 * 1024
_LENGTH: Final = struct.Struct(">Q")


def main() -> int:
    """Answer every mail with its frames."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    come, go = sys.stdin.buffer, sys.stdout.buffer
    for left in reversed(range(MAILS)):
        written = come.read(_LENGTH.size)
        if len(written) < _LENGTH.size:
            return 0
        _allow_time()
        try:
            mail = parse(come.read(_LENGTH.unpack(written)[0]))
            last = not left or _resident() > _GROWN_BYTES
            for frame in to_wire(mail, last=last):
                go.write(_LENGTH.pack(len(frame)))
                go.write(frame)
            go.flush()
        except MemoryError:
            return MEMORY_EXIT
        if last:
            return 0
    return 0


def _resident() -> int:
    """Bytes of memory in use; where the system does not tell, 0, and mails are counted only."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _allow_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    sys.exit(main())
