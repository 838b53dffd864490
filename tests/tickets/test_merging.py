"""Two tickets that are one matter: nothing said is lost, nobody sees more than before, and nothing is owed later."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, connections, transaction

from relevo.conduct.actions import send_reply
from relevo.core import clock
from relevo.core.errors import NotAllowed, NotFound, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.tickets.actions import File, set_status, withdraw_ticket, write_note
from relevo.tickets.draft_files import add_files
from relevo.tickets.merging import merge_ticket
from relevo.tickets.models import Attachment, Audience, Draft, DraftFile, Message, Note, Ticket
from relevo.tickets.replies import save_draft
from relevo.tickets.statuses import Status
from tests.cast import EVERYWHERE, Cast
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes, fresh

MINUTE = timedelta(minutes=1)


def twice(cast: Cast) -> tuple[Ticket, Ticket]:
    """Jorge's first ticket, and the one that he opens ten minutes later about the same."""
    first = customer_writes(cast)
    with clock.travel(SUNDAY_NIGHT + 10 * MINUTE):
        return first, customer_writes(cast, "¿Han recibido mi mensaje?", subject="Otra vez yo")


def merged(cast: Cast, ticket: Ticket, into: Ticket, who: str = "Mateo") -> Ticket:
    actor = cast.actor(who)
    with acting(actor):
        return merge_ticket(ticket, into, actor=actor)


def on(model, ticket: Ticket) -> list:
    with acting(EVERYWHERE):
        return list(model.objects.filter(ticket=ticket))


def now_is(ticket: Ticket) -> Ticket:
    with acting(EVERYWHERE):
        return fresh(ticket)


def test_all_that_was_said_is_on_the_one_that_stays(cast: Cast) -> None:
    first, second = twice(cast)
    with acting(cast.machine("auralis")):
        Attachment.objects.create(
            client_id=second.client_id, ticket=second, message=Message.objects.get(ticket=second),
            name="E-0042.png", content_type="image/png", size=3, content=b"png",
        )  # fmt: skip
    mateo = cast.actor("Mateo")
    with acting(mateo):
        write_note(second, "The same speaker as before.", audience=Audience.BOTH, actor=mateo)
    merged(cast, second, first)
    assert [message.text for message in on(Message, first)][1:] == ["¿Han recibido mi mensaje?"]
    assert [file.name for file in on(Attachment, first)] == ["E-0042.png"]
    assert [note.text for note in on(Note, first)] == ["The same speaker as before."]
    assert on(Message, second) == on(Note, second) == on(Attachment, second) == []
    gone, stays = now_is(second), now_is(first)
    assert (gone.status, gone.waiting_on, gone.merged_into_id) == ("closed", "nobody", first.pk)
    assert (stays.status, stays.last_message_at) == ("new", gone.last_message_at)


def test_both_records_tell_it_and_stay_verifiable(cast: Cast) -> None:
    first, second = twice(cast)
    merged(cast, second, first)
    with acting(EVERYWHERE):
        told = {
            event.kind: (event.ticket_id, event.facts, event.engagement_id, event.position is not None)
            for event in Event.objects.filter(kind__in=["ticket.merged", "ticket.joined"])
        }
    held = cast.engagement("auralis", "noctua").pk
    assert told == {
        "ticket.merged": (second.pk, {"into": first.pk, "reference": first.reference}, held, True),
        "ticket.joined": (first.pk, {"from": second.pk, "reference": second.reference}, held, True),
    }


def test_a_third_one_follows_to_where_the_second_went(cast: Cast) -> None:
    first, second = twice(cast)
    third = customer_writes(cast, "¿Hola?", subject="Sigo esperando")
    merged(cast, third, second)
    merged(cast, second, first)
    assert now_is(third).merged_into_id == first.pk
    assert len(on(Message, first)) == 3


def test_words_that_wait_for_the_desk_open_what_was_put_aside(cast: Cast) -> None:
    first, second = twice(cast)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        set_status(first, Status.PENDING, actor=mateo)
    merged(cast, second, first)
    assert now_is(first).status == "open"


def test_what_waits_for_the_customer_stays_so_when_nothing_new_comes(cast: Cast) -> None:
    first, second = twice(cast)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        for ticket in (first, second):
            set_status(ticket, Status.PENDING, actor=mateo)
    merged(cast, second, first)
    assert now_is(first).status == "pending"


# -- the wall --


def test_a_former_holder_of_one_reads_nothing_of_the_other(cast: Cast) -> None:
    first, second = twice(cast)
    former, both = cast.engagement("auralis", "baltline").pk, cast.engagement("auralis", "auralis").pk
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=first.pk).update(shared_with=[former, both])
        Ticket.objects.filter(pk=second.pk).update(shared_with=[both])
    kristaps = cast.actor("Kristaps")
    with acting(kristaps):
        assert Ticket.objects.visible_to(kristaps).filter(pk=first.pk).exists()
    merged(cast, second, first)
    assert now_is(first).shared_with == [both]
    with acting(kristaps):
        assert not Ticket.objects.filter(pk__in=[first.pk, second.pk]).exists()
        assert not Message.objects.filter(ticket__in=[first, second]).exists()


