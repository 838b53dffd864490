"""The PDF: a page count, tags, the same bytes each time, whatever letters a name has."""

import re
import socketserver
import threading
from dataclasses import replace
from xml.sax.saxutils import escape

import pytest

from relevo.study.report.writing import write_html, write_pdf
from tests.study.report.test_html import Page
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


@pytest.fixture
def town_hall():
    """A server that counts who comes, and its address."""
    came = []

    class Door(socketserver.BaseRequestHandler):
        def handle(self):
            came.append(self.client_address)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield came, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "name",
    [
        "<img src='{url}/x.png'>",
        "<iframe src=file:///etc/passwd>",
        "<link rel=icon href={url}>",
        "http://169.254.169.254/latest/",
        "php://filter/resource=/etc/passwd",
        '#image("{url}/x.svg")',
        '#read("/etc/passwd") #panic()',
        "@import url({url}/y.css);",
    ],
)
def test_attack_40_nothing_is_fetched_for_what_stands_in_a_name_and_it_is_set_as_text(town_hall, name):
    came, url = town_hall
    name = name.format(url=url)
    study = outcome(pilot=replace(outcome().pilot, partner=name))
    pdf = write_pdf(study, profile(), desk=name)
    page = Page(write_html(study, profile(), desk=name))
    assert came == []
    assert name in page.text
    assert not page.all("img") + page.all("iframe") + page.all("link")
    assert escape(name, {"'": "&apos;", '"': "&quot;"}).encode() in pdf, "in the title, letter by letter"
    assert b"/URI" not in pdf, "it is no link either"
