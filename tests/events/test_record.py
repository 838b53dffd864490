"""``record``: the one way in which an event comes to be."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

import psycopg
import pytest
from django.db import connection, transaction

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events import subscribers
from relevo.events.chain import first_break
from relevo.events.models import Chain, Event, Handled
from relevo.events.record import CHANNEL, record
from tests.cast import EVERYWHERE, Cast


def test_a_kind_that_is_not_in_the_vocabulary_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="unknown kind of event: ticket.exploded"):
        record("ticket.exploded", actor=cast.machine("auralis"))


def test_an_event_says_who_did_what_to_what_when(cast: Cast) -> None:
    mateo, engagement = cast.actor("Mateo"), cast.engagement("auralis", "noctua")
    with acting(mateo):
        event = record(
            "note.written", actor=mateo, client_id=engagement.client_id, engagement_id=engagement.pk, ticket_id=42,
            subject_id=7, facts={"audience": "both"},
        )  # fmt: skip
        event.refresh_from_db()
    assert (event.kind, event.actor_kind, event.actor_label) == ("note.written", "member", "Mateo Díaz")
    assert (event.member_id, event.organization_id) == (mateo.member_id, mateo.organization_id)
    assert (event.ticket_id, event.subject_id, event.facts) == (42, 7, {"audience": "both"})
    assert str(event) == f"note.written #{event.pk}"


def test_events_of_an_engagement_form_its_chain(cast: Cast) -> None:
    machine, engagement = cast.machine("auralis"), cast.engagement("auralis", "noctua")
    with acting(machine):
        before = Chain.objects.get(engagement_id=engagement.pk)
        for subject in (1, 2, 3):
            record("note.written", actor=machine, client_id=engagement.client_id, engagement_id=engagement.pk,
                   subject_id=subject)  # fmt: skip
        chain = Chain.objects.get(engagement_id=engagement.pk)
        events = list(
            Event.objects.filter(engagement_id=engagement.pk).exclude(position=None).order_by("position")
        )
    assert chain.length == before.length + 3 == len(events)
    assert first_break(events, length=chain.length, head=chain.head) is None
    assert str(chain) == f"chain of engagement {engagement.pk}"


def record_some(cast: Cast, *subjects: int) -> None:
    machine, engagement = cast.machine("auralis"), cast.engagement("auralis", "noctua")
    with acting(machine):
        for subject in subjects:
            record("note.written", actor=machine, client_id=engagement.client_id, engagement_id=engagement.pk,
                   subject_id=subject)  # fmt: skip


def chained(cast: Cast) -> list[int | None]:
    """The subjects of an engagement's record, after a look that its chain holds."""
    engagement = cast.engagement("auralis", "noctua")
    with acting(cast.machine("auralis")):
        chain = Chain.objects.get(engagement_id=engagement.pk)
        found = Event.objects.filter(engagement_id=engagement.pk).exclude(position=None)
        events = list(found.order_by("position"))
    assert first_break(events, length=chain.length, head=chain.head) is None
    return [event.subject_id for event in events]


def test_a_chain_goes_on_where_it_was_when_an_action_is_taken_back(cast: Cast) -> None:
    record_some(cast, 1)
    before = chained(cast)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record_some(cast, 2, 3)
        raise ZeroDivisionError
    record_some(cast, 4)
    assert chained(cast) == [*before, 4]


def test_a_chain_goes_on_where_another_process_has_left_it(own_database: str) -> None:
    cast = Cast()
    record_some(cast, 1)
    before = chained(cast)
    other = threading.Thread(target=lambda: (record_some(Cast(), 2), connection.close()))
    other.start()
    other.join()
    record_some(cast, 3)
    assert chained(cast) == [*before, 2, 3]


