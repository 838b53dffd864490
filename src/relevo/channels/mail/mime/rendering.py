"""The stretches of a message written as one text and one harmless HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from relevo.channels.mail.mime import markup, plaintext, texts, tidying

TEXT_LIMIT: Final = 500_000  # characters of the whole text
_TWINS_LIMIT: Final = 20_000  # characters of two texts that are compared
_EMBEDDED = re.compile(r"(?i)\bdata:image/[a-z0-9.+-]{1,30};base64,[a-z0-9+/=\s%]{100,}")


@dataclass(slots=True)
class Block:
    """One stretch of the message, as plain text, as HTML (one source after another), or as both."""

    plain: str | None = None
    rich: list[str] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        """Whether a person would read anything in it."""
        return bool((self.plain or "").strip() or any(source.strip() for source in self.rich))

    def sources(self) -> list[str]:
        """The block as HTML sources, made of the plain text if need be."""
        return self.rich or ([texts.as_html(self.plain)] if self.plain else [])


@dataclass(slots=True)
class Written:
    """The whole message: its text, its harmless HTML ("" if no stretch was HTML) and that HTML as it came."""

    text: str = ""
    html: str = ""
    raw_html: str = ""


@dataclass(slots=True)
class _Piece:
    text: str
    html: str
    rich: bool


def write(blocks: Sequence[Block], pictures: AbstractSet[str], notices: set[str]) -> Written:
    """Write all blocks. pictures: content ids that the HTML may show. Codes of what was left out go to ``notices``."""
    writer = _Writer(pictures, notices)
    pieces = _without_twins([writer.piece(block) for block in blocks])
    text = "\n\n".join(piece.text for piece in pieces if piece.text.strip())
    if len(text) > TEXT_LIMIT:
        notices.add("text_cut")
        text = text[:TEXT_LIMIT]
    if not any(piece.rich for piece in pieces):
        return Written(text)
    html = "\n".join(piece.html or texts.as_html(piece.text) for piece in pieces)
    return Written(text, html.strip("\n"), "\n".join(writer.sources))


def _without_twins(pieces: list[_Piece]) -> list[_Piece]:
    """Leave out a plain text that the HTML right after it says once more, as some programs send them."""
    kept: list[_Piece] = []
    for piece in pieces:
        if kept and piece.rich and not kept[-1].rich and _same_words(kept[-1].text, piece.text):
            kept[-1] = _Piece(kept[-1].text, piece.html, rich=True)
        else:
            kept.append(piece)
    return kept


def _same_words(one: str, other: str) -> bool:
    return bool(one.strip()) and len(one) + len(other) < _TWINS_LIMIT and one.split() == other.split()


class _Writer:
    def __init__(self, pictures: AbstractSet[str], notices: set[str]) -> None:
        self.pictures = pictures
        self.notices = notices
        self.room = tidying.HTML_LIMIT
        self.sources: list[str] = []

    def piece(self, block: Block) -> _Piece:
        """One block as text and HTML."""
        plain = (block.plain or "").strip("\n").rstrip()
        if not block.rich:
            if plain:
                self.sources.append(texts.as_html(plain))
            return _Piece(plain, "", rich=False)
        rendered = [self._rendered(source) for source in block.rich]
        text = "\n\n".join(words for _, words in rendered if words.strip())
        if plain.strip() and not (texts.is_placeholder(plain) and len(text) > len(plain)):
            text = plain
        return _Piece(text, "\n".join(html for html, _ in rendered if html), rich=True)

    def _rendered(self, source: str) -> tuple[str, str]:
        """A source as harmless HTML and as text."""
        if len(source) > self.room or "data:image" in source:
            source, embedded = _EMBEDDED.subn("", source)
            if embedded:
                self.notices.add("embedded_images_removed")
        if len(source) > self.room:
            self.notices.add("html_cut")
        source = source[: self.room]
        self.room -= len(source)
        self.sources.append(source)
        cleaned = markup.clean(source, self.pictures)
        if cleaned is None:
            self.notices.add("html_too_tangled")
            words = plaintext.without_tags(source)
            return texts.as_html(words), words
        if cleaned.remote_images:
            self.notices.add("remote_images_removed")
        return cleaned.html, plaintext.of_clean(cleaned.html)
