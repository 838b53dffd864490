"""What a report consists of, before it is a web page or a PDF: plain values, all texts ready to be shown.

Every text may hold anything that a file can hold. Who writes it into markup must escape it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "hand_over", "keep", "undecided"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. kind: "lead" is the answer, "note" what must not be missed, "formula" mathematics."""

    text: str
    kind: Literal["", "lead", "note", "formula", "heading"] = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure with its label, and below it how sure it is."""

    label: str
    value: str
    beside: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Key figures side by side."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a verdict concerns: each item with the reason under it. more: how many others there are, in words."""

    title: str
    tone: Tone
    items: tuple[tuple[str, str], ...]
    more: str


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. align: for each column l (text), w (text that may wrap most) or r (figures)."""

    caption: str
    align: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart. alt: what it shows, in words. tables: its values; ``annexed`` ones are too long to stand beside it."""

    caption: str
    alt: str
    svg: str
    tables: tuple[Table, ...]
    annexed: bool = False


Block = Text | Figures | Cards | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. labels: the few words that the renderers need (page, contents, values)."""

    language: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    labels: dict[str, str]
