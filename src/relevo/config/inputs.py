"""What commands are given: a file, or standard input for "-"; a language."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from relevo.study.report.texts.catalogues import Language


def standard_input() -> BinaryIO:
    """Standard input as bytes. Raises OSError where the command was started without one (``<&-``)."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer


def read_input(source: str, most: int) -> bytes:
    """The bytes of a file or of standard input, and one more than ``most`` where there are more. Raises OSError."""
    if source == "-":
        return standard_input().read(most + 1)
    with Path(source).open("rb") as file:
        return file.read(most + 1)


def language_named(given: str) -> Language:
    """Return a language that reports are written in; raises ValueError, which names them all, for any other."""
    from relevo.study.report.texts.catalogues import LANGUAGES

    if given not in LANGUAGES:
        raise ValueError(f"--language is one of {', '.join(LANGUAGES)}, not {given}.")
    return given
