"""Which lines of a mail are the reply, once it is known what each line is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from relevo.channels.mail.replies.line_kinds import MARK, OWN, QUOTED, Parts, stretches
from relevo.channels.mail.replies.marks import SENTINEL

_QUESTION_LINES: Final = 20  # quoted lines above the first answer that are shown
_LAST_QUESTION: Final = 5  # where there are more, so many
_GREETING: Final = 50  # characters
_GREETS = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hola|buen[oa]s|estimad[oa]s?|sveiki"
    r"|sveicin|labdien|labrīt|labvakar|cien"
    r"|hallo|guten|sehr geehrte|liebe|moin|bonjour|bonsoir|salut|ciao|buongiorno|buonasera|gentile|olá"
    r"|ola|bom dia|boa|caro|cara|hej|hei"
    r"|goddag|kære|god|beste|geachte|goede|dag|cześć|dzień dobry|witam|szanown|dobrý|ahoj|vážen"
    r"|здравствуйте|добр|привет|уважаем|вітаю"
    r"|шановн|здраве|tere|labas|laba|gerb|szia|kedves|tisztelt|bună|stimat|bok|pozdrav|zdravo|poštovan"
    r"|γεια|καλ|merhaba|sayın|שלום|مرحبا"
    r"|السلام|سلام|नमस्ते|xin chào|chào|สวัสดี|halo|selamat|您好|你好|こんにちは|안녕)"
)


def kept(lines: Sequence[str], parts: Parts) -> list[bool]:
    """Say of each (plain) line above the history whether it belongs to the reply; of none where nothing is own."""
    kinds = parts.kinds
    own = stretches(lines, parts)
    if not own:
        return [False] * len(kinds)
    first, last = own[0][0], own[-1][1]
    gaps = [(above[1], below[0]) for above, below in pairwise(own)]
    between = [gap for gap in gaps if _has_quotation(lines, kinds, *gap)]
    asked = _has_quotation(lines, kinds, 0, first)
    shown = {OWN}
    if (
        len(between) + asked + _has_quotation(lines, kinds, last, len(kinds)) >= 2
    ):  # answers between the questions
        shown = {OWN, QUOTED, MARK}
        first = _with_question(lines, kinds, first)
    elif between and _belongs(lines, kinds, own[0], between[0]):
        shown = {OWN, QUOTED, MARK}
    last = _with_own_quotation(lines, kinds, last)
    if last > own[-1][1]:
        shown = {OWN, QUOTED, MARK}
    return [first <= place < last and kind in shown for place, kind in enumerate(kinds)]


def _has_quotation(lines: Sequence[str], kinds: Sequence[str], begin: int, end: int) -> bool:
    return any(kinds[place] == QUOTED and lines[place].strip("> ") for place in range(begin, end))


def _with_question(lines: Sequence[str], kinds: Sequence[str], first: int) -> int:
    """The first of the quoted lines above the first answer, with the line that announces them."""
    begin = first
    while begin and (kinds[begin - 1] != OWN or not lines[begin - 1].strip()):
        begin -= 1
    return begin if first - begin <= _QUESTION_LINES else first - _LAST_QUESTION


def _belongs(
    lines: Sequence[str], kinds: Sequence[str], above: tuple[int, int], gap: tuple[int, int]
) -> bool:
    """Whether the only quotation between own words is theirs: not announced, or below a mere greeting."""
    if MARK not in kinds[gap[0] : gap[1]]:
        return True
    said = [lines[place].strip() for place in range(*above) if lines[place].strip()]
    return gap[1] - gap[0] <= _QUESTION_LINES and len(said) == 1 and _is_greeting(said[0])


def _is_greeting(line: str) -> bool:
    return len(line) <= _GREETING and (line.endswith(",") or bool(_GREETS.match(line.lower())))


def _with_own_quotation(lines: Sequence[str], kinds: Sequence[str], last: int) -> int:
    """The end of the quotation that belongs to the writer's last words.

    They introduce it (``The manual says:``), or what is old is announced only below it.
    """
    place = _below_blank(lines, last)
    end = place
    while end < len(kinds) and kinds[end] == QUOTED:
        end += 1
    below = _below_blank(lines, end)
    announced = below < len(kinds) and kinds[below] == MARK and end - place <= _QUESTION_LINES
    introduced = lines[last - 1].rstrip().endswith((":", "："))
    return end if end > place and (introduced or announced) else last


def _below_blank(lines: Sequence[str], place: int) -> int:
    while place < len(lines) and (not lines[place].strip() or lines[place].startswith(SENTINEL)):
        place += 1
    return place
