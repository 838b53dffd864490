"""The workspace in a real Chromium: a night by keyboard alone, words that are never lost, pages that anybody can use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from relevo.core import clock
from relevo.core.scope import acting
from relevo.tickets.actions import Received, assign_ticket, receive_message
from relevo.tickets.models import Draft, Message, Note, Ticket
from relevo.web.ui.context import frame as plain_frame
from tests import evening
from tests.browser import OpenPage, address_of, sign_in
from tests.cast import EVERYWHERE, PASSWORD, Cast
from tests.language.engine_room import desk_with, knowing
from tests.stories import SUNDAY_NIGHT, customer_writes, fresh
from tests.web.looking import LANGUAGES, has_focus, look, look_at, look_at_all, speak
from tests.web.workspace.screen import path

pytestmark = pytest.mark.browser
ENGLISH = "Please restart the Auralis Hub and wait two minutes."
SPANISH = "Reinicie el Auralis Hub y espere dos minutos, por favor."


def writes_again(cast: Cast, ticket: Ticket, text: str) -> None:
    """The customer writes once more, while the page is open."""
    machine = cast.machine("auralis")
    with acting(machine):
        received = Received(text=text, shown_name="Jorge Molina", at=clock.now(), language="es")
        receive_message(Ticket.objects.get(pk=ticket.pk), received, actor=machine)


def drafts(ticket: Ticket) -> list[str]:
    with acting(EVERYWHERE):
        return list(Draft.objects.filter(ticket=ticket).values_list("text", flat=True))


def now_is(ticket: Ticket) -> Ticket:
    with acting(EVERYWHERE):
        return fresh(ticket)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@contextmanager
def engine(cast: Cast) -> Iterator[None]:
    """Auralis's engine knows two sentences."""
    with desk_with(cast, knowing()):
        yield


# -- by keyboard ----------------------------------------------------------------------------------------------------


def test_a_night_by_keyboard_alone(page: Page) -> None:
    cast = Cast()
    with engine(cast):
        jorge = customer_writes(cast)
        elena = customer_writes(cast, address="elena@prats.example", name="Elena Prats", subject="Sin sonido")
        signs_in(page)
        opens_the_ticket(page, jorge)
        takes_it(page, jorge)
        prepares_the_hand_over(page)
        answers(page, jorge)
        notes(page, jorge)
        solves(page, jorge)
        goes_on(page, elena)


def signs_in(page: Page) -> None:
    page.goto("/work/?list=all")
    expect(page.get_by_label("Mail address")).to_be_focused()
    page.keyboard.type(address_of("Mateo"))
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/work/?list=all")
    press(page, "Tab")
    assert has_focus(page) == "Skip to the content"
    press(page, "Enter")
    expect(page.locator("#content")).to_be_focused()


def opens_the_ticket(page: Page, jorge: Ticket) -> None:
    expect(page.locator(".queue-row")).to_have_count(2)
    press(page, "j", "j", "j", "k")
    first = has_focus(page)
    press(page, "j")
    assert has_focus(page) != first
    if jorge.reference not in has_focus(page):
        press(page, "k")
    assert jorge.reference in has_focus(page)
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("El altavoz no enciende")


def takes_it(page: Page, jorge: Ticket) -> None:
    press(page, "a")
    expect(page.get_by_role("button", name="Take it")).to_have_count(0)
    assert has_focus(page) == "El altavoz no enciende", "the button has gone: the keyboard is on the heading"
    assert now_is(jorge).assignee is not None


