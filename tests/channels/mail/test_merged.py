"""Mail and merged tickets: what answers either comes to the one that goes on."""

from __future__ import annotations

import pytest

from relevo.core.scope import acting
from relevo.tickets.merging import merge_ticket
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.channels.mail.out.test_outbox import report, return_path
from tests.channels.mail.postbox import (
    answer,
    let_in,
    letter,
    messages,
    outgoing,
    reply_to,
    tickets,
    wire_mail,
    write_again,
)
from tests.channels.mail.test_thread import VERIFIED


def two(cast: Cast) -> tuple[Ticket, Ticket]:
    """Jorge wrote twice, and was answered on his second ticket."""
    let_in(letter())
    let_in(letter("¿Han recibido mi mensaje?", subject="Otra vez", message_id="<two@molina.example>"))
    first, second = tickets("auralis")
    answer(cast, first, "Sí, lo hemos recibido.")
    answer(cast, second, "Pulse el botón, por favor.")
    return first, second


def merge(cast: Cast, ticket: Ticket, into: Ticket) -> Ticket:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        return merge_ticket(ticket, into, actor=mateo)


@pytest.fixture
def merged(cast: Cast) -> Ticket:
    """The first ticket, with what was said on the second."""
    first, second = two(cast)
    return merge(cast, second, first)


def said(ticket: Ticket) -> list[str]:
    return [message.text for message in messages(ticket)]


def test_an_answer_to_the_merged_one_comes_to_the_one_that_goes_on(merged: Ticket) -> None:
    write_again(reply_to(outgoing()[-1]))
    assert len(tickets("auralis")) == 2
    assert said(merged)[-1] == "Gracias, ahora funciona."


def test_so_does_an_answer_to_its_message_id_when_the_sender_is_vouched_for(merged: Ticket) -> None:
    let_in(letter("Y otra cosa.", message_id="<three@molina.example>", in_reply_to="<two@molina.example>",
                  authentication_results=VERIFIED))  # fmt: skip
    assert said(merged)[-1] == "Y otra cosa."


def test_a_stranger_with_its_token_gets_a_ticket_of_her_own(merged: Ticket) -> None:
    write_again(reply_to(outgoing()[-1], sender="Eve <eve@evil.example>"), mail_from="eve@evil.example")
    new = tickets("auralis")[-1]
    assert (new.linked_to_id, new.customer.name) == (merged.pk, "Eve")
    assert "Gracias, ahora funciona." not in said(merged)


def test_the_next_reply_threads_with_both_conversations(cast: Cast, merged: Ticket) -> None:
    before = [str(wire_mail(mail)["Message-ID"]) for mail in outgoing()]
    answer(cast, merged, "¿Funciona ahora?")
    references = str(wire_mail(outgoing()[-1])["References"]).split()
    assert {"<one@molina.example>", "<two@molina.example>", *before} <= set(references)


def test_a_report_on_a_mail_that_went_before_is_shown_where_its_message_is_now(cast: Cast) -> None:
    first, second = two(cast)
    signed = return_path(outgoing()[-1])
    merge(cast, second, first)
    let_in(report(), signed, mail_from="")
    assert [message.delivery for message in messages(first)] == ["received", "received", "queued", "failed"]


def test_so_is_one_on_a_mail_that_left_afterwards(merged: Ticket) -> None:
    let_in(report(), return_path(outgoing()[-1]), mail_from="")
    assert [message.delivery for message in messages(merged)] == ["received", "received", "queued", "failed"]
