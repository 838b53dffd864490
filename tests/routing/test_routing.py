"""A ticket finds its engagement at once and its agent right after, and says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.models import HandOver
from relevo.engagements.actions import set_readiness
from relevo.language.desk_engines import registered
from relevo.language.engines.fake import FakeEngine
from relevo.routing.jobs import route, translations
from relevo.tickets.actions import assign_ticket
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.coverage.play import (
    SUNDAY_3,
    TUESDAY_11,
    agent,
    holder,
    look,
    machine_of,
    minute,
    reply,
    shift,
    write_in,
)
from tests.jobs import run_jobs
from tests.routing.steps import HOUR, both_ways, change, kinds, routed, why

# -- which engagement --


def test_the_holder_stands_when_the_ticket_is_opened(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    assert holder(cast, ticket) == "noctua"
    (event,) = kinds(cast, ticket, "ticket.held")
    assert event.facts["reason"] == "opened"


def test_when_nobody_covers_it_says_so_and_the_machine_does_not_complain_twice(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="de")
        minute()
        minute()
    assert holder(cast, ticket) is None
    assert why(cast, ticket).startswith("Nobody answers at this hour")
    assert len(kinds(cast, ticket, "ticket.unroutable")) == 1


# -- which agent --


def test_an_agent_on_duty_who_writes_the_language_gets_it_and_the_reason_is_kept(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3 - HOUR, 8)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        assert "routing.route" in run_jobs()
    assert agent(cast, ticket) == "Mateo"
    kept = look(cast, ticket).routing_why
    assert (kept["code"], kept["load"], kept["capacity"], kept["via"]) == ("chosen", 0, 8, "")
    assert why(cast, ticket) == "Mateo was chosen: on duty until 09:00, writes Spanish, 0 of 8 tickets."
    (event,) = kinds(cast, ticket, "ticket.routed")
    assert event.facts["seat"] == cast.seat("Mateo", "auralis").pk
    assert "alias" not in event.facts
    (assigned,) = kinds(cast, ticket, "ticket.assigned")
    assert assigned.facts["why"]["code"] == "chosen"


def test_who_is_not_on_duty_gets_nothing(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3 + HOUR)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
    assert agent(cast, ticket) is None
    assert why(cast, ticket).startswith("Nobody of the team that holds it is on duty now")


def test_the_same_agent_answers_a_customer_again(cast: Cast) -> None:
    for name in ("Mateo", "Valeria"):
        shift(cast, name, SUNDAY_3, 20)
    with clock.travel(SUNDAY_3):
        first = write_in(cast)
        reply(cast, first, "Mateo", then=Status.SOLVED)
        busy = write_in(cast, name="Elena Prats")
        mateo = cast.actor("Mateo")
        with acting(mateo):
            assign_ticket(look(cast, busy), cast.seat("Mateo", "auralis"), actor=mateo)
        run_jobs()
    with clock.travel(SUNDAY_3 + HOUR):
        again, other = write_in(cast), write_in(cast, name="Toni Ferrer")
        run_jobs()
    assert agent(cast, again) == "Mateo"
    assert look(cast, again).routing_why["returning"] is True
    assert agent(cast, other) == "Valeria"


def test_tickets_are_shared_by_load_over_all_clients(cast: Cast) -> None:
    """Mateo works for Mareko too: what waits for him there counts here, and nothing else crosses."""
    for name in ("Mateo", "Valeria"):
        shift(cast, name, SUNDAY_3 - HOUR, 10)
    with clock.travel(SUNDAY_3):
        elsewhere = write_in(cast, "mareko", language="es")
        run_jobs()
        assert agent(cast, elsewhere) == "Mateo"
        here = [write_in(cast, name=f"Jorge {number}") for number in range(3)]
        run_jobs()
    assert [agent(cast, ticket) for ticket in here] == ["Valeria", "Mateo", "Valeria"]
    assert look(cast, here[1]).routing_why["load"] == 1


def test_what_waits_for_the_customer_is_no_load(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 10)
    with clock.travel(SUNDAY_3):
        answered = write_in(cast)
        run_jobs()
        reply(cast, answered, "Mateo", then=Status.PENDING)
        ticket = write_in(cast, name="Elena Prats")
        run_jobs()
    assert look(cast, ticket).routing_why["load"] == 0


def test_full_agents_take_no_more_until_they_have_room(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 10)
    change(cast, "Mateo", capacity=1)
    with clock.travel(SUNDAY_3):
        first, second = write_in(cast), write_in(cast, name="Elena Prats")
        run_jobs()
        assert (agent(cast, first), agent(cast, second)) == ("Mateo", None)
        assert why(cast, second).startswith("Everybody on duty who could take it has all the tickets")
        assert "routing.route" not in minute()  # nobody has room: nothing to try
        reply(cast, first, "Mateo")
        minute()
    assert agent(cast, second) == "Mateo"


def test_when_a_shift_begins_waiting_tickets_are_given_out_the_oldest_first(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3 + HOUR, 8)
    change(cast, "Mateo", capacity=1)
    with clock.travel(SUNDAY_3):
        older = write_in(cast)
    with clock.travel(SUNDAY_3 + 10 * timedelta(minutes=1)):
        newer = write_in(cast, name="Elena Prats")
        minute()
        assert (agent(cast, older), agent(cast, newer)) == (None, None)
    with clock.travel(SUNDAY_3 + HOUR):
        minute()
    assert (agent(cast, older), agent(cast, newer)) == ("Mateo", None)


def test_a_lapsed_certificate_gets_no_ticket_and_a_new_agent_does(cast: Cast) -> None:
    for name in ("Mateo", "Lucía"):
        shift(cast, name, SUNDAY_3, 10)
    machine = machine_of(cast, "auralis", "noctua")
    with acting(machine):
        set_readiness(cast.seat("Mateo", "auralis"), "lapsed", actor=machine)
    with clock.travel(SUNDAY_3):
        spanish, english = write_in(cast), write_in(cast, name="Hannah Cole", language="en")
        routed(cast, spanish)
        routed(cast, english)
    assert (agent(cast, spanish), agent(cast, english)) == (None, "Lucía")


def test_only_lapsed_certificates_on_duty_is_a_reason_of_its_own(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 10)
    change(cast, "Mateo", readiness="lapsed")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        routed(cast, ticket)
    assert "certificate" in why(cast, ticket)


# -- languages --


def test_a_translation_both_ways_will_do_where_nobody_writes_the_language(cast: Cast) -> None:
    shift(cast, "Lucía", SUNDAY_3, 10)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        routed(cast, ticket, both_ways("es", "en"))
    assert agent(cast, ticket) == "Lucía"
    assert "reads Spanish translated into English" in why(cast, ticket)


def test_where_no_engine_translates_the_next_team_that_speaks_it_gets_it(cast: Cast) -> None:
    shift(cast, "Lucía", SUNDAY_3, 10)
    change(cast, "Lucía", languages=["es"])
    shift(cast, "Marta", SUNDAY_3, 10)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, name="Hannah Cole", language="en")
        assert holder(cast, ticket) == "noctua"
        routed(cast, ticket)
        run_jobs()
    assert (holder(cast, ticket), agent(cast, ticket)) == ("baltline", "Marta")
    with acting(cast.everywhere):
        assert HandOver.objects.get(ticket=ticket).reason == "language"
    with clock.travel(SUNDAY_3 + HOUR):
        minute()
    assert holder(cast, ticket) == "baltline"  # who got it for the language keeps it


def test_where_nobody_speaks_it_and_nothing_translates_it_stays_and_says_so(cast: Cast) -> None:
    shift(cast, "Iker", TUESDAY_11, 6)
    with clock.travel(TUESDAY_11):
        ticket = write_in(cast, language="lv")
        routed(cast, ticket)
        routed(cast, ticket)
    assert (holder(cast, ticket), agent(cast, ticket)) == ("auralis", None)
    assert (
        why(cast, ticket)
        == "Nobody on duty writes Latvian and no engine translates it; the original is shown."
    )
    assert len(kinds(cast, ticket, "ticket.unroutable")) == 1


def test_without_any_engine_nothing_is_blocked(cast: Cast) -> None:
    shift(cast, "Iker", TUESDAY_11, 6)
    with (
        clock.travel(TUESDAY_11),
        registered("apertium", lambda: None),
        registered("libretranslate", lambda: None),
    ):
        ticket, spanish = write_in(cast, language="lv"), write_in(cast, name="Elena Prats")
        run_jobs()
    assert (agent(cast, ticket), agent(cast, spanish)) == (None, "Iker")


class Asked(FakeEngine):
    """An engine that counts how often it is asked for its pairs."""

    times = 0

    def pairs(self) -> frozenset[tuple[str, str]]:
        self.times += 1
        return super().pairs()


def test_engines_are_asked_only_when_somebody_needs_them(cast: Cast) -> None:
    shift(cast, "Iker", TUESDAY_11, 6)
    engine = Asked()
    with clock.travel(TUESDAY_11), registered("apertium", lambda: engine):
        spanish = write_in(cast)
        route(ticket_id=spanish.pk, client_id=spanish.client_id)
        assert (agent(cast, spanish), engine.times) == ("Iker", 0)


def test_what_engines_say_is_good_for_a_minute(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shift(cast, "Iker", TUESDAY_11, 6)
    engine, times = Asked(), []
    with clock.travel(TUESDAY_11), registered("apertium", lambda: engine):
        for seconds in (0.0, 30.0, 61.0):
            monkeypatch.setattr("relevo.routing.jobs.monotonic", lambda: 1000.0 + seconds)  # noqa: B023
            latvian = write_in(cast, language="lv", name=f"Zane {seconds}")
            route(ticket_id=latvian.pk, client_id=latvian.client_id)
            assert agent(cast, latvian) == "Iker"
            times.append(engine.times)
    assert 0 < times[0] == times[1] < times[2]


def test_what_the_desk_s_engines_translate_is_asked_before_the_transaction(cast: Cast) -> None:
    fake = FakeEngine()
    with registered("apertium", lambda: fake):
        desk = cast.desk("auralis")
        known = translations(desk, "es", ["en", "es", "lv"])
        pairs = fake.pairs()
    for own in ("en", "lv"):
        assert known("es", own) is (("es", own) in pairs)
        assert known(own, "es") is ((own, "es") in pairs)
    assert known("es", "es") is False
    assert translations(desk, "und", ["en"])("und", "en") is False
