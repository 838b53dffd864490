"""Plan and actual in a real Chromium: everybody can read it on every screen, and choose by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from relevo.core import clock
from tests.browser import sign_in
from tests.cast import Cast
from tests.study.live_weeks import AFTER, live
from tests.web.console.kept_results import computed, page_of
from tests.web.console.test_browser import press, tab_to
from tests.web.looking import LANGUAGES, look, look_at_all, speak


@pytest.mark.browser
def test_everybody_can_read_the_page_on_every_screen(page: Page) -> None:
    cast = Cast()
    live(cast)
    with clock.travel(AFTER):
        made = computed(cast)
        sign_in(page, "Carmen")
        wrong = look_at_all(page, "Carmen", [page_of(made), page_of(made, "?plan=in_house")])
        for language in LANGUAGES:
            speak(page, language)
            page.goto(page_of(made))
            page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
            wrong += look(page)
        computed(cast, b"{}")
        wrong += look_at_all(page, "Carmen", [page_of(made)])
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.browser
def test_another_plan_is_chosen_by_keyboard_alone(page: Page) -> None:
    cast = Cast()
    live(cast)
    with clock.travel(AFTER):
        made = computed(cast)
        sign_in(page, "Carmen")
        page.goto(page_of(made))
        page.get_by_label("The plan that you took").focus()
        page.keyboard.type("In-house, hours")
        tab_to(page, "Show it")
        press(page, "Enter")
        page.wait_for_url("**plan=in_house&**")
        expect(page.locator("#plan")).to_have_value("in_house")
        expect(page.locator("#measures .card-note")).to_contain_text("In-house, hours as today")
