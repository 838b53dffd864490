"""Conduct checks: what a careful colleague would say about a draft, while it is being typed.

Explainable rules over small lexicons in English, Spanish and Latvian. Every finding cites the words and, where it can,
offers better ones. Nothing here knows the database: callers give a text, `StyleRules` and a `Context`.
"""

from __future__ import annotations

from relevo.conduct.checks.catalogue import RULES, Rule
from relevo.conduct.checks.checking import check
from relevo.conduct.checks.facts import FACT_KINDS, facts_given
from relevo.conduct.checks.speech import LANGUAGES
from relevo.conduct.checks.values import (
    AddressForm,
    AvoidWord,
    Context,
    Finding,
    Kind,
    KnownFact,
    Level,
    StyleRules,
)

__all__ = [
    "FACT_KINDS",
    "LANGUAGES",
    "RULES",
    "AddressForm",
    "AvoidWord",
    "Context",
    "Finding",
    "Kind",
    "KnownFact",
    "Level",
    "Rule",
    "StyleRules",
    "check",
    "facts_given",
]
