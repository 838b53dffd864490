"""What the customers of the demo write: first mails, and how each of them answers the desk's replies."""

from __future__ import annotations

from relevo.demo.letters.english import ENGLISH
from relevo.demo.letters.latvian import LATVIAN
from relevo.demo.letters.spanish import SPANISH
from relevo.demo.letters.values import DESKS, Letter

LETTERS: tuple[Letter, ...] = (*SPANISH, *LATVIAN, *ENGLISH)
"""Every letter that the town may write by itself, in the order in which the languages are listed."""

__all__ = ["DESKS", "LETTERS", "Letter"]
