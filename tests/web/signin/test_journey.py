"""One person's way through the door in a real browser: second factor, sign-out, languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage, sign_in, sign_out
from tests.cast import PASSWORD, Cast
from tests.web.signin.knocking import code_of, factors_of

pytestmark = pytest.mark.browser


def switch_on(page: Page) -> str:
    """Set the second factor up from the pages; the key in the app."""
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Switch on").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    picture = page.get_by_alt_text("The key as a QR code")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0"), (
        "the content policy lets it through"
    )
    secret = page.locator(".own-key").inner_text().strip()
    page.get_by_label("Code").fill(code_of(secret, -1))
    page.get_by_role("button", name="Switch on").click()
    expect(page.locator(".own-codes li")).to_have_count(10)
    return secret


def choose_language(page: Page, code: str) -> None:
    """Choose in the menu that every page has."""
    page.click("[popovertarget=user-menu]")
    page.click(f"#user-menu button[name=language][value={code}]")
    expect(page.locator("html")).to_have_attribute("lang", code)


def test_mateo_sets_up_his_second_factor_comes_back_with_it_and_changes_the_language(
    page: Page, open_page: OpenPage
) -> None:
    elsewhere = open_page(width=390, height=844)
    sign_in(elsewhere, "Mateo")
    sign_in(page, "Mateo")
    secret = switch_on(page)
    expect(page.get_by_text("Two-factor sign-in is on.")).to_be_visible()
    elsewhere.goto("/work/")
    assert "/account/login/" in elsewhere.url, "the session without a second factor has ended"

    sign_out(page)
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto("/work/")
    assert page.url.endswith("/account/login/?next=/work/")
    sign_in(page, "Mateo")
    expect(page.get_by_role("heading", name="Now the code")).to_be_visible()
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That code is not right")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/**")

    for code in ("lv", "es"):
        choose_language(page, code)
        assert "/work/" in page.url
    assert Cast().user("Mateo").language == "es"
    assert factors_of(Cast().user("Mateo")) == {"totp", "recovery_codes"}


def test_the_door_speaks_another_language_before_anybody_has_signed_in(page: Page) -> None:
    page.goto("/account/login/?next=/console/")
    page.click("[popovertarget=page-language]")
    page.click("#page-language button[value=lv]")
    expect(page.locator("html")).to_have_attribute("lang", "lv")
    assert page.url.endswith("/account/login/?next=/console/")


def test_the_door_can_be_opened_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/account/login/")
    page.keyboard.type("mateo@noctua.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/**")


@pytest.mark.parametrize("address", ["/account/login/", "/account/password/reset/", "/account/signup/"])
def test_the_door_fits_a_telephone(open_page: OpenPage, address: str) -> None:
    page = open_page(width=320, height=640)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
