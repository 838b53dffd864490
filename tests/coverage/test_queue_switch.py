"""The one switch that takes the whole queue back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relevo.core import clock
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.coverage import queue_switch
from relevo.coverage.hand_overs import take_back_ticket
from relevo.coverage.queue_switch import give_back_queue, take_back_queue
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement
from relevo.events.models import Event
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, holder, minute, reply, write_again, write_in
from tests.jobs import run_jobs


def switch(cast: Cast, name: str = "Carmen", *, back: bool = True) -> Desk:
    actor = cast.actor(name)
    with acting(actor):
        return (take_back_queue if back else give_back_queue)(cast.desk("auralis"), actor=actor)


def test_the_switch_brings_everything_unfinished_home_at_once(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        spanish, latvian = write_in(cast), write_in(cast, name="Zane Krūmiņa", language="lv")
        nobodys = write_in(cast, name="Tom Baker", language="de")
        solved = write_in(cast, name="Elena Prats")
        reply(cast, solved, "Mateo", then=Status.SOLVED)
        other_client = write_in(cast, "mareko", language="lv")
        desk = switch(cast)
        assert desk.taken_back_at is not None
        assert [holder(cast, ticket) for ticket in (spanish, latvian, nobodys)] == ["auralis"] * 3
        assert (holder(cast, solved), holder(cast, other_client)) == ("noctua", "baltline")
        minute()
        assert holder(cast, spanish) == "auralis"
    with acting(cast.actor("Mateo")):
        assert not Ticket.objects.filter(pk=spanish.pk).exists()
        assert Ticket.objects.filter(pk=solved.pk).exists()
    with acting(cast.everywhere):
        event = Event.objects.get(kind="queue.taken_back")
    assert (event.actor_label, event.facts) == ("Carmen Vidal", {"moved": 3})


def test_the_switch_has_all_records_in_hand_before_it_writes_in_the_first(cast: Cast) -> None:
    """Two hand-overs the other way round would otherwise each wait for what the other has."""
    with clock.travel(SUNDAY_3):
        write_in(cast), write_in(cast, name="Zane Krūmiņa", language="lv")
        with CaptureQueriesContext(connection) as asked:
            switch(cast)
    asked_for = [query["sql"] for query in asked]
    first_note = next(
        n for n, sql in enumerate(asked_for) if sql.startswith('INSERT INTO "coverage_handover"')
    )
    [locks] = [sql for sql in asked_for[:first_note] if "events_chain" in sql and "NO KEY UPDATE" in sql]
    ids = [cast.engagement("auralis", firm).pk for firm in ("auralis", "noctua", "baltline")]
    assert all(re.search(rf"\b{pk}\b", locks.partition("WHERE")[2]) for pk in ids[:2])
    assert "ORDER BY" in locks


def test_while_it_is_on_new_and_reopened_work_is_the_own_team_s(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        solved = write_in(cast)
        reply(cast, solved, "Mateo", then=Status.SOLVED)
        switch(cast)
        assert holder(cast, write_in(cast, name="Elena Prats")) == "auralis"
        write_again(cast, solved)
        assert holder(cast, solved) == "auralis"


def test_giving_it_back_lets_the_hours_decide_again(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket, kept = write_in(cast), write_in(cast, name="Elena Prats")
        carmen = cast.actor("Carmen")
        with acting(carmen):
            take_back_ticket(kept, actor=carmen)
        switch(cast)
        run_jobs()
        assert switch(cast, back=False).taken_back_at is None
        run_jobs()
        assert holder(cast, ticket) == "noctua"
        assert holder(cast, kept) == "auralis"  # a person had decided about this one
    with acting(cast.everywhere):
        assert Event.objects.filter(kind="queue.given_back").count() == 1


def test_pressing_the_switch_twice_is_pressing_it_once(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        first = switch(cast).taken_back_at
        with clock.travel(SUNDAY_3 + timedelta(hours=1)):
            assert switch(cast).taken_back_at == first
        switch(cast, back=False)
        switch(cast, back=False)
    with acting(cast.everywhere):
        assert Event.objects.filter(kind__startswith="queue.").count() == 2


def test_a_long_queue_follows_in_the_background(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_switch, "AT_ONCE", 1)
    with clock.travel(SUNDAY_3):
        tickets = [write_in(cast, name=f"Jorge {number}") for number in range(3)]
        switch(cast)
        assert [holder(cast, ticket) for ticket in tickets] == ["auralis", "noctua", "noctua"]
        run_jobs()
        assert [holder(cast, ticket) for ticket in tickets] == ["auralis"] * 3
    with acting(cast.actor("Mateo")):
        assert not Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets]).exists()


@pytest.mark.parametrize("name", ["Iker", "Valeria", "Ilze", "Jonas"])
def test_only_the_client_s_manager_may_press_it(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        switch(cast, name)
    with pytest.raises(NotAllowed):
        switch(cast, name, back=False)


def test_a_client_without_an_own_team_cannot_take_back(cast: Cast) -> None:
    with acting(cast.everywhere):
        Engagement.objects.filter(pk=cast.engagement("auralis", "auralis").pk).update(state="ended")
    with pytest.raises(RuleBroken, match="no team"):
        switch(cast)


def test_on_monday_nine_o_clock_the_switch_makes_no_difference(cast: Cast) -> None:
    with clock.travel(MONDAY_9):
        ticket = write_in(cast)
        switch(cast)
        assert holder(cast, ticket) == "auralis"
        with acting(cast.everywhere):
            assert Event.objects.get(kind="queue.taken_back").facts == {"moved": 0}
