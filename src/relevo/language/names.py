"""Languages by their names, for sentences that people read."""

from __future__ import annotations

from relevo.core.formats import reader_locale
from relevo.language.codes import base_language


def language_name(code: str) -> str:
    """The name of a language in the reader's own: ``lv`` is "Latvian", or "latviešu" to a Latvian.

    A code that nobody knows is returned as it is.
    """
    return reader_locale().languages.get(base_language(code)) or code
