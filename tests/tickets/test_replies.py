"""Answers to the customer and the drafts they grow from; two people at once find out about each other."""

from __future__ import annotations

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections, transaction

from relevo.core import clock
from relevo.core.errors import NotAllowed, RelevoError, RuleBroken
from relevo.core.scope import acting
from relevo.engagements.actions import end_seat
from relevo.events.models import Event
from relevo.tickets.actions import Received, hold_ticket, receive_message
from relevo.tickets.models import Delivery, Draft, Message, Ticket
from relevo.tickets.replies import Reply, release_reply, return_reply, save_draft, write_reply
from relevo.tickets.statuses import MOVES, Status
from tests.cast import Cast
from tests.stories import customer_writes, fresh

TEXT = "Estimado Jorge: pulse el botón durante diez segundos."


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Jorge's, on Sunday night: Noctua holds it."""
    return customer_writes(cast)


def write(cast: Cast, ticket: Ticket, name: str = "Mateo", *, waits: bool = False, **more: object) -> Message:
    actor = cast.actor(name)
    with acting(actor):
        return write_reply(
            ticket, Reply(**{"text": TEXT, "language": "es", **more}), waits=waits, actor=actor
        )


def newest(cast: Cast, ticket: Ticket) -> int:
    with acting(cast.everywhere):
        return Message.objects.filter(ticket=ticket).order_by("-pk").values_list("pk", flat=True)[0]


def replies(cast: Cast, ticket: Ticket) -> list[Message]:
    with acting(cast.everywhere):
        return list(Message.objects.filter(ticket=ticket, direction="out").order_by("pk"))


def kinds(cast: Cast, ticket: Ticket) -> list[str]:
    with acting(cast.everywhere):
        return list(Event.objects.filter(ticket_id=ticket.pk).order_by("pk").values_list("kind", flat=True))


# -- sending --------------------------------------------------------------------------------------------------------


def test_a_reply_goes_out_in_the_aliass_name_and_moves_the_ticket(cast: Cast, ticket: Ticket) -> None:
    message = write(cast, ticket)
    assert (message.delivery, message.shown_name, message.text) == (Delivery.QUEUED, "Mateo", TEXT)
    assert (message.sent_text, message.sent_language, message.customer_text) == (TEXT, "es", TEXT)
    assert message.engagement_id == ticket.holder_id
    with acting(cast.everywhere):
        moved = fresh(ticket)
    assert (moved.status, moved.waiting_on, moved.last_message_at) == ("pending", "customer", message.at)
    assert kinds(cast, ticket).count("reply.released") == 1
    assert str(message) == f"message {message.pk} of ticket {ticket.pk}"
    assert message.guards() == ticket.guards()


def test_a_translated_reply_keeps_both_texts(cast: Cast, ticket: Ticket) -> None:
    message = write(
        cast, ticket, text=" Hold the button. ", language="en", sent_text=TEXT, sent_language="es"
    )
    assert (message.text, message.language, message.sent_text, message.sent_language) == (
        "Hold the button.", "en", TEXT, "es",
    )  # fmt: skip
    assert message.customer_text == TEXT


def test_a_reply_that_waits_is_not_sent_and_moves_nothing(cast: Cast, ticket: Ticket) -> None:
    message = write(cast, ticket, waits=True)
    with acting(cast.everywhere):
        assert (message.delivery, fresh(ticket).status) == (Delivery.WAITING, "new")
    assert "reply.submitted" in kinds(cast, ticket)
    assert "reply.released" not in kinds(cast, ticket)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_empty_reply_is_refused(cast: Cast, ticket: Ticket, text: str) -> None:
    with pytest.raises(RuleBroken, match="The reply is empty"):
        write(cast, ticket, text=text)


def test_a_closed_ticket_refuses(cast: Cast, ticket: Ticket) -> None:
    with acting(cast.everywhere):
        Ticket.objects.filter(pk=ticket.pk).update(status=Status.CLOSED)
    with pytest.raises(RuleBroken, match="This ticket is closed"):
        write(cast, ticket)


