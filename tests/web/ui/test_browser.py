"""The living page in a real Chromium: no error, no breach of the content policy, all of it by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser
PLACES = ["/ui/", "/ui/workspace/", "/ui/workspace/?note=1", "/ui/console/", "/ui/sign-in/"]


@contextmanager
def page_at(chromium: Browser, address: str, width: int = 1280, *, offline: bool = False) -> Iterator[Page]:
    """A fresh page that fails the test when the console tells of an error, unless the test breaks the line itself."""
    told: list[str] = []
    context = chromium.new_context(
        viewport={"width": width, "height": 860}, reduced_motion="reduce", locale="en"
    )
    page = context.new_page()
    page.on(
        "console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert offline or told == []


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"))


@pytest.mark.parametrize("place", PLACES)
def test_a_page_opens_without_an_error_in_both_themes(
    living_page: str, chromium: Browser, place: str
) -> None:
    with page_at(chromium, living_page + place) as page:
        for scheme, ground in (("light", "rgb(246, 247, 247)"), ("dark", "rgb(14, 17, 18)")):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("main")).to_be_visible()
            assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == ground


@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_wider_than_a_narrow_screen(living_page: str, chromium: Browser, place: str) -> None:
    with page_at(chromium, living_page + place) as page:
        for width in (320, 390, 768, 1100):
            page.set_viewport_size({"width": width, "height": 800})
            wide = (
                "Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth)"
            )
            assert page.evaluate(wide) <= width


def test_htmx_runs_nothing_from_attributes_and_writes_no_style(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/") as page:
        assert page.evaluate("[htmx.config.allowEval, htmx.config.includeIndicatorStyles]") == [False, False]


def test_a_live_event_is_told_to_the_page_and_a_lost_line_is_found_again(
    living_page: str, chromium: Browser
) -> None:
    """The page says since when it knows everything; after a break it cannot, and the server lets it fetch all again."""
    asked: list[str] = []

    def tell(route: Route) -> None:
        [since] = parse_qs(urlsplit(route.request.url).query, keep_blank_values=True)["since"]
        asked.append(since)
        name = "ticket-42" if since else "live:resync"
        said = json.dumps({"name": name, "detail": {}})
        route.fulfill(content_type="text/event-stream", body=f"data: {said}\n\n")

    with page_at(chromium, f"{living_page}/ui/workspace/", offline=True) as page:
        page.route("**/live/*", tell)
        page.evaluate("""() => {
            const page = document.body.dataset;
            const note = (event) => (page.heard = `${page.heard ?? ""} ${event.type}`);
            for (const name of ["ticket-42", "live:resync"]) document.addEventListener(name, note);
            const stream = document.querySelector("live-stream");
            stream.setAttribute("src", "/live/");
            stream.open();
        }""")
        heard = page.locator("body")
        expect(heard).to_have_attribute("data-heard", re.compile("ticket-42"))
        expect(page.get_by_text("Reconnecting")).to_be_visible()
        expect(heard).to_have_attribute("data-heard", re.compile("live:resync"))
        made = page.locator("html").get_attribute("data-now")
    assert asked[:2] == [made, ""]


def test_a_draft_that_cannot_be_saved_stays_in_this_browser(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/?note=1", offline=True) as page:
        page.route("**/ui/draft/", lambda route: route.abort())
        page.locator("[data-composer]").fill("Jorge called twice.")
        expect(page.locator("[data-draft-state]")).to_contain_text("kept in this browser")
        copy = page.evaluate("JSON.parse(sessionStorage.getItem('relevo.draft.AUR-1042-note'))")
        assert copy == {"text": "Jorge called twice.", "over": ""}
        page.unroute("**/ui/draft/")
        expect(page.locator("[data-draft-state]")).to_have_text("Draft saved")


def test_the_list_is_walked_with_j_and_k_and_the_answer_begun_with_r(
    living_page: str, chromium: Browser
) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.keyboard.press("j")
        assert "AUR-1047" in focused(page)
        page.keyboard.press("k")
        page.keyboard.press("k")
        assert "MAR-0388" in focused(page)
        page.keyboard.press("r")
        expect(page.locator("[data-composer]")).to_be_focused()
        page.keyboard.type("j")
        expect(page.locator("[data-composer]")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("[data-composer]")).not_to_be_focused()


def test_the_help_lists_the_keys_of_this_page_and_can_switch_them_off(
    living_page: str, chromium: Browser
) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.keyboard.press("?")
        expect(page.locator("#key-help")).to_contain_text("Hand over")
        page.get_by_role("switch", name="Shortcuts of a single key").uncheck()
        page.keyboard.press("Escape")
        page.locator("body").click(position={"x": 5, "y": 400})
        page.keyboard.press("?")
        expect(page.locator("#key-help")).to_be_hidden()


def test_two_keys_in_a_row_lead_to_a_place(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.keyboard.press("g")
        page.keyboard.press("o")
        page.wait_for_url("**/ui/console/")


def test_the_palette_finds_without_accents_and_opens_with_enter(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.keyboard.press("Control+k")
        page.keyboard.type("overv")
        expect(page.get_by_role("option")).to_have_count(1)
        page.get_by_role("combobox").fill("zzzz")
        expect(page.get_by_text("Nothing fits.")).to_be_visible()
        page.get_by_role("combobox").fill("go")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ui/console/")


def test_a_menu_is_walked_with_arrows_and_gives_the_focus_back(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.keyboard.press("s")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert focused(page) == "On hold"
        page.keyboard.press("Escape")
        expect(page.locator("#ticket-status")).to_be_hidden()
        expect(page.locator("[popovertarget=ticket-status]")).to_be_focused()


def test_a_finding_is_underlined_explained_and_replaced_so_that_undo_works(
    living_page: str, chromium: Browser
) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        text = page.locator("[data-composer]")
        expect(page.locator(".finding-mirror mark")).to_have_text("As I already told you")
        expect(page.locator("finding-marks .finding")).to_contain_text("reproach")
        page.get_by_role("button", name="Use this").click()
        assert "To be sure nothing is lost, keep" in text.input_value()
        expect(page.locator(".finding-mirror mark")).to_have_count(0)
        page.keyboard.press("Control+z")
        assert "As I already told you" in text.input_value()


def test_cited_words_stand_in_the_quotation_marks_of_the_page_s_language(
    living_page: str, chromium: Browser
) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        cited = page.locator("finding-marks .finding q").first
        expect(cited).to_have_text("As I already told you")
        for language, marks in (("en", '"“" "”"'), ("es", '"«" "»"'), ("lv", '"„" "”"')):
            page.evaluate("code => { document.documentElement.lang = code }", language)
            assert cited.evaluate("element => getComputedStyle(element).quotes") == marks


def test_an_example_is_shown_and_only_what_can_stand_as_it_is_gets_a_button(
    living_page: str, chromium: Browser
) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        marks = page.locator("finding-marks")
        found = json.loads(marks.get_attribute("findings") or "")
        marks.evaluate(
            "(element, text) => element.setAttribute('findings', text)",
            json.dumps([{**found[0], "instead": ""}]),
        )
        expect(marks.locator(".finding-better")).to_have_text(found[0]["better"])
        expect(page.get_by_role("button", name="Use this")).to_have_count(0)
        expect(page.get_by_role("button", name="Keep mine")).to_be_visible()


def test_a_finding_follows_its_words(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.locator("[data-composer]").focus()
        page.keyboard.press("Control+Home")
        page.keyboard.type("Dear friend, ")
        expect(page.locator(".finding-mirror mark")).to_have_text("As I already told you")


def test_a_draft_is_saved_and_its_copy_is_let_go(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/?note=1") as page:
        text, state = page.locator("[data-composer]"), page.locator("[data-draft-state]")
        text.fill("Serial AD2-0193847 is under warranty.")
        expect(state).to_have_text("Draft saved")
        assert page.evaluate("sessionStorage.getItem('relevo.draft.AUR-1042-note')") is None


def test_words_the_server_never_saw_come_back(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/?note=1") as page:
        copy = json.dumps({"text": "Jorge called twice.", "over": ""})
        page.evaluate("copy => sessionStorage.setItem('relevo.draft.AUR-1042-note', copy)", copy)
        page.reload()
        expect(page.locator("[data-composer]")).to_have_value("Jorge called twice.")
        expect(page.locator("[data-draft-state]")).to_have_text("Draft saved")


def test_a_theme_chosen_is_kept_and_comes_with_the_next_page(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/sign-in/") as page:
        page.get_by_role("button", name="Theme").click()
        page.get_by_role("button", name="Night").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.goto(f"{living_page}/ui/")
        assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_toast_is_said_aloud_and_can_be_closed(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.evaluate(
            "document.dispatchEvent(new CustomEvent('toast', {detail: {text: 'Not sent', tone: 'breached'}}))"
        )
        expect(page.get_by_role("alert").filter(has_text="Not sent")).to_be_visible()
        page.get_by_role("button", name="Dismiss").click()
        expect(page.get_by_text("Not sent")).to_have_count(0)


def test_a_promise_turns_late_by_itself(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        mark = page.locator(".ticket-head time-left")
        mark.evaluate(
            "element => element.setAttribute("
            "'due', new Date(Date.parse(document.documentElement.dataset.now) - 180500).toISOString())"
        )
        expect(mark).to_have_attribute("data-state", "breached")
        expect(mark).to_contain_text("3 min late")


def test_a_dialog_asks_and_escape_leaves_everything_as_it_was(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/console/") as page:
        opener = page.get_by_role("button", name="Take all work back")
        opener.press("Enter")
        expect(page.get_by_role("dialog")).to_contain_text("16 open tickets")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(opener).to_be_focused()


def test_the_original_opens_beside_the_translation(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/", width=1440) as page:
        page.locator("#m4 summary").press("Enter")
        translated, original = (
            page.locator("#m4 .message-body").bounding_box(),
            page.locator("#m4 .original").bounding_box(),
        )
        assert translated
        assert original
        assert original["x"] >= translated["x"] + translated["width"]


def test_the_frame_is_walked_by_tab_from_the_skip_link(living_page: str, chromium: Browser) -> None:
    with page_at(chromium, f"{living_page}/ui/workspace/") as page:
        page.keyboard.press("Tab")
        assert focused(page) == "Skip to the content"
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
