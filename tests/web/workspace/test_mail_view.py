"""A mail as it came, in a frame that can do nothing and asks nobody elsewhere until the reader wants it."""

from __future__ import annotations

import re
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler

import pytest
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import Page, expect

from relevo.core.scope import acting
from relevo.tickets.actions import Received, receive_message
from relevo.tickets.models import Attachment, Message, Ticket
from tests.browser import sign_in
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import JORGE, SUPPORT, let_in
from tests.core.test_outside import says, web
from tests.stories import customer_writes
from tests.web.workspace.screen import Screen, path, words


def png(side: int = 2) -> bytes:
    """A small grey picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x80" * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def written(html: str, *, text: str = "El altavoz no suena.") -> Ticket:
    """Jorge writes in HTML, with a picture in it; his ticket."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = JORGE, SUPPORT, "El altavoz"
    mail["Message-ID"] = f"<{zlib.crc32(html.encode())}@molina.example>"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    mail.get_payload()[1].add_related(
        png(), "image", "png", cid="<logo&1@molina.example>", filename="logo.png"
    )
    let_in(mail.as_bytes())
    with acting(EVERYWHERE):
        return Ticket.objects.select_related("desk").latest("pk")


def frame(screen: Screen, ticket: Ticket) -> str:
    """Where the whole mail of a ticket's only message stands."""
    found = re.search(r'<iframe src="([^"]+)"', screen.html(path(ticket, "thread"), fragment=True))
    assert found, "no frame"
    return found[1]


LOGO = '<p>El <b>altavoz</b> no suena.</p><img src="cid:logo&amp;1@molina.example" alt="Molina">'


def test_a_mail_s_own_layout_is_one_click_away(cast: Cast, mateo: Screen) -> None:
    ticket = written(LOGO)
    html = mateo.html(frame(mateo, ticket))
    assert "<b>altavoz</b>" in html
    source = re.search(r'<img alt="Molina" src="([^"]+)"', html)
    assert source, html
    shown = mateo.get(source[1])
    assert (shown["Content-Type"], shown.content) == ("image/png", png())
    assert "logo.png" not in mateo.at(ticket, "thread")  # it is in the frame


def test_a_picture_that_the_mail_never_shows_is_a_file_beside_it(cast: Cast, mateo: Screen) -> None:
    assert "logo.png" in mateo.at(written("<p>El altavoz no suena.</p>"), "thread")


def test_quoted_history_is_in_the_whole_text(cast: Cast, mateo: Screen) -> None:
    ticket = customer_writes(cast)
    machine = cast.machine("auralis")
    with acting(machine):
        receive_message(
            ticket,
            Received("Sí.", "Jorge", ticket.opened_at, full_text="Sí.\n> ¿<b>Azul</b>?"),
            actor=machine,
        )
    html = mateo.html(frame(mateo, ticket))
    assert "<pre>Sí.\n&gt; ¿&lt;b&gt;Azul&lt;/b&gt;?</pre>" in html


def test_a_message_without_more_to_it_has_no_frame(cast: Cast, mateo: Screen) -> None:
    assert "<iframe" not in mateo.html(path(customer_writes(cast), "thread"), fragment=True)


def test_attack_28_the_frame_can_do_nothing_and_nothing_is_asked_elsewhere(cast: Cast, mateo: Screen) -> None:
    with web(pixel=says(png())) as (address, asked):
        ticket = written(
            f'<p>Hola</p><script>alert(1)</script><img src="{address}/pixel?who=1&amp;x=2" onerror="a()">'
        )
        answer = mateo.get(frame(mateo, ticket))
    html = answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script" not in answer["Content-Security-Policy"].replace("allow-popups-to-escape-sandbox", "")
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("SAMEORIGIN", "no-referrer")
    assert "One picture from elsewhere is not loaded" in words(html)
    assert not re.search(r"<script|onerror|<img[^>]+src=|127\.0\.0\.1", html)
    assert asked == []


def test_attack_28_pictures_from_elsewhere_come_through_us_when_asked_for(cast: Cast, mateo: Screen) -> None:
    with web(pixel=says(png(), Set_Cookie="who=1")) as (address, asked):
        ticket = written(f'<p>Hola</p><img alt="1" src="{address}/pixel">')
        html = mateo.html(f"{frame(mateo, ticket)}?pictures=1")
        assert "not loaded" not in words(html)
        source = re.search(r'<img alt="1" src="(/work/[^"]+)"', html)
        assert source, html
        shown = mateo.get(source[1])
    assert (shown["Content-Type"], shown.content) == ("image/png", png())
    assert "Set-Cookie" not in shown
    assert {"cookie", "referer"} & set(asked[0]) == set()