def test_a_status_that_cannot_follow_is_refused(cast: Cast, ticket: Ticket) -> None:
    assert Status.CLOSED not in MOVES[Status.NEW]
    with pytest.raises(RuleBroken, match="cannot take this status now"):
        write(cast, ticket, status_after=Status.CLOSED)
    assert replies(cast, ticket) == []


def test_an_answer_may_leave_a_solved_ticket_solved(cast: Cast, ticket: Ticket) -> None:
    write(cast, ticket, status_after=Status.SOLVED)
    write(cast, ticket, status_after=Status.SOLVED)
    with acting(cast.everywhere):
        assert fresh(ticket).status == Status.SOLVED


@pytest.mark.parametrize("name", ["Iker", "Carmen", "Marta", "Jonas"])
def test_only_who_has_a_seat_where_the_ticket_is_answers(cast: Cast, ticket: Ticket, name: str) -> None:
    with pytest.raises(NotAllowed):
        write(cast, ticket, name)


# -- two at once ----------------------------------------------------------------------------------------------------


def test_whoever_comes_second_is_told_who_was_first(cast: Cast, ticket: Ticket) -> None:
    seen = newest(cast, ticket)
    write(cast, ticket, "Lucía", seen_message_id=seen)
    with pytest.raises(RuleBroken, match="Lucía wrote on this ticket while you were typing") as refused:
        write(cast, ticket, "Mateo", seen_message_id=seen)
    assert refused.value.facts == {"newest": newest(cast, ticket)}
    assert [message.shown_name for message in replies(cast, ticket)] == ["Lucía"]


def test_the_customers_new_words_are_read_before_one_answers(cast: Cast, ticket: Ticket) -> None:
    seen, machine = newest(cast, ticket), cast.machine("auralis")
    with acting(machine):
        receive_message(ticket, Received("Ya funciona", "Jorge Molina", clock.now()), actor=machine)
    with pytest.raises(RuleBroken, match="Jorge Molina wrote on this ticket"):
        write(cast, ticket, seen_message_id=seen)
    assert write(cast, ticket, seen_message_id=newest(cast, ticket)).pk


def test_what_was_returned_to_its_writer_stands_in_nobodys_way(cast: Cast, ticket: Ticket) -> None:
    seen, valeria = newest(cast, ticket), cast.actor("Valeria")
    waiting = write(cast, ticket, "Lucía", waits=True)
    with acting(valeria):
        return_reply(waiting, actor=valeria)
    assert write(cast, ticket, seen_message_id=seen).delivery == Delivery.QUEUED


def test_the_same_key_twice_is_one_message(cast: Cast, ticket: Ticket) -> None:
    key = uuid4()
    first = write(cast, ticket, request_key=key)
    second = write(cast, ticket, request_key=key, text="A doubled click, or a repeated request")
    assert first == second
    assert len(replies(cast, ticket)) == 1


