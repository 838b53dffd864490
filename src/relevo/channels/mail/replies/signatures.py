"""Where a signature begins at the end of what a person wrote.

From the end upwards everything that is no one's words is peeled off: footers of phones and programs, disclaimers,
lines of mailing lists, contact blocks. A "-- " line begins a signature wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from relevo.channels.mail.replies import contact_blocks, disclaimers, footers, marks

_DELIMITED_LINES: Final = 40  # below "-- "
_GUESSED_LINES: Final = 15  # below a "--" whose trailing space was lost
_PARAGRAPH_LINES: Final = 60
_LIST_LINES: Final = 8
_PROSE_WORDS: Final = 9
_CARD_LINES: Final = 7  # of a signature below a ruler
_CARD_LINE: Final = 60  # characters
_SEARCHED: Final = 200  # lines
_ENDS: Final = (".", "!", "?", "…", "。", "！", "？")
_BULLETS: Final = "-*•·>#"
# Scripts in which one word may be a sentence.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED_NAME: Final = 8
_NOBLE: Final = frozenset({"de", "del", "da", "dos", "di", "du", "van", "von", "der", "den", "ter"})
_SIGN_OFF = re.compile(r"(?:--?|[–—~]|//?)(?:[^\W\d_][\w'’.-]{0,20}\s?){1,3}\Z")
_NICKNAME = re.compile(r"-[^\W\d_]{3,15}\Z")
_LISTED: Final = ("-", "–", "—", "~", "/", "*", "•")
_SAID_ALL: Final = (".", "!", "…", ")")
_CLOSED_BY_RULER: Final = 25  # lines
_UNDERLINE = re.compile(r"_{5,}\Z")
_POSTSCRIPT = re.compile(r"p\.?\s?s\b", re.IGNORECASE)


def signature_start(lines: Sequence[str], begin: int, end: int) -> int:
    """The place in ``lines[begin:end]`` (plain, one person's) where the signature begins; ``end`` if none does."""
    start = _delimiter(lines, begin, end)
    lowest = _without_blank(lines, begin, end)
    while True:
        start = _without_blank(lines, begin, start)
        above = _peeled(lines, begin, start)
        if above == start:
            break
        start = above
    closed = _below_closing(lines, begin, start)
    if closed < start:
        return closed
    ruled = _below_ruler(lines, begin, start)
    if ruled < start:
        return ruled
    contacts = contact_blocks.contact_start(lines, begin, start)
    if contacts < start:
        return _without_rulers(lines, begin, contacts)
    return start if start < lowest else end


def delimiter_or_footer(lines: Sequence[str], begin: int, end: int) -> int:
    """As ``signature_start``, by nothing but "-- " and footers of phones: for words in the middle of a mail."""
    top = max(begin, end - 4 * _DELIMITED_LINES)
    start = next((place for place in range(top, end) if lines[place] == "-- "), end)
    bottom = _without_blank(lines, begin, start)
    while bottom > begin and footers.is_mobile_footer(lines[bottom - 1]):
        start = bottom - 1
        bottom = _without_blank(lines, begin, start)
    return start


def _delimiter(lines: Sequence[str], begin: int, end: int) -> int:
    """The first "-- " with a signature below it."""
    end = _without_blank(lines, begin, end)
    for place in range(max(begin, end - 4 * _DELIMITED_LINES), end):
        line = lines[place]
        if footers.begins_group(line):
            return place
        if not line.startswith("--") or len(line) > 4:
            continue
        if line == "-- " and _said(lines, place + 1, end) <= _DELIMITED_LINES:
            return place
        if line.strip() == "--" and _may_be_signature(lines, place + 1, end):
            return place
    return end


def _below_ruler(lines: Sequence[str], begin: int, end: int) -> int:
    """Where the only ruler stands below which the writer's name does, and little more; ``end`` if there is none.

    People part paragraphs by rulers, too. So there must be a name first and then a few short lines, no sentence.
    """
    bottom = max(begin, end - 2 * _CARD_LINES)
    place = next((at for at in range(end - 1, bottom, -1) if _is_divider(lines[at])), end)
    if place == end or any(map(marks.is_soft_ruler, lines[max(begin, place - _SEARCHED) : place])):
        return end
    above = lines[place - 1].strip()
    if above and not above.endswith(_ENDS) and not contact_blocks.is_closing(above):
        return end  # a heading
    if lines[_without_blank(lines, begin, place) - 1].rstrip().endswith((":", "：")):
        return end
    said = [line.strip() for line in lines[place + 1 : end] if line.strip()]
    told = any(contact_blocks.reaches(line) or contact_blocks.is_title(line) for line in said)
    return place if 0 < len(said) <= (_CARD_LINES if told else 1) and _is_card(said) else end


def _below_closing(lines: Sequence[str], begin: int, end: int) -> int:
    """Where a line of underscores stands right below a closing or the name below it; ``end`` if none does."""
    for place in range(max(begin + 2, end - 2 * _CLOSED_BY_RULER), end):
        if _UNDERLINE.match(lines[place].strip()) and _is_closed(lines, begin, place):
            said = [line.strip() for line in lines[place + 1 : end] if line.strip()]
            asks = any(line.endswith(("?", "？")) or _POSTSCRIPT.match(line) for line in said)
            fits = 0 < len(said) <= _CLOSED_BY_RULER and not asks
            return place if fits and _is_writer(said[0]) else end
    return end


def _is_writer(line: str) -> bool:
    return (
        contact_blocks.is_proper_name(line) or contact_blocks.is_title(line) or contact_blocks.reaches(line)
    )


def _is_closed(lines: Sequence[str], begin: int, place: int) -> bool:
    if contact_blocks.closes(lines[place - 1].strip()):
        return bool(_said(lines, begin, place - 1))
    named = contact_blocks.is_proper_name(lines[place - 1].strip())
    return (
        named and contact_blocks.is_closing(lines[place - 2].strip()) and bool(_said(lines, begin, place - 2))
    )


def _is_divider(line: str) -> bool:
    return line.strip() in {"—", "–", "―"} or marks.is_soft_ruler(line)


def _is_card(said: Sequence[str]) -> bool:
    if not contact_blocks.is_proper_name(said[0]) or contact_blocks.is_closing(said[0]) or said[0].isupper():
        return False
    return not any(
        len(line) > _CARD_LINE
        or line[0] in _BULLETS
        or _is_sentence(line)
        or (_UNSPACED.search(line) and len(line) > _UNSPACED_NAME)
        for line in said
    )


def _said(lines: Sequence[str], begin: int, end: int) -> int:
    """How many lines are not blank."""
    return sum(bool(line.strip()) for line in lines[begin:end])


def _may_be_signature(lines: Sequence[str], begin: int, end: int) -> bool:
    """Whether below stands a name and no sentence; "--" also parts one paragraph from the next."""
    if end - begin > 2 * _GUESSED_LINES or not 0 < _said(lines, begin, end) <= _GUESSED_LINES:
        return False
    paragraphs = _paragraphs(lines, begin, end)
    first = next(line for line in lines[begin:end] if line.strip())
    return all(
        footers.is_stray(text)
        or footers.apologizes(text)
        or footers.is_list_footer(text)
        or disclaimers.is_disclaimer(text)
        or (contact_blocks.opens_signature(first) and not any(map(_is_sentence, lines[top:bottom])))
        for top, bottom, text in paragraphs
    )


def _is_sentence(line: str) -> bool:
    words = len(line.split())
    return (
        words >= _PROSE_WORDS
        or line.rstrip().endswith(("?", "？", ":"))
        or (words >= 4 and line.endswith("."))
    )


def _paragraphs(lines: Sequence[str], begin: int, end: int) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    bottom = _without_blank(lines, begin, end)
    while bottom > begin:
        top = _paragraph_top(lines, begin, bottom)
        found.append((top, bottom, " ".join(lines[top:bottom])))
        bottom = _without_blank(lines, begin, top)
    return found


def _paragraph_top(lines: Sequence[str], begin: int, bottom: int) -> int:
    top = bottom
    while top > begin and lines[top - 1].strip() and bottom - top < _PARAGRAPH_LINES:
        top -= 1
    return top


def _without_blank(lines: Sequence[str], begin: int, end: int) -> int:
    while end > begin and not lines[end - 1].strip():
        end -= 1
    return end


def _without_rulers(lines: Sequence[str], begin: int, end: int) -> int:
    bottom = _without_blank(lines, begin, end)
    while bottom > begin and marks.is_soft_ruler(lines[bottom - 1]):
        bottom = end = _without_blank(lines, begin, bottom - 1)
    return end


def _peeled(lines: Sequence[str], begin: int, bottom: int) -> int:
    """``bottom`` without the last thing above it that no person typed. Nothing blank stands right above it."""
    if bottom <= begin:
        return bottom
    last = lines[bottom - 1]
    if footers.is_leftover(last.strip()) or disclaimers.is_notice_line(lines[bottom - 2 : bottom]):
        return bottom - 1
    if footers.is_mobile_footer(last) or (_above_footer(lines, bottom) and footers.names_phone(last)):
        return _without_rulers(lines, begin, bottom - 1)
    return _peeled_paragraph(lines, begin, bottom)


def _peeled_paragraph(lines: Sequence[str], begin: int, bottom: int) -> int:
    top = _paragraph_top(lines, begin, bottom)
    text = " ".join(lines[top:bottom])
    alone = disclaimers.heads_disclaimer(text) and not _disclaims(lines, bottom)
    if (disclaimers.is_disclaimer(text) and not alone) or footers.is_stray(text):
        return _without_rulers(lines, begin, top)
    if bottom - top <= 3 and footers.is_mobile_footer(text):
        return top
    if bottom - top == 1 and _is_sign_off(lines, begin, top):
        return top
    return _list_footer(lines, begin, bottom)


def _disclaims(lines: Sequence[str], place: int) -> bool:
    """Whether the first paragraph from here on is a disclaimer."""
    end = min(place + _PARAGRAPH_LINES, len(lines))
    top = next((at for at in range(place, end) if lines[at].strip()), end)
    bottom = next((at for at in range(top, end) if not lines[at].strip()), end)
    return disclaimers.is_disclaimer(" ".join(lines[top:bottom]))


def _above_footer(lines: Sequence[str], place: int) -> bool:
    return place < len(lines) and footers.is_mobile_footer(lines[place])


def _is_sign_off(lines: Sequence[str], begin: int, place: int) -> bool:
    """``-Hannah Cole`` in a paragraph of its own, and no item of a list; ``-hannah`` only below a whole sentence."""
    line = lines[place].strip()
    if not _SIGN_OFF.match(line):
        return False
    above = _without_blank(lines, begin, place)
    if above <= begin or lines[above - 1].strip().startswith(_LISTED):
        return False
    words = line.strip(" -–—~/").split()
    if all(word[:1].isupper() or (at and word in _NOBLE) for at, word in enumerate(words)):
        return True
    if not _NICKNAME.match(line) or not lines[above - 1].rstrip().endswith(_SAID_ALL):
        return False
    return not any(
        other.lstrip().startswith(_LISTED) for other in lines[max(begin, place - _SEARCHED) : place]
    )


def _list_footer(lines: Sequence[str], begin: int, bottom: int) -> int:
    """Where the ruler stands below which a mailing list has put its lines."""
    for place in range(bottom - 1, max(begin - 2, bottom - 2 - _LIST_LINES, -1), -1):
        if marks.is_soft_ruler(lines[place]) or lines[place].strip() == "__":
            text = " ".join(lines[place + 1 : bottom])
            return max(place, begin) if footers.is_list_footer(text) else bottom
    return bottom