def test_nobody_merges_what_she_does_not_hold_or_see(cast: Cast) -> None:
    first, second = twice(cast)
    for who in ("Carmen", "Iker"):  # the client looks on; the ball is with Noctua
        with pytest.raises(NotAllowed):
            merged(cast, second, first, who)
    for who in ("Marta", "Ilze"):
        with pytest.raises((NotAllowed, NotFound)):
            merged(cast, second, first, who)
    assert now_is(second).merged_into_id is None


def test_attack_52_only_one_customers_tickets_of_one_desk_with_one_holder(cast: Cast) -> None:
    first, second = twice(cast)
    elena = customer_writes(cast, address="elena@prats.example", name="Elena Prats")
    cold = customer_writes(cast, desk="mareko", address="jorge@molina.example", language="en")
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=cold.pk).update(holder=cast.engagement("mareko", "noctua"))
    for other in (elena, now_is(cold)):
        with pytest.raises(RuleBroken, match="one customer"):
            merged(cast, second, other)
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=first.pk).update(holder=None)
    with pytest.raises((RuleBroken, NotAllowed, NotFound)):
        merged(cast, second, first)
    with pytest.raises(RuleBroken, match="into itself"):
        merged(cast, second, second)


def test_the_database_refuses_a_ticket_of_another_client(cast: Cast) -> None:
    first = customer_writes(cast)
    cold = customer_writes(cast, desk="mareko", address="zane@krumina.example", language="lv")
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=first.pk).update(merged_into=cold)
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        Ticket.objects.filter(pk=first.pk).update(merged_into=None)


# -- what is on its way --


def test_a_closed_ticket_is_neither_merged_nor_merged_into(cast: Cast) -> None:
    first, second = twice(cast)
    merged(cast, second, first)
    for ticket, into in ((second, first), (first, second)):
        with pytest.raises(RuleBroken, match=f"{second.reference} is closed"):
            merged(cast, ticket, into)


def test_a_reply_that_waits_for_a_lead_is_decided_first(cast: Cast) -> None:
    first, second = twice(cast)
    lucia = cast.actor("Lucía")
    with acting(lucia):
        send_reply(second, _kind_reply(), actor=lucia, confirmed=True)
    with pytest.raises(RuleBroken, match="has not gone out yet"):
        merged(cast, second, first)
    merged(cast, first, second)  # the other way it stays where it waits
    assert sorted(message.delivery for message in on(Message, second)) == ["received", "received", "waiting"]


def _kind_reply():
    from tests.conduct.desk_work import reply

    return reply()


def test_what_she_was_writing_follows_with_its_files(cast: Cast) -> None:
    first, second = twice(cast)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        save_draft(second, kind="reply", text="Estimado Jorge:", actor=mateo)
        add_files(second, [File("plan.pdf", "application/pdf", b"%PDF")], actor=mateo)
    merged(cast, second, first)
    assert [draft.text for draft in on(Draft, first)] == ["Estimado Jorge:"]
    assert [file.name for file in on(DraftFile, first)] == ["plan.pdf"]
    assert on(Draft, second) == on(DraftFile, second) == []


def test_two_drafts_become_one_with_the_words_of_both(cast: Cast) -> None:
    first, second = twice(cast)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        save_draft(first, kind="reply", text="Buenas noches.", actor=mateo)
        save_draft(second, kind="reply", text="Lo siento.", actor=mateo)
        add_files(second, [File("plan.pdf", "application/pdf", b"%PDF")], actor=mateo)
    merged(cast, second, first)
    assert [draft.text for draft in on(Draft, first)] == ["Buenas noches.\n\nLo siento."]
    assert [file.name for file in on(DraftFile, first)] == ["plan.pdf"]
    assert on(Draft, second) == []


def test_a_ticket_that_was_taken_back_meanwhile_is_not_found(cast: Cast) -> None:
    first, second = twice(cast)
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=first.pk).update(holder=None, shared_with=[])
    with pytest.raises((NotFound, NotAllowed)):
        merged(cast, second, first)
    assert len(on(Message, second)) == 1