def test_two_agents_at_the_same_moment_on_two_connections_make_one_answer_and_one_refusal(
    own_database: str,
) -> None:
    cast = Cast()
    with acting(cast.everywhere):
        opened = customer_writes(cast)
    seen, meet, results = newest(cast, opened), Barrier(2, timeout=90), []

    def answer(name: str) -> None:
        try:
            meet.wait()
            results.append(write(cast, opened, name, seen_message_id=seen).shown_name)
        except RuleBroken as error:
            results.append(error.message)
        finally:
            connections["default"].close()

    threads = [Thread(target=answer, args=(name,)) for name in ("Mateo", "Lucía")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    [answered] = replies(cast, opened)
    name = answered.shown_name
    told = f"{name} wrote on this ticket while you were typing. Read it, then send again."
    assert sorted(results) == sorted([name, told])


def test_one_request_sent_twice_on_two_connections_makes_one_message(own_database: str) -> None:
    cast = Cast()
    with acting(cast.everywhere):
        opened = customer_writes(cast)
    key, meet, results = uuid4(), Barrier(2, timeout=90), []

    def answer() -> None:
        try:
            meet.wait()
            results.append(write(cast, opened, request_key=key).pk)
        finally:
            connections["default"].close()

    threads = [Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert len(results) == 2
    assert len(set(results)) == len(replies(cast, opened)) == 1


# -- losing the seat or the ticket while writing ---------------------------------------------------------------------


def test_who_loses_the_seat_while_writing_is_refused_and_keeps_the_words(cast: Cast, ticket: Ticket) -> None:
    mateo, valeria = cast.actor("Mateo"), cast.actor("Valeria")
    with acting(mateo):
        save_draft(ticket, kind="reply", text=TEXT, actor=mateo)
    with acting(valeria):
        end_seat(cast.seat("Mateo", "auralis"), actor=valeria)
    with pytest.raises(NotAllowed):
        write(cast, ticket)
    with acting(cast.everywhere):
        assert Draft.objects.get(ticket=ticket, member=cast.member("Mateo")).text == TEXT
    assert replies(cast, ticket) == []


def test_who_loses_the_ticket_while_writing_is_refused_and_keeps_the_words(
    cast: Cast, ticket: Ticket
) -> None:
    """Her page still says that her firm holds it; what counts is the locked row."""
    mateo, machine = cast.actor("Mateo"), cast.machine("auralis")
    with acting(mateo):
        save_draft(ticket, kind="reply", text=TEXT, actor=mateo)
    with acting(machine):
        hold_ticket(ticket, cast.engagement("auralis", "auralis"), reason="take_back", actor=machine)
    with acting(mateo), pytest.raises(RelevoError), transaction.atomic():
        write_reply(ticket, Reply(TEXT, "es"), waits=False, actor=mateo)
    with acting(cast.everywhere):
        assert Draft.objects.get(ticket=ticket).text == TEXT
    assert replies(cast, ticket) == []


# -- approval -------------------------------------------------------------------------------------------------------


def test_a_released_reply_goes_out_with_the_corrected_words(cast: Cast, ticket: Ticket) -> None:
    valeria, waiting = cast.actor("Valeria"), write(cast, ticket, "Lucía", waits=True)
    with acting(valeria):
        released = release_reply(waiting, actor=valeria, sent_text="  Estimado Jorge: gracias.  ")
        assert (released.sent_text, released.text, released.delivery) == (
            "Estimado Jorge: gracias.", TEXT, Delivery.QUEUED,
        )  # fmt: skip
        again = release_reply(waiting, actor=valeria, sent_text="Something else")
    assert again.sent_text == "Estimado Jorge: gracias.", "a second release changes nothing"
    assert kinds(cast, ticket).count("reply.released") == 1


@pytest.mark.parametrize("words", [None, "", "   "])
def test_no_correction_leaves_the_words_as_they_are(cast: Cast, ticket: Ticket, words: str | None) -> None:
    valeria, waiting = cast.actor("Valeria"), write(cast, ticket, "Lucía", waits=True)
    with acting(valeria):
        assert release_reply(waiting, actor=valeria, sent_text=words).sent_text == TEXT


def test_a_status_that_can_no_longer_follow_does_not_stop_the_reply(cast: Cast, ticket: Ticket) -> None:
    waiting, valeria = write(cast, ticket, "Lucía", waits=True), cast.actor("Valeria")
    with acting(cast.everywhere):
        Ticket.objects.filter(pk=ticket.pk).update(status=Status.SOLVED)
    with acting(valeria):
        release_reply(waiting, actor=valeria)
        assert fresh(ticket).status == Status.SOLVED


def test_a_reply_is_returned_once_and_only_while_it_waits(cast: Cast, ticket: Ticket) -> None:
    valeria, waiting = cast.actor("Valeria"), write(cast, ticket, "Lucía", waits=True)
    with acting(valeria):
        assert return_reply(waiting, actor=valeria).delivery == Delivery.RETURNED
        with pytest.raises(RuleBroken, match="no longer waiting"):
            return_reply(waiting, actor=valeria)


@pytest.mark.parametrize("name", ["Mateo", "Lucía", "Iker"])
def test_an_agent_decides_nothing(cast: Cast, ticket: Ticket, name: str) -> None:
    actor, waiting = cast.actor(name), write(cast, ticket, "Lucía", waits=True)
    with acting(actor), pytest.raises(NotAllowed):
        release_reply(waiting, actor=actor)
    with acting(actor), pytest.raises(NotAllowed):
        return_reply(waiting, actor=actor)


# -- drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_saved_as_one_types_and_each_kind_is_its_own(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        first = save_draft(ticket, kind="reply", text="E", actor=mateo)
        second = save_draft(ticket, kind="reply", text="Es", translation="Is", actor=mateo)
        note = save_draft(ticket, kind="note", text="Dos", actor=mateo)
    assert (first.pk, first.version) == (second.pk, 1)
    assert (second.version, second.text, second.translation) == (2, "Es", "Is")
    assert (note.pk != second.pk, note.version) == (True, 1)
    assert str(note) == f"draft of member {mateo.member_id} on ticket {ticket.pk}"


def test_a_sent_reply_uses_up_its_own_draft_and_no_other(cast: Cast, ticket: Ticket) -> None:
    mateo, lucia = cast.actor("Mateo"), cast.actor("Lucía")
    with acting(lucia):
        save_draft(ticket, kind="reply", text="Lucía's", actor=lucia)
    with acting(mateo):
        save_draft(ticket, kind="reply", text="Mateo's", actor=mateo)
    write(cast, ticket)
    with acting(cast.everywhere):
        assert [draft.text for draft in Draft.objects.all()] == ["Lucía's"]


@pytest.mark.parametrize(
    ("kept", "typed", "over", "both"),
    [
        ("", "Estimado", {""}, "Estimado"),
        ("Estimado", "Estimado Jorge", {"Estimado"}, "Estimado Jorge"),
        ("Estimado", "Estimada", {"Est", "Estimado"}, "Estimada"),  # an answer that was on its way
        ("Estimado", "", {"Estimado"}, ""),  # she took it out
        ("Estimado Jorge:", "Buenas noches", {""}, "Buenas noches\n\nEstimado Jorge:"),
        ("Estimado Jorge:", "Estimado Jorge: pulse", {""}, "Estimado Jorge: pulse"),
        ("Estimado Jorge: pulse", "Estimado", {""}, "Estimado Jorge: pulse"),
        ("Estimado Jorge:", "", {""}, "Estimado Jorge:"),
        ("Estimado Jorge:", "Buenas noches", None, "Buenas noches"),  # a door that knows of no windows
    ],
)
def test_what_was_typed_in_another_window_stays_below(
    cast: Cast, ticket: Ticket, kept: str, typed: str, over: set[str] | None, both: str
) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        save_draft(ticket, kind="reply", text=kept, translation="Kept.", actor=mateo)
        draft = save_draft(ticket, kind="reply", text=typed, translation="Typed.", over=over, actor=mateo)
        assert Draft.objects.get(pk=draft.pk).text == both
    mine = over is None or kept in over
    assert draft.translation == ("Typed." if mine else ""), "a translation of other words is of no use"


def test_the_first_words_of_a_window_are_no_conflict(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        assert save_draft(ticket, kind="note", text="E", over={"gone"}, actor=mateo).text == "E"


def test_a_draft_needs_somebody_who_may_write(cast: Cast, ticket: Ticket) -> None:
    marta = cast.actor("Marta")
    with acting(marta), pytest.raises(NotAllowed):
        save_draft(ticket, kind="reply", text="x", actor=marta)
    machine = cast.machine("auralis")
    with acting(machine), pytest.raises(NotAllowed):
        save_draft(ticket, kind="reply", text="x", actor=machine)
