"""What a person wrote in a mail, apart from the quoted history below it and the signature.

Line by line and in time linear in the text. Where a reading is in doubt the text is kept: showing too much is
a nuisance, cutting off a customer's question is a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import reply_marks as marks

_SIGNATURE_LINES: Final = 15  # of a "--" whose trailing space was lost
_QUESTION_LINES: Final = 5
_OWN, _QUOTED, _MARK = "own", "quoted", "mark"


@dataclass(frozen=True, slots=True)
class Cut:
    """The three parts of a message's text, each stripped. ``quoted`` and ``signature`` may be empty."""

    reply: str
    quoted: str = ""
    signature: str = ""


def cut(text: str) -> Cut:
    """Divide ``text``. If nothing of the writer's own would remain, all of it is the reply."""
    lines = text.split("\n")
    end = _history_start(lines)
    kinds = _kinds(lines[:end])
    own, signature = _without_signature(lines[:end], kinds)
    reply, skipped = _own_words(own, kinds)
    reply_text = _joined(reply)
    if not reply_text:
        return Cut(text.strip())
    return Cut(reply_text, _joined([*skipped, *lines[end:]]), _joined(signature))


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()


def _history_start(lines: Sequence[str]) -> int:
    """Where history without quote marks begins: from there to the end everything is old.

    Nothing is cut at the very top, nor below a "Forwarded message" line.
    """
    written = False  # something of the writer's own stands above
    for place, line in enumerate(lines):
        bare = line.strip()
        if not bare or marks.is_quoted(line):
            continue
        if len(bare) < marks.SHORTEST:
            written = True
            continue
        if marks.is_forward(bare):
            return len(lines)
        if written:
            begin = _unmarked_history(lines, place)
            if begin is not None:
                return begin
        written = written or not marks.is_ruler(bare)
    return len(lines)


def _unmarked_history(lines: Sequence[str], place: int) -> int | None:
    if marks.is_original(lines[place].strip()):
        return place
    if marks.header_block_length(lines, place):
        above = _line_above(lines, place)
        return above if above is not None and marks.is_ruler(lines[above]) else place
    begin = marks.attribution_start(lines, place, quoted_next=False)
    if begin is None or _quoted_follows(lines, place):
        return None
    return begin if any(line.strip() for line in lines[place + 1 : place + 200]) else None


def _line_above(lines: Sequence[str], place: int) -> int | None:
    for above in range(place - 1, max(place - 4, -1), -1):
        if lines[above].strip():
            return above
    return None


def _quoted_follows(lines: Sequence[str], place: int) -> bool:
    """Whether the next line that is not blank (of the next four) is a quoted one."""
    for line in lines[place + 1 : place + 5]:
        if line.strip():
            return marks.is_quoted(line)
    return False


def _kinds(lines: Sequence[str]) -> list[str]:
    """Say of each line whether it is the writer's own, quoted, or announces a quote."""
    kinds = [_QUOTED if marks.is_quoted(line) else _OWN for line in lines]
    for place, line in enumerate(lines):
        if kinds[place] == _OWN and line.rstrip().endswith(":") and _quoted_follows(lines, place):
            begin = marks.attribution_start(lines, place, quoted_next=True)
            if begin is not None:
                kinds[begin : place + 1] = [_MARK] * (place + 1 - begin)
    return kinds


def _without_signature(lines: Sequence[str], kinds: list[str]) -> tuple[list[str], list[str]]:
    """Take the signature away from the writer's last own lines; ``kinds`` is cut alike."""
    end = len(lines)
    while end and (kinds[end - 1] != _OWN or not lines[end - 1].strip()):
        end -= 1
    begin = end
    while begin and kinds[begin - 1] == _OWN:
        begin -= 1
    start = _signature_start(lines, begin, end)
    signature = [line for line in lines[start:end] if line.strip() != "--"]
    del kinds[start:end]
    return [*lines[:start], *lines[end:]], signature


def _signature_start(lines: Sequence[str], begin: int, end: int) -> int:
    start = next((place for place in range(begin, end) if _is_delimiter(lines[place], end - place)), end)
    while start > begin:  # mobile footers, above the delimiter or alone
        above = start - 1
        while above > begin and not lines[above].strip():
            above -= 1
        if not marks.is_mobile_footer(lines[above]):
            break
        start = above
    return start


def _is_delimiter(line: str, following: int) -> bool:
    return line.rstrip("\r") == "-- " or (line.strip() == "--" and following <= _SIGNATURE_LINES)


def _own_words(lines: Sequence[str], kinds: Sequence[str]) -> tuple[list[str], list[str]]:
    """The reply and what was left out of it.

    One stretch of own words: that stretch. Several (an answer between the quotes): everything from the first
    to the last, since the quoted lines say what is being answered.
    """
    stretches = _stretches(lines, kinds)
    if not stretches:
        return [], list(lines)
    first, last = stretches[0][0], stretches[-1][1]
    if len(stretches) > 1:
        first = _with_question(kinds, first)
    kept = [line for line, kind in zip(lines[first:last], kinds[first:last], strict=True) if kind != _MARK]
    return kept, [*lines[:first], *lines[last:]]


def _with_question(kinds: Sequence[str], first: int) -> int:
    """The first of the (at most five) quoted lines right above the first answer."""
    begin = first
    while begin and first - begin < _QUESTION_LINES and kinds[begin - 1] == _QUOTED:
        begin -= 1
    return begin


def _stretches(lines: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """First and last place (exclusive) of each run of own lines that says something."""
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for place, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind != _OWN:
            begin = None
        elif line.strip() and not marks.is_ruler(line):
            if begin is None:
                begin = place
                found.append((place, place + 1))
            found[-1] = (begin, place + 1)
    return found
