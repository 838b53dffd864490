"""A reply that goes out later: never early, once, and until then its writer's to take back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, connections

from relevo.commerce.models import Charge
from relevo.conduct import jobs
from relevo.conduct.actions import approve, call_back, send_reply, settle_scheduled
from relevo.conduct.models import Approval
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.language.actions import PERSON
from relevo.promises.models import Clock, Kind
from relevo.tickets.actions import File
from relevo.tickets.draft_files import add_files, own_files
from relevo.tickets.models import Delivery, Draft, Message, Ticket
from relevo.tickets.replies import save_draft
from relevo.tickets.statuses import Status
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.postbox import child
from tests.conduct.desk_work import customer_writes, fresh, held_ticket, machine_of, move_to, reply
from tests.jobs import run_jobs

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TEN_SECONDS, TOMORROW = AT + timedelta(seconds=10), AT + timedelta(days=1)


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Hannah's, held by Noctua."""
    return held_ticket(cast)


def send(cast: Cast, ticket: Ticket, at: datetime | None, who: str = "Mateo", **more: object) -> Message:
    actor = cast.actor(who)
    with acting(actor):
        return send_reply(ticket, reply(**more), actor=actor, engine=PERSON, release_at=at)


def now_is(message: Message) -> Message:
    with acting(EVERYWHERE):
        return Message.objects.get(pk=message.pk)


def kinds(message: Message) -> list[str]:
    with acting(EVERYWHERE):
        found = Event.objects.filter(subject_id=message.pk, kind__startswith="reply.").order_by("pk")
        return list(found.values_list("kind", flat=True))


def work(at: datetime) -> None:
    """What a worker does at a time: its minute's sweep, then the jobs that wait."""
    with clock.travel(at):
        jobs.release(timestamp=0)
        run_jobs()


def draft_of(cast: Cast, ticket: Ticket, who: str = "Mateo") -> Draft | None:
    with acting(EVERYWHERE):
        return Draft.objects.filter(ticket=ticket, member=cast.member(who), kind="reply").first()


# -- until it goes --------------------------------------------------------------------------------------------------


def test_a_scheduled_reply_says_nothing_costs_nothing_and_moves_nothing(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TOMORROW)
    assert (message.delivery, message.release_at) == (Delivery.SCHEDULED, TOMORROW)
    assert kinds(message) == ["reply.submitted", "reply.scheduled"]
    with acting(EVERYWHERE):
        assert fresh(cast, ticket).status == ticket.status
        assert not Charge.objects.filter(ticket=ticket).exists()
        assert Clock.objects.get(ticket=ticket, kind=Kind.FIRST_RESPONSE).met_at is None


def test_what_the_customer_is_owed_stays_a_first_answer_while_one_is_only_scheduled(
    cast: Cast, ticket: Ticket
) -> None:
    send(cast, ticket, TOMORROW)
    customer_writes(cast, ticket, "Is anybody there?")
    with acting(EVERYWHERE):
        assert list(Clock.objects.filter(ticket=ticket, kind=Kind.NEXT_RESPONSE)) == []