def prepares_the_hand_over(page: Page) -> None:
    press(page, "h", "ArrowDown")
    assert has_focus(page) == "Write the hand-over note…"
    press(page, "Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(9):
        press(page, "Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')")  # fmt: skip
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    assert has_focus(page) == "Hand over"
    press(page, "Enter", "ArrowDown", "Enter")
    expect(page.get_by_label("Assessment")).to_be_focused()
    page.keyboard.type("The supply.")
    press(page, "Tab", "Tab", "Enter")
    expect(dialog).to_have_count(0)
    page.wait_for_function("() => !document.querySelector('#ticket-head.htmx-request')")
    assert has_focus(page) == "Hand over"


def answers(page: Page, jorge: Ticket) -> None:
    press(page, "r")
    field = page.locator("[data-composer]")
    expect(field).to_be_focused()
    page.keyboard.type(ENGLISH)
    press(page, "Control+Enter")
    expect(page.locator("#preview textarea")).to_have_value(SPANISH)
    expect(field).to_be_focused()
    assert field.input_value() == ENGLISH
    press(page, "Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("On its way to Jorge Molina")
    assert has_focus(page) == "Reply", "not in the empty field: j leads on"
    with acting(EVERYWHERE):
        assert Message.objects.get(ticket=jorge, direction="out").sent_text == SPANISH
    assert drafts(jorge) == []


def notes(page: Page, jorge: Ticket) -> None:
    press(page, "n")
    expect(page.locator("[data-composer]")).to_be_focused()
    page.keyboard.type("He has two speakers.")
    press(page, "Tab")
    assert has_focus(page) == "For our firm only"
    press(page, "Enter")
    expect(page.locator("#thread")).to_contain_text("He has two speakers.")
    has_focus(page)
    with acting(EVERYWHERE):
        assert Note.objects.get(ticket=jorge).audience == "own"
    press(page, "r")
    expect(page.locator("[data-composer]")).to_be_focused()
    expect(page.get_by_role("button", name="Send to Jorge, as Auralis")).to_be_visible()
    press(page, "Escape")


def solves(page: Page, jorge: Ticket) -> None:
    press(page, "s", "ArrowDown")
    while has_focus(page) != "Solved":
        press(page, "ArrowDown")
    press(page, "Enter")
    expect(page.locator("[popovertarget=ticket-status]")).to_contain_text("Solved")
    assert has_focus(page) == "Status: Solved", "the button of the menu, with the new status"
    assert now_is(jorge).status == "solved"


def goes_on(page: Page, elena: Ticket) -> None:
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("Reply")
    press(page, "Escape")
    assert has_focus(page) == "Status: Solved"
    press(page, "Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("prats")
    expect(page.get_by_role("option")).to_contain_text([elena.reference])
    press(page, "Escape")
    assert has_focus(page) == "Status: Solved"
    press(page, "/")
    page.keyboard.type("Elena")
    press(page, "Enter")
    page.wait_for_url("**q=Elena*")
    press(page, "j")
    assert elena.reference in has_focus(page)
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Sin sonido")
    press(page, "g", "w")
    page.wait_for_url("**/work/")


def test_every_stop_of_the_tab_key_is_seen_and_marked(page: Page) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Valeria")
    page.goto(path(jorge))
    stops = []
    for _ in range(80):
        press(page, "Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(has_focus(page))
    for part in (
        "Skip to the content",
        "Workspace",
        "Search tickets",
        "Take it",
        "Conversation",
        "Reply",
        "Answer",
        "Promises",
    ):
        assert any(part in stop for stop in stops), part


# -- live -----------------------------------------------------------------------------------------------------------


def test_what_happens_elsewhere_does_not_disturb_who_types(page: Page) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    field = page.locator("[data-composer]")
    field.fill("Hello Jorge, thank you.")
    page.evaluate("document.querySelector('[data-composer]').setSelectionRange(5, 5)")
    writes_again(cast, jorge, "Sigue igual, el anillo parpadea en rojo.")
    expect(page.locator("#thread")).to_contain_text("parpadea en rojo")
    expect(page.locator("#ticket-head")).to_contain_text("First response")
    expect(field).to_be_focused()
    assert page.evaluate("document.querySelector('[data-composer]').selectionStart") == 5
    page.keyboard.type(" dear")
    assert field.input_value() == "Hello dear Jorge, thank you."
    expect(page.locator("#answer[data-stale]")).to_have_count(1)


def test_letting_somebody_in_keeps_the_words_that_were_begun(page: Page) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    machine = cast.machine("auralis")
    with acting(machine):
        received = Received(
            "Eva lo vio.", "Jorge Molina", clock.now(), language="es", also_to=["eva@prats.example"]
        )
        receive_message(Ticket.objects.get(pk=jorge.pk), received, actor=machine)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    field = page.locator("[data-composer]")
    field.fill("Hello Jorge, thank you.")
    page.click("[popovertarget=copy-in-menu]")
    page.get_by_role("button", name="Copy in e•••@•••.example").click()
    expect(page.locator("#copies .chip")).to_have_text(
        ["e•••@•••.example No more copies to e•••@•••.example"]
    )
    page.click("[popovertarget=copy-in-menu]")
    page.get_by_role("button", name="Copy in somebody else…").click()
    page.get_by_label("Mail address").fill("zoe@ferrer.example")
    press(page, "Enter")
    expect(page.locator("#copies .chip")).to_have_count(2)
    expect(page.locator("#copy-in")).not_to_be_visible()
    page.get_by_role("button", name="No more copies to e•••@•••.example").click()
    expect(page.locator("#copies .chip")).to_have_count(1)
    expect(page.locator("#thread")).to_contain_text("out of the copies")
    expect(field).to_have_value("Hello Jorge, thank you.")
    with acting(EVERYWHERE):
        sent = Message.objects.filter(ticket=jorge, direction="out")
        assert not sent.exists(), "Enter in the address sends no reply"


def test_an_open_menu_stays_and_what_was_held_back_comes_when_it_closes(page: Page) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    page.click("[popovertarget=ticket-status]")
    valeria = cast.actor("Valeria")
    with acting(valeria):
        assign_ticket(Ticket.objects.get(pk=jorge.pk), cast.seat("Lucía", "auralis"), actor=valeria)
    expect(page.locator("#thread")).to_contain_text("Given to Lucía")
    expect(page.locator("#ticket-status")).to_be_visible()
    expect(page.locator("#ticket-head .avatar")).to_have_count(0)
    press(page, "Escape")
    expect(page.locator("#ticket-head")).to_contain_text("Lucía")
    assert has_focus(page) == "Status: New"


def test_a_page_that_was_just_made_fetches_nothing_again(page: Page) -> None:
    """What a stream must catch up with is named; a second page of the same evening has nothing to catch up with."""
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    expect(page.locator("live-stream")).to_have_attribute("state", "open")
    page.wait_for_timeout(2500)
    fetched: list[str] = []
    page.on(
        "request", lambda request: fetched.append(request.url) if "hx-request" in request.headers else None
    )
    page.goto(path(jorge))
    expect(page.locator("live-stream")).to_have_attribute("state", "open")
    page.wait_for_timeout(1000)
    assert [url for url in fetched if "/live/presence/" not in url] == []
    writes_again(cast, jorge, "¿Hola?")
    expect(page.locator("#thread")).to_contain_text("¿Hola?")
    assert any(url.endswith("/thread/") for url in fetched)


def test_what_happens_while_an_answer_is_on_its_way_is_not_missed(page: Page) -> None:
    """The conversation is fetched, the customer writes once more, and only then the answer comes: without that."""
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    page.wait_for_timeout(1500)
    answers: list[int] = []

    def hold_back(route: Route) -> None:
        answer = route.fetch()
        answers.append(answer.status)
        if len(answers) == 1:
            page.wait_for_timeout(2000)
        route.fulfill(response=answer)

    page.route("**/thread/", hold_back)
    writes_again(cast, jorge, "Sigue igual.")
    while not answers:
        page.wait_for_timeout(50)
    writes_again(cast, jorge, "¿Sigue usted ahí?")
    expect(page.locator("#thread")).to_contain_text("Sigue igual.")
    expect(page.locator("#thread")).to_contain_text("¿Sigue usted ahí?")


def test_what_was_pressed_is_not_lost_to_an_update_that_comes_meanwhile(page: Page) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    page.wait_for_timeout(1500)

    def take_time(route: Route) -> None:
        answer = route.fetch()
        page.wait_for_timeout(2000)
        route.fulfill(response=answer)

    page.route("**/write/?write=note", take_time)
    press(page, "n")
    writes_again(cast, jorge, "Sigue igual.")
    expect(page.locator("#thread")).to_contain_text("Sigue igual.")
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()


def test_colleagues_see_who_writes(open_page: OpenPage) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    mateo, lucia = open_page(), open_page()
    for window, name in ((mateo, "Mateo"), (lucia, "Lucía")):
        sign_in(window, name)
        window.goto(path(jorge))
    expect(mateo.locator("#presence")).to_contain_text("Lucía Peña is here")
    lucia.locator("[data-composer]").press_sequentially("Hola")
    expect(mateo.locator("#presence")).to_contain_text("Lucía Peña is writing")


# -- drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_survives_reload_back_and_a_lost_connection(page: Page) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    field, state = page.locator("[data-composer]"), page.locator("[data-draft-state]")
    field.press_sequentially("Hello Jorge")
    page.reload()  # before it was saved
    expect(field).to_have_value("Hello Jorge")
    expect(state).to_have_text("Draft saved")
    assert drafts(jorge) == ["Hello Jorge"]
    field.press("End")
    page.keyboard.type(", thank you")
    page.goto("/work/?list=all")
    page.go_back()
    expect(field).to_have_value("Hello Jorge, thank you")
    page.context.set_offline(True)
    field.press("End")
    page.keyboard.type(" for waiting.")
    expect(state).to_have_text("Not saved yet, kept in this browser")
    page.context.set_offline(False)
    expect(state).to_have_text("Draft saved")
    assert drafts(jorge) == ["Hello Jorge, thank you for waiting."]


def test_two_windows_keep_the_words_of_both(page: Page) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    sign_in(page, "Mateo")
    other = page.context.new_page()
    for window in (page, other):
        window.goto(path(jorge))
    page.locator("[data-composer]").fill("From the first window.")
    expect(page.locator("[data-draft-state]")).to_have_text("Draft saved")
    field = other.locator("[data-composer]")
    field.press_sequentially("From the second.")
    expect(other.locator("[data-draft-state]")).to_have_text("Below stands what you wrote in another window")
    expect(field).to_have_value("From the second.\n\nFrom the first window.")
    assert other.evaluate("document.activeElement.selectionStart") == len("From the second.")
    assert drafts(jorge) == ["From the second.\n\nFrom the first window."]
    other.keyboard.type(" And on.")
    expect(other.locator("[data-draft-state]")).to_have_text("Draft saved")
    assert drafts(jorge) == ["From the second. And on.\n\nFrom the first window."]


def test_words_that_came_back_with_a_preview_are_kept_at_once(page: Page) -> None:
    """She sends before the draft was ever saved, looks at the translation, and her browser dies."""
    cast = Cast()
    with engine(cast):
        jorge = customer_writes(cast)
        sign_in(page, "Mateo")
        page.goto(path(jorge))
        page.locator("[data-composer]").fill(ENGLISH)
        press(page, "Control+Enter")
        expect(page.locator("#preview textarea")).to_have_value(SPANISH)
        expect(page.locator("[data-draft-state]")).to_have_text("Draft saved")
        assert drafts(jorge) == [ENGLISH]


# -- everybody's ----------------------------------------------------------------------------------------------------


def test_everybody_can_use_every_page_on_every_screen(open_page: OpenPage) -> None:
    cast = Cast()
    with clock.travel(evening.EVENING):
        told_evening = evening.play(cast)
        jorge, elena = told_evening.jorge, told_evening.elena
        wrong: list[str] = []
        windows: dict[str, Page] = {}
        for name, pages in {
            "Mateo": (
                *(f"/work/?list={code}" for code in ("mine", "unassigned", "all", "done")), "/work/?q=nobody",
                path(jorge), f"{path(jorge)}?write=note", path(elena),
            ),
            "Valeria": ("/work/?list=approve", path(jorge)),
            "Carmen": (path(jorge), f"{path(jorge)}?write=note", "/account/2fa/", "/account/password/change/"),
            "Jonas": ("/work/",),
        }.items():  # fmt: skip
            page = windows[name] = open_page()
            sign_in(page, name)
            wrong += look_at_all(page, name, pages)
        for language, (name, page) in product(LANGUAGES, windows.items()):
            speak(page, language)
            wrong += [f"{name}: {found}" for found in look_at(page, "/nothing-here/", status=404)]
        for language in LANGUAGES:
            speak(windows["Mateo"], language)
            wrong += look_at(windows["Mateo"], "/console/", status=403)
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_what_is_said_when_something_breaks_is_for_everybody_too(page: Page) -> None:
    """The pages without a database, put in place of one by the browser itself."""
    page.goto("/account/login/")
    wrong: list[str] = []
    request = RequestFactory().get("/")
    for language, code in product(LANGUAGES, (500, 503)):
        with translation.override(language):
            html = render_to_string(f"{code}.html", plain_frame(request) | {"message": ""})
        page.route("**/broken/", partial(_put_in_place, html))
        wrong += look_at(page, "/broken/")
        page.unroute("**/broken/")
    assert not wrong, "\n".join(sorted(set(wrong)))


def _put_in_place(html: str, route: Route) -> None:
    route.fulfill(content_type="text/html", body=html)


def test_what_opens_on_a_page_fits_the_screen_too(page: Page) -> None:
    cast = Cast()
    wrong: list[str] = []
    with clock.travel(evening.EVENING), engine(cast):
        jorge = evening.play(cast).jorge
        sign_in(page, "Mateo")
        for language in LANGUAGES:
            speak(page, language)
            page.goto(path(jorge))
            wrong += [f"{language} {found}" for found in look_at_what_opens(page)]
    assert not wrong, "\n".join(sorted(set(wrong)))


def look_at_what_opens(page: Page) -> list[str]:
    """Open all that opens on a ticket, one after the other."""
    wrong: list[str] = []
    for opener in ("user-menu", "ticket-hand-over", "ticket-status", "send-and", "copy-in-menu"):
        page.click(f"[popovertarget={opener}]")
        wrong += [f"{opener}: {found}" for found in look(page)]
        press(page, "Escape")
    for dialog in ("prepare", "copy-in"):
        page.evaluate(f"document.querySelector('#{dialog}').showModal()")
        wrong += [f"{dialog}: {found}" for found in look(page)]
        press(page, "Escape")
    press(page, "?")
    wrong += [f"keys: {found}" for found in look(page)]
    press(page, "Escape", "Control+k")
    wrong += [f"palette: {found}" for found in look(page)]
    press(page, "Escape")
    page.locator("[data-composer]").fill(ENGLISH + " As I already told you, calm down.")
    expect(page.locator("finding-marks .finding")).to_be_visible()
    wrong += [f"finding: {found}" for found in look(page)]
    press(page, "Control+Enter")
    expect(page.locator("#preview textarea")).to_be_visible()
    return wrong + [f"preview: {found}" for found in look(page)]


def test_the_doors_are_for_everybody_too(page: Page) -> None:
    page.goto("/account/login/")
    wrong = look_at_all(page, "a visitor", ("/account/login/", "/account/password/reset/"))
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_a_phone_with_its_keyboard_out_still_shows_the_words(open_page: OpenPage) -> None:
    cast = Cast()
    jorge = customer_writes(cast)
    page = open_page(width=390, height=844)
    sign_in(page, "Mateo")
    page.goto(path(jorge))
    expect(page.locator("live-stream")).to_have_attribute("state", "open")
    page.wait_for_timeout(1000)
    page.set_viewport_size({"width": 390, "height": 420})
    field = page.locator("[data-composer]")
    field.click()
    field.press_sequentially("Hello Jorge, thank you for writing. ")
    box = field.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 400, "she sees what she types"
    expect(page.get_by_role("button", name=re.compile("Send to Jorge"))).to_be_in_viewport()


def test_a_promise_runs_out_before_her_eyes(page: Page) -> None:
    """The row turns late without a reload, and its words say so."""
    cast = Cast()
    with clock.travel(SUNDAY_NIGHT - timedelta(minutes=29, seconds=50)):
        customer_writes(cast)
    sign_in(page, "Mateo")
    page.goto("/work/?list=all")
    expect(page.locator(".queue-row .promise")).to_have_attribute("data-state", "breached", timeout=20_000)
    expect(page.locator(".queue-row .promise")).to_contain_text("late")
