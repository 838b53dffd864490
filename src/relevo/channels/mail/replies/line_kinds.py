"""A mail's lines told apart: the writer's own, quoted, announcing a quotation, signature, old.

Line by line and in time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from relevo.channels.mail.replies import date_lines, footers, header_blocks, marks, signatures

OWN: Final = "own"
QUOTED: Final = "quoted"
MARK: Final = "mark"
SIGNATURE: Final = "signature"
DROPPED: Final = "dropped"  # lines that ``reply_html`` put in

_TRIES: Final = (
    3000  # lines that may announce something; more than any mail has, few enough for a hostile one
)
_LINES_WITHIN: Final = 4
_BANNER_LINES: Final = 8
_UNDECODED: Final = 70  # characters at least of a line that ends in the soft break "=" of an undecoded mail
_LINES_BELOW: Final = 40
_LINK_ALONE = re.compile(r"\(https?://[^\s()]{1,300}\)\s?>?\Z")
_LINK_OPEN = re.compile(r"[(<]https?://[^\s()<>]{1,300}\Z")
_LINK_ENDS = re.compile(r"[^\s()<>]{1,300}[)>]\Z")
_BROKEN: Final = 55  # characters; programs break lines that are longer


@dataclass(frozen=True, slots=True)
class Parts:
    """The kind of each line above the place ``end``, from which on all is old."""

    kinds: list[str]
    end: int


def read(lines: Sequence[str]) -> Parts:
    """Say of each (plain) line what it is."""
    end, forwarded = _history_start(lines)
    kinds = [QUOTED if marks.is_quoted(line) else OWN for line in lines[:end]]
    for place in range(1, end):
        if kinds[place] == QUOTED and kinds[place - 1] == OWN and _breaks_link(lines[place - 1]):
            kinds[place] = OWN
    top = min(end, forwarded)
    written = (place for place in range(top) if kinds[place] == OWN and lines[place].strip())
    followed = (place for place in written if marks.quoted_follows(lines, place))
    for place in list(islice(followed, _TRIES)):
        _announce(lines, kinds, place)
        _continue(lines, kinds, place)
    for place in _openings(lines, kinds, top)[:_TRIES]:
        _announce_within(lines, kinds, place)
    kinds[top:] = [OWN] * (end - top)
    _take_sentinels(lines, kinds)
    _take_banner(lines, kinds, top)
    if forwarded >= end:
        _sign(lines, kinds)
        _own(lines, kinds)
    return Parts(kinds, end)


def _history_start(lines: Sequence[str]) -> tuple[int, int]:
    """Where history without quote marks begins, and where a forwarded mail does: at ``len(lines)`` if nowhere.

    Nothing is old at the very top, nor below a "Forwarded message" line, nor where the writer says "see below:".
    """
    written = -1  # the last line of the writer's own
    inside = False  # a signature that the HTML marks as one
    tries = 0
    for place, line in enumerate(lines):
        bare = line.strip()
        if len(bare) < marks.SHORTEST:
            written = place if bare and not inside else written
            continue
        if bare.startswith(marks.SENTINEL):
            if bare == marks.HISTORY and written >= 0:
                return _with_rulers(lines, place), len(lines)
            inside = bare == marks.SIGNATURE_BEGINS
            continue
        quoted = marks.is_quoted(line)
        decided = _decided(lines, place, top=written < 0)
        if decided:
            return decided
        if quoted and not bare.startswith(">>>"):
            continue
        begin = None
        if written >= 0 and _may_announce(bare) and tries < _TRIES:
            tries += 1
            begin = _unmarked_history(lines, place)
        if begin is not None:
            introduced = lines[written].rstrip().endswith((":", "："))
            return (len(lines), begin) if introduced else (_with_rulers(lines, begin), len(lines))
        if not inside and not quoted and not marks.is_soft_ruler(bare):
            written = place
    return len(lines), len(lines)


def _decided(lines: Sequence[str], place: int, *, top: bool) -> tuple[int, int] | None:
    """The answer of ``_history_start`` where this line alone gives it. top: nothing of the writer's stands above."""
    bare = lines[place].strip()
    if marks.is_quoted(lines[place]):
        if not top and marks.is_reply_above(bare.lstrip("> ")):
            return place, len(lines)
        return (len(lines), place) if _forwards(lines, place) else None
    whole = marks.is_forward(bare) or (top and _is_old_mail(lines, place))
    return (len(lines), place) if whole else None


