"""How alike two texts are, and small measures of a text, the same for every language written with letters.

All of it is linear in the first ``LONGEST`` characters; the rest of a text is not looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LONGEST = 8000
"""Characters of a text that are measured."""
SHINGLE = 3
"""Characters in a shingle; three tell languages without spaces apart as well as those with."""

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def fold(text: str) -> str:
    """Return the text without case, accents and extra space, as two people typing the same would agree.

    ``"  Kalniņa\\n ÁRBOL "`` becomes ``"kalnina arbol"``. At most ``LONGEST`` characters go in and come out.
    """
    apart = unicodedata.normalize("NFKD", text[:LONGEST])
    bare = "".join(mark for mark in apart[:LONGEST] if not unicodedata.combining(mark))
    # Folding case may bring an accent of its own, so they are taken off after it as well.
    lower = unicodedata.normalize("NFKD", bare.casefold())
    plain = "".join(mark for mark in lower if not unicodedata.combining(mark))
    return _SPACE.sub(" ", plain)[:LONGEST].strip()


def words(text: str) -> list[str]:
    """Return the words of a text in order, as written; a code such as ``E-0042`` gives its parts."""
    return _WORD.findall(text[:LONGEST])


def shingle_similarity(a: str, b: str) -> float:
    """Return how alike two texts are, from 0 (nothing in common) to 1 (the same after folding).

    Sørensen-Dice over the three-character shingles of the folded texts, counted as often as they occur:
    ``2 * common / (count_a + count_b)``. Symmetric. Two empty texts are the same.
    """
    first, second = _shingles(fold(a)), _shingles(fold(b))
    whole = first.total() + second.total()
    return 2 * (first & second).total() / whole if whole else 1.0


def capitals_share(text: str) -> float:
    """Return the share of a text's cased letters that are capitals, 0 to 1 (0 when there are none)."""
    capitals = sum(letter.isupper() for letter in text[:LONGEST])
    cased = capitals + sum(letter.islower() for letter in text[:LONGEST])
    return capitals / cased if cased else 0.0


def _shingles(folded: str) -> Counter[str]:
    """Count the shingles of a folded text, with a space at each end so that short words have some too."""
    if not folded:
        return Counter()
    padded = f" {folded} "
    return Counter(padded[at : at + SHINGLE] for at in range(len(padded) - SHINGLE + 1))
