"""Languages by their names, for sentences that people read."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language

from relevo.language.codes import base_language


def language_name(code: str) -> str:
    """The name of a language in the reader's own: ``lv`` is "Latvian", or "latviešu" to a Latvian.

    A code that nobody knows is returned as it is.
    """
    reader = Locale.parse(base_language(get_language() or "en"))
    return reader.languages.get(base_language(code)) or code
