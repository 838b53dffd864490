"""The conversation, and what stands beside it: who sees which words, and what is said plainly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from relevo.conduct.actions import return_to_writer
from relevo.conduct.models import Approval
from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.hand_overs import accept_hand_over, prepare_hand_over
from relevo.coverage.models import HandOver
from relevo.coverage.passing import pass_ball
from relevo.events.record import record
from relevo.promises.jobs import tick as look_at_clocks
from relevo.tickets.actions import (
    File,
    Received,
    assign_ticket,
    hold_ticket,
    mark_delivery,
    receive_message,
    set_status,
    write_note,
)
from relevo.tickets.models import Attachment, Delivery, Message, Ticket
from relevo.tickets.replies import Reply, write_reply
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.language.engine_room import desk_with, down
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes, fresh
from tests.web.workspace.screen import Screen, in_language, now_is, path, words

Sit = Callable[[str], Screen]
MINUTE = timedelta(minutes=1)
QUESTION = "Mi altavoz AD2-4471893 no suena."


def comes_in_house(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        pass_ball(ticket, cast.engagement("auralis", "auralis"), reason="coverage", actor=machine)


def receive(cast: Cast, ticket: Ticket, text: str, **more: object) -> Message:
    machine = cast.machine("auralis")
    with acting(machine):
        return receive_message(ticket, Received(text, "Jorge Molina", clock.now(), **more), actor=machine)


def test_the_translation_stands_in_front_and_the_original_one_click_away(
    cast: Cast, translated: None, mateo: Screen
) -> None:
    ticket = customer_writes(cast, QUESTION)
    run_jobs()
    read = mateo.at(ticket, "thread")
    assert "My speaker AD2-4471893 makes no sound." in read
    assert f"Spanish original Translated by fake; codes and names kept {QUESTION}" in read
    html = mateo.html(path(ticket, "thread"), fragment=True)
    assert re.search(r'<details class="original">.*lang="es">\s*<p>Mi altavoz', html, flags=re.DOTALL)


def test_a_translation_in_doubt_asks_to_be_compared(cast: Cast, mateo: Screen, translated: None) -> None:
    ticket = customer_writes(cast, "Una frase que nadie conoce de E-0042.")
    run_jobs()
    assert "compare with the original" in mateo.at(ticket, "thread")


def test_what_no_engine_translates_is_shown_as_it_is_and_says_so(cast: Cast, mateo: Screen) -> None:
    with desk_with(cast, down()):
        ticket = customer_writes(cast, QUESTION)
        run_jobs()
        read = mateo.at(ticket, "thread")
    assert f"{QUESTION} No engine translates Spanish now: this is the original." in read


def test_words_in_the_working_language_need_no_remark(cast: Cast, mateo: Screen) -> None:
    ticket = customer_writes(cast, "My speaker is silent.", language="en")
    run_jobs()
    read = mateo.at(ticket, "thread")
    assert "My speaker is silent." in read
    assert "original" not in read


def test_what_is_missing_in_a_mail_is_said(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    receive(cast, jorge, "  ", notices=["charset_guessed"], automatic=True)
    read = mateo.at(jorge, "thread")
    assert (
        "The message has no text. Parts of this mail could not be read in full; the original is kept." in read
    )
    assert "automatic mail" in read


def test_markup_in_a_message_is_words(cast: Cast, mateo: Screen) -> None:
    ticket = customer_writes(cast, '<script>alert(1)</script>\r\n<b onclick="x">bold</b>\n\n\n\nnext', language="en",
                             subject='<img src=x onerror="alert(2)">', name="<i>Eve</i>")  # fmt: skip
    html = mateo.html(path(ticket))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<i>Eve" not in html
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;<br>&lt;b onclick=" in html
    assert "<p>next</p>" in html


def test_an_answer_shows_what_the_customer_reads(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    actor = cast.actor("Mateo")
    with acting(actor):
        write_reply(
            jorge, Reply("Please restart it.", "en", "Reinícielo, por favor.", "es"), waits=False, actor=actor
        )
    read = mateo.at(jorge, "thread")
    assert "Please restart it. What the customer reads, in Spanish Reinícielo, por favor. Being sent" in read
    assert "Noctua Support, as Auralis" in read


def test_the_clients_own_team_signs_with_its_own_name_and_partners_do_not_learn_who_else_wrote(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    comes_in_house(cast, jorge)
    agent_answers(now_is(jorge), cast.actor("Iker"), "Estimado Jorge: se lo cambiamos.")
    assert "Iker Auralis 11" in sit("Carmen").at(jorge, "thread")
    former = sit("Mateo").at(jorge, "thread")
    assert "another team, as Auralis" in former
    assert "hand-over to another team" in former


@pytest.mark.parametrize(
    ("delivery", "note", "said"),
    [
        (Delivery.SENT, "", "Delivered to the mail server"),
        (Delivery.RETRYING, "", "Not yet delivered, trying again"),
        (
            Delivery.FAILED,
            "undeliverable 5.1.1",
            "Not delivered: The customer's address does not exist or cannot be reached. (5.1.1)",
        ),
        (Delivery.FAILED, "", "Not delivered: refused"),
    ],
)
def test_how_far_a_reply_has_come_is_said(
    cast: Cast, mateo: Screen, jorge: Ticket, delivery: Delivery, note: str, said: str
) -> None:
    message = agent_answers(jorge, cast.actor("Mateo"), "Estimado Jorge: pulse el botón.")
    machine = cast.machine("auralis")
    with acting(machine):
        mark_delivery(message, delivery, note=note, actor=machine)
    assert said in mateo.at(jorge, "thread")


def test_a_reply_that_waits_and_one_that_was_returned_say_so(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    lucia, valeria = sit("Lucía"), cast.actor("Valeria")
    lucia.answer(jorge, "Estimado Jorge: mantenga pulsado el botón diez segundos, por favor.")
    assert "Waits for approval: the customer has not got it yet" in lucia.at(jorge, "thread")
    with acting(valeria):
        return_to_writer(Approval.objects.get(ticket=jorge), "Warmer, please.", actor=valeria)
    assert "Returned to its writer: Warmer, please." in lucia.at(jorge, "thread")
    with acting(EVERYWHERE):
        Approval.objects.update(comment="")  # as it is when the ticket went to another team
    assert "Returned to its writer: The ticket went to another team" in lucia.at(jorge, "thread")
    with in_language(lucia, "lv"):
        assert "Atgriezta rakstītājam: Pieteikums nonāca pie citas komandas" in lucia.at(jorge, "thread")


def test_the_client_reads_who_approved(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    lucia, valeria = sit("Lucía"), sit("Valeria")
    lucia.answer(jorge, "Estimado Jorge: mantenga pulsado el botón diez segundos, por favor.")
    with acting(EVERYWHERE):
        waiting = Approval.objects.get(ticket=jorge)
    valeria.act(jorge, "approve", approval=waiting.pk)
    assert "Being sent · approved by Valeria Rojas" in sit("Carmen").at(jorge, "thread")


def test_notes_are_read_by_those_they_are_for(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    for name, audience in (("Mateo", "both"), ("Mateo", "own"), ("Carmen", "own")):
        actor = cast.actor(name)
        with acting(actor):
            write_note(jorge, f"{name} for {audience}", audience=audience, actor=actor)
    noctua, auralis = sit("Valeria").at(jorge, "thread"), sit("Carmen").at(jorge, "thread")
    assert "Both firms" in noctua
    assert "Mateo for both" in noctua
    assert "Own firm only" in noctua
    assert "Mateo for own" in noctua
    assert "Carmen for own" not in noctua
    assert "Mateo for both" in auralis
    assert "Carmen for own" in auralis
    assert "Mateo for own" not in auralis


def test_a_hand_over_is_a_card_with_its_four_parts_and_who_accepted(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    mateo_acts, iker = cast.actor("Mateo"), cast.actor("Iker")
    with acting(mateo_acts):
        prepare_hand_over(jorge, "The power supply.", "Send another.", actor=mateo_acts)
    comes_in_house(cast, jorge)
    screen = sit("Iker")
    read = screen.at(jorge, "thread")
    assert "Mateo hand-over to Auralis" in read
    for part in ("Situation Jorge Molina writes in Spanish", "Background Serial numbers: AD2-0193847.",
                 "Assessment The power supply.", "Recommendation Send another.", "Promised First response: due"):  # fmt: skip
        assert part in read
    assert "Not yet accepted" in read
    with acting(iker):
        accept_hand_over(HandOver.objects.get(ticket=jorge), actor=iker)
    assert "Accepted by Iker" in screen.at(jorge, "thread")


def test_a_hand_over_that_nobody_prepared_was_written_by_the_machine(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    comes_in_house(cast, jorge)
    read = sit("Iker").at(jorge, "thread")
    assert "Relevo hand-over to Auralis" in read
    assert "Assessment None was prepared." in read


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        ("en", "no team took over", ("nobody", "Not yet accepted")),
        ("es", "ningún equipo tomó el relevo", ("nadie", "sin aceptar")),
        ("lv", "neviena komanda nepārņēma", ("nodots", "Vēl nav pieņemts")),
    ],
)
def test_a_hand_over_to_no_team_says_so_and_waits_for_nobody_s_name(
    cast: Cast, sit: Sit, jorge: Ticket, language: str, said: str, unsaid: tuple[str, str]
) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        pass_ball(jorge, None, reason="coverage", actor=machine)
    carmen = sit("Carmen")
    with in_language(carmen, language):
        card = re.search(
            r'<article class="message message-note.*?</article>',
            carmen.html(path(jorge, "thread")),
            re.DOTALL,
        )
    assert card is not None
    assert said in words(card[0])
    assert not any(word in words(card[0]) for word in unsaid)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "another team"), ("es", "otro equipo"), ("lv", "cita komanda")]
)
def test_a_team_that_the_reader_may_not_know_is_another_team_in_her_language(
    cast: Cast, sit: Sit, jorge: Ticket, language: str, said: str
) -> None:
    comes_in_house(cast, jorge)
    machine = cast.machine("auralis")
    with acting(machine):
        pass_ball(fresh(jorge), cast.engagement("auralis", "baltline"), reason="language", actor=machine)
    mateo = sit("Mateo")
    with in_language(mateo, language):
        read = mateo.at(jorge, "thread")
    assert said in read
    assert "Baltline" not in read


def test_what_happened_stands_between_the_messages(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    machine, valeria = cast.machine("auralis"), cast.actor("Valeria")
    with acting(valeria):
        assign_ticket(jorge, cast.seat("Mateo", "auralis"), actor=valeria)
        assign_ticket(jorge, None, actor=valeria)
    with acting(machine):
        hold_ticket(jorge, None, reason="coverage", actor=machine)
    read = sit("Carmen").at(jorge, "thread")
    lines = [
        "Noctua Support holds the ball",
        "Given to Mateo",
        "Put back for anyone",
        "Nobody holds the ball",
    ]
    places = [read.index(line) for line in lines]
    assert places == sorted(places)


def test_the_history_tells_the_whole_story_and_what_comes_next(
    cast: Cast, sit: Sit, translated: None
) -> None:
    with clock.travel(SUNDAY_NIGHT - 40 * MINUTE):
        ticket = customer_writes(cast)
    look_at_clocks.func(timestamp=0)
    run_jobs()
    message = agent_answers(ticket, cast.actor("Mateo"), "Estimado Jorge: pulse el botón.")
    run_jobs()
    lucia, valeria, machine = sit("Lucía"), sit("Valeria"), cast.machine("auralis")
    valeria.act(ticket, "note", text="He has two.", audience="both")
    for decide in ("return", "approve"):
        lucia.answer(ticket, "Estimado Jorge: mantenga pulsado el botón diez segundos, por favor.")
        with acting(EVERYWHERE):
            waiting = Approval.objects.filter(ticket=ticket).latest("pk")
        assert valeria.act(ticket, decide, approval=waiting.pk, comment="Warmer.").status_code == 204
    with acting(machine):
        mark_delivery(message, Delivery.SENT, actor=machine)
        mark_delivery(message, Delivery.FAILED, actor=machine)
        set_status(ticket, "on_hold", actor=machine)
        record(
            "ticket.unroutable",
            actor=machine,
            client_id=ticket.client_id,
            ticket_id=ticket.pk,
            subject_id=ticket.pk,
        )
        for why in ("closed", "other_sender"):
            record("ticket.linked", actor=machine, client_id=ticket.client_id, ticket_id=ticket.pk, subject_id=ticket.pk,
                   facts={"why": why})  # fmt: skip
    read = sit("Carmen").at(ticket, "side").partition("History")[2]
    for line in (
        "Ticket opened", "The customer wrote", "Noctua Support holds the ball",
        "Promise missed: First response", "answers at this hour", "The reply went out", "Charged: €6.00",
        "Now: waiting for the customer", "Valeria Rojas wrote a note", "Lucía Peña asked for approval",
        "Valeria Rojas returned the reply", "Valeria Rojas approved the reply", "Reply delivered to the mail server",
        "Reply not delivered", "Nobody could take it", "Follows an earlier ticket, which is closed", "kept apart from it",
        "Now: on hold", "Resolution due",
    ):  # fmt: skip
        assert line in read, line


def test_a_partner_sees_a_part_of_an_address_and_the_client_the_whole(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    assert "Mail j•••@•••.example" in sit("Mateo").at(jorge, "side")
    assert "jorge@molina.example" not in sit("Mateo").html(path(jorge))
    assert "Mail jorge@molina.example" in sit("Carmen").at(jorge, "side")


def test_a_customer_without_an_address_or_a_name_is_still_somebody(cast: Cast, sit: Sit) -> None:
    ticket = customer_writes(cast, name="", language="und")
    with acting(EVERYWHERE):
        ticket.customer.addresses.all().delete()
    read = sit("Carmen").at(ticket, "side")
    assert f"customer {ticket.customer_id}" in read
    assert "Mail Tickets" in read


def test_her_other_tickets_are_within_reach_but_no_stranger_s(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    second = customer_writes(cast, "Y el mando no funciona.", subject="")
    customer_writes(cast, address="elena@prats.example", name="Elena Prats", subject="Not Jorge's")
    read = sit("Mateo").at(jorge, "side")
    assert f"1 other (no subject) {second.reference} New" in read
    assert "Not Jorge's" not in read


def test_the_side_says_who_held_the_ball_how_long_and_why_it_is_here(
    cast: Cast, sit: Sit, translated: None
) -> None:
    with clock.travel(SUNDAY_NIGHT - 90 * MINUTE):
        ticket = customer_writes(cast)
        run_jobs()
    with clock.travel(SUNDAY_NIGHT - 60.5 * MINUTE):
        agent_answers(ticket, cast.actor("Mateo"), "Estimado Jorge: pulse el botón.")
    with clock.travel(SUNDAY_NIGHT - 50 * MINUTE):
        receive(cast, ticket, "Sigue igual.")
    machine = cast.machine("auralis")
    with clock.travel(SUNDAY_NIGHT - 20 * MINUTE), acting(machine):
        set_status(ticket, "on_hold", actor=machine)
    with clock.travel(SUNDAY_NIGHT - 14.5 * MINUTE), acting(machine):
        set_status(ticket, "open", actor=machine)
    with clock.travel(SUNDAY_NIGHT - 10 * MINUTE):
        comes_in_house(cast, ticket)
    carmen = sit("Carmen").at(ticket, "side")
    held = carmen.partition("Promises")[2].partition("Why here")[0]
    for line in ("Noctua Support 29 min", "Waiting for Jorge Molina 10 min", "Waiting for a third party 5 min", "Auralis 10 min"):  # fmt: skip
        assert line in held, line
    assert "First response kept, 29 min" in held
    former = sit("Mateo").html(path(ticket, "side"), fragment=True)
    assert "another team" in former
    assert 'class="holder-client"' in former, "coloured as the client's own team, whatever its name"


def test_the_side_gives_the_reason_of_the_routing(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    run_jobs()
    assert "Why here Mateo was chosen: on duty until 08:00, writes Spanish" in sit("Mateo").at(jorge, "side")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("page.html", "text/html"),
        ("drawing.svg", "image/svg+xml"),
        ("serie.txt", "text/plain"),
        ("x", "text/html"),
    ],
)
def test_a_file_is_only_ever_downloaded(cast: Cast, mateo: Screen, name: str, kind: str) -> None:
    ticket = customer_writes(cast, files=[File(name, kind, b"<svg onload=alert(1)>")])
    with acting(EVERYWHERE):
        file = Attachment.objects.get(ticket=ticket)
    html = mateo.html(path(ticket, "thread"), fragment=True)
    address = re.search(r'class="file" href="([^"]+)"', html).group(1)
    answer = mateo.get(address)
    assert address == f"{path(ticket)}file/{file.pk}/"
    assert (answer.status_code, answer.content) == (200, b"<svg onload=alert(1)>")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "plain", "coded"),
    [
        ("factura ñ.pdf", "factura-n.pdf", "factura%20%C3%B1.pdf"),
        ('a"; filename="b.exe', "filenameb.exe", "a%22%3B%20filename%3D%22b.exe"),
        ("../../etc/passwd", "etc.passwd", ""),
        ("音", "file.bin", "%E9%9F%B3"),
    ],
)
def test_a_file_s_name_cannot_leave_its_header(
    cast: Cast, mateo: Screen, name: str, plain: str, coded: str
) -> None:
    ticket = customer_writes(cast, files=[File(name, "text/plain", b"x")])
    with acting(EVERYWHERE):
        file = Attachment.objects.get(ticket=ticket)
    shown = mateo.get(f"{path(ticket)}file/{file.pk}/")["Content-Disposition"]
    assert shown.count('"') == 2
    assert f"filename*=UTF-8''{coded}" in shown
    assert plain.rpartition(".")[2] in shown


def test_a_file_of_another_ticket_is_not_found_under_this_one(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    other = customer_writes(cast, address="elena@prats.example", files=[File("a.txt", "text/plain", b"x")])
    with acting(EVERYWHERE):
        file = Attachment.objects.get(ticket=other)
    assert sit("Mateo").get(f"{path(jorge)}file/{file.pk}/").status_code == 404
    assert sit("Ilze").get(f"{path(other)}file/{file.pk}/").status_code == 404
    assert sit("Mateo").get(f"{path(other)}file/999999/").status_code == 404


def test_pictures_inside_a_mail_are_not_listed_as_files(cast: Cast, mateo: Screen) -> None:
    files = [File("logo.png", "image/png", b"x", inline=True), File("big.zip", "application/zip", b"x" * 2_100_000),
             File("small.txt", "text/plain", b"abc"), File("mid.txt", "text/plain", b"x" * 48_000)]  # fmt: skip
    read = mateo.at(customer_writes(cast, files=files), "thread")
    assert "logo.png" not in read
    assert "big.zip 2.1 MB small.txt 3 bytes mid.txt 48 kB" in read


@pytest.mark.parametrize(
    "reference", ["AUR", "AUR-0", "-1001", "AUR-²", "AUR-9999999999", "MAR-1001", "aur-1001x"]
)
def test_what_is_no_ticket_of_hers_is_not_found(mateo: Screen, jorge: Ticket, reference: str) -> None:
    assert mateo.get(f"/work/{reference}/").status_code == 404


def test_a_ticket_is_found_in_small_letters_too(mateo: Screen, jorge: Ticket) -> None:
    assert mateo.get(f"/work/{jorge.reference.lower()}/").status_code == 200


@pytest.mark.parametrize("pane", ["head", "thread", "side", "write"])
def test_each_pane_can_be_fetched_alone(mateo: Screen, jorge: Ticket, pane: str) -> None:
    html = mateo.html(path(jorge, pane), fragment=True)
    assert "<html" not in html
    assert f"ticket-{jorge.pk} from:document" in html
