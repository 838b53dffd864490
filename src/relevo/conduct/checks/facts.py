"""What a customer already gave, found in his messages by form alone (any language)."""

from __future__ import annotations

import re
from typing import Final

from relevo.conduct.checks.values import KnownFact

FACT_KINDS: Final = ("serial", "order", "email", "phone", "error_code")
"""Kinds of fact the checks understand."""

_LONGEST: Final = 20_000
_FORMS: Final = (
    ("serial", re.compile(r"\b[A-Z][A-Z0-9]{1,3}-\d{5,12}\b")),
    ("error_code", re.compile(r"\b(?:E-?\d{3,5}|[A-Z]\d{2})\b")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    ("phone", re.compile(r"(?<![\w+-])\+\d{1,3}(?:[ -]?\d{2,4}){2,5}\b")),
    ("order", re.compile(r"(?<!\w)#\d{4,12}\b")),
)


def facts_given(text: str) -> tuple[KnownFact, ...]:
    """The serials, error codes, mail addresses, phones (+...) and orders (#...) in a text, each value once."""
    text = text[:_LONGEST]
    found = {KnownFact(kind, match.group()): None for kind, form in _FORMS for match in form.finditer(text)}
    return tuple(found)
