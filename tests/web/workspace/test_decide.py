"""Deciding a reply that waits: approved, corrected, returned, and everything that can have happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from relevo.conduct.actions import send_reply
from relevo.conduct.models import Approval, Decision
from relevo.core.scope import acting
from relevo.coverage.passing import pass_ball
from relevo.engagements.models import Seat
from relevo.events.models import Event
from relevo.tickets.models import Delivery, Message, Ticket
from relevo.tickets.replies import Reply
from tests.cast import EVERYWHERE, Cast
from tests.stories import customer_writes
from tests.web.workspace.screen import Screen, path, typed, words

Sit = Callable[[str], Screen]
HELD_DOWN = "Estimado Jorge: mantenga pulsado el botón diez segundos, por favor."


def refused(answer: HttpResponse, status: int = 409) -> str:
    assert answer.status_code == status
    return words(answer.content.decode())


def delivery(approval: Approval) -> str:
    with acting(EVERYWHERE):
        return Message.objects.get(pk=approval.message_id).delivery


@pytest.fixture
def waiting(cast: Cast, jorge: Ticket) -> Approval:
    """Lucía's reply in English and Spanish, which waits for a lead."""
    lucia = cast.actor("Lucía")
    text = "Hello Jorge, please keep the button pressed; E-0042 goes away.\n\nKind regards, Lucía"
    spanish = "Hola, Jorge: mantenga pulsado el botón; E-0042 desaparece.\n\nUn cordial saludo, Lucía"
    with acting(lucia):
        message = send_reply(
            jorge, Reply(text, "en", spanish, "es"), actor=lucia, engine="fake", confirmed=True
        )
        return Approval.objects.select_related("message").get(message=message)


def test_a_lead_decides_beside_the_reason_and_what_the_customer_will_read(
    sit: Sit, jorge: Ticket, waiting: Approval
) -> None:
    valeria = sit("Valeria")
    html = valeria.html(path(jorge, "head"), fragment=True)
    assert "Lucía's reply waits for you The writer is in her first week with this client." in words(html)
    assert typed(html, "sent_text") == waiting.message.sent_text
    assert "I have compared my corrections" in html
    for other in ("Lucía", "Mateo"):
        assert "waits for you" not in sit(other).at(jorge, "head")
    assert "waits for you" in sit("Carmen").at(jorge, "head"), "the client may decide too"


def test_approved_as_it_is_it_goes_out_as_it_is(sit: Sit, jorge: Ticket, waiting: Approval) -> None:
    valeria = sit("Valeria")
    as_browsers_send = waiting.message.sent_text.replace("\n", "\r\n")
    answer = valeria.act(jorge, "approve", approval=waiting.pk, sent_text=as_browsers_send, comment="")
    assert answer.status_code == 204
    with acting(EVERYWHERE):
        decided = Approval.objects.select_related("message").get(pk=waiting.pk)
        event = Event.objects.get(ticket_id=jorge.pk, kind="reply.approved")
    assert (decided.decision, decided.decided_by) == (Decision.APPROVED, "Valeria Rojas")
    assert decided.message.sent_text == waiting.message.sent_text
    assert decided.message.delivery == Delivery.QUEUED
    assert event.facts["changed"] is False, "line ends of a form are no correction"


def test_approved_with_corrected_words_the_customer_reads_those(
    sit: Sit, jorge: Ticket, waiting: Approval
) -> None:
    better = waiting.message.sent_text.replace("Hola", "Buenas noches")
    assert sit("Valeria").act(jorge, "approve", approval=waiting.pk, sent_text=better).status_code == 204
    with acting(EVERYWHERE):
        message = Message.objects.get(pk=waiting.message_id)
    assert (message.sent_text, message.text) == (better, waiting.message.text)


def test_a_correction_that_loses_a_code_goes_out_only_when_it_was_compared(
    sit: Sit, jorge: Ticket, waiting: Approval
) -> None:
    valeria, lost = sit("Valeria"), waiting.message.sent_text.replace("E-0042", "el error")
    answer = valeria.act(jorge, "approve", approval=waiting.pk, sent_text=lost)
    assert "The translation changed what must stay as it is." in refused(answer)
    assert "waits for you" in valeria.at(jorge, "head")
    assert (
        valeria.act(jorge, "approve", approval=waiting.pk, sent_text=lost, confirmed="on").status_code == 204
    )


def test_a_correction_is_checked_like_any_other_words(sit: Sit, jorge: Ticket, waiting: Approval) -> None:
    answer = sit("Valeria").act(
        jorge, "approve", approval=waiting.pk, sent_text="Su tarjeta 4111 1111 1111 1111."
    )
    assert "This cannot be sent:" in refused(answer)


def test_a_return_needs_a_comment(sit: Sit, jorge: Ticket, waiting: Approval) -> None:
    valeria = sit("Valeria")
    for comment in ("", " \r\n"):
        assert "Say what should be different" in refused(
            valeria.act(jorge, "return", approval=waiting.pk, comment=comment)
        )
    assert valeria.act(jorge, "return", approval=waiting.pk, comment="Warmer, please.").status_code == 204
    assert "waits for you" not in valeria.at(jorge, "head")
    lucia = sit("Lucía")
    html = lucia.html(path(jorge, "write"), fragment=True)
    assert (typed(html), typed(html, "translation")) == (waiting.message.text, waiting.message.sent_text)


