"""Faults 29, 40 and 41: people and mails meet on one ticket, in real transactions at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from psycopg.errors import DeadlockDetected

from relevo.channels.mail.doors import intake
from relevo.core import clock
from relevo.core.errors import RelevoError, RuleBroken
from relevo.core.races import TRIES
from relevo.core.scope import acting
from relevo.coverage.hand_overs import take_back_ticket
from relevo.events.models import Event
from relevo.language.models import Translation
from relevo.tickets.actions import (
    Received,
    assign_ticket,
    hold_ticket,
    locked,
    receive_message,
    set_status,
    set_topic,
    write_note,
)
from relevo.tickets.models import Direction, Message, Note, Ticket
from relevo.tickets.replies import Reply, write_reply
from relevo.tickets.statuses import MOVES, WAITS, Status
from relevo.web.doors import ActingMiddleware
from tests.cast import EVERYWHERE, Cast
from tests.channels.mail.ledger import FULL, deadlocks, note, scale
from tests.channels.mail.postbox import (
    answer,
    digest,
    envelope,
    let_in,
    letter,
    outgoing,
    raws,
    reply_to,
    tickets,
)
from tests.stories import customer_writes, fresh

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def no_connection_left(own_database: str) -> Iterator[None]:
    """The database goes at the end."""
    yield
    connection.close()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all of them in threads that begin at the same moment; what each gave, or the error that it raised."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        gate.wait(90)
        try:
            return work()
        except (RelevoError, OperationalError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def now(ticket: Ticket) -> Ticket:
    """As it is in the database."""
    with acting(EVERYWHERE):
        return fresh(ticket)


def events(ticket: Ticket, *kinds: str) -> list[Event]:
    """What was recorded of it, in order."""
    with acting(EVERYWHERE):
        return list(Event.objects.filter(ticket_id=ticket.pk, kind__in=kinds).order_by("pk"))


def newest(ticket: Ticket) -> int:
    """The message that everybody has on the screen."""
    with acting(EVERYWHERE):
        return int(Message.objects.filter(ticket=ticket).latest("pk").pk)


def answers(cast: Cast, name: str, ticket: Ticket, words: str, seen: int | None) -> Callable[[], object]:
    """Somebody of Noctua sends what she has written."""

    def work() -> object:
        actor = cast.actor(name)
        with acting(actor):
            reply = Reply(text=words, language="es", seen_message_id=seen, status_after=Status.PENDING)
            return write_reply(ticket, reply, waits=False, actor=actor)

    return work


def writes(cast: Cast, ticket: Ticket, words: str) -> Callable[[], object]:
    """The customer's mail is put on the ticket."""

    def work() -> object:
        machine = cast.machine("auralis")
        with acting(machine):
            received = Received(text=words, shown_name="Jorge Molina", at=clock.now(), language="es")
            return receive_message(ticket, received, actor=machine)

    return work


def does(
    cast: Cast, name: str, action: Callable[..., object], ticket: Ticket, *given: object, **more: object
) -> Callable[[], object]:
    """Somebody does something to the ticket."""

    def work() -> object:
        actor = cast.actor(name)
        with acting(actor):
            return action(ticket, *given, actor=actor, **more)

    return work


def test_fault_40_of_two_who_answer_at_once_one_is_told_to_read_first() -> None:
    cast, conflicts = Cast(), 0
    for _ in range(scale(5, 100)):
        ticket = customer_writes(cast)
        seen = newest(ticket)
        told = at_once(
            answers(cast, "Mateo", ticket, "Reinicie el altavoz.", seen),
            answers(cast, "Valeria", ticket, "Pulse el botón diez segundos.", seen),
        )
        refused = [one for one in told if isinstance(one, RuleBroken)]
        [sent] = [one for one in told if isinstance(one, Message)]
        assert len(refused) == 1
        assert refused[0].facts["newest"] == sent.pk
        with acting(EVERYWHERE):
            out = Message.objects.filter(ticket=ticket, direction=Direction.OUT)
            assert [message.pk for message in out] == [sent.pk]
        conflicts += 1
    note("F40", f"{conflicts} pairs of answers at once: one sent, one told, each time")