def _is_old_mail(lines: Sequence[str], place: int) -> bool:
    """Whether another mail begins here. At the very top nobody can tell a forward from an answer far below it."""
    bare = lines[place].strip()
    return marks.is_original(bare) or (
        header_blocks.opens_block(bare) and header_blocks.header_block_length(lines, place) > 0
    )


def _forwards(lines: Sequence[str], place: int) -> bool:
    """Whether a quotation that nothing announces opens with "Begin forwarded message:", as in Apple's HTML."""
    if not marks.is_forward(lines[place].strip("> ")):
        return False
    above = next((line.strip() for line in lines[max(place - 4, 0) : place][::-1] if line.strip()), "")
    return not above.endswith((":", "：")) and not marks.is_quoted(above)


def _may_announce(bare: str) -> bool:
    return (
        bare[-1] in ":："
        or bare.startswith((">>>", "--", "__", "==", "—", "–", "─", "━", "*", "- -"))
        or header_blocks.opens_block(bare)
        or marks.is_reply_above(bare)
        or marks.is_previous(bare)
        or date_lines.is_unclosed(bare)
        or date_lines.is_broken_off(bare)
    )


def _unmarked_history(lines: Sequence[str], place: int) -> int | None:
    """Where the history begins that the line at ``place`` announces, if it does."""
    bare = lines[place].strip()
    if marks.is_original(bare) or marks.is_reply_above(bare) or date_lines.is_framed(lines, place):
        return place
    if marks.is_previous(bare) and marks.is_soft_ruler(lines[place - 1]):
        return place
    if header_blocks.opens_block(bare):
        ruled = place > 0 and marks.is_ruler(lines[place - 1])
        announced = place > 0 and date_lines.announces_block(lines[place - 1].strip())
        sure = announced or (place > 0 and marks.is_outlooks(lines[place - 1]))
        if header_blocks.header_block_length(lines, place, ruled=ruled, sure=sure):
            return place - announced
    if date_lines.is_broken_off(bare) and not lines[place - 1].strip() and _is_last(lines, place):
        return place
    if marks.quoted_follows(lines, place):
        return None
    begin = date_lines.attribution_start(lines, place, quoted_next=False)
    return place if begin is None and _names_writer(lines, place) else begin


def _is_last(lines: Sequence[str], place: int) -> bool:
    return len(lines) - place <= _LINES_BELOW and not any(map(str.strip, lines[place + 1 :]))


def _names_writer(lines: Sequence[str], place: int) -> bool:
    """``Anna <a@b.example> wrote:`` as a paragraph's first line, or below "Sent from my phone" the address alone."""
    above = next((line for line in lines[max(place - 3, 0) : place][::-1] if line.strip()), "")
    if footers.is_mobile_footer(above):
        return date_lines.names_writer(lines[place], bare=True)
    return not lines[place - 1].strip() and date_lines.names_writer(lines[place], bare=False)


def _with_rulers(lines: Sequence[str], begin: int) -> int:
    """``begin``, or the first of the rulers right above it."""
    place = begin
    while place and (not lines[place - 1].strip() or marks.is_soft_ruler(lines[place - 1])):
        place -= 1
        if lines[place].strip():
            begin = place
    return begin


def _breaks_link(line: str) -> bool:
    """Whether a program broke the line within ``<https://...>``, so that the next begins with ``>``."""
    opened = line.rfind("<http", -marks.LINE_LIMIT)
    return opened >= 0 and ">" not in line[opened:]


def _announce(lines: Sequence[str], kinds: list[str], place: int) -> None:
    """Mark the lines up to ``place`` if they announce the quotation below."""
    begin = date_lines.attribution_start(lines, place, quoted_next=True)
    if begin is not None:
        kinds[begin : place + 1] = [MARK] * (place + 1 - begin)


def _openings(lines: Sequence[str], kinds: Sequence[str], end: int) -> list[int]:
    """Where a run of quoted lines begins below own ones."""
    return [place for place in range(1, end) if kinds[place] == QUOTED and kinds[place - 1] == OWN]


def _announce_within(lines: Sequence[str], kinds: list[str], place: int) -> None:
    """Mark the first quoted lines if they announce the others: phones put the announcement into the quotation."""
    inner = [line.lstrip("> ") for line in lines[place : place + _LINES_WITHIN]]
    for end in range(len(inner)):
        if (
            place + end < len(kinds)
            and kinds[place + end] == QUOTED
            and inner[end].rstrip().endswith((":", "："))
        ):
            if date_lines.attribution_start(inner, end, quoted_next=True) == 0:
                kinds[place : place + end + 1] = [MARK] * (end + 1)
            return