@pytest.mark.parametrize("body", [b"<svg onload=alert(1)>", b"\x89PNG\r\n", b"", png() + b"x" * 6_000_000])
def test_what_is_no_small_picture_is_not_passed_on(cast: Cast, mateo: Screen, body: bytes) -> None:
    with web(pixel=says(body)) as (address, _asked):
        ticket = written(f'<p>Hola</p><img src="{address}/pixel">')
        assert mateo.get(f"{frame(mateo, ticket)}0/").status_code == 404
        assert mateo.get(f"{frame(mateo, ticket)}1/").status_code == 404


def test_a_mail_does_not_make_us_ask_inside_our_own_house(cast: Cast, mateo: Screen) -> None:
    with web(pixel=says(png())) as (address, asked), override_settings(INNER_NETWORKS=[]):
        ticket = written(f'<p>Hola</p><img src="{address}/pixel">')
        assert mateo.get(f"{frame(mateo, ticket)}0/").status_code == 404
    assert asked == []


def test_pictures_that_are_slow_to_come_keep_nobody_from_the_database(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pictures of a slow server are loading, and the process has two connections."""
    cast, asked, go_on = Cast(), threading.Barrier(3), threading.Event()

    def slow(door: BaseHTTPRequestHandler) -> None:
        asked.wait(30)
        assert go_on.wait(30)
        says(png())(door)

    def load(number: int) -> bytes:
        try:
            client = Client()
            client.force_login(cast.user("Mateo"))
            return client.get(f"{place}{number}/").content
        finally:
            connection.close()

    with web(a=slow, b=slow) as (address, _):
        ticket = written(f'<p>Hola</p><img src="{address}/a"><img src="{address}/b">')
        with acting(EVERYWHERE):
            place = f"{path(ticket)}mail/{Message.objects.get(ticket=ticket).pk}/"
        connection.close()
        pool = {"min_size": 2, "max_size": 2, "timeout": 3}
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", pool)
        try:
            with ThreadPoolExecutor(2) as readers:
                pictures = [readers.submit(load, number) for number in range(2)]
                try:
                    asked.wait(30)
                    with acting(EVERYWHERE):
                        assert Ticket.objects.filter(pk=ticket.pk).exists()
                finally:
                    go_on.set()
                assert [one.result() for one in pictures] == [png(), png()]
        finally:
            connection.close()
            connection.close_pool()


def test_an_attachment_is_shown_as_a_picture_only_where_its_bytes_are_one(cast: Cast, mateo: Screen) -> None:
    ticket = written(LOGO)
    with acting(EVERYWHERE):
        file = Attachment.objects.get(ticket=ticket)
        Attachment.objects.filter(pk=file.pk).update(content=b"<svg onload=alert(1)>")
    assert mateo.get(f"{path(ticket)}picture/{file.pk}/").status_code == 404
    assert mateo.get(f"{path(ticket)}picture/{file.pk + 1}/").status_code == 404


def test_mails_and_pictures_are_found_on_their_own_ticket_only(cast: Cast, mateo: Screen) -> None:
    ticket, other = written(LOGO), customer_writes(cast, address="elena@prats.example")
    with acting(EVERYWHERE):
        message, file = Message.objects.get(ticket=ticket), Attachment.objects.get(ticket=ticket)
    for place in (f"mail/{message.pk}/", f"mail/{message.pk}/0/", f"picture/{file.pk}/"):
        assert mateo.get(f"{path(other)}{place}").status_code == 404


@pytest.mark.browser
def test_a_reader_opens_the_mail_and_loads_its_pictures(page: Page) -> None:
    Cast()
    with web(pixel=says(png(40))) as (address, asked):
        ticket = written(
            LOGO + f'<img alt="foto" src="{address}/pixel"><a href="https://auralis.example/">web</a>'
        )
        told: list[str] = []
        page.on("console", lambda line: told.append(line.text) if "Security Policy" in line.text else None)
        sign_in(page, "Mateo")
        page.goto(path(ticket))
        page.get_by_text("The mail as it came").click()
        inside = page.frame_locator("iframe")
        expect(inside.locator("b")).to_have_text("altavoz")
        logo = inside.get_by_alt_text("Molina")
        expect(logo).to_have_js_property("naturalWidth", 2)
        assert asked == []
        inside.get_by_text("Load pictures").click()
        expect(inside.get_by_alt_text("foto")).to_have_js_property("naturalWidth", 40)
        assert len(asked) == 1
    assert told == []
