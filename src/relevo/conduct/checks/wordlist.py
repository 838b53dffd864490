"""Lists as they stand in the language files: phrases, words, pairs of words."""

from __future__ import annotations


def rows(text: str) -> tuple[str, ...]:
    """Phrases one a line, or several in a line with " / " between them."""
    return tuple(
        phrase.strip() for line in text.splitlines() for phrase in line.split(" / ") if phrase.strip()
    )


def words(text: str) -> frozenset[str]:
    """The words of a text, parted by spaces and line ends."""
    return frozenset(text.split())


def pairs(text: str) -> dict[str, str]:
    """Words and their counterparts, written "one:other", parted by spaces and line ends."""
    return dict(pair.split(":") for pair in text.split())
