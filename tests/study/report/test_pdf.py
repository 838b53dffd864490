"""The PDF: a page count, tags, the same bytes each time, whatever letters a name has."""

import re
from dataclasses import replace

import pytest

from relevo.study.report.writing import write_pdf
from tests.study.report.worlds import hostile, outcome, profile


def pages(pdf):
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


@pytest.mark.parametrize(
    ("language", "title"), [("en", "outsourcing"), ("es", "externalizar"), ("lv", "ārpakalpojums")]
)
def test_a_report_has_its_title_language_and_pages(language, title):
    pdf = write_pdf(outcome(), profile(), language=language, desk="Auralis")
    assert pdf.startswith(b"%PDF-")
    assert 3 < pages(pdf) < 25
    assert title.encode() in pdf
    assert f"/Lang({language})".encode() in pdf
    assert b"pdfuaid:part" in pdf, "tagged, with words for every picture"


def test_the_same_study_gives_the_same_bytes():
    assert write_pdf(outcome(), profile()) == write_pdf(outcome(), profile())


def test_markup_in_names_is_set_as_it_stands():
    assert pages(write_pdf(*hostile())) > 3


def test_letters_that_the_fonts_lack_cost_the_claim_of_the_standard_not_the_report():
    pilot = replace(outcome().pilot, partner="夜間サポート")
    pdf = write_pdf(outcome(pilot=pilot), profile())
    assert pages(pdf) > 3
    assert b"pdfuaid:part" not in pdf