def test_fault_40_a_customers_mail_opens_a_ticket_that_is_solved_at_that_moment() -> None:
    cast = Cast()
    before = 0
    for number in range(scale(5, 100)):
        ticket = customer_writes(cast)
        told = at_once(
            does(cast, "Mateo", set_status, ticket, Status.SOLVED),
            writes(cast, ticket, f"Sigue igual, {number}."),
        )
        assert [one for one in told if isinstance(one, Exception)] == []
        moves = events(ticket, "ticket.received", "ticket.status_changed")
        last = moves[-1]
        # Solved after her words came is a decision that somebody may take; solved before them does not last.
        came_last = last.kind == "ticket.status_changed" and last.facts["to"] == Status.SOLVED
        assert now(ticket).status == (Status.SOLVED if came_last else Status.OPEN)
        before += not came_last
    note(
        "F40",
        f"{scale(5, 100)} mails against a click on Solved: {before} times open again, no mail without effect",
    )


ACTS = (
    "Mateo answers",
    "Valeria answers",
    "the customer writes",
    "Mateo solves",
    "Valeria waits",
    "Carmen sorts",
    "Mateo sorts",
)
ASLEEP = frozenset({Status.PENDING, Status.SOLVED, Status.ON_HOLD})


class OneTicket(RuleBasedStateMachine):
    """Agents, the client and the customer at one ticket, several of them at the same moment."""

    @initialize()
    def a_customer_writes(self) -> None:
        self.cast = Cast()
        self.ticket = customer_writes(self.cast)
        self.seen: dict[
            int, int
        ] = {}  # replies that were sent, and the newest message that their writers had seen
        self.heard = 1
        self.refused = 0

    @rule(acts=st.lists(st.sampled_from(ACTS), min_size=2, max_size=4))
    def they_act_at_once(self, acts: list[str]) -> None:
        seen = newest(self.ticket)
        told = at_once(*[self.work(act, seen) for act in acts])
        for act, one in zip(acts, told, strict=True):
            assert not isinstance(one, OperationalError)
            if isinstance(one, RuleBroken):
                assert act != "the customer writes"
                self.refused += 1
            elif act.endswith("answers"):
                self.seen[one.pk] = seen  # type: ignore[attr-defined]
            self.heard += act == "the customer writes"

    def work(self, act: str, seen: int) -> Callable[[], object]:
        name, _, what = act.partition(" ")
        if what == "answers":
            return answers(self.cast, name, self.ticket, f"Pruebe esto, {name}.", seen)
        if what == "customer writes":
            return writes(self.cast, self.ticket, "Sigue igual.")
        if what == "sorts":
            topic = self.cast.desk("auralis").topics[name == "Mateo"]
            return does(self.cast, name, set_topic, self.ticket, topic)
        status = Status.SOLVED if what == "solves" else Status.PENDING
        return does(self.cast, name, set_status, self.ticket, status)

    @invariant()
    def nobodys_words_are_lost_and_nobody_answered_what_she_had_not_read(self) -> None:
        with acting(EVERYWHERE):
            there = list(
                Message.objects.filter(ticket=self.ticket).order_by("pk").values_list("pk", "direction")
            )
        assert [pk for pk, direction in there if direction == Direction.OUT] == sorted(self.seen)
        assert sum(direction == Direction.IN for _, direction in there) == self.heard
        assert not [pk for sent, seen in self.seen.items() for pk, _ in there if seen < pk < sent]

    @invariant()
    def the_record_tells_how_everything_came_to_be_as_it_is(self) -> None:
        ticket = now(self.ticket)
        status, topic, opens = str(Status.NEW), "", False
        for event in events(ticket, "ticket.received", "ticket.status_changed", "ticket.topic_changed"):
            before, then = event.facts.get("from"), event.facts.get("to", "")
            if opens:
                assert (event.kind, then) == ("ticket.status_changed", Status.OPEN)
            opens = event.kind == "ticket.received" and status in ASLEEP
            if event.kind == "ticket.topic_changed":
                assert before == topic
                topic = then
            elif event.kind == "ticket.status_changed":
                assert before == status
                assert then in MOVES[status]
                status = then
        assert not opens, "a customer's words open what was asleep"
        assert (ticket.status, ticket.topic, ticket.waiting_on) == (status, topic, WAITS[status])


