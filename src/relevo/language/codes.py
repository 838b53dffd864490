"""Language codes: one spelling inside Relevo, the two-letter base code."""

from __future__ import annotations

UNDETERMINED = "und"
"""The ISO 639-2 code for "nothing can be said"."""


def base_language(code: str) -> str:
    """Return the lower-case base of a tag: ``es-MX`` and ``ES_mx`` give ``es``, empty stays empty."""
    return code.strip().replace("_", "-").partition("-")[0].lower()
