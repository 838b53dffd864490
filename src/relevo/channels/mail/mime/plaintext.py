"""HTML made into plain text that a person can read and that reply cutting understands."""

from __future__ import annotations

import html
import re
from typing import Final

from relevo.channels.mail import names
from relevo.channels.mail.mime import tidying

_QUOTE_DEPTH: Final = 8
_LINK_LIMIT: Final = 300

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*+)>|([^<]+)|<')
_TARGET = re.compile(r' href="([^"]*)"')
_ALTERNATIVE = re.compile(r' alt="([^"]*)"')
_FILE_NAME = re.compile(r"(?i)\.(?:png|jpe?g|gif|webp|bmp|svg|tiff?)\s*\Z")
_PADDING = re.compile(
    "[ \xa0]*[\u034f\u200b-\u200d\u2007\ufeff\xad](?:[ \xa0]*[\u034f\u200b-\u200d\u2007\ufeff\xad]){3,}[ \xa0]*"
)
_UNSEEN = re.compile("[\u034f\u200b\ufeff\xad]")
_BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        "p div br tr li ul ol dl dt dd h1 h2 h3 h4 h5 h6 hr table pre blockquote figure figcaption center caption",
    )
)
_PARAGRAPHS: Final = frozenset(re.findall(r"\w+", "p h1 h2 h3 h4 h5 h6 blockquote ul ol table pre"))
_HIDDEN = re.compile(r"(?i)<(!--|script\b|style\b|title\b)")
_ENDS: Final = {
    "!--": re.compile("-->"),
    "script": re.compile(r"(?i)</script[^<>]*>?"),
    "style": re.compile(r"(?i)</style[^<>]*>?"),
    "title": re.compile(r"(?i)</title[^<>]*>?"),
}
_ANY_TAG = re.compile(r"<[!?/a-zA-Z][^<>]*>?")
_WHITE = re.compile(r"[ \t\n\r\f]+")


def of_clean(source: str) -> str:
    """Readable plain text of *cleaned* HTML: lines, list marks, link targets, ``>`` before quoted passages."""
    writer = _Writer()
    for closing, tag, attributes, text in _TOKEN.findall(source):
        if tag:
            writer.tag(tag, attributes, closing=bool(closing))
        else:
            writer.words(html.unescape(text))
    return writer.text()


def without_tags(source: str) -> str:
    """The words of HTML that is too tangled to be parsed: everything that looks like a tag is left out."""
    kept = []
    position = 0
    source = source[: tidying.HTML_LIMIT]
    while found := _HIDDEN.search(source, position):
        kept.append(source[position : found.start()])
        end = _ENDS[found[1].lower()].search(source, found.end())
        position = end.end() if end else len(source)
    kept.append(source[position:])
    text = html.unescape(_ANY_TAG.sub(" ", "".join(kept)))
    return names.body(re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text))).strip()


class _Writer:
    """Collects lines while the tags go by."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.pre = 0
        self.links: list[tuple[str, int]] = []  # target, place in the line where its words begin

    def tag(self, tag: str, attributes: str, *, closing: bool) -> None:
        """An element begins or ends."""
        if tag in _BLOCKS:
            self._block(tag, closing=closing)
        if tag == "a":
            self._link(attributes, closing=closing)
        elif tag == "li" and not closing:
            self.line.append("- ")
        elif tag in {"td", "th"}:
            self.line.append(" ")
        elif tag == "img" and (found := _ALTERNATIVE.search(attributes)) and not _FILE_NAME.search(found[1]):
            self.line.append(html.unescape(found[1]))

    def _block(self, tag: str, *, closing: bool) -> None:
        self._end_line(force=tag == "br")
        if tag == "blockquote" and closing:
            self.quotes -= 1
            while self.lines and self.lines[-1] and not self.lines[-1].strip("> "):
                self.lines.pop()  # the blank quoted line below its last paragraph
        if tag in _PARAGRAPHS:
            self._gap()
        if tag == "blockquote" and not closing:
            self.quotes += 1
        elif tag == "pre":
            self.pre += -1 if closing else 1
        elif tag == "hr":
            self.lines.append(self._prefix() + "_" * 32)

    def _link(self, attributes: str, *, closing: bool) -> None:
        if not closing:
            found = _TARGET.search(attributes)
            self.links.append((html.unescape(found[1]) if found else "", len(self.line)))
        elif self.links:
            target, begin = self.links.pop()
            words = "".join(self.line[begin:]).strip()
            if target.startswith("http") and words and words.rstrip("/") not in target:
                self.line.append(f" <{target[:_LINK_LIMIT]}>")

    def words(self, text: str) -> None:
        """Text between tags."""
        if not self.pre:
            self.line.append(_WHITE.sub(" ", text))
            return
        first, *others = text.split("\n")
        self.line.append(first)
        for line in others:
            self._end_line(force=True)
            self.line.append(line)

    def _prefix(self) -> str:
        return "> " * min(self.quotes, _QUOTE_DEPTH)

    def _end_line(self, *, force: bool = False) -> None:
        if not self.line and not force:
            return
        line = "".join(self.line)
        line = line.rstrip() if self.pre else _WHITE.sub(" ", line).strip()
        if line or force:
            self.lines.append((self._prefix() + line).rstrip())
        self.line.clear()
        if self.links:
            self.links = [(target, 0) for target, _ in self.links]

    def _gap(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._prefix().rstrip())

    def text(self) -> str:
        """All that was written, without blank lines at the ends or more than one in a row."""
        self._end_line()
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines))
        if not text.isascii():
            text = _UNSEEN.sub("", _PADDING.sub(" ", text)).replace("\xa0", " ")
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()