def test_a_chain_that_many_write_into_at_once_holds_from_end_to_end(own_database: str) -> None:
    """Some wait for each other in the statement itself, some take back what they have written."""
    cast = Cast()
    machine, noctua = cast.machine("auralis"), cast.engagement("auralis", "noctua")
    with acting(EVERYWHERE):
        before = Chain.objects.get(engagement_id=noctua.pk).length
    gate = threading.Barrier(6)

    def write(number: int) -> None:
        gate.wait(30)
        try:
            for turn in range(12):
                with suppress(ZeroDivisionError), acting(machine):
                    for step in range(2):
                        record("desk.changed", actor=machine, client_id=noctua.client_id, engagement_id=noctua.pk,
                               facts={"who": number, "turn": turn, "step": step})  # fmt: skip
                    if turn % 4 == 3:
                        raise ZeroDivisionError
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting(EVERYWHERE):
        chain = Chain.objects.get(engagement_id=noctua.pk)
        events = list(Event.objects.filter(engagement_id=noctua.pk, private_to=None).order_by("position"))
    connection.close()
    assert chain.length == before + 6 * 9 * 2
    assert first_break(events, length=chain.length, head=chain.head) is None
    pairs = [(event.facts["who"], event.facts["turn"]) for event in events[before:]]
    assert pairs[::2] == pairs[1::2], "nobody writes between two of one transaction"


def test_no_event_is_written_into_a_record_that_is_out_of_sight(cast: Cast) -> None:
    stranger, engagement = cast.machine("mareko"), cast.engagement("auralis", "noctua")
    before = chained(cast)
    with acting(stranger), pytest.raises(Chain.DoesNotExist):
        record("note.written", actor=stranger, client_id=engagement.client_id, engagement_id=engagement.pk)
    assert chained(cast) == before


