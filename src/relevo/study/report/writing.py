"""What others call: a study as a web page, as a PDF, and as one JSON object."""

from __future__ import annotations

from relevo.study.choice.outcome import Outcome
from relevo.study.demand.profile import Profile
from relevo.study.report.html import html_of
from relevo.study.report.pdf import pdf_of
from relevo.study.report.reporting import report_of
from relevo.study.report.texts.catalogues import Language


def write_html(outcome: Outcome, profile: Profile, *, language: Language = "en", desk: str = "") -> str:
    """Return the report as one self-contained page. desk: the name in its title, "" for none."""
    return html_of(report_of(outcome, profile, language=language, desk=desk))


def write_pdf(outcome: Outcome, profile: Profile, *, language: Language = "en", desk: str = "") -> bytes:
    """Return the report as a PDF. desk: the name in its title, "" for none."""
    return pdf_of(report_of(outcome, profile, language=language, desk=desk))
