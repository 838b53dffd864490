"""Each copy has a mail, an envelope, a state and a return path of her own: against a real SMTP server (aiosmtpd)."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.models import OutgoingMail, OutState, RawState
from relevo.channels.mail.out.wording import copy_words
from relevo.core import clock
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.tickets.merging import merge_ticket
from relevo.tickets.models import Delivery, Message, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.out.test_outbox import report, return_path
from tests.channels.mail.postbox import answer, let_in, letter, outgoing, raws, run_mail_jobs, tickets
from tests.channels.mail.test_faults_out import START, Server, listening, point_at, work
from tests.channels.mail.test_participants import EVE, JORGE, ZOE, add, asked

__all__ = ["asked"]
UNKNOWN = "550 5.1.1 no such user"


@pytest.fixture
def sent(cast: Cast, asked: Ticket) -> Message:
    """A reply to Jorge with copies to Eve and Zoe, in the outbox."""
    add(cast, asked)
    add(cast, asked, ZOE)
    return answer(cast, asked)


def states() -> dict[str, str]:
    return {mail.rcpt_to: mail.state for mail in outgoing()}


def shown(message: Message) -> str:
    with acting(EVERYWHERE):
        return Message.objects.get(pk=message.pk).delivery


def told() -> list[str]:
    with acting(EVERYWHERE):
        found = Event.objects.filter(
            kind__in=["reply.sent", "reply.failed", "reply.copy_sent", "reply.copy_failed"]
        )
        return sorted(found.values_list("kind", flat=True))


def test_a_refused_copy_fails_alone(sent: Message, settings: Any) -> None:
    with listening(Server(refuse={EVE: UNKNOWN})) as server:
        point_at(settings, server.port)
        run_mail_jobs()
    assert states() == {JORGE: OutState.SENT, EVE: OutState.FAILED, ZOE: OutState.SENT}
    assert shown(sent) == Delivery.SENT
    assert [rcpt for rcpt, _raw in server.taken] == [JORGE, ZOE]
    assert told() == ["reply.copy_failed", "reply.copy_sent", "reply.sent"]


def test_a_refused_customer_is_a_reply_that_did_not_arrive_whoever_got_a_copy(
    sent: Message, settings: Any
) -> None:
    with listening(Server(refuse={JORGE: UNKNOWN})) as server:
        point_at(settings, server.port)
        run_mail_jobs()
    assert states() == {JORGE: OutState.FAILED, EVE: OutState.SENT, ZOE: OutState.SENT}
    assert shown(sent) == Delivery.FAILED
    assert told() == ["reply.copy_sent", "reply.copy_sent", "reply.failed"]


def test_one_who_is_put_off_is_tried_again_alone(cast: Cast, settings: Any) -> None:
    with clock.travel(START):
        let_in(letter())
        [ticket] = tickets()
        answer(cast, ticket)
        add(cast, ticket)
        message = answer(cast, ticket, "¿Funciona?")
        with listening(Server(refuse={EVE: "451 4.2.0 later"})) as server:
            point_at(settings, server.port)
            run_mail_jobs()
            assert (states()[EVE], shown(message)) == (OutState.QUEUED, Delivery.SENT)
            server.refuse = {}
            work(START + timedelta(minutes=2))
    assert states() == {JORGE: OutState.SENT, EVE: OutState.SENT}
    assert [rcpt for rcpt, _raw in server.taken] == [JORGE, JORGE, EVE]


def test_on_the_wire_each_has_one_envelope_with_its_own_return_path(sent: Message, settings: Any) -> None:
    with listening(Server()) as server:
        point_at(settings, server.port)
        run_mail_jobs()
    assert [rcpt for rcpt, _raw in server.taken] == [JORGE, EVE, ZOE]
    assert len({message_from_bytes(raw)["Message-ID"] for _rcpt, raw in server.taken}) == 1
    paths = {return_path(mail) for mail in outgoing()}
    assert len(paths) == 3
    desk_id = outgoing()[0].mailbox.desk_id
    for path in paths:
        [token] = tokens.bounce_tokens_in([path])
        assert keyed.reference(token, desk_id, "bounce") is not None
        assert keyed.reference(token, desk_id) is None, "a return path lets nobody write on the ticket"


def test_a_report_marks_the_very_recipient_and_nobody_else(sent: Message) -> None:
    jorges, eves, _zoes = outgoing()
    let_in(report(), return_path(eves), mail_from="")
    assert states() == {JORGE: OutState.QUEUED, EVE: OutState.FAILED, ZOE: OutState.QUEUED}
    assert shown(sent) == Delivery.QUEUED
    assert (raws()[-1].state, raws()[-1].note, told()) == (RawState.DIGESTED, "bounce", ["reply.copy_failed"])
    with acting(EVERYWHERE):
        assert Event.objects.get(kind="reply.copy_failed").facts == {"participant": eves.participant_id}
    let_in(report() + b"again", return_path(jorges), mail_from="")
    assert (shown(sent), states()[ZOE]) == (Delivery.FAILED, OutState.QUEUED)


def test_attack_20_one_recipients_return_path_says_nothing_of_another(sent: Message) -> None:
    """Eve knows hers, and what stands in the report is Jorge's address: hers is what is marked."""
    let_in(report(), return_path(outgoing()[1]), mail_from="")
    assert states()[JORGE] == OutState.QUEUED
    token = outgoing()[0].header_id.partition("@")[0]
    let_in(report(quoted=outgoing()[0].header_id), f"support+b-{token}@auralis.example", mail_from="")
    assert shown(sent) == Delivery.QUEUED


