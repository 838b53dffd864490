"""The console in a real Chromium: the one switch by keyboard, figures that stay true, pages that anybody can use."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from relevo.core import clock
from relevo.core.scope import acting
from relevo.desks.models import Desk
from relevo.organizations.models import User
from relevo.study.models import RunState, StudyScenario
from relevo.tickets.models import Ticket
from tests import evening
from tests.browser import OpenPage, sign_in
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.stories import customer_writes
from tests.web.console.kept_results import SUMMARY
from tests.web.looking import LANGUAGES, has_focus, look, look_at_all, speak

pytestmark = pytest.mark.browser


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Walk on with the tab key until the keyboard is on what is called ``name``."""
    for _ in range(120):
        press(page, "Tab")
        if page.evaluate("document.activeElement !== document.body") and has_focus(page) == name:
            return
    raise AssertionError(f"the tab key never comes to: {name}")


def test_the_queue_is_taken_back_and_given_back_by_keyboard_alone(page: Page) -> None:
    cast = Cast()
    customer_writes(cast)
    sign_in(page, "Carmen")
    page.goto("/console/")
    tab_to(page, "Take the queue back")
    press(page, "Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Every unfinished ticket of Auralis moves to your in-house team at once")
    for _ in range(6):
        press(page, "Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')")  # fmt: skip
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    assert has_focus(page) == "Take the queue back"
    with acting(EVERYWHERE):
        assert Desk.objects.get(slug="auralis").taken_back_at is None, "nothing was done yet"
    press(page, "Enter")
    tab_to(page, "Take the queue back")
    press(page, "Enter")
    expect(page.locator("main")).to_contain_text("Your own team holds the whole queue")
    tab_to(page, "Give the queue back")
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("Coverage decides again who answers.")


def test_the_figures_stay_true_by_themselves_but_not_under_an_open_menu(page: Page) -> None:
    cast = Cast()
    sign_in(page, "Carmen")
    page.goto("/console/")
    waiting = page.locator(".stat", has_text="Waiting now").locator(".stat-figure")
    expect(waiting).to_have_text("0")
    customer_writes(cast)
    expect(waiting).to_have_text("1")
    tab_to(page, "Period: Last 24 hours")
    press(page, "Enter", "ArrowDown", "ArrowDown")
    assert has_focus(page) == "Last 7 days"
    customer_writes(cast, address="elena@prats.example", name="Elena Prats")
    expect(page.locator("#console[data-stale]")).to_have_count(1)
    expect(waiting).to_have_text("1")
    assert has_focus(page) == "Last 7 days"
    press(page, "Escape")
    expect(waiting).to_have_text("2")
    assert has_focus(page) == "Period: Last 24 hours", "on the button of the menu, which is a new one"
    press(page, "Enter", "ArrowDown", "ArrowDown", "Enter")
    page.wait_for_url("**period=week*")
    assert "desk=AUR" in page.url


def test_a_ticket_is_taken_back_from_its_record(page: Page) -> None:
    cast = Cast()
    ticket = customer_writes(cast)
    sign_in(page, "Carmen")
    page.goto(f"/console/tickets/{ticket.reference}/")
    expect(page.locator("table time").first).to_have_text(re.compile(r"^Nov 22, \d\d:\d\d$"))
    tab_to(page, "Take back")
    press(page, "Enter")
    tab_to(page, "Take it back")
    press(page, "Enter")
    page.wait_for_url(f"**/work/{ticket.reference}/")
    with acting(EVERYWHERE):
        assert Ticket.objects.select_related("holder").get(pk=ticket.pk).holder.in_house


def test_everybody_can_use_every_page_on_every_screen(open_page: OpenPage) -> None:
    cast = Cast()
    with clock.travel(evening.EVENING):
        told_evening = evening.play(cast)
        with acting(EVERYWHERE):
            StudyScenario.objects.update(state=RunState.DONE, summary=SUMMARY)
        run_jobs()
        _a_job_fails()
        reference = told_evening.elena.reference
        pages = {
            "Carmen": (
                "/console/", "/console/?period=month", "/console/tickets/", "/console/tickets/?only=all",
                "/console/tickets/?only=findings", "/console/costs/", "/console/costs/?period=month",
                f"/console/tickets/{reference}/", "/console/jobs/", "/console/mail/?desk=AUR",
                f"/console/mailbox/{told_evening.mailbox}/", f"/console/mail/test/{told_evening.mailbox}/",
                "/console/study/", f"/console/study/{told_evening.study}/",
            ),
            "Valeria": ("/console/?desk=AUR", "/console/?desk=MAR", f"/console/tickets/{reference}/"),
            "Jonas": ("/console/",),
        }  # fmt: skip
        User.objects.filter(name="Carmen Vidal").update(is_staff=True)
        wrong: list[str] = []
        for name, addresses in pages.items():
            page = open_page()
            sign_in(page, name)
            wrong += look_at_all(page, name, addresses)
    assert not wrong, "\n".join(sorted(set(wrong)))


def _a_job_fails() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) VALUES"
            " ('events', 'promises.mark_missed', '{\"ticket_id\": 7}', 'failed', 5)"
        )


def test_what_opens_on_a_page_fits_the_screen_too(open_page: OpenPage) -> None:
    ticket = customer_writes(Cast())
    manager, lead = open_page(), open_page()
    sign_in(manager, "Carmen")
    sign_in(lead, "Valeria")
    wrong: list[str] = []
    for language in LANGUAGES:
        speak(manager, language)
        speak(lead, language)
        for page, address, opener in (
            (manager, "/console/", "[data-dialog=take-back]"),
            (manager, f"/console/tickets/{ticket.reference}/", "[data-dialog=take-back]"),
            (manager, "/console/", "[popovertarget=console-period]"),
            (lead, "/console/", "[popovertarget=console-desk]"),
        ):
            page.goto(address)
            page.click(opener)
            wrong += [f"{language} {address} {found}" for found in look(page)]
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_an_open_question_is_not_snatched_away_by_what_another_window_did(page: Page) -> None:
    """It stays until she closes it; then the page shows how things are now."""
    customer_writes(Cast())
    sign_in(page, "Carmen")
    page.goto("/console/")
    other = page.context.new_page()
    other.goto("/console/")
    other.click("[data-dialog=take-back]")
    page.click("[data-dialog=take-back]")
    page.click("dialog[open] .button-alarm")
    expect(page.locator("main")).to_contain_text("Your own team holds the whole queue")
    expect(other.get_by_role("dialog")).to_be_visible()
    press(other, "Escape")
    expect(other.locator("main")).to_contain_text("Your own team holds the whole queue")
    expect(other.get_by_role("button", name="Take the queue back")).to_have_count(0)
