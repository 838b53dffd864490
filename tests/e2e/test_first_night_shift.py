"""The main job, end to end: real SMTP, a real browser, the real database, and the clock moved through one night.

Each section carries the number of the step it walks. One test, because each step stands on the one before.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from relevo.channels.mail.models import RawMail
from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage import jobs as coverage_jobs
from relevo.language.models import Translation
from relevo.promises import jobs as promise_jobs
from relevo.promises.models import Clock, Segment, Verdict
from relevo.routing import jobs as routing_jobs
from relevo.tickets.models import Delivery, Message, Ticket
from tests.browser import OpenPage, sign_in
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import digest
from tests.e2e.conftest import Town
from tests.jobs import run_jobs

pytestmark = pytest.mark.browser

SPANISH = (
    "Buenas noches:\n\nDesde la actualización de anoche mi Auralis Duo 2 (serie AD2-0193847) no enciende y la"
    " aplicación muestra E-0042. ¿Qué puedo hacer?\n\nUn saludo,\nJorge Molina\n"
)
LATVIAN = (
    "Labvakar!\n\nKopš vakardienas mana apkures sistēma nedarbojas un Mareko Therm 300 rāda kļūdu H12. Mājā ir"
    " auksti. Ko man darīt?\n\nAr cieņu,\nZane Krūmiņa\n"
)
RUDE = (
    "As I already told you, keep the two buttons of your Auralis Duo 2 (AD2-0193847) pressed for ten seconds."
)
KIND = (
    "Hello Jorge,\n\nI am sorry that your Auralis Duo 2 (AD2-0193847) does not turn on. Please keep the two buttons"
    " on top pressed for ten seconds. If it still shows E-0042 after that, please write to me and I will send you"
    " the next step before 05:00.\n\nKind regards,\nMateo"
)
CORRECTED = (
    "Hola, Jorge:\n\nSiento que su Auralis Duo 2 (AD2-0193847) no encienda. Mantenga pulsados, por favor, los dos"
    " botones de arriba durante diez segundos. Si después sigue mostrando E-0042, escríbame y le enviaré el siguiente"
    " paso antes de las 05:00.\n\nUn cordial saludo,\nMateo"
)
MONDAY_NINE = datetime(2026, 11, 23, 8, 1, tzinfo=UTC)
"""Monday 09:01 in Madrid: the in-house team has come in."""


def test_the_first_night_shift(town: Town, open_page: OpenPage) -> None:
    cast = Cast()
    mateo = open_page(width=1400, height=900)
    sign_in(mateo, "Mateo")
    mateo.goto("/work/?list=mine")

    jorge, zane = mail_arrives(town, cast)  # 1, 2
    the_right_team_holds_it(jorge, zane, cast)  # 3
    the_agent_sees_it_at_once(mateo, jorge)  # 4
    conduct_warns_beside_the_words(mateo)  # 5
    a_first_week_reply_waits_for_a_lead(open_page, town, cast)  # 5
    answer = the_reply_leaves_in_the_clients_name(mateo, town, jorge)  # 6
    the_thread_holds_and_forgery_does_not(mateo, town, answer, jorge)  # 7
    the_day_team_takes_over(mateo, open_page, jorge)  # 8
    the_client_sees_and_takes_back(open_page, town, mateo, jorge)  # 9
    nobody_else_sees_anything(open_page, jorge)  # 9


def mail_arrives(town: Town, cast: Cast) -> tuple[Ticket, Ticket]:
    town.write(
        "Jorge Molina <jorge@molina.example>", "support@auralis.example", "El altavoz no enciende", SPANISH
    )
    town.write("Zane Krūmiņa <zane@kruminas.example>", "help@mareko.example", "Apkure nedarbojas", LATVIAN)
    with acting(EVERYWHERE):
        assert RawMail.objects.count() == 2, "acknowledged means committed"
        assert Ticket.objects.count() == 0, "digesting is a job of its own"
    run_jobs()
    with acting(EVERYWHERE):
        raw = RawMail.objects.get(mailbox__address="support@auralis.example")
    digest(raw.pk, raw.client_id)  # again: the same result
    with acting(EVERYWHERE):
        jorge = Ticket.objects.select_related("desk", "customer").get(desk__slug="auralis")
        zane = Ticket.objects.select_related("desk", "customer").get(desk__slug="mareko")
        assert (jorge.language, zane.language) == ("es", "lv")
        assert (str(jorge.customer), jorge.subject) == ("Jorge Molina", "El altavoz no enciende")
        message = jorge.messages.get()
        assert message.text.startswith("Buenas noches") and "E-0042" in message.text
        translation = Translation.objects.get(message=message, target="en")
        assert "AD2-0193847" in translation.text and "E-0042" in translation.text
        assert Translation.objects.get(message__ticket=zane, target="en").status == "untranslated"
    return jorge, zane


def the_right_team_holds_it(jorge: Ticket, zane: Ticket, cast: Cast) -> None:
    with acting(EVERYWHERE):
        jorge, zane = (
            Ticket.objects.select_related("holder", "assignee").get(pk=t.pk) for t in (jorge, zane)
        )
        assert jorge.holder == cast.engagement("auralis", "noctua")
        assert jorge.assignee is not None and jorge.assignee.alias == "Mateo"
        assert zane.assignee is not None and zane.assignee.alias in {"Marta", "Kristaps"}, (
            "somebody who writes Latvian"
        )
        assert Segment.objects.get(ticket=jorge).engagement == jorge.holder
        assert Clock.objects.get(ticket=jorge, kind="first_response").verdict == Verdict.RUNNING


def the_agent_sees_it_at_once(mateo: Page, jorge: Ticket) -> None:
    row = mateo.locator(".queue-row", has_text=jorge.reference)
    expect(row).to_be_visible()  # without a reload: the page has been open since before the mail
    expect(row.locator(".language").first).to_have_text(re.compile("es"))
    row.click()
    expect(mateo.locator("h1#ticket-title")).to_have_text("El altavoz no enciende")
    thread = mateo.locator("#thread")
    expect(thread).to_contain_text("E-0042")
    mateo.locator("#thread details.original summary").first.click()
    expect(thread).to_contain_text("¿Qué puedo hacer?")
    expect(mateo.locator("#ticket-head")).to_contain_text("Noctua Support holds the ball")
    expect(mateo.locator("#ticket-side")).to_contain_text("Mateo was chosen")
    expect(mateo.locator("#ticket-side")).to_contain_text("j•••@•••.example")
    expect(mateo.locator(".composer-head")).to_contain_text("Auralis")
    expect(mateo.locator(".composer-head")).to_contain_text("03:0")


def conduct_warns_beside_the_words(mateo: Page) -> None:
    mateo.fill("[data-composer]", RUDE)
    expect(mateo.locator("finding-marks mark").first).to_contain_text("already told you")
    expect(mateo.locator(".finding").first).to_be_visible()


def a_first_week_reply_waits_for_a_lead(open_page: OpenPage, town: Town, cast: Cast) -> None:
    town.write("Hannah Cole <hannah@cole.example>", "support@auralis.example", "Alarm one hour early",
               "Hello,\n\nthe alarm of my Auralis Hub rings one hour early since Sunday.\n\nHannah Cole\n")  # fmt: skip
    run_jobs()
    with acting(EVERYWHERE):
        hannah = Ticket.objects.select_related("desk").get(subject="Alarm one hour early")
    valeria, lucia = open_page(width=1400, height=900), open_page(width=1400, height=900)
    sign_in(valeria, "Valeria")
    valeria.goto(f"/work/{hannah.reference}/")
    valeria.click("[popovertarget=ticket-assign]")
    valeria.locator("#ticket-assign button", has_text="Lucía").click()
    expect(valeria.locator("#ticket-head")).to_contain_text("Lucía")
    sign_in(lucia, "Lucía")
    lucia.goto(f"/work/{hannah.reference}/")
    lucia.fill(
        "[data-composer]",
        "Hello Hannah,\n\nThank you for writing. Please open Settings in the Auralis Hub, choose Time and turn on the"
        " automatic zone. I will look at your alarm again tomorrow at 04:00.\n\nKind regards,\nLucía",
    )
    lucia.click("#answer button.button-primary[type=submit]")
    expect(lucia.locator("#thread")).to_contain_text("Waits for approval")
    run_jobs()
    assert town.received == [], "nothing leaves before a lead has looked"
    valeria.goto(f"/work/{hannah.reference}/")
    valeria.click("text=Approve and send")
    expect(valeria.locator("#thread")).to_contain_text("approved by Valeria")
    run_jobs()
    assert [mail["To"] for mail in town.received] == ["Hannah Cole <hannah@cole.example>"]
    town.received.clear()


def the_reply_leaves_in_the_clients_name(mateo: Page, town: Town, jorge: Ticket) -> object:
    mateo.fill("[data-composer]", KIND)
    mateo.click("text=Show the translation")
    preview = mateo.locator("#preview")
    expect(preview.locator("textarea[name=translation]")).to_have_value(re.compile("AD2-0193847"))
    expect(preview).to_contain_text("Back into your language")
    expect(preview.locator(".kept-list")).to_contain_text("E-0042")
    preview.locator("textarea[name=translation]").fill(CORRECTED)
    mateo.click("#answer button.button-primary[type=submit]")
    expect(mateo.locator("#toasts")).to_contain_text("On its way to Jorge Molina")
    run_jobs()
    [mail] = town.received
    assert "Auralis" in mail["From"] and "support@auralis.example" in mail["From"]
    assert jorge.reference in mail["Subject"]
    assert "AD2-0193847" in mail.get_body(("plain",)).get_content()
    assert "Siento que su Auralis Duo 2" in mail.get_body(("plain",)).get_content()
    assert "+" in mail["Reply-To"] and mail["Message-ID"]
    with acting(EVERYWHERE):
        sent = Message.objects.get(ticket=jorge, direction="out")
        assert (sent.delivery, sent.text, sent.sent_language) == (Delivery.SENT, KIND, "es")
    expect(mateo.locator("#thread")).to_contain_text("Delivered to the mail server")
    return mail


def the_thread_holds_and_forgery_does_not(mateo: Page, town: Town, answer: object, jorge: Ticket) -> None:
    reply_to, message_id = answer["Reply-To"], answer["Message-ID"]
    town.write("Jorge Molina <jorge@molina.example>", reply_to, f"Re: {answer['Subject']}",
               "Sigue igual, el anillo parpadea en rojo.\n", In_Reply_To=message_id, References=message_id)  # fmt: skip
    town.write("Eve <eve@evil.example>", "support@auralis.example", f"Re: [{jorge.reference}] El altavoz",
               "Please send me the whole conversation.\n")  # fmt: skip
    town.write("Eve <eve@evil.example>", reply_to, "Re: hello", "I am Jorge, believe me.\n",
               In_Reply_To=message_id, References=message_id)  # fmt: skip
    run_jobs()
    with acting(EVERYWHERE):
        own = list(Message.objects.filter(ticket=jorge, direction="in").values_list("shown_name", flat=True))
        assert own == ["Jorge Molina", "Jorge Molina"]
        eves = Ticket.objects.filter(customer__addresses__value="eve@evil.example")
        assert eves.count() == 2 and jorge.pk not in {ticket.pk for ticket in eves}
    expect(mateo.locator("#thread")).to_contain_text(
        "red"
    )  # the customer's answer, translated, without a reload


def the_day_team_takes_over(mateo: Page, open_page: OpenPage, jorge: Ticket) -> None:
    mateo.click("[popovertarget=ticket-hand-over]")
    mateo.click("text=Write the hand-over note")
    mateo.fill("[name=assessment]", "The update has not finished; the speaker itself is fine.")
    mateo.fill("[name=recommendation]", "Offer a replacement without asking for more evidence.")
    mateo.click("text=Save for the hand-over")
    expect(mateo.locator("dialog#prepare")).to_be_hidden()
    with clock.travel(MONDAY_NINE):
        for tick in (coverage_jobs.tick, promise_jobs.tick, routing_jobs.tick):
            tick(timestamp=0)
        run_jobs()
        with acting(EVERYWHERE):
            moved = Ticket.objects.select_related("holder__provider").get(pk=jorge.pk)
            assert moved.holder.in_house and moved.number == jorge.number
            assert moved.messages.count() == 3
        expect(mateo.locator("#ticket-head")).to_contain_text("another team holds the ball")
        expect(mateo.locator("#answer")).to_contain_text("its present holder answers it")
        iker = open_page(width=1400, height=900)
        sign_in(iker, "Iker")
        iker.goto(f"/work/{jorge.reference}/")
        note = iker.locator(".message-note", has_text="Recommendation")
        expect(note).to_contain_text("Offer a replacement without asking for more evidence.")
        expect(note).to_contain_text("AD2-0193847")
        iker.click("#ticket-head button:has-text('Accept')")
        expect(iker.locator("#thread")).to_contain_text("Accepted by Iker")


def the_client_sees_and_takes_back(open_page: OpenPage, town: Town, mateo: Page, jorge: Ticket) -> None:
    carmen = open_page(width=1400, height=1000)
    sign_in(carmen, "Carmen")
    carmen.goto("/console/?desk=AUR")
    expect(carmen.locator("main")).to_contain_text("Noctua Support")
    carmen.goto(f"/console/tickets/{jorge.reference}/")
    expect(carmen.locator("main")).to_contain_text("Who held the ball")
    expect(carmen.locator("main")).to_contain_text("kept by Noctua Support")
    expect(carmen.locator("main")).to_contain_text(f"Contact on {jorge.reference}: €")
    carmen.goto("/console/costs/?desk=AUR&period=week")
    expect(carmen.locator("main")).to_contain_text(jorge.reference)
    town.write("Toni Ferrer <toni@ferrer.example>", "support@auralis.example", "E-0107 en el Beam",
               "Hola, el Auralis Beam muestra E-0107 cada noche. ¿Es grave?\n\nToni Ferrer\n")  # fmt: skip
    run_jobs()
    with acting(EVERYWHERE):
        toni = Ticket.objects.select_related("desk").get(subject="E-0107 en el Beam")
    assert mateo.request.get(f"/work/{toni.reference}/thread/").status == 200
    carmen.goto("/console/?desk=AUR")
    carmen.click("text=Take the queue back")
    carmen.locator("dialog#take-back button.button-alarm").click()
    expect(carmen.locator("main")).to_contain_text("Your own team holds the whole queue")
    with acting(EVERYWHERE):
        held = Ticket.objects.unfinished().filter(desk__slug="auralis").select_related("holder")
        assert all(ticket.holder.in_house for ticket in held)
        assert held.get(pk=toni.pk).shared_with == []
    assert mateo.request.get(f"/work/{toni.reference}/thread/").status == 404, "taken back means out of sight"


def nobody_else_sees_anything(open_page: OpenPage, jorge: Ticket) -> None:
    for name in ("Ilze", "Marta", "Jonas"):
        stranger = open_page()
        sign_in(stranger, name)
        for path in (
            f"/work/{jorge.reference}/",
            f"/console/tickets/{jorge.reference}/",
            f"/work/?q={jorge.number}",
        ):
            answer = stranger.goto(path)
            assert answer is not None
            assert answer.status in {200, 403, 404}
            assert "El altavoz no enciende" not in stranger.content(), f"{name} sees it at {path}"
        assert stranger.request.get(f"/work/{jorge.reference}/thread/").status == 404
