"""Copies on the ticket page: who will get the answer, letting in and taking out, what became of each copy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relevo.channels.mail.models import OutgoingMail
from relevo.channels.mail.participants import add_participant
from relevo.core import clock
from relevo.core.scope import acting
from relevo.tickets.actions import Received, receive_message
from relevo.tickets.models import Message, Participant, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import let_in, letter, outgoing, tickets
from tests.stories import agent_answers
from tests.web.workspace.screen import Screen, hidden, path, words
from tests.web.workspace.test_queries import asked as questions

Sit = Callable[[str], Screen]
EVE, MASKED = "eve@prats.example", "e•••@•••.example"
ANSWER = "Estimado Jorge: pulse el botón durante diez segundos, por favor. Un saludo cordial, Mateo"


@pytest.fixture
def asked(cast: Cast, jorge: Ticket) -> Ticket:
    """Jorge writes again with Eve in Cc."""
    machine = cast.machine("auralis")
    with acting(machine):
        received = Received("Eva lo vio también.", "Jorge Molina", clock.now(), language="es", also_to=[EVE])
        receive_message(jorge, received, actor=machine)
    return jorge


def last(ticket: Ticket) -> Message:
    with acting(EVERYWHERE):
        return ticket.messages.latest("pk")


def present(ticket: Ticket) -> list[Participant]:
    with acting(EVERYWHERE):
        return list(Participant.objects.present().filter(ticket=ticket))


def copies(screen: Screen, ticket: Ticket) -> str:
    """What the composer says of copies."""
    html = screen.html(path(ticket, "write"), fragment=True)
    return words(html.partition('id="copies"')[2].partition("</header>")[0])


def test_whom_a_mail_names_is_offered_and_let_in_with_one_act(mateo: Screen, asked: Ticket) -> None:
    assert f"Copy in {MASKED}" in copies(mateo, asked)
    answer = mateo.act(asked, "copy-in", message=last(asked).pk, place=0)
    assert (answer.status_code, answer["HX-Trigger"]) == (200, f"ticket-{asked.pk}, queue")
    [eve] = present(asked)
    assert (eve.address, eve.let_in_by) == (EVE, "Mateo Díaz")
    assert f'name="copy" value="{eve.pk}"' in answer.content.decode()
    assert f"Copy in {MASKED}" not in copies(mateo, asked)
    assert f"No more copies to {MASKED}" in copies(mateo, asked)


def test_a_partner_recognises_her_and_the_client_reads_her_address(
    sit: Sit, mateo: Screen, asked: Ticket
) -> None:
    mateo.act(asked, "copy-in", address=f"Eva Prats <{EVE}>")
    for pane in ("write", "side", "thread", ""):
        assert "prats.example" not in mateo.html(path(asked, pane), fragment=bool(pane))
    assert f"Eva Prats ({MASKED})" in mateo.at(asked, "side")
    assert f"Eva Prats ({EVE})" in sit("Carmen").at(asked, "side")
    assert "Mateo Díaz copied Eva Prats in" in mateo.at(asked, "thread")


def test_taking_out_is_one_act_too(mateo: Screen, asked: Ticket) -> None:
    mateo.act(asked, "copy-in", address=EVE)
    [eve] = present(asked)
    answer = mateo.act(asked, f"leave-out/{eve.pk}")
    assert (answer.status_code, present(asked)) == (200, [])
    assert "took e•••@•••.example out of the copies" in mateo.at(asked, "thread")
    assert "In copy" not in mateo.at(asked, "side")
    assert mateo.act(asked, "leave-out/999999").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 404, ""),
        ({"address": "eve"}, 409, "“eve” is not a mail address."),
        ({"address": "x" * 501}, 409, "Choose who should get copies"),
        ({"message": "x", "place": "0"}, 409, "Choose who should get copies"),
        ({"message": "999999", "place": "0"}, 404, ""),
        ({"address": "support@auralis.example"}, 409, "the address of a desk"),
    ],
)
def test_what_cannot_be_says_why(
    mateo: Screen, asked: Ticket, fields: dict[str, str], status: int, said: str
) -> None:
    answer = mateo.act(asked, "copy-in", **fields)
    assert answer.status_code == status
    assert said in words(answer.content.decode())
    assert present(asked) == []


def test_attack_27_all_of_a_mail_is_asked_about_first(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        crowd = [f"c{number}@crowd.example" for number in range(12)]
        received = Received("A todos.", "Jorge Molina", clock.now(), language="es", also_to=crowd)
        message = receive_message(jorge, received, actor=machine)
    html = mateo.html(path(jorge, "write"), fragment=True)
    assert words(html).count("Copy in c•••@•••.example") == 8
    assert "The newest mail was also sent to: c•••@•••.example, c•••@•••.example" in words(html)
    refused = mateo.act(jorge, "copy-in", message=message.pk, everybody="1")
    assert (refused.status_code, present(jorge)) == (409, [])
    assert "These are 12 people." in words(refused.content.decode())
    mateo.act(jorge, "copy-in", message=message.pk, everybody="1", confirmed="1")
    assert len(present(jorge)) == 12


def test_the_reply_goes_to_those_who_were_on_her_screen(cast: Cast, mateo: Screen, asked: Ticket) -> None:
    mateo.act(asked, "copy-in", address=EVE)
    screen = hidden(mateo.html(path(asked, "write"), fragment=True))
    with acting(cast.actor("Valeria")):
        add_participant(asked, "zoe@ferrer.example", actor=cast.actor("Valeria"))
    assert mateo.act(asked, "reply", **(screen | {"text": ANSWER})).status_code == 200
    assert last(asked).also_to == [EVE]
    assert [mail.rcpt_to for mail in outgoing()] == ["jorge@molina.example", EVE]


def test_a_note_has_no_copies(mateo: Screen, asked: Ticket) -> None:
    mateo.act(asked, "copy-in", address=EVE)
    html = mateo.html(f"{path(asked, 'write')}?write=note", fragment=True)
    assert 'id="copies"' not in html


def test_the_translation_is_looked_at_with_those_who_get_copies_beside_it(
    mateo: Screen, asked: Ticket
) -> None:
    mateo.act(asked, "copy-in", address=f"Eva Prats <{EVE}>")
    shown = mateo.act(asked, "preview", text="Please restart the Auralis Hub and wait two minutes.")
    assert "Copies go to: Eva Prats" in words(shown.content.decode())


def test_a_lead_who_approves_reads_who_gets_copies(
    cast: Cast, sit: Sit, mateo: Screen, asked: Ticket
) -> None:
    mateo.act(asked, "copy-in", address=EVE)
    sit("Lucía").answer(asked, ANSWER.replace("Mateo", "Lucía"), copy=present(asked)[0].pk)
    assert f"Copies go to: {MASKED}" in sit("Valeria").at(asked, "head")
    assert f"Copies go to: {EVE}" in sit("Carmen").at(asked, "head")
    assert f"Copies go to: {MASKED}" in mateo.at(asked, "thread")


def test_what_became_of_each_copy_stands_below_the_message(cast: Cast, mateo: Screen, asked: Ticket) -> None:
    for address in (EVE, "Zoe Ferrer <zoe@ferrer.example>"):
        mateo.act(asked, "copy-in", address=address)
    agent_answers(asked, cast.actor("Mateo"), ANSWER)
    with acting(EVERYWHERE):
        mails = OutgoingMail.objects.exclude(participant=None)
        mails.filter(rcpt_to=EVE).update(state="failed", answer="550 5.1.1 <eve@prats.example> no such user")
    shown = mateo.at(asked, "thread")
    assert f"Copy to {MASKED}: refused: the address does not exist or cannot be reached (5.1.1)" in shown
    assert "Copy to Zoe Ferrer: being sent" in shown
    html = mateo.html(path(asked, "thread"), fragment=True)
    assert "message-failed" not in html, "the customer's own mail is on its way"
    assert '<li class="tone-breached">' in html


def test_her_own_words_are_shown_as_not_the_customers(cast: Cast, sit: Sit, mateo: Screen) -> None:
    let_in(letter())
    [ticket] = tickets("auralis")
    machine = cast.machine("auralis")
    with acting(machine):
        for name in ("Eva Prats", EVE):
            eve, _new = Participant.objects.get_or_create(
                client_id=ticket.client_id, ticket=ticket, address=EVE
            )
            received = Received("A mí me funciona.", name, clock.now(), language="es", participant=eve)
            receive_message(ticket, received, actor=machine)
    own = sit("Carmen").at(ticket, "thread")
    assert f"Eva Prats {EVE}, in copy" in own
    assert f"{EVE} {EVE}, in copy" in own
    assert f"{EVE} wrote, who is in copy" in sit("Carmen").at(ticket, "side")


def test_the_partner_does_not_read_her_address_where_she_gave_no_name(
    cast: Cast, mateo: Screen, asked: Ticket
) -> None:
    mateo.act(asked, "copy-in", address=EVE)
    machine = cast.machine("auralis")
    with acting(machine):
        receive_message(
            asked, Received("Hola.", EVE, clock.now(), participant=present(asked)[0]), actor=machine
        )
    assert f"{MASKED} {MASKED}, in copy" in mateo.at(asked, "thread")
    assert EVE not in mateo.html(path(asked))


def test_copies_cost_a_page_the_same_few_questions_however_many_there_are(
    cast: Cast, mateo: Screen, asked: Ticket
) -> None:
    counts = []
    for number in (1, 15):
        for one in range(number):
            mateo.act(asked, "copy-in", address=f"p{number}-{one}@crowd.example")
        agent_answers(asked, cast.actor("Mateo"), f"{ANSWER} {number}")
        counts.append([questions(mateo, path(asked)), questions(mateo, path(asked, "thread"))])
    assert counts[0] == counts[1]
