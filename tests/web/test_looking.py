"""The measure itself: a page with every fault that it looks for is found out, and a page without one is not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import browser, chromium, open_page, page, site
from tests.web.looking import AUDIT, WIDTH, has_focus

__all__ = ["browser", "chromium", "open_page", "page", "site"]

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="en"><head><title>Sound</title>
<style>input, button { min-block-size: 1.5rem }</style></head><body>
<header>Relevo</header><nav aria-label="Places"><a href="/">Start</a></nav>
<main><h1>Tickets</h1><h2>Next</h2><ul><li>One</li></ul>
<label for="name">Name</label> <input id="name"> <button type="button">A button to press</button></main></body></html>"""

FAULTS = {
    '<button type="button"></button>': "has no name",
    '<input placeholder="Name">': "has no name",
    '<div tabindex="0">x</div>': "has no role",
    '<a href="/"><button type="button">Both of them</button></a>': "a control in a control",
    '<button type="button" tabindex="3">Jumps the queue</button>': "breaks the order of keys",
    "<h1>Second</h1>": "2 first headings",
    "<h4>Deep</h4>": "leaves out a level",
    "<nav><a href='/'>Elsewhere</a></nav>": "unnamed or equal navs",
    '<p id="name">Twice</p>': "id used twice: name",
    '<label for="nobody">Nobody</label>': "for points nowhere",
    '<button type="button" popovertarget="gone">Opens nothing</button>': "popovertarget points nowhere",
    '<img src="data:,">': "a picture without words",
    "<ul><div>x</div></ul>": "a list holds something else",
    "<table><tr><th>Head</th></tr></table>": "a head of nothing",
    '<button type="button" style="inline-size:10px;block-size:10px;padding:0">x</button>': "too small to hit",
    '<p style="color:#999">Too light to read</p>': "contrast 2.85",
    '<p style="opacity:1;color:rgb(0 0 0 / 0.3)">Washed out</p>': "contrast 2.",
    '<p style="color:#fff;background:#eee">White</p>': "contrast 1.",
}


def put(page: Page, more: str) -> None:
    page.set_content(SOUND.replace("</main>", f"{more}</main>"))


def test_a_sound_page_is_called_sound(page: Page) -> None:
    put(page, "")
    assert page.evaluate(AUDIT) == []
    assert page.evaluate(WIDTH) == []


def test_every_fault_is_found_and_only_that_one(page: Page) -> None:
    for fault, said in FAULTS.items():
        put(page, fault)
        found = page.evaluate(AUDIT)
        assert [line for line in found if said in line], f"{fault}: {found}"
    page.set_content(
        SOUND.replace('lang="en"', "").replace("<title>Sound</title>", "").replace("<main>", "<div>")
    )
    assert {"no language", "no title", "not one main"} <= set(page.evaluate(AUDIT))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ('<div style="inline-size:3000px">wide</div>', "scrolls sideways"),
        ('<p style="position:fixed;inset-inline-end:-50px;inset-block-start:0">out</p>', "stands out of the screen"),
        ('<p style="inline-size:40px;overflow:hidden;white-space:nowrap">cut off here</p>', "is cut off"),
        ('<button style="inline-size:30px;white-space:nowrap">Far too long for it</button>', "has words that stand out"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_found(page: Page, fault: str, said: str) -> None:
    put(page, fault)
    assert [line for line in page.evaluate(WIDTH) if said in line]


def test_what_may_be_cut_or_scrolled_is_left_alone(page: Page) -> None:
    put(
        page,
        '<p style="inline-size:40px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis">shortened with dots</p>'
        '<div style="overflow-x:auto"><table style="inline-size:3000px"><tr><td>x</td></tr></table></div>',
    )
    assert page.evaluate(WIDTH) == []


def test_a_keyboard_that_is_nowhere_or_unseen_is_found_out(page: Page) -> None:
    put(page, "")
    with pytest.raises(AssertionError):
        has_focus(page, patience=500)
    page.focus("#name")
    has_focus(page)
    page.add_style_tag(content="* { outline: none !important }")
    with pytest.raises(AssertionError, match="nothing marks where the keyboard is"):
        has_focus(page)