def test_at_its_time_it_goes_once_with_all_that_a_reply_brings(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TEN_SECONDS, status_after=Status.PENDING)
    work(AT + timedelta(seconds=9))
    assert now_is(message).delivery == Delivery.SCHEDULED
    for seconds in (10, 11, 3600):
        work(AT + timedelta(seconds=seconds))
    gone = now_is(message)
    assert gone.delivery not in {Delivery.SCHEDULED, Delivery.RETURNED}
    assert gone.at >= TEN_SECONDS
    assert kinds(message).count("reply.released") == 1
    with acting(EVERYWHERE):
        assert fresh(cast, ticket).status == Status.PENDING
        assert Clock.objects.get(ticket=ticket, kind=Kind.FIRST_RESPONSE).met_at is not None
        assert Charge.objects.filter(ticket=ticket).count() == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (AT - timedelta(seconds=1), "That time is past"),
        (AT + timedelta(days=30, minutes=1), "next 30 days"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(cast: Cast, ticket: Ticket, at: datetime, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        send(cast, ticket, at)


def test_a_job_that_comes_too_early_asks_to_be_called_again(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TEN_SECONDS)
    assert waiting_jobs() == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    jobs.release_reply(message_id=message.pk, client_id=message.client_id)
    assert (now_is(message).delivery, waiting_jobs()) == (Delivery.SCHEDULED, 1)
    jobs.release_reply(message_id=message.pk, client_id=message.client_id)
    assert waiting_jobs() == 1


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'release_reply'")
        return int(cursor.fetchone()[0])


# -- calling it back ------------------------------------------------------------------------------------------------


def test_its_writer_takes_it_back_as_her_draft(cast: Cast, ticket: Ticket) -> None:
    message, mateo = send(cast, ticket, TEN_SECONDS), cast.actor("Mateo")
    assert draft_of(cast, ticket) is None
    with acting(mateo):
        assert call_back(message, actor=mateo).delivery == Delivery.RETURNED
    draft = draft_of(cast, ticket)
    assert draft is not None
    assert draft.text == message.text
    work(TOMORROW)
    assert now_is(message).delivery == Delivery.RETURNED
    assert kinds(message) == ["reply.submitted", "reply.scheduled", "reply.called_back"]


def test_its_files_come_back_with_it(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        add_files(ticket, [File("guía.pdf", "application/pdf", b"%PDF")], actor=mateo)
        numbers = tuple(own_files(ticket, actor=mateo).values_list("pk", flat=True))
    message = send(cast, ticket, TEN_SECONDS, files=numbers)
    with acting(mateo):
        assert not own_files(ticket, actor=mateo).exists()
        call_back(message, actor=mateo)
        assert [bytes(file.content) for file in own_files(ticket, actor=mateo)] == [b"%PDF"]


def test_called_back_beside_newer_words_nothing_is_lost(cast: Cast, ticket: Ticket) -> None:
    message, mateo = send(cast, ticket, TEN_SECONDS), cast.actor("Mateo")
    with acting(mateo):
        save_draft(ticket, kind="reply", text="And one thing more.", actor=mateo)
        call_back(message, actor=mateo)
    draft = draft_of(cast, ticket)
    assert draft is not None
    assert draft.text == f"And one thing more.\n\n{message.text}"


@pytest.mark.parametrize("who", ["Valeria", "Carmen"])
def test_a_lead_and_the_client_may_take_it_back_too(cast: Cast, ticket: Ticket, who: str) -> None:
    message, actor = send(cast, ticket, TEN_SECONDS), cast.actor(who)
    with acting(actor):
        call_back(message, actor=actor)
    assert draft_of(cast, ticket) is not None


@pytest.mark.parametrize("who", ["Lucía", "Iker"])
def test_other_agents_may_not(cast: Cast, ticket: Ticket, who: str) -> None:
    message, actor = send(cast, ticket, TEN_SECONDS), cast.actor(who)
    with acting(actor), pytest.raises(NotAllowed):
        call_back(message, actor=actor)


def test_after_it_has_gone_it_is_too_late(cast: Cast, ticket: Ticket) -> None:
    message, mateo = send(cast, ticket, TEN_SECONDS), cast.actor("Mateo")
    work(TEN_SECONDS)
    with acting(mateo), pytest.raises(RuleBroken, match="has gone out already"):
        call_back(message, actor=mateo)


def test_a_reply_that_waits_for_approval_is_not_called_back(cast: Cast, ticket: Ticket) -> None:
    message, lucia = send(cast, ticket, None, "Lucía"), cast.actor("Lucía")
    with acting(lucia), pytest.raises(RuleBroken, match="has not been sent"):
        call_back(message, actor=lucia)


def test_called_back_and_released_at_the_same_moment_one_of_them_happens(own_database: str) -> None:
    cast = Cast()
    with acting(EVERYWHERE):
        ticket = held_ticket(cast)
    message, meet, told = send(cast, ticket, TEN_SECONDS), Barrier(2, timeout=90), []

    def release() -> None:
        try:
            meet.wait()
            jobs.release_reply(message_id=message.pk, client_id=message.client_id)
        finally:
            connections["default"].close()

    def take_back() -> None:
        mateo = cast.actor("Mateo")
        try:
            meet.wait()
            with acting(mateo):
                told.append(call_back(message, actor=mateo).delivery)
        except RuleBroken as error:
            told.append(error.message)
        finally:
            connections["default"].close()

    with clock.travel(TEN_SECONDS):
        threads = [Thread(target=release), Thread(target=take_back)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=90)
    released = kinds(message).count("reply.released")
    called = kinds(message).count("reply.called_back")
    assert released + called == 1
    assert told == ([Delivery.RETURNED] if called else ["It is too late: this reply has gone out already."])


# -- approval, other teams, the customer meanwhile -------------------------------------------------------------------


def test_a_reply_that_needs_approval_is_scheduled_only_when_it_has_it(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TOMORROW, "Lucía")
    assert message.delivery == Delivery.WAITING
    work(TOMORROW + timedelta(hours=1))
    assert now_is(message).delivery == Delivery.WAITING
    lead(cast, message)
    assert now_is(message).delivery == Delivery.SCHEDULED
    work(TOMORROW)
    assert kinds(message).count("reply.released") == 1


def test_approved_after_its_time_it_goes_at_once(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TEN_SECONDS, "Lucía")
    with clock.travel(TOMORROW):
        lead(cast, message)
    assert kinds(message).count("reply.released") == 1


def lead(cast: Cast, message: Message) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        approve(Approval.objects.get(message=message), actor=valeria)


def test_when_the_ticket_goes_to_another_team_it_goes_back_to_its_writer(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TOMORROW)
    move_to(cast, ticket, "auralis", "auralis")
    run_jobs()
    assert now_is(message).delivery == Delivery.RETURNED
    draft = draft_of(cast, ticket)
    assert draft is not None
    assert draft.text == message.text
    with acting(EVERYWHERE):
        assert Event.objects.get(kind="reply.called_back").facts == {"moved": True}


def test_a_team_that_has_lost_the_ticket_at_that_moment_sends_nothing(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TEN_SECONDS)
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=ticket.pk).update(holder=cast.engagement("auralis", "auralis"))
    work(TEN_SECONDS)
    assert now_is(message).delivery == Delivery.RETURNED


def test_on_a_ticket_that_was_closed_it_goes_back_too(cast: Cast, ticket: Ticket) -> None:
    message = send(cast, ticket, TEN_SECONDS)
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=ticket.pk).update(status=Status.CLOSED)
    work(TEN_SECONDS)
    assert now_is(message).delivery == Delivery.RETURNED


def test_it_still_goes_when_the_customer_has_written_but_her_words_keep_the_ticket_open(
    cast: Cast, ticket: Ticket
) -> None:
    message = send(cast, ticket, TOMORROW, status_after=Status.SOLVED)
    customer_writes(cast, ticket, "Wait, it does something else now.")
    work(TOMORROW)
    assert kinds(message).count("reply.released") == 1
    with acting(EVERYWHERE):
        assert fresh(cast, ticket).status == ticket.status


def test_only_the_machine_of_the_client_settles_it(cast: Cast, ticket: Ticket) -> None:
    message, stranger = send(cast, ticket, TEN_SECONDS), cast.actor("Ilze")
    with acting(EVERYWHERE), pytest.raises(NotAllowed):
        settle_scheduled(message, actor=stranger)
    with acting(EVERYWHERE):
        settle_scheduled(message, actor=machine_of(ticket))
        settle_scheduled(send(cast, ticket, None), actor=machine_of(ticket))
    assert now_is(message).delivery == Delivery.SCHEDULED


# -- F39: restarts and clock jumps -----------------------------------------------------------------------------------


def test_fault_39_a_clock_that_jumps_back_sends_nothing_early_and_one_that_jumps_ahead_sends_it_once(
    cast: Cast, ticket: Ticket
) -> None:
    message = send(cast, ticket, TOMORROW)
    for at in (AT - timedelta(days=2), AT, TOMORROW - timedelta(seconds=1)):
        work(at)
        assert now_is(message).delivery == Delivery.SCHEDULED
    for at in (TOMORROW + timedelta(days=3), TOMORROW, TOMORROW + timedelta(days=4)):
        work(at)
    assert kinds(message).count("reply.released") == 1


def test_fault_39_the_sweep_finds_it_though_its_own_job_waits_for_the_wrong_time(
    cast: Cast, ticket: Ticket
) -> None:
    message = send(cast, ticket, TOMORROW)
    assert waiting_jobs() == 1
    work(TOMORROW)
    assert kinds(message).count("reply.released") == 1


@pytest.fixture
def stage(own_database: str) -> Iterator[str]:
    """A committed world; its name."""
    yield own_database
    connection.close()


@pytest.mark.parametrize(("point", "gone"), [("release_before_commit", 0), ("after_release", 1)])
def test_fault_39_a_worker_killed_while_it_releases_loses_nothing_and_sends_once(
    stage: str, point: str, gone: int
) -> None:
    cast = Cast()
    with acting(EVERYWHERE):
        ticket = held_ticket(cast)
    message = send(cast, ticket, TEN_SECONDS)
    code = (
        "from relevo.conduct import jobs\n"
        f"jobs.release_reply(message_id={message.pk}, client_id={message.client_id})"
    )
    with clock.travel(TEN_SECONDS + timedelta(minutes=1)):
        with child(code, stage, RELEVO_FAILPOINT=point) as process:
            _, errors = process.communicate(timeout=120)
        assert process.returncode == 17, errors
        assert kinds(message).count("reply.released") == gone
        with acting(system(message.client_id)):
            jobs.release(timestamp=0)
    work(TEN_SECONDS + timedelta(minutes=2))
    assert kinds(message).count("reply.released") == 1


def test_a_job_for_a_reply_that_is_gone_does_nothing(cast: Cast, ticket: Ticket) -> None:
    jobs.release_reply(message_id=10**9, client_id=ticket.client_id)
    message = send(cast, ticket, None)
    jobs.release_reply(message_id=message.pk, client_id=message.client_id)
    assert kinds(message).count("reply.released") == 1


def test_fault_37_send_pressed_twice_is_one_scheduled_reply_and_the_second_answer_is_the_first(
    cast: Cast, ticket: Ticket
) -> None:
    key = uuid4()
    first = send(cast, ticket, TEN_SECONDS, request_key=key)
    again = send(cast, ticket, TOMORROW, request_key=key)
    assert (again.pk, again.release_at) == (first.pk, TEN_SECONDS)
    assert kinds(first) == ["reply.submitted", "reply.scheduled"]
    work(TEN_SECONDS)
    assert send(cast, ticket, TOMORROW, request_key=key).pk == first.pk
    assert kinds(first).count("reply.released") == 1
