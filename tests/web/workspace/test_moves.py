"""Moving a ticket: what is offered is what is allowed, and what is refused says why."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse

from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.models import HandOver
from relevo.coverage.passing import pass_ball
from relevo.engagements.models import Seat
from relevo.promises.jobs import tick as look_at_clocks
from relevo.tickets.actions import assign_ticket, hold_ticket, set_status
from relevo.tickets.models import Ticket
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes
from tests.web.workspace.screen import Screen, in_language, now_is, path, typed, words

Sit = Callable[[str], Screen]
MONDAY_NOON = SUNDAY_NIGHT + timedelta(days=1, hours=9)


def offered(screen: Screen, ticket: Ticket, menu: str) -> list[str]:
    """The lines of a menu in the head; [] when it is not there."""
    html = screen.html(path(ticket, "head"), fragment=True)
    found = re.search(rf'<div[^>]*id="{menu}".*?</div>', html, flags=re.DOTALL)
    return (
        [words(line) for line in re.findall(r"<button.*?</button>", found.group(0), flags=re.DOTALL)]
        if found
        else []
    )


def refused(answer: HttpResponse, status: int = 409) -> str:
    assert answer.status_code == status
    return words(answer.content.decode())


def home_team_holds(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        pass_ball(ticket, cast.engagement("auralis", "auralis"), reason="coverage", actor=machine)


def test_an_agent_takes_a_ticket_and_puts_it_down(mateo: Screen, jorge: Ticket) -> None:
    assert "Take it" in mateo.at(jorge, "head")
    answer = mateo.act(jorge, "assign", seat="me")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["HX-Trigger"] == f"ticket-{jorge.pk}, queue"
    assert now_is(jorge).assignee.alias == "Mateo"
    assert "Take it" not in mateo.at(jorge, "head")
    assert offered(mateo, jorge, "ticket-assign") == ["Put it back for anyone"]
    mateo.act(jorge, "assign", seat="nobody")
    assert now_is(jorge).assignee is None


def test_without_htmx_every_move_comes_back_to_the_ticket(mateo: Screen, jorge: Ticket) -> None:
    answer = mateo.send(path(jorge, "assign"), htmx=False, seat="me")
    assert (answer.status_code, answer["Location"]) == (302, path(jorge))


def test_a_lead_gives_it_to_a_colleague_and_sees_how_much_each_has(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    valeria, other = sit("Valeria"), customer_writes(cast, address="elena@prats.example")
    seat = cast.seat("Lucía", "auralis")
    assert valeria.act(other, "assign", seat=seat.pk).status_code == 204
    lines = offered(valeria, jorge, "ticket-assign")
    assert lines == ["Lucía 1 of 8", "Mateo 0 of 8", "Valeria 0 of 8"]
    valeria.act(jorge, "assign", seat=seat.pk)
    assert now_is(jorge).assignee == seat
    assert offered(valeria, jorge, "ticket-assign")[0] == "Lucía 2 of 8"
    assert re.search(
        r'aria-current="true"[^>]*>.*?Lucía',
        valeria.html(path(jorge, "head"), fragment=True),
        flags=re.DOTALL,
    )


def test_whose_certificate_has_lapsed_is_not_offered(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    with acting(EVERYWHERE):
        Seat.objects.filter(pk=cast.seat("Mateo", "auralis").pk).update(readiness="lapsed")
    assert offered(sit("Valeria"), jorge, "ticket-assign") == ["Lucía 0 of 8", "Valeria 0 of 8"]


@pytest.mark.parametrize("seat", ["", "x", "0", "-1", "999999", "9" * 25, "²", "Marta"])
def test_who_cannot_have_it_is_refused(cast: Cast, sit: Sit, jorge: Ticket, seat: str) -> None:
    wanted = cast.seat("Marta", "auralis").pk if seat == "Marta" else seat
    assert "Choose who should have this ticket." in refused(sit("Valeria").act(jorge, "assign", seat=wanted))
    assert now_is(jorge).assignee is None


def test_an_agent_cannot_give_tickets_away_or_put_down_a_colleague_s(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    mateo = sit("Mateo")
    refused(mateo.act(jorge, "assign", seat=cast.seat("Lucía", "auralis").pk), 403)
    sit("Valeria").act(jorge, "assign", seat=cast.seat("Lucía", "auralis").pk)
    refused(mateo.act(jorge, "assign", seat="nobody"), 403)
    assert offered(mateo, jorge, "ticket-assign") == []


def test_the_moves_of_the_table_are_offered_and_no_others(mateo: Screen, jorge: Ticket) -> None:
    assert offered(mateo, jorge, "ticket-status")[:4] == [
        "Open",
        "Waiting for the customer",
        "On hold",
        "Solved",
    ]
    for status, then in (
        ("on_hold", ["Open", "Waiting for the customer", "Solved"]),
        ("solved", ["Open", "Closed"]),
    ):
        assert mateo.act(jorge, "status", status=status).status_code == 204
        assert now_is(jorge).status == status
        topics = len(now_is(jorge).desk.topics)
        assert offered(mateo, jorge, "ticket-status")[:-topics] == then
    assert "“Solved” cannot become “Waiting for the customer”" in refused(
        mateo.act(jorge, "status", status="pending")
    )
    assert "There is no such status." in refused(mateo.act(jorge, "status", status="gone"))
    mateo.act(jorge, "status", status="closed")
    assert "cannot become" in refused(mateo.act(jorge, "status", status="open"))


def test_a_reader_sees_how_it_stands_without_a_menu(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    carmen = sit("Carmen")
    assert offered(carmen, jorge, "ticket-status") == []
    assert "New" in carmen.at(jorge, "head")
    assert "&quot;me&quot;" not in carmen.html(path(jorge, "head"), fragment=True), (
        "she has no seat to take it with"
    )


def test_a_topic_is_one_of_the_desk_s(mateo: Screen, jorge: Ticket) -> None:
    assert offered(mateo, jorge, "ticket-status")[-4:] == ["Sound", "Connection", "Warranty", "Order"]
    mateo.act(jorge, "topic", topic="sound")
    assert now_is(jorge).topic == "sound"
    assert "Sound" in mateo.at(jorge, "head")
    with in_language(mateo, "lv"):
        assert "Skaņa" in mateo.at(jorge, "head")
        assert "Garantija" in offered(mateo, jorge, "ticket-status")
    assert "This desk has no such topic." in refused(mateo.act(jorge, "topic", topic="heating"))
    mateo.act(jorge, "topic", topic="")
    assert now_is(jorge).topic == ""


def test_a_prepared_note_is_there_again_and_goes_with_the_hand_over(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    mateo = sit("Mateo")
    answer = mateo.act(
        jorge, "prepare", assessment="The supply.\r\nNot the app.", recommendation="Send another."
    )
    assert answer.status_code == 204
    html = mateo.html(path(jorge, "head"), fragment=True)
    assert typed(html, "assessment") == "The supply.\nNot the app."
    assert typed(html, "recommendation") == "Send another."
    in_house = cast.engagement("auralis", "auralis")
    assert offered(mateo, jorge, "ticket-hand-over") == ["Write the hand-over note…", "Auralis"]
    assert mateo.act(jorge, "hand-over", to=in_house.pk).status_code == 204
    assert now_is(jorge).holder == in_house
    read = sit("Iker").at(jorge, "thread")
    assert "Assessment The supply. Not the app. Recommendation Send another." in read
    assert offered(mateo, jorge, "ticket-hand-over") == []


def test_a_note_for_the_hand_over_may_be_too_long(mateo: Screen, jorge: Ticket) -> None:
    answer = mateo.act(jorge, "prepare", assessment="a" * 5001)
    assert "The note could not be read. It may be too long." in refused(answer)


@pytest.mark.parametrize("to", ["", "x", "0", "999999", "baltline"])
def test_a_partner_hands_over_to_the_client_s_own_team_only(
    cast: Cast, mateo: Screen, jorge: Ticket, to: str
) -> None:
    wanted = cast.engagement("auralis", "baltline").pk if to == "baltline" else to
    assert "Choose the team that should have this ticket." in refused(
        mateo.act(jorge, "hand-over", to=wanted)
    )
    assert now_is(jorge).holder.pk == cast.engagement("auralis", "noctua").pk


def test_the_home_team_hands_over_to_whoever_answers_now(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    home_team_holds(cast, jorge)
    iker = sit("Iker")
    assert offered(iker, jorge, "ticket-hand-over") == ["Write the hand-over note…", "Noctua Support"]
    iker.act(jorge, "hand-over", to=cast.engagement("auralis", "noctua").pk)
    assert now_is(jorge).holder.pk == cast.engagement("auralis", "noctua").pk
    home_team_holds(cast, now_is(jorge))
    with clock.travel(MONDAY_NOON):
        assert offered(iker, jorge, "ticket-hand-over") == ["Write the hand-over note…"], (
            "by day nobody else answers"
        )


def test_a_finished_ticket_is_handed_to_nobody(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    mateo.act(jorge, "status", status="solved")
    assert offered(mateo, jorge, "ticket-hand-over") == []
    answer = mateo.act(jorge, "hand-over", to=cast.engagement("auralis", "auralis").pk)
    assert "This ticket is finished; there is nothing to hand over." in refused(answer)


def test_a_hand_over_is_accepted_by_name_by_whoever_has_it_now(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    home_team_holds(cast, jorge)
    iker, mateo = sit("Iker"), sit("Mateo")
    assert "Read the hand-over note, then accept it by name." in iker.at(jorge, "head")
    assert "accept it by name" not in mateo.at(jorge, "head")
    assert "accept it by name" not in sit("Carmen").at(jorge, "head")
    refused(mateo.act(jorge, "accept"), 403)
    assert iker.act(jorge, "accept").status_code == 204
    with acting(EVERYWHERE):
        assert HandOver.objects.get(ticket=jorge).accepted_by == "Iker"
    assert "accept it by name" not in iker.at(jorge, "head")
    refused(iker.act(jorge, "accept"), 404)


def test_the_client_takes_a_ticket_back_after_being_told_what_that_means(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    carmen, mateo = sit("Carmen"), sit("Mateo")
    assert (
        f"{jorge.reference} moves to your in-house team at once. Noctua Support can no longer see it."
        in carmen.at(jorge, "head")
    )
    assert "Take back" not in mateo.at(jorge, "head")
    refused(mateo.act(jorge, "take-back"), 403)
    assert carmen.act(jorge, "take-back").status_code == 204
    assert now_is(jorge).holder.in_house
    assert mateo.get(path(jorge)).status_code == 404
    assert "Take back" not in carmen.at(jorge, "head")
    assert "Your own team holds this ticket already." in refused(carmen.act(jorge, "take-back"))


def test_the_head_names_the_holder_the_agent_and_the_next_promise(
    cast: Cast, sit: Sit, jorge: Ticket
) -> None:
    sit("Valeria").act(jorge, "assign", seat=cast.seat("Mateo", "auralis").pk)
    read = sit("Mateo").at(jorge, "head")
    for part in ("El altavoz no enciende", "Auralis", jorge.reference, "First response", "Noctua Support holds the ball", "Mateo",
                 "Customer's language es Your language en"):  # fmt: skip
        assert part in read, part
    machine = cast.machine("auralis")
    with acting(machine):
        hold_ticket(jorge, None, reason="coverage", actor=machine)
    read = sit("Carmen").at(jorge, "head")
    assert "Nobody holds the ball" in read
    assert "another team holds the ball" not in read


def test_a_former_holder_does_not_learn_who_holds_it_now(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    home_team_holds(cast, jorge)
    assert "another team holds the ball" in sit("Mateo").at(jorge, "head")


def test_promises_are_told_as_they_went(cast: Cast, sit: Sit, translated: None) -> None:
    with clock.travel(SUNDAY_NIGHT - timedelta(minutes=45)):
        ticket = customer_writes(cast)
    look_at_clocks.func(timestamp=0)
    run_jobs()
    agent_answers(ticket, cast.actor("Mateo"), "Estimado Jorge: pulse el botón, por favor.")
    actor = cast.actor("Mateo")
    with acting(actor):
        set_status(ticket, "solved", actor=actor)
    side = sit("Mateo").at(ticket, "side")
    assert "First response 15 min late" in side.replace("First response First response", "First response")
    assert re.search(r"Resolution.*kept, 45 min", side)


def test_what_is_late_and_still_owed_stands_before_what_is_due_later(
    cast: Cast, sit: Sit, translated: None
) -> None:
    with clock.travel(SUNDAY_NIGHT - timedelta(minutes=45)):
        ticket = customer_writes(cast)
    look_at_clocks.func(timestamp=0)
    run_jobs()
    head = sit("Mateo").at(ticket, "head")
    assert "First response 15 min late" in head
    assert "Resolution" not in head
    side = sit("Mateo").at(ticket, "side")
    assert side.index("First response") < side.index("Resolution")


def test_a_promise_that_was_dropped_is_no_longer_due(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    from relevo.promises.models import Clock

    with acting(EVERYWHERE):
        Clock.objects.filter(ticket=jorge, kind="resolution").update(verdict="cancelled")
    assert "no longer due" in sit("Mateo").at(jorge, "side")


def test_assigned_means_assigned_where_it_is_now(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        assign_ticket(jorge, cast.seat("Mateo", "auralis"), actor=valeria)
    home_team_holds(cast, now_is(jorge))
    answer = sit("Mateo").act(jorge, "assign", seat="me")
    assert answer.status_code == 403
    assert "see this" in unescape(answer.content.decode())


# -- merging --


def twice(cast: Cast, jorge: Ticket) -> Ticket:
    return customer_writes(cast, "¿Han recibido mi mensaje?", subject="Otra vez yo <b>")


def test_a_second_ticket_is_merged_into_the_first_and_she_goes_there(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    second = twice(cast, jorge)
    assert "Merge into another ticket…" in offered(mateo, second, "ticket-status")
    asked = mateo.at(second, "head")
    assert f"All that was said on {second.reference} goes to the ticket that you choose" in asked
    assert f"{jorge.reference} · El altavoz no enciende" in asked
    answer = mateo.act(second, "merge", into=jorge.reference)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, path(jorge))
    read = mateo.at(jorge)
    assert "¿Han recibido mi mensaje?" in read
    assert f"{second.reference} was merged into this ticket" in read
    gone = mateo.at(second)
    assert f"Goes on in {jorge.reference}" in gone
    assert f"Merged into {jorge.reference}" in gone
    assert f"This ticket was merged; answer in {jorge.reference}." in gone
    assert "Send to Jorge" not in gone
    assert "Merge into another ticket…" not in offered(mateo, second, "ticket-status")


def test_merging_without_htmx_leads_there_too(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    answer = mateo.send(path(twice(cast, jorge), "merge"), htmx=False, into=jorge.reference)
    assert (answer.status_code, answer["Location"]) == (302, path(jorge))


def test_merging_is_offered_with_tickets_of_the_same_customer_alone(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    customer_writes(cast, address="elena@prats.example", name="Elena Prats")
    assert "Merge into another ticket…" not in offered(mateo, jorge, "ticket-status")
    assert 'name="into"' not in mateo.html(path(jorge))


def test_a_merge_that_may_not_be_says_why(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    elena = customer_writes(cast, address="elena@prats.example", name="Elena Prats")
    assert "Only tickets of one customer can be merged." in refused(
        mateo.act(jorge, "merge", into=elena.reference)
    )
    for hidden in ("", "AUR-99999", "MAR-1", "x" * 500):
        assert mateo.act(jorge, "merge", into=hidden).status_code == 404
    assert now_is(jorge).merged_into_id is None


def test_whoever_only_looks_on_is_offered_no_merge(cast: Cast, sit: Sit, jorge: Ticket) -> None:
    second = twice(cast, jorge)
    carmen = sit("Carmen")
    assert 'name="into"' not in carmen.html(path(second))
    assert carmen.act(second, "merge", into=jorge.reference).status_code == 403


def test_a_closed_ticket_takes_a_note_and_no_reply(mateo: Screen, jorge: Ticket) -> None:
    with acting(EVERYWHERE):
        Ticket.objects.filter(pk=jorge.pk).update(status="closed")
    read = mateo.at(jorge, "write")
    assert "Add note for both firms" in read
    assert "Send to Jorge" not in read
