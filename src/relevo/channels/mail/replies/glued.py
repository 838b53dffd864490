"""Lines that programs glued together or broke apart, made the lines that they should have been.

Phones and web forms lose the ends of lines: the divider or the announcement of what is old then stands behind the
writer's last words. Parted is only what no person types within a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from typing import Final

from relevo.channels.mail.replies import date_lines, footers, header_blocks, marks

_TRIES: Final = 4
_RULERS: Final = 12  # of one line
_BETWEEN: Final = 60  # characters between two rulers
_SUSPECT = re.compile(r"@|[-_=—–─━]{3}|:  |^-|<$", re.MULTILINE)
_RULER = re.compile(r"\A-+|-{4,}|_{4,}|={4,}|—{3,}|–{3,}|─{3,}|━{3,}")
_BEHIND = re.compile(r"(?<=[\s-])(?:On|El|Le|Am|Il|Em|Op|Den)\s(?=\S{1,14}\s)")
_FOOTER = re.compile(
    r"(?<= )(?:-- )?(?:Sent|Get|Enviad|Enviat|Envoyé|Gesendet|Von|Inviat|Verzonden|Skicka|Sendt|Lähetetty|Wysłan"
    r"|Nosūtīt|Išsiųst|Saadetud|Odesl|Odosl|Отправлен|Надіслан|Изпратен|Trimis|Poslano)"
)


def unglued(text: str) -> list[str]:
    """The lines of ``text``, those parted that hold both the writer's words and the beginning of what is old."""
    lines = text.split("\n")
    if "=\n" in text:
        lines = list(_joined(lines))
    if not _SUSPECT.search(text):
        return lines
    return [part for line in lines for part in (_parted(line) if _SUSPECT.search(line) else (line,))]


def _joined(lines: Sequence[str]) -> Iterable[str]:
    """Announcements that a program broke with ``=``, as one line: nobody decoded that mail."""
    skipped = False
    for place, line in enumerate(lines):
        if skipped:
            skipped = False
            continue
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if line.endswith("=") and "@" in line and date_lines.announces_wholly(line[:-1] + below.rstrip()):
            skipped = True
        yield line[:-1] + below if skipped else line


def _parted(line: str) -> list[str]:
    if line.startswith(">") or len(line) < marks.SHORTEST:
        return [line]
    return _at_divider(line) or _at_announcement(line) or [line]


def _at_divider(line: str) -> list[str]:
    """``... questions:---- Original message ----From: Anna`` as lines of their own; [] if it is nothing such."""
    rulers = list(islice(_RULER.finditer(line), _RULERS))
    for left, right in pairwise(rulers):
        divider = line[left.start() : right.end()]
        whole = (
            divider if left.start() else f"---{divider}"
        )  # a program may have lost dashes at the beginning
        if right.start() - left.end() > _BETWEEN or not marks.is_original(marks.plain(whole)):
            continue
        own, old = line[: left.start()], line[right.end() :]
        labelled = header_blocks.opens_block(marks.plain(old[: marks.LINE_LIMIT]))
        glued = bool(own.strip("> ")) and not own.endswith(" ") and not old.strip()
        if labelled or glued:
            mark = marks.HISTORY if own.strip() or not divider.startswith(whole) else ""
            return [part for part in (own, mark, divider, old) if part.strip()]
    return []


def _at_announcement(line: str) -> list[str]:
    """Parted right before the announcement or right behind its colon, where it holds everything; else []."""
    colon = line.find(":  ")  # Yahoo on phones: the old words follow after three spaces
    if colon > 0 and date_lines.announces_wholly(line[: colon + 1]):
        return [line[: colon + 1], line[colon + 1 :]]
    broken = line.endswith("<")
    if not broken and not ("@" in line and ":" in line):
        return []
    end = len(line) if broken or line.endswith(":") else date_lines.end_of_verb(line[: marks.LINE_LIMIT])
    old = line[end:]
    above = marks.is_reply_above(old.strip())
    for place in [found.start() for found in _BEHIND.finditer(line[:end])][-_TRIES:]:
        own, announcement = line[:place].rstrip(" -"), line[place:end]
        footer = _footer(own) if old else ""
        if old and not above and not footer:
            continue  # a person may have put what someone wrote between the own words
        if own.strip(" >") and _announces(announcement, broken=broken, dated=above):
            return [part for part in (own.removesuffix(footer), footer, announcement, old) if part.strip()]
    return []


def _footer(own: str) -> str:
    """``Sent from my phone`` at the end of a line, or "" if it does not end so."""
    ends = (own[found.start() :] for found in _FOOTER.finditer(own, max(0, len(own) - _BETWEEN)))
    return next((end for end in ends if footers.is_mobile_footer(end)), "")


def _announces(text: str, *, broken: bool, dated: bool) -> bool:
    """broken: its address stands in the next line. dated: a date suffices, without a time."""
    if broken:
        return date_lines.opens_with_moment(text)
    return date_lines.opens_strongly(text) and (dated or date_lines.announces_wholly(text))
