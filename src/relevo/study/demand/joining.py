"""A number of blocks that can be staffed and read: small topics are joined into "", small languages into "mul"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from relevo.study.demand.profile import Block

SMALL = 0.02
"""A topic with a smaller share of all contacts does not stand alone."""
MOST_BLOCKS = 60
MANY = "mul"
"""ISO 639-2's code for several languages: the small ones together."""


def joined(
    blocks: Sequence[Block], contacts: Sequence[int], most: int = MOST_BLOCKS
) -> tuple[list[Block], set[str]]:
    """Return for each block the one that it becomes part of, and notices of what was joined.

    First topics go, the smallest first; while there are still too many blocks, languages.
    """
    total, notices = sum(contacts), set()
    topics, languages = _sizes(blocks, contacts, "topic"), _sizes(blocks, contacts, "language")
    topics.pop("", None)
    kept = {topic for topic, size in topics.items() if size >= SMALL * total}
    if len(kept) < len(topics):
        notices.add("topics_joined")
    ordered = [topic for topic, _ in topics.most_common() if topic in kept]
    spoken = [language for language, _ in languages.most_common()]

    def become() -> list[Block]:
        return [
            Block(
                one.language if one.language in spoken else MANY,
                one.topic if one.topic in ordered and one.language in spoken else "",
                one.channel,
            )
            for one in blocks
        ]

    while len(set(become())) > most and (ordered or len(spoken) > 1):
        if ordered:
            ordered.pop()
            notices.add("topics_joined")
        else:
            spoken.pop()
            notices.add("languages_joined")
    return become(), notices


def _sizes(blocks: Sequence[Block], contacts: Sequence[int], part: str) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for block, size in zip(blocks, contacts, strict=True):
        sizes[getattr(block, part)] += size
    return sizes
