"""Looking at a page with a measure in the hand: what it offers to everybody, and whether anything is cut off.

The page itself is asked (``audit.js``, ``width.js``), in a real browser, in both themes and at phone width.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser import PATIENCE

_HERE = Path(__file__).parent
AUDIT = (_HERE / "audit.js").read_text(encoding="utf-8")
WIDTH = (_HERE / "width.js").read_text(encoding="utf-8")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
THEMES = ("light", "dark")
LANGUAGES = ("en", "es", "lv")


def speak(page: Page, language: str) -> None:
    """Let the pages of this window be in ``language``."""
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": _site(page)}]
    )  # fmt: skip


def _site(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def look_at(page: Page, address: str, *, status: int = 200) -> list[str]:
    """Open a page at desk width and on a phone, by day and by night; everything that is wrong with it."""
    page.set_viewport_size(DESK)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address}: {answer.status}"
    return [f"{address} {found}" for found in look(page)]


def look_at_all(page: Page, name: str, addresses: Iterable[str]) -> list[str]:
    """The same for every page of somebody who is signed in, in all languages; and what the console tells meanwhile."""
    lines, wrong = told(page), []
    for language, address in product(LANGUAGES, addresses):
        speak(page, language)
        wrong += [f"{name} ({language}): {found}" for found in look_at(page, address)]
    return wrong + lines


def look(page: Page) -> list[str]:
    """The same for the page as it stands now, with what is open on it.

    What a page offers to everybody, and its contrasts, are the same in all languages: only widths are measured in each.
    """
    wrong = []
    for theme in THEMES if page.evaluate("document.documentElement.lang") == "en" else ():
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        wrong += [f"({theme}) {found}" for found in page.evaluate(AUDIT)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        wrong += [f"({size['width']} px) {found}" for found in page.evaluate(WIDTH)]
    return wrong


def told(page: Page) -> list[str]:
    """A list that fills with every error that the page's console tells from now on."""
    lines: list[str] = []
    page.on(
        "console", lambda line: lines.append(f"{page.url}: {line.text}") if line.type == "error" else None
    )
    return lines


def has_focus(page: Page, *, patience: float = PATIENCE) -> str:
    """The words (or name) of what the keyboard is on; it must be seen, and marked. Fails when it is on nothing.

    patience: milliseconds that it may take to get there.
    """
    at = page.locator(":focus")
    expect(at).to_have_count(1, timeout=patience)
    expect(at).to_be_visible()
    looked = """element => {
        const style = getComputedStyle(element), frame = getComputedStyle(element.closest(".composer") ?? element);
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        const box = element.getBoundingClientRect();
        const within = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
        const name = element.getAttribute("aria-label") || element.innerText || element.name || element.localName;
        return [ring || frame.boxShadow !== "none" || element.matches("[role=combobox], #content"), within, name];
    }"""
    for _ in range(10):  # a page that is being put together anew may still be scrolling to it
        marked, within, name = at.evaluate(looked)
        if within:
            break
        page.wait_for_timeout(200)
    words = " ".join(str(name).split())
    assert marked, f"nothing marks where the keyboard is: {words}"
    assert within, f"the keyboard is out of sight: {words}"
    return words