def test_fault_40_whatever_meets_at_a_ticket_nothing_is_overwritten_and_conflicts_are_told() -> None:
    examples, steps = scale(4, 100), scale(4, 10)
    refused: list[int] = []

    class Counted(OneTicket):
        def teardown(self) -> None:
            refused.append(self.refused)

    few = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=not FULL
    )
    run_state_machine_as_test(Counted, settings=few)
    assert sum(refused) > 0, "somebody was told of a conflict"
    note(
        "F40",
        f"{examples} tickets, up to {steps} moments of 2-4 acts each: invariants hold, {sum(refused)} told to look again",
    )


def test_fault_41_a_partner_who_edits_while_the_client_takes_back_was_first_or_is_refused() -> None:
    cast, rounds, refused = Cast(), scale(4, 60), 0
    ticket = customer_writes(cast)
    topics, machine = cast.desk("auralis").topics, cast.machine("auralis")
    noctua, seat = cast.engagement("auralis", "noctua"), cast.seat("Mateo", "auralis")
    for number in range(rounds):
        with acting(machine):
            hold_ticket(now(ticket), noctua, reason="coverage", actor=machine)
        before = len(record_of(ticket))
        *partners, taken, noted, stranger = at_once(
            does(cast, "Mateo", set_topic, ticket, topics[number % len(topics)]),
            does(cast, "Valeria", set_topic, ticket, topics[(number + 1) % len(topics)]),
            does(cast, "Valeria", assign_ticket, ticket, seat),
            does(cast, "Carmen", take_back_ticket, ticket),
            does(cast, "Carmen", write_note, ticket, f"Carmen {number}", audience="both"),
            does(cast, "Kristaps", set_topic, ticket, topics[0]),
        )
        assert (type(taken), type(noted)) == (Ticket, Note)
        assert isinstance(stranger, RelevoError), "Baltline does not hold it"
        done = [type(one) for one in partners if not isinstance(one, RelevoError)]
        kinds = [event.kind for event in record_of(ticket)[before:]]
        assert kinds == [*kinds[: len(done)], "ticket.held"], "nothing is edited after the ball has gone"
        assert len(kinds) == len(done) + 1
        refused += len(partners) - len(done)
        left = now(ticket)
        assert (left.holder.in_house, left.assignee) == (True, None)  # type: ignore[union-attr]
    topic = [event for event in record_of(ticket) if event.kind == "ticket.topic_changed"]
    assert [step.facts["from"] for step in topic] == ["", *(step.facts["to"] for step in topic[:-1])]
    assert not topic or topic[-1].facts["to"] == now(ticket).topic
    note(
        "F41",
        f"{rounds} take-backs against 3 edits each: {refused} came too late and were told, the rest is in the record",
    )


def record_of(ticket: Ticket) -> list[Event]:
    """Every step at the fields that people edit."""
    return events(ticket, "ticket.topic_changed", "ticket.assigned", "ticket.held")


# -- deadlocks ------------------------------------------------------------------------------------------------------


@dataclass
class Crossing:
    """A view that writes on two tickets in the order it is given, and meets the other one in the middle, once."""

    first: Ticket
    then: Ticket
    middle: threading.Barrier
    runs: int = 0
    read: str = ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.runs += 1
        self.read = request.FILES["file"].read().decode()  # type: ignore[union-attr]
        locked(self.first)
        if self.runs == 1:
            self.middle.wait(90)
        locked(self.then)
        for ticket in (self.first, self.then):
            write_note(ticket, f"first {self.first.pk}", audience="both", actor=request.actor)  # type: ignore[attr-defined]
        return HttpResponse("noted")