def _take_sentinels(lines: Sequence[str], kinds: list[str]) -> None:
    inside = False
    for place in range(len(kinds)):
        bare = lines[place].strip()
        if bare.startswith(marks.SENTINEL):
            inside = bare == marks.SIGNATURE_BEGINS
            kinds[place] = DROPPED
        elif inside and kinds[place] == OWN:
            kinds[place] = SIGNATURE


def _take_banner(lines: Sequence[str], kinds: list[str], end: int) -> None:
    """Leave out what a gateway put above the writer's first words."""
    begin = next((place for place in range(end) if kinds[place] == OWN and lines[place].strip()), end)
    stop = begin
    while stop < min(end, begin + _BANNER_LINES) and kinds[stop] == OWN and lines[stop].strip():
        stop += 1
    if footers.is_banner(" ".join(lines[begin:stop])):
        kinds[begin:stop] = [SIGNATURE] * (stop - begin)


def _sign(lines: Sequence[str], kinds: list[str]) -> None:
    """Find the signatures: thoroughly in the last own words, only certain ones further up."""
    thorough = True
    for begin, stop in reversed(_stretches(lines, kinds)):
        find = signatures.signature_start if thorough else signatures.delimiter_or_footer
        start = find(lines, begin, stop)
        kinds[start:stop] = [SIGNATURE] * (stop - start)
        thorough = thorough and start <= begin


def _own(lines: Sequence[str], kinds: list[str]) -> None:
    """Leave the writer the last quotations, where neither an element nor a line tells that a program made them."""
    last = next((at for at in range(len(kinds) - 1, -1, -1) if _says(lines, kinds, at)), -1)
    spans: list[tuple[int, int]] = []
    begin = 0
    for place in range(last + 1 if last >= 0 else len(kinds), len(kinds)):
        bare = lines[place].strip()
        if bare == marks.OWN_BEGINS:
            begin = place + 1
        elif bare == marks.OWN_ENDS and begin:
            spans.append((begin, place))
            begin = 0
        elif kinds[place] == MARK or (kinds[place] == QUOTED and not begin):
            return
    if not begin and not any(_looks_old(lines[top:bottom]) for top, bottom in spans):
        for top, bottom in spans:
            kinds[top:bottom] = [OWN] * (bottom - top)


def _looks_old(quoted: Sequence[str]) -> bool:
    """Whether a quotation holds another one or begins with header fields."""
    inner = [line.strip().removeprefix(">").strip() for line in quoted]
    return any(marks.is_quoted(line) for line in inner) or any(
        header_blocks.header_block_length(inner, at) for at in range(min(len(inner), _LINES_WITHIN))
    )


def _says(lines: Sequence[str], kinds: Sequence[str], place: int) -> bool:
    return kinds[place] == OWN and bool(lines[place].strip())


def _continue(lines: Sequence[str], kinds: list[str], place: int) -> None:
    """A quoted line that a program broke without a new ``>``: in the middle of a sentence, or before a link."""
    if not 0 < place < len(kinds) - 1 or kinds[place - 1] != QUOTED or kinds[place + 1] != QUOTED:
        return
    above, line = lines[place - 1].rstrip(), lines[place].strip()
    if _LINK_ALONE.match(line) or (_LINK_ENDS.match(line) and _LINK_OPEN.search(above[-marks.LINE_LIMIT :])):
        kinds[place] = QUOTED
    if above.endswith("=") and _UNDECODED <= len(above) <= _UNDECODED + 6:
        kinds[place] = QUOTED
    if (
        len(above) >= _BROKEN
        and line[:1].islower()
        and (above[-1:].isalnum() or above.endswith(","))
        and len(line) < _BROKEN
    ):
        kinds[place] = QUOTED


def _stretches(lines: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """First and last place (exclusive) of each run of own lines that says something."""
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for place, kind in enumerate(kinds):
        if kind != OWN:
            begin = None
        elif lines[place].strip() and not marks.is_ruler(lines[place]):
            if begin is None:
                begin = place
                found.append((place, place + 1))
            found[-1] = (begin, place + 1)
    return found


def stretches(lines: Sequence[str], parts: Parts) -> list[tuple[int, int]]:
    """First and last place (exclusive) of each run of the writer's own words, a forwarded mail among them."""
    return _stretches(lines, parts.kinds)
