"""The HTML side of a mail that we send, made from plain text alone: simple paragraphs with their styles inside.

What mail programs force on us: no tables and no style sheet (Gmail drops it from replies); the font stack begins with
a font that Windows has, since Outlook shows Times for a first one that it lacks; language and direction stand on a
``div`` too, because Gmail throws away ``html`` and ``body``, and on each right-to-left paragraph, because Outlook looks
there; neither text nor background has a colour, so that a dark reader stays readable, and the grey is legible on both.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail.out import phrases
from relevo.channels.mail.out.phrases import Direction

_FONT: Final = (
    "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
    "font-size:16px;line-height:1.5;overflow-wrap:break-word"
)
_GREY: Final = "color:#767676"  # 4.5 to 1 on white and on black
_URL = re.compile(r"https?://[^\s<>\"']{1,1000}")
_SPACES = re.compile(r"(?m)^ +| {2,}")
_HEAD: Final = (
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
    "<title></title></head>"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of a mail from top to bottom, "" for what it has not. attribution: the line above ``quoted``."""

    text: str
    language: str
    notice: str = ""
    signature: str = ""
    attribution: str = ""
    quoted: str = ""


def page(parts: Parts) -> str:
    """The whole HTML document. ``parts.language`` must be a language tag."""
    runs = phrases.direction(parts.language)
    body = [paragraphs(parts.text, runs, links=True)]
    if parts.notice:
        body.append(paragraphs(parts.notice, runs, style=f"{_GREY};font-size:14px"))
    if parts.signature:
        # The class is for programs that cut signatures off; nothing is styled by it.
        body.append(
            f'<div class="signature">\n{paragraphs(parts.signature, runs, links=True, style=_GREY)}\n</div>'
        )
    if parts.attribution:
        body.append(paragraphs(parts.attribution, phrases.direction_of(parts.attribution, runs), style=_GREY))
        body.append(_quote(parts.quoted, runs))
    where = f'lang="{parts.language}" dir="{runs}"'
    inside = "\n".join(body)
    return (
        f'<!doctype html>\n<html {where}>\n{_HEAD}\n<body style="margin:0;padding:0">\n'
        f'<div {where} style="{_FONT};padding:16px">\n{inside}\n</div>\n</body>\n</html>\n'
    )


def paragraphs(text: str, runs: Direction, *, links: bool = False, style: str = "") -> str:
    """Plain text as paragraphs: blank lines part them, other line ends and runs of spaces stay."""
    look = ";".join(filter(None, ["margin:0 0 16px", style, "text-align:right" if runs == "rtl" else ""]))
    begin = f'<p{_direction(runs)} style="{look}">'
    pieces = [_spaced(piece) for piece in re.split(r"\n[ \t]*\n", text.strip("\n")) if piece.strip()]
    written = (_linked(piece) if links else html.escape(piece) for piece in pieces)
    return "\n".join(f"{begin}{piece.replace(chr(10), '<br>')}</p>" for piece in written)


def _quote(text: str, otherwise: Direction) -> str:
    """History with its bar on the side where its own lines begin, whatever the answer's language."""
    runs = phrases.direction_of(text, otherwise)
    side = "right" if runs == "rtl" else "left"
    edge = f"margin-{side}:8px;padding-{side}:12px;border-{side}:2px solid #b0b0b0"
    return (
        f'<blockquote type="cite"{_direction(runs)} style="margin:0;{edge};{_GREY}">\n'
        f"{paragraphs(text, runs)}\n</blockquote>"
    )


def _direction(runs: Direction) -> str:
    return ' dir="rtl"' if runs == "rtl" else ' dir="ltr"'


def _linked(text: str) -> str:
    pieces = []
    end = 0
    for found in _URL.finditer(text):
        url = found[0].rstrip(".,;:!?)]}…")
        pieces.append(html.escape(text[end : found.start()]))
        pieces.append(f'<a href="{html.escape(url)}">{html.escape(url)}</a>')
        end = found.start() + len(url)
    return "".join([*pieces, html.escape(text[end:])])


def _spaced(text: str) -> str:
    """Indents and columns as spaces that browsers do not swallow."""
    return _SPACES.sub(lambda found: "\u00a0" * len(found[0]), text.expandtabs(4))
