"""The web page: one file, no script, readable without seeing, safe whatever a file says."""

import itertools
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from relevo.study.report.palette import PAIRS
from relevo.study.report.texts.catalogues import LANGUAGES
from relevo.study.report.writing import write_html
from tests.study.report.worlds import hostile, outcome, profile


class Page(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def html():
    return write_html(outcome(), profile(), desk="Auralis")


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@pytest.fixture(scope="module")
def attacked():
    return write_html(*hostile())


def test_nothing_comes_from_elsewhere_and_nothing_runs(html, page):
    names = Counter(tag for tag, _ in page.tags)
    assert not names.keys() & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert names["style"] == 1
    links = [
        value
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in {"href", "src", "action"}
    ]
    assert all(link.startswith("#") for link in links)
    assert not re.search(r"@import|url\(", html)


def test_the_same_study_gives_the_same_page(html):
    assert write_html(outcome(), profile(), desk="Auralis") == html


def test_headings_do_not_skip_a_level(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_every_picture_can_be_heard_and_every_table_has_a_caption_and_heads(page):
    pictures = page.all("svg")
    assert len(pictures) == 5
    assert all(picture["role"] == "img" and len(picture["aria-label"]) > 60 for picture in pictures)
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(head["scope"] in {"col", "row"} for head in page.all("th"))


def test_what_scrolls_can_be_reached_by_keys(page):
    wide = [attributes for _, attributes in page.tags if "wide" in attributes.get("class", "").split()]
    assert wide
    assert all(one["tabindex"] == "0" and one["aria-label"] for one in wide)


def test_links_of_the_contents_lead_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.all("a")} <= set(ids)


def test_pictures_have_colours_for_a_dark_ground(html):
    for light, dark in PAIRS.items():
        assert f'[fill="{light}"] {{ fill: {dark}; }}' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language(language):
    assert f'<html lang="{language}">' in write_html(outcome(), profile(), language=language)


def test_hostile_words_stay_words(attacked):
    page = Page(attacked)
    assert not page.all("script")
    assert '<script>alert("1")' in page.text
    assert "A" * 700 not in attacked
    assert "\u202e" not in attacked