def through_the_door(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[], object]:
    """Mateo's request to a view, as the web door runs it."""

    def work() -> object:
        request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", b"whole")})
        request.user, request.actor = Cast().user("Mateo"), Cast().actor("Mateo")  # type: ignore[attr-defined]
        return ActingMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {})

    return work


def test_fault_29_of_two_in_a_deadlock_one_runs_again_and_both_are_done_once() -> None:
    cast, again = Cast(), 0
    for _ in range(scale(1, 20)):
        one, two, middle = customer_writes(cast), customer_writes(cast), threading.Barrier(2)
        views = Crossing(one, two, middle), Crossing(two, one, middle)
        told = at_once(*map(through_the_door, views))
        assert [answer.status_code for answer in told] == [200, 200]  # type: ignore[attr-defined]
        runs = [view.runs for view in views]
        assert sum(runs) > len(views), "there was a deadlock"
        assert max(runs) <= TRIES
        assert [view.read for view in views] == ["whole", "whole"]
        with acting(EVERYWHERE):
            notes = Note.objects.filter(ticket__in=[one, two]).values_list("ticket_id", "text")
            both = [f"first {one.pk}", f"first {two.pk}"]
            assert sorted(notes) == sorted((ticket.pk, text) for ticket in (one, two) for text in both)
        again += sum(runs) - 2
    note("F29", f"{again} times one of two ran again, each was done exactly once")


def test_fault_29_a_locked_ticket_holds_up_nobody_who_writes_what_points_at_it() -> None:
    """Routing has the ticket and wants the engagement's record, a translation has the record and stores its row."""
    cast = Cast()
    ticket, message, both = customer_writes(cast), 0, threading.Barrier(2)
    with acting(EVERYWHERE):
        message = newest(ticket)

    def routes() -> None:
        with acting(cast.actor("Mateo")):
            locked(ticket)
            both.wait(30)
            both.wait(30)
            assign_ticket(ticket, None, actor=cast.actor("Mateo"))

    def translates() -> None:
        both.wait(30)
        try:
            with acting(cast.machine("auralis")), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                Translation.objects.create(
                    client_id=ticket.client_id,
                    ticket=ticket,
                    message_id=message,
                    source="es",
                    target="en",
                    text="Hello",
                )
        finally:
            both.wait(30)

    assert at_once(routes, translates) == [None, None]
    with acting(EVERYWHERE):
        assert Translation.objects.filter(message_id=message, text="Hello").exists()


def test_fault_29_a_mail_that_is_kept_apart_and_an_agent_at_the_old_ticket_do_not_wait_in_a_circle() -> None:
    """The mail opens a ticket of its own and leaves a note on the old one, both in one engagement's record."""
    cast, gate = Cast(), threading.Barrier(2)
    let_in(letter())
    answer(cast, tickets()[0])
    [ours] = outgoing()
    [old] = tickets()
    stranger = reply_to(ours, sender="Eva Prats <eva@prats.example>")
    to = message_from_bytes(stranger)["To"].strip()
    intake.store(envelope(stranger, to, mail_from="eva@prats.example"))
    raw = raws()[-1]

    def notes() -> None:
        mateo = cast.actor("Mateo")
        with acting(mateo):
            locked(old)
            gate.wait(30)
            time.sleep(1)  # until the mail has come as far as it gets
            write_note(old, "Ya lo miro.", audience="both", actor=mateo)

    def comes_in() -> None:
        gate.wait(30)
        digest(raw.pk, raw.client_id)

    assert at_once(notes, comes_in) == [None, None]
    assert deadlocks() == 0
    linked = tickets()[-1]
    assert linked.linked_to_id == old.pk
    with acting(EVERYWHERE):
        assert Note.objects.filter(ticket=old).count() == 2


def test_fault_29_who_loses_three_times_is_asked_to_come_again() -> None:
    runs: list[int] = []

    def view(request: HttpRequest) -> HttpResponse:
        runs.append(1)
        raise OperationalError from DeadlockDetected()

    answer = through_the_door(view)()
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, answer.headers["Retry-After"], len(runs)) == (503, "5", 3)
