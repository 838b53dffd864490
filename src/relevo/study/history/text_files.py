"""Any text file as clean UTF-8.

A file that is UTF-8 already is read where it lies. Another one is written anew into a scratch folder: UTF-16 as a
whole, anything else line by line, each as UTF-8 where it is that and as Windows-1252 where not, which is how files
with mixed encodings come about (rows of several sources pasted together).
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from relevo.study.history.errors import HistoryError
from relevo.study.problems import Problem

Progress = Callable[[str, float], None]
"""Told a step's code ("checking", "loading", ...) and which share of it is done, 0 to 1."""

CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY = {
    b"PK\x03\x04": "zip",
    b"%PDF": "pdf",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "excel",
}


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file in UTF-8. origin: what was given. repaired: lines that were in another encoding than the rest."""

    origin: Path
    path: Path
    encoding: str
    repaired: int = 0


def as_utf8(origin: Path, folder: Path, progress: Progress) -> TextFile:
    """Return the file in UTF-8, its copy in ``folder`` where one is needed. Raises HistoryError."""
    try:
        with origin.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise HistoryError("no_file", path=origin.name) from None
    except OSError as error:
        raise HistoryError("unreadable_file", path=origin.name, reason=error.strerror or error) from None
    if not head.strip(b"\0 \r\n\t"):
        raise HistoryError("empty_file", path=origin.name)
    for magic, looks in _BINARY.items():
        if head.startswith(magic):
            raise HistoryError("not_text", path=origin.name, looks=Problem(f"looks.{looks}"))
    encoding = _encoding_of(head)
    if encoding == "utf-8" and not head.startswith(codecs.BOM_UTF8) and _is_clean(origin, progress):
        return TextFile(origin, origin, "utf-8")
    target = folder / f"{origin.stem[:40]}-utf8"
    with target.open("w", encoding="utf-8", newline="") as out:
        if encoding == "utf-8":
            found: Counter[bool | None] = Counter()
            for text, kind in _lines(origin, progress):
                out.write(text)
                found[kind] += 1
            return TextFile(origin, target, _named(found), min(found[True], found[False]))
        with origin.open(encoding=encoding, errors="replace", newline="") as file:
            while text := file.read(CHUNK):
                out.write(text.replace("\ufeff", "").replace("\0", ""))
    return TextFile(origin, target, encoding)


def _encoding_of(head: bytes) -> str:
    """Return "utf-8" for anything of one byte a letter, else the UTF-16 that it is."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if head[1::2].count(0) > len(head) / 4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) / 4 else "utf-8"


def _is_clean(origin: Path, progress: Progress) -> bool:
    decoder, size, done = codecs.getincrementaldecoder("utf-8")(), origin.stat().st_size, 0
    with origin.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return False
            if b"\0" in chunk:
                return False
            done += len(chunk)
            progress("checking", done / size)
    return not decoder.getstate()[0]


def _lines(origin: Path, progress: Progress) -> Iterator[tuple[str, bool | None]]:
    """Yield each line and whether it had letters beyond ASCII that were UTF-8 (True) or were not (False)."""
    size, done = origin.stat().st_size, 0
    with origin.open("rb") as file:
        for number, raw in enumerate(iter(lambda: file.readline(CHUNK), b"")):
            done += len(raw)
            if not number % 10_000:
                progress("checking", done / size)
            line = raw.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
            try:
                yield line.decode(), None if line.isascii() else True
            except UnicodeDecodeError:
                yield line.decode("cp1252", errors="replace"), False


def _named(found: Counter[bool | None]) -> str:
    if found[True] and found[False]:
        return "mixed"
    return "cp1252" if found[False] else "utf-8"