def test_what_was_decided_already_names_who_did(sit: Sit, jorge: Ticket, waiting: Approval) -> None:
    sit("Carmen").act(jorge, "approve", approval=waiting.pk)
    answer = sit("Valeria").act(jorge, "return", approval=waiting.pk, comment="Warmer.")
    assert "Carmen Vidal has decided already: Approved." in refused(answer)


@pytest.mark.parametrize("approval", ["", "x", "0", "999999", "9" * 30])
def test_a_decision_about_nothing_finds_nothing(
    sit: Sit, jorge: Ticket, waiting: Approval, approval: str
) -> None:
    for act in ("approve", "return"):
        refused(sit("Valeria").act(jorge, act, approval=approval, comment="x"), 404)


def test_a_decision_belongs_to_its_own_ticket(cast: Cast, sit: Sit, jorge: Ticket, waiting: Approval) -> None:
    other = customer_writes(cast, address="elena@prats.example")
    refused(sit("Valeria").act(other, "approve", approval=waiting.pk), 404)


@pytest.mark.parametrize("fields", [{"comment": "a" * 2001}, {"sent_text": "a" * 50_001}, {"comment": "a\0"}])
def test_a_decision_in_words_that_cannot_be_kept_is_refused(
    sit: Sit, jorge: Ticket, waiting: Approval, fields: dict[str, str]
) -> None:
    answer = sit("Valeria").act(jorge, "return", approval=waiting.pk, **fields)
    assert "The words could not be read. They may be too long." in refused(answer)


def test_nobody_is_offered_her_own_reply_to_approve(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    with acting(EVERYWHERE):
        Seat.objects.filter(pk=cast.seat("Valeria", "auralis").pk).update(readiness="new")
    sit("Lucía").answer(jorge, HELD_DOWN)
    with acting(EVERYWHERE):
        Message.objects.filter(ticket=jorge, direction="out").update(seat=cast.seat("Valeria", "auralis"))
    assert "waits for you" not in sit("Valeria").at(jorge, "head")
    assert "waits for you" in sit("Carmen").at(jorge, "head")


def test_her_own_reply_is_refused_to_her_however_she_asks(
    cast: Cast, sit: Sit, jorge: Ticket, waiting: Approval
) -> None:
    with acting(EVERYWHERE):
        Message.objects.filter(pk=waiting.message_id).update(seat=cast.seat("Valeria", "auralis"))
    valeria = sit("Valeria")
    for act in ("approve", "return"):
        said = refused(valeria.act(jorge, act, approval=waiting.pk, comment="Fine."))
        assert "Nobody decides about her own reply. Ask a colleague who leads, or the client." in said
    assert delivery(waiting) == Delivery.WAITING


def test_a_page_from_before_the_writer_sent_it_anew_decides_nothing(
    cast: Cast, sit: Sit, jorge: Ticket, waiting: Approval
) -> None:
    """Valeria still has the first words open when Carmen has returned them and Lucía has written others."""
    valeria = sit("Valeria")
    assert "waits for you" in valeria.at(jorge, "head")
    sit("Carmen").act(jorge, "return", approval=waiting.pk, comment="Warmer, please.")
    sit("Lucía").answer(jorge, HELD_DOWN)
    said = refused(valeria.act(jorge, "approve", approval=waiting.pk, sent_text=waiting.message.sent_text))
    assert "Carmen Vidal has decided already: Returned." in said
    with acting(EVERYWHERE):
        [anew] = Approval.objects.waiting().filter(ticket=jorge).select_related("message")
    assert (anew.message.text, anew.message.delivery) == (HELD_DOWN, Delivery.WAITING)
    shown = valeria.html(path(jorge, "head"), fragment=True)
    assert typed(shown, "sent_text") == HELD_DOWN, "the page that fetches itself again shows the new words"


def test_a_reply_of_a_team_that_lost_the_ticket_is_not_sent_any_more(
    cast: Cast, sit: Sit, jorge: Ticket, waiting: Approval
) -> None:
    carmen, machine = sit("Carmen"), cast.machine("auralis")
    assert "waits for you" in carmen.at(jorge, "head")
    with acting(machine):
        pass_ball(jorge, cast.engagement("auralis", "auralis"), reason="coverage", actor=machine)
    refused(sit("Valeria").act(jorge, "approve", approval=waiting.pk), 403)
    said = refused(carmen.act(jorge, "approve", approval=waiting.pk))
    assert "another team" in said or "decided already" in said
    assert delivery(waiting) in {Delivery.WAITING, Delivery.RETURNED}


def test_two_leads_at_once_make_one_decision(sit: Sit, jorge: Ticket, waiting: Approval) -> None:
    carmen, valeria = sit("Carmen"), sit("Valeria")
    assert carmen.act(jorge, "approve", approval=waiting.pk).status_code == 204
    assert "has decided already: Approved." in refused(valeria.act(jorge, "approve", approval=waiting.pk))
    with acting(EVERYWHERE):
        assert Event.objects.filter(ticket_id=jorge.pk, kind="reply.released").count() == 1