def test_an_event_and_its_place_in_the_chain_are_one_statement(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    machine, engagement = cast.machine("auralis"), cast.engagement("auralis", "noctua")
    record_some(cast, 1)
    with acting(machine), django_assert_num_queries(1):
        record("desk.changed", actor=machine, client_id=engagement.client_id, engagement_id=engagement.pk)


def test_who_listens_at_once_is_given_the_thing_itself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setitem(subscribers._now, "desk.changed", [lambda event: heard.append(event.thing)])
    machine, desk = cast.machine("auralis"), cast.desk("auralis")
    with acting(machine):
        event = record("desk.changed", actor=machine, client_id=desk.client_id, thing=desk)
        assert (heard, Event.objects.get(pk=event.pk).thing) == ([desk], None)


def test_what_one_firm_keeps_to_itself_and_what_is_no_engagements_is_in_no_chain(cast: Cast) -> None:
    machine, engagement = cast.machine("auralis"), cast.engagement("auralis", "noctua")
    with acting(machine):
        before = Chain.objects.get(engagement_id=engagement.pk).length
        private = record("note.written", actor=machine, client_id=engagement.client_id, engagement_id=engagement.pk,
                         private_to=engagement.client_id)  # fmt: skip
        loose = record("desk.changed", actor=machine, client_id=engagement.client_id)
        assert Chain.objects.get(engagement_id=engagement.pk).length == before
    assert (private.position, private.hash, loose.position, loose.facts) == (None, "", None, {})


def test_open_screens_hear_of_it_when_it_is_committed_and_not_before(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(subscribers._now, "ticket.held", [])  # there is no such ticket
    cast = Cast()
    machine, engagement = cast.machine("auralis"), cast.engagement("auralis", "noctua")
    connection.ensure_connection()
    parameters = connection.get_connection_params()
    wanted = {
        key: value
        for key, value in parameters.items()
        if key in {"dbname", "user", "password", "host", "port"}
    }
    with psycopg.connect(**wanted, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with acting(machine):
            event = record("ticket.held", actor=machine, client_id=engagement.client_id, engagement_id=engagement.pk,
                           ticket_id=42, facts={"from": 9, "to": engagement.pk, "secret": "El altavoz"})  # fmt: skip
            assert list(listener.notifies(timeout=0.2)) == []
        heard = next(listener.notifies(timeout=60, stop_after=1))
    assert json.loads(heard.payload) == {
        "event": event.pk, "kind": "ticket.held", "client": engagement.client_id, "engagement": engagement.pk,
        "organization": None, "ticket": 42, "private_to": None, "former": 9,
    }  # fmt: skip


def test_subscribers_in_the_transaction_are_called_in_turn(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, int]] = []
    monkeypatch.setitem(subscribers._now, "desk.changed", [])
    subscribers.subscribe("desk.changed")(lambda event: heard.append(("first", event.pk)))
    subscribers.subscribe("desk.changed")(lambda event: heard.append(("second", event.pk)))
    machine = cast.machine("auralis")
    with acting(machine):
        event = record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
    assert heard == [("first", event.pk), ("second", event.pk)]


def test_a_subscriber_that_fails_takes_the_action_with_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: Event) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(subscribers._now, "desk.changed", [fail])
    machine = cast.machine("auralis")
    with acting(machine):
        before = Event.objects.count()
    with pytest.raises(ZeroDivisionError), acting(machine):
        record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
    with acting(machine):
        assert Event.objects.count() == before


# -- later ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of the events that a later subscriber to desk.changed was run for."""
    heard: list[int] = []

    def listen(event: Event) -> None:
        heard.append(event.pk)

    monkeypatch.setattr(subscribers, "_by_name", dict(subscribers._by_name))
    monkeypatch.setitem(subscribers._later, "desk.changed", [])
    subscribers.subscribe_later("desk.changed")(listen)
    return heard


def waiting() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = 'run_subscriber' AND args->>'subscriber' LIKE"
            " '%listen' ORDER BY id"
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def test_a_later_subscriber_becomes_a_job_of_the_client(cast: Cast, later: list[int]) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        event = record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
    [job] = waiting()
    assert (job["event_id"], job["organization_id"]) == (event.pk, cast.desk("auralis").client_id)
    assert later == []
    subscribers.run_subscriber.func(**job)
    assert later == [event.pk]


def test_a_job_that_runs_twice_has_one_effect(cast: Cast, later: list[int]) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        event = record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
    [job] = waiting()
    for _ in range(3):
        subscribers.run_subscriber.func(**job)
    assert later == [event.pk]
    with acting(machine):
        handled = Handled.objects.get(event_id=event.pk)
    assert str(handled) == f"{job['subscriber']} handled {event.pk}"


def test_a_job_that_failed_is_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def listen(event: Event) -> None:
        tries.append(event.pk)
        if len(tries) == 1:
            raise ZeroDivisionError

    monkeypatch.setattr(subscribers, "_by_name", {})
    monkeypatch.setitem(subscribers._later, "desk.changed", [])
    subscribers.subscribe_later("desk.changed")(listen)
    machine = cast.machine("auralis")
    with acting(machine):
        record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
    [job] = waiting()
    with pytest.raises(ZeroDivisionError):
        subscribers.run_subscriber.func(**job)
    subscribers.run_subscriber.func(**job)
    subscribers.run_subscriber.func(**job)
    assert len(tries) == 2


def test_a_job_that_would_have_nothing_to_do_is_spared(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def listen(event: Event) -> None:
        raise AssertionError(event)

    monkeypatch.setattr(subscribers, "_by_name", {})
    monkeypatch.setitem(subscribers._later, "desk.changed", [])
    subscribers.subscribe_later("desk.changed", when=lambda event: bool(event.facts))(listen)
    machine = cast.machine("auralis")
    with acting(machine):
        record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
        assert waiting() == []
        record(
            "desk.changed", actor=machine, client_id=cast.desk("auralis").client_id, facts={"tone": "usted"}
        )
    assert len(waiting()) == 1


def test_an_event_without_a_client_is_the_acting_firms(cast: Cast, later: list[int]) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        record("desk.changed", actor=mateo)
    [job] = waiting()
    assert job["organization_id"] == mateo.organization_id
    subscribers.run_subscriber.func(**job)
    assert len(later) == 1


def test_a_job_is_in_the_scope_of_the_events_firm_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from relevo.core.scope import current

    scopes = []
    monkeypatch.setattr(subscribers, "_by_name", {"listen": lambda event: scopes.append(current())})
    machine = cast.machine("auralis")
    with acting(machine):
        event = record("desk.changed", actor=machine, client_id=cast.desk("auralis").client_id)
    firm = cast.desk("auralis").client_id
    subscribers.run_subscriber.func(event_id=event.pk, subscriber="listen", organization_id=firm)
    assert scopes == [system(firm).scope]
