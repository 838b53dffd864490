"""What comes to the return path of a reply and is no report that can be read: only what says "failed" marks it."""

from __future__ import annotations

import pytest

from relevo.channels.mail.models import OutState, RawState
from relevo.tickets.models import Delivery, Ticket
from tests.cast import Cast
from tests.channels.mail.out.test_outbox import return_path, shown
from tests.channels.mail.postbox import answer, let_in, letter, messages, outgoing, raws, tickets

DAEMON = "Mail Delivery System <Mailer-Daemon@mx.molina.example>"


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Jorge's ticket."""
    let_in(letter())
    return tickets()[0]


@pytest.mark.parametrize(
    "subject",
    [
        "Warning: message 1abc delayed 24 hours",
        "Delayed Mail (still being retried)",
        "Delivery Status Notification (Delay)",
        "Delivery Status Notification (Mail Delivery Delayed)",
        "Message received",
    ],
)
def test_a_warning_in_plain_words_that_a_reply_is_late_does_not_mark_it(
    cast: Cast, ticket: Ticket, subject: str
) -> None:
    message = answer(cast, ticket)
    path = return_path(outgoing()[0])
    late = letter(
        "A message that you sent has not yet been delivered. Delivery attempts will continue for some time.",
        sender=DAEMON, to=path, subject=subject, message_id="<w@mx.molina.example>", Auto_Submitted="auto-replied",
    )  # fmt: skip
    let_in(late, path, mail_from="")
    assert (shown(message)[0], outgoing()[0].state) == (Delivery.QUEUED, OutState.QUEUED)
    assert (raws()[-1].state, raws()[-1].note) == (RawState.DIGESTED, "delay")


def test_an_absence_note_by_a_relay_whose_return_path_is_called_bounces_does_not_mark_the_reply(
    cast: Cast, ticket: Ticket
) -> None:
    message = answer(cast, ticket)
    path, header_id = return_path(outgoing()[0]), outgoing()[0].header_id
    note = letter(
        "Vuelvo el lunes.", to=path, subject="Estoy fuera", message_id="<away@molina.example>",
        Auto_Submitted="auto-replied", In_Reply_To=f"<{header_id}>",
    )  # fmt: skip
    let_in(note, path, mail_from="bounces+123@relay.molina.example")
    assert shown(message)[0] == Delivery.QUEUED
    assert raws()[-1].note == "auto_reply"
    assert messages(ticket)[-1].text == "Vuelvo el lunes."
    assert messages(ticket)[-1].automatic


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Undelivered Mail Returned to Sender", {}),
        ("Delivery Status Notification (Failure)", {}),
        ("Delivery Status Notification", {}),
        ("Your message", {"X_Failed_Recipients": "jorge@molina.example"}),
    ],
)
def test_a_failure_in_plain_words_marks_the_reply_as_not_delivered(
    cast: Cast, ticket: Ticket, subject: str, headers: dict[str, str]
) -> None:
    message = answer(cast, ticket)
    path = return_path(outgoing()[0])
    gone = letter(
        "No such user.", sender=DAEMON, to=path, subject=subject, message_id="<f@mx.example>", **headers
    )
    let_in(gone, path, mail_from="")
    assert (shown(message)[0], outgoing()[0].state) == (Delivery.FAILED, OutState.FAILED)
    assert raws()[-1].note == "bounce"
