"""Who reads: her language among those that reports and problems are written in."""

from __future__ import annotations

from django.utils.translation import get_language

from relevo.study.report.texts.catalogues import LANGUAGES, Language


def report_language() -> Language:
    """The language of the report that is the reader's, English where there is none."""
    code = (get_language() or "en").partition("-")[0]
    return code if code in LANGUAGES else "en"
