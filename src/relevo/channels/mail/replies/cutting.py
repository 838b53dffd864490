"""What a person wrote in a mail, apart from the quoted history and the signature.

Answer above the history: what stands above. Answer below it: what stands below. Answers between the quoted lines:
everything from the first question to the last answer, since the quoted lines say what is being answered. One announced
quotation between own words: the words without it, unless above it stands no more than a greeting.
Closing and name stay ("Thanks, Jorge"); a signature below "-- ", contact lines, footers of phones, disclaimers do not.
Forwarded mails stay whole. Where a reading is in doubt the text is kept: showing too much is a nuisance, cutting off
a customer's question is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail.replies import choice, elements, glued, line_kinds, marks
from relevo.channels.mail.replies.line_kinds import DROPPED, MARK, QUOTED, SIGNATURE

READ_LIMIT: Final = 250_000  # characters; what lies beyond goes the way of the last line read
_TRIES: Final = 50
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Cut:
    """The three parts of a message's text, each stripped. ``quoted`` and ``signature`` may be empty."""

    reply: str
    quoted: str = ""
    signature: str = ""


def cut(text: str, html: str = "") -> Cut:
    """Divide ``text``. If nothing of the writer's own would remain, all of it is the reply.

    html: the same mail's raw HTML, if it has any. Its elements tell quotations more certainly than lines do: where it
    knows any, the mail is cut as it says. The reply has the text's own form wherever the two agree.
    """
    text = text.replace("\r\n", "\n")
    from_text = _cut(text)
    marked = elements.as_marked_text(html) if html else ""
    if not marked:
        return from_text
    from_html = _cut(marked)
    wanted = _words(from_html.reply)
    if wanted and wanted == _words(from_text.reply):
        return from_text
    if not (from_html.quoted or from_html.signature):
        if elements.indents(html):
            return from_html
        return Cut(text.strip()) if elements.cites(html) and wanted == _words(text) else from_text
    on_top = _words(marked).startswith(wanted)
    return (_slice(text, wanted, on_top=on_top) if wanted else None) or from_html


def _cut(text: str) -> Cut:
    head, rest = _bounded(text)
    lines = glued.unglued(head)
    plain = marks.plain("\n".join(lines)).split("\n")
    parts = line_kinds.read(plain)
    kept = choice.kept(plain, parts)
    if not any(kept):
        return Cut(_without_sentinels(text).strip())
    told = list(zip(lines, kept, parts.kinds, strict=False))
    reply = _joined(told)
    old = [line for line, keep, kind in told if not keep and kind not in {SIGNATURE, DROPPED}] + lines[
        parts.end :
    ]
    if rest and (parts.end < len(lines) or parts.kinds[-1] in {QUOTED, MARK}):
        old.append(rest)
    elif rest:
        reply = f"{reply}\n{rest.rstrip()}"
    signature = [line for line, _, kind in told if kind == SIGNATURE and line.strip() != "--"]
    return Cut(reply, _stripped("\n".join(old)), _stripped("\n".join(signature)))


def _bounded(text: str) -> tuple[str, str]:
    """The lines of ``text`` that are read, and the rest."""
    end = text.find("\n", READ_LIMIT)
    return (text, "") if end < 0 else (text[:end], text[end + 1 :])


def _stripped(text: str) -> str:
    return _without_sentinels(text).strip("\n").rstrip()


def _without_sentinels(text: str) -> str:
    for mark in (
        marks.HISTORY,
        marks.SIGNATURE_BEGINS,
        marks.SIGNATURE_ENDS,
        marks.OWN_BEGINS,
        marks.OWN_ENDS,
    ):
        text = text.replace(mark, "")
    return text


def _joined(told: Sequence[tuple[str, bool, str]]) -> str:
    """The lines that are kept; where something was left out between them stands a blank line."""
    pieces: list[list[str]] = [[]]
    for line, keep, _ in told:
        if keep:
            pieces[-1].append(line)
        elif pieces[-1]:
            pieces.append([])
    texts = (_stripped("\n".join(piece)) for piece in pieces)
    return "\n\n".join(text for text in texts if text.strip()).strip()


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", text)


def _slice(text: str, wanted: str, *, on_top: bool) -> Cut | None:
    """The whole lines of ``text`` that hold the wanted words, in its own form; None if no lines hold just them.

    on_top: nothing stands above them in the HTML, so what does in the text (a picture's name) belongs to them.
    """
    lines = text.split("\n")
    begins: dict[int, int] = {}  # place among all words -> first line that begins there
    ends: dict[int, int] = {}  # place -> line after the first that ends there
    place = 0
    for number, line in enumerate(lines):
        words = _words(line)
        if words:
            begins[place] = number
            place += len(words)
            ends[place] = number + 1
    everything = _words(text)
    at = everything.find(wanted)
    for _ in range(_TRIES):
        if at < 0:
            break
        if at in begins and at + len(wanted) in ends:
            first, last = 0 if on_top else begins[at], ends[at + len(wanted)]
            return Cut(
                "\n".join(lines[first:last]).strip(), _stripped("\n".join([*lines[:first], *lines[last:]]))
            )
        at = everything.find(wanted, at + 1)
    return None
