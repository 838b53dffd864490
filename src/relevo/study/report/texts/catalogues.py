"""The languages of the report and their texts, by dotted keys; what stands in braces is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from relevo.study.report.texts import (
    english,
    english_contract,
    english_inputs,
    english_problems,
    latvian,
    latvian_contract,
    latvian_inputs,
    latvian_problems,
    spanish,
    spanish_contract,
    spanish_inputs,
    spanish_problems,
)

Language = Literal["en", "es", "lv"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUES: Mapping[Language, Mapping[str, str]] = {
    "en": {**english.TEXTS, **english_contract.TEXTS, **english_inputs.NAMES, **english_problems.TEXTS},
    "es": {**spanish.TEXTS, **spanish_contract.TEXTS, **spanish_inputs.NAMES, **spanish_problems.TEXTS},
    "lv": {**latvian.TEXTS, **latvian_contract.TEXTS, **latvian_inputs.NAMES, **latvian_problems.TEXTS},
}
PHRASES: Mapping[Language, Mapping[str, str]] = {
    "en": {},
    "es": spanish_inputs.PHRASES,
    "lv": latvian_inputs.PHRASES,
}
"""Units and sources of assumptions, which the study holds in English, in the other languages."""