def test_a_report_finds_the_copy_of_a_ticket_that_was_merged_since(
    cast: Cast, asked: Ticket, sent: Message
) -> None:
    let_in(letter("Otra vez.", subject="Otra vez", message_id="<two@molina.example>"))
    second = tickets()[1]
    answer(cast, second)
    eves, mateo = return_path(outgoing()[1]), cast.actor("Mateo")
    with acting(mateo):
        merge_ticket(asked, second, actor=mateo)
    let_in(report(), eves, mail_from="")
    assert states()[EVE] == OutState.FAILED


def test_the_database_refuses_a_second_mail_of_one_reply_to_one_address(sent: Message) -> None:
    eves = outgoing()[1]
    eves.pk, eves.header_id = None, "another@auralis.example"
    with (
        acting(EVERYWHERE),
        pytest.raises(IntegrityError, match="outgoing_once_to_each"),
        transaction.atomic(),
    ):
        eves.save(force_insert=True)


def test_a_copy_is_always_of_a_reply(sent: Message) -> None:
    eves = outgoing()[1]
    with (
        acting(EVERYWHERE),
        pytest.raises(IntegrityError, match="outgoing_to_customer"),
        transaction.atomic(),
    ):
        OutgoingMail.objects.filter(pk=eves.pk).update(message=None)


@pytest.mark.parametrize(
    ("state", "answered", "words"),
    [
        ("queued", "", "being sent"),
        ("queued", "451 4.2.0 later", "not yet delivered, trying again"),
        ("sent", "250 taken", "delivered to the mail server"),
        ("failed", UNKNOWN, "refused: the address does not exist or cannot be reached (5.1.1)"),
        ("failed", "bounce 5.2.2", "refused: the mailbox does not take mail; it may be full (5.2.2)"),
        ("failed", "421 4.4.1 <eve@prats.example> timed out", "not delivered: the mail server could not be reached (4.4.1)"),
        ("failed", "550 <eve@prats.example> go away", "refused: the message could not be delivered"),
    ],
)  # fmt: skip
def test_what_became_of_a_copy_is_said_without_the_servers_own_words(
    state: str, answered: str, words: str
) -> None:
    assert copy_words(state, answered) == words
