"""A part's bytes as the text that a person reads: decoded, with its lines as the writer meant them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.mime import charsets
from relevo.channels.mail.mime.charset_names import codec_named
from relevo.channels.mail.mime.tree import Part

READ_LIMIT: Final = 2_000_000  # bytes of one part's text that are decoded
PAGE_LIMIT: Final = 6_000_000  # bytes of HTML, which may have pictures in it
ENCODED_LIMIT: Final = 9_000_000  # bytes of the encoded text that are looked at
_META_LIMIT: Final = 4000  # bytes of HTML in which its charset is looked for

_META = re.compile(
    rb"(?i)<(?:meta\s[^<>]{0,300}?charset\s*=\s*[\"']?\s*|\?xml\s[^<>]{0,100}encoding\s*=\s*[\"'])([\w.:-]{1,40})"
)
_PAGE = re.compile(r"(?i)\s*(?:<!doctype\s+html\b|<html[\s>])")
_TAG = re.compile(r"<[a-zA-Z/!]")
_ENRICHED = re.compile(r"(?i)<(/?)([a-z-]{1,60})>|<<")
_PARAM = re.compile(r"(?is)<param>[^<]{0,1000}</param>")
_PLACEHOLDER = re.compile(
    r"(?i)\b(?:html|rich text|browser|navegador|pārlūk\w+|браузер\w*|viewer|formatted)\b"
)
_CANNOT = re.compile(
    r"(?i)(?:does|do|can|could|is|cannot|not able|unable|no|not|nicht|kein\w*|ne|pas|nav|neatbalsta|не)\b.{0,60}"
    r"(?:support|display|view|show|read|enabled|soporta|admite|muestra|ver|anzeig\w*|unterstütz\w*|affich\w*|support\w*|"
    r"atbalst\w*|поддерж\w*|отобра\w*)"
    r"|(?:view|see|read|open|ver|lee|skat\w*).{0,40}(?:in|with|using|en|a|ar)\b.{0,30}(?:html|browser|navegador|pārlūk\w*)"
)
_PLACEHOLDER_LIMIT: Final = 400  # characters


@dataclass(frozen=True, slots=True)
class Text:
    """A part's text, and the codec if we chose it ourselves, else ""."""

    text: str
    guessed: str = ""


def of_part(part: Part, content: bytes) -> Text:
    """The text of a text part whose transfer encoding is undone. What is beyond the limit is noted and left out."""
    limit = PAGE_LIMIT if part.media == "text/html" else READ_LIMIT
    if len(content) > limit:
        part.notices.add("text_cut")
    declared = part.parameters.get("charset", "")
    if (
        part.media == "text/html"
        and not codec_named(declared)
        and (meta := _META.search(content[:_META_LIMIT]))
    ):
        declared = meta[1].decode("ascii", "replace")
    decoded = charsets.decode(content[:limit], declared, part.headers.hints)
    text = names.body(decoded.text)
    if part.media in {"text/enriched", "text/richtext"}:
        text = _unenriched(text)
    elif part.parameters.get("format", "").lower() == "flowed" and part.media == "text/plain":
        text = unflowed(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return Text(text, decoded.codec if decoded.guessed else "")


def unflowed(text: str, *, delsp: bool) -> str:
    """Join the lines that the sender's program broke (RFC 3676): those that end in a space, of one quoting depth."""
    lines: list[str] = []
    broken: list[str] = []  # what was read of a line whose end is still to come
    broken_depth = 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        if broken and (not words or depth != broken_depth or words == "-- "):
            lines.append(_quoted("".join(broken), broken_depth))
            broken = []
        if words.endswith(" ") and words != "-- ":
            broken.append(words[:-1] if delsp else words)
            broken_depth = depth
        else:
            lines.append(_quoted("".join([*broken, words]), depth))
            broken = []
    if broken:
        lines.append(_quoted("".join(broken), broken_depth))
    return "\n".join(lines)


def _quoted(words: str, depth: int) -> str:
    return f"{'>' * depth} {words}" if depth else words


def _unenriched(text: str) -> str:
    """Enriched text (RFC 1896) without its marks: one line end is a space, more are one less."""
    text = _PARAM.sub("", text)
    text = re.sub(r"\n(\n*)", lambda found: found[1] or " ", text)
    return _ENRICHED.sub(lambda found: "<" if found[0] == "<<" else "", text).strip()


def is_placeholder(text: str) -> bool:
    """Whether a plain form only says that there is a rich one: "Your mail program does not show HTML"."""
    return len(text) <= _PLACEHOLDER_LIMIT and bool(_PLACEHOLDER.search(text) and _CANNOT.search(text))


def is_page(text: str) -> bool:
    """Whether a text that claims to be plain is HTML from its first sign on."""
    return _PAGE.match(text) is not None


def as_page(source: str) -> str:
    """HTML as it is; lines of text that merely claim to be HTML become lines of HTML."""
    if _TAG.search(source) or not source.strip():
        return source
    return as_html(html.unescape(source).strip())


def as_html(text: str) -> str:
    """Plain text as a paragraph of HTML, "" when it is blank."""
    return "<p>" + html.escape(text).replace("\n", "<br>") + "</p>" if text.strip() else ""