@pytest.mark.usefixtures("own_database")
def test_two_who_merge_crosswise_do_not_block_each_other() -> None:
    cast = Cast()
    first, second = twice(cast)
    meet, ended = Barrier(2, timeout=90), []

    def cross(ticket: Ticket, into: Ticket) -> None:
        try:
            meet.wait()
            merged(cast, ticket, into)
            ended.append("merged")
        except RuleBroken:
            ended.append("closed")
        finally:
            connections.close_all()

    threads = [Thread(target=cross, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    assert sorted(ended) == ["closed", "merged"]
    with acting(EVERYWHERE):
        assert Ticket.objects.filter(merged_into__isnull=False).count() == 1
        assert {message.ticket_id for message in Message.objects.filter(ticket__in=[first, second])} <= {
            first.pk,
            second.pk,
        }


# -- what is owed and paid --


def clocks(ticket: Ticket) -> list[tuple[str, str]]:
    from relevo.promises.models import Clock

    with acting(EVERYWHERE):
        return sorted(Clock.objects.filter(ticket=ticket).values_list("kind", "verdict"))


def due(ticket: Ticket, kind: str):
    from relevo.promises.models import Clock

    with acting(EVERYWHERE):
        return Clock.objects.get(ticket=ticket, kind=kind, verdict="running").due_at


def test_merging_makes_no_promise_later(cast: Cast) -> None:
    first, second = twice(cast)
    earlier, resolved = due(first, "first_response"), due(first, "resolution")
    merged(cast, first, second)  # the older one into the younger one
    assert (due(second, "first_response"), due(second, "resolution")) == (earlier, resolved)
    assert clocks(first) == []
    assert clocks(second) == [
        ("first_response", "cancelled"), ("first_response", "running"), ("resolution", "cancelled"),
        ("resolution", "running"),
    ]  # fmt: skip
    with clock.travel(earlier - MINUTE):
        agent_answers(now_is(second), cast.actor("Mateo"), "Pulse el botón, por favor.")
    assert ("first_response", "kept") in clocks(second)


def test_an_answer_that_is_owed_is_owed_on_a_ticket_that_was_answered(cast: Cast) -> None:
    first, second = twice(cast)
    with clock.travel(SUNDAY_NIGHT + 12 * MINUTE):
        agent_answers(first, cast.actor("Mateo"), "Pulse el botón, por favor.")
    owed = due(second, "first_response")
    with clock.travel(SUNDAY_NIGHT + 13 * MINUTE):
        merged(cast, second, now_is(first))
    assert due(first, "first_response") == owed


def test_an_overdue_promise_stays_missed(cast: Cast) -> None:
    first, second = twice(cast)
    with clock.travel(due(first, "first_response") + MINUTE):
        merged(cast, first, second)
        assert ("first_response", "missed") in clocks(second)
        agent_answers(now_is(second), cast.actor("Mateo"), "Pulse el botón, por favor.")
    from relevo.promises.models import Clock

    with acting(EVERYWHERE):
        missed = Clock.objects.get(ticket=second, kind="first_response", verdict="missed")
    assert missed.met_at is not None


def test_the_time_of_the_merged_one_ends(cast: Cast) -> None:
    from relevo.promises.models import Segment

    first, second = twice(cast)
    with clock.travel(SUNDAY_NIGHT + 20 * MINUTE):
        merged(cast, second, first)
    with acting(EVERYWHERE):
        last = Segment.objects.filter(ticket=second).order_by("pk").last()
        assert last is not None
        assert (last.waiting_on, last.reason) == ("nobody", "merged")
        assert timedelta(0) <= last.started_at - (SUNDAY_NIGHT + 20 * MINUTE) < MINUTE
        assert Segment.objects.filter(ticket=first, ended_at=None).count() == 1


def charged(*tickets: Ticket) -> list[tuple[str, str]]:
    from relevo.commerce.models import Charge

    with acting(EVERYWHERE):
        found = Charge.objects.filter(ticket__in=tickets).order_by("pk")
        return [(charge.unit, f"{charge.amount:+}") for charge in found]


def test_one_matter_is_one_contact(cast: Cast) -> None:
    first, second = twice(cast)
    mateo = cast.actor("Mateo")
    agent_answers(first, mateo, "Pulse el botón, por favor.")
    agent_answers(second, mateo, "Pulse el botón, por favor.")
    [(_unit, one), (_again, other)] = charged(first, second)
    merged(cast, now_is(second), now_is(first))
    assert charged(first, second) == [
        ("contact", one), ("contact", other), ("clawback", other.replace("+", "-")),
    ]  # fmt: skip
    with acting(EVERYWHERE):
        from relevo.commerce.actions import explain
        from relevo.commerce.models import Charge

        assert "was merged" in explain(Charge.objects.get(unit="clawback"))


def test_a_matter_that_was_charged_once_is_not_charged_again_after_merging(cast: Cast) -> None:
    first, second = twice(cast)
    mateo = cast.actor("Mateo")
    agent_answers(second, mateo, "Pulse el botón, por favor.")
    before = charged(first, second)
    assert len(before) == 1
    merged(cast, now_is(second), first)
    agent_answers(now_is(first), mateo, "¿Funciona ahora?")
    assert charged(first, second) == before


def test_a_withdrawn_ticket_keeps_no_former_readers(cast: Cast) -> None:
    first, second = twice(cast)
    carmen = cast.actor("Carmen")
    with acting(carmen):
        withdraw_ticket(first, actor=carmen)
    merged(cast, second, first)
    assert now_is(first).shared_with == []
