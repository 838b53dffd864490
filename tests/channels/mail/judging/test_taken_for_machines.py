"""What becomes of people's mail that looks like a machine's, and of absence notes that only look like themselves."""

from __future__ import annotations

import pytest

from relevo.channels.mail.mailbox_settings import set_acknowledgements
from relevo.channels.mail.models import Mailbox, RawState
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.tickets.models import Status, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.out.test_acknowledging import TEXTS, answers, take_in
from tests.channels.mail.postbox import (
    SUPPORT,
    answer,
    let_in,
    letter,
    messages,
    outgoing,
    raws,
    reply_to,
    tickets,
    write_again,
)

RELAYS = [
    "bounces+1234567-ab12-support=auralis.example@em77.molina.example",
    "bounce+abc.123-support=auralis.example@mg.molina.example",
]


def waiting_for_her(cast: Cast, subject: str = "El altavoz no conecta") -> Ticket:
    """Jorge's ticket, answered: the next word is his."""
    let_in(letter(subject=subject))
    answer(cast, tickets()[0])
    with acting(EVERYWHERE):
        Ticket.objects.update(status=Status.PENDING)
    return tickets()[0]


@pytest.mark.parametrize(
    "subject",
    [
        "Estoy fuera de garantía, ¿qué puedo hacer?", "Out of office replies are not working",
        "Esmu atvaļinājumā, apkure neieslēdzas", "Buiten kantooruren geen verbinding", "부재중 전화 알림이 안 와요",
    ],
)  # fmt: skip
def test_a_customer_who_writes_about_absences_has_a_ticket_like_everybody(cast: Cast, subject: str) -> None:
    let_in(letter(subject=subject))
    [message] = messages(tickets()[0])
    assert not message.automatic
    assert (raws()[0].state, raws()[0].note) == (RawState.DIGESTED, "")


@pytest.mark.parametrize(
    "subject", ["Autoresponder", "Respuesta automática: ¿cómo se desactiva?", "Prombūtne"]
)
def test_a_subject_alone_keeps_no_mail_from_becoming_a_ticket_but_nothing_answers_it(
    cast: Cast, subject: str
) -> None:
    with acting(EVERYWHERE):
        mailbox = Mailbox.objects.get(address=SUPPORT)
        set_acknowledgements(mailbox, TEXTS, actor=system(mailbox.client_id))
    take_in(letter(subject=subject))
    [message] = messages(tickets()[0])
    assert message.automatic
    assert (raws()[0].state, raws()[0].note, answers()) == (RawState.DIGESTED, "generated", [])
    take_in(letter(sender="Elena <elena@prats.example>", message_id="<e@prats.example>"))
    assert len(answers()) == 1, "a person's mail is answered"


@pytest.mark.parametrize(
    "subject", ["Out of office replies are not working", "Autoresponder", "Prombūtne: H12"]
)
def test_a_persons_answer_opens_her_ticket_again_whatever_it_is_about(cast: Cast, subject: str) -> None:
    waiting_for_her(cast, subject)
    write_again(reply_to(outgoing()[0], "No, sigue sin funcionar.", subject=f"Re: {subject}"))
    [ticket] = tickets()
    assert (ticket.status, messages(ticket)[-1].automatic) == (Status.OPEN, False)


@pytest.mark.parametrize(
    "subject", ["Respuesta automática: Re: El altavoz", "Estoy de vacaciones hasta el lunes"]
)
def test_attack_22_an_absence_note_on_a_ticket_opens_nothing(cast: Cast, subject: str) -> None:
    waiting_for_her(cast)
    write_again(reply_to(outgoing()[0], "Vuelvo el lunes.", subject=subject))
    [ticket] = tickets()
    assert (ticket.status, messages(ticket)[-1].automatic) == (Status.PENDING, True)
    assert raws()[-1].note == "auto_reply"


@pytest.mark.parametrize("path", RELAYS)
def test_an_answer_through_a_relay_whose_return_path_is_called_bounces_is_a_persons(
    cast: Cast, path: str
) -> None:
    waiting_for_her(cast)
    write_again(reply_to(outgoing()[0], "No, sigue sin funcionar."), mail_from=path)
    [ticket] = tickets()
    assert (ticket.status, messages(ticket)[-1].automatic) == (Status.OPEN, False)
    let_in(letter(subject="Otra cosa", message_id="<other@molina.example>"), mail_from=path)
    assert raws()[-1].note == ""
