"""What happens to a ticket: opened, received, held, assigned, moved, noted. Each refuses what makes no sense."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from relevo.core import clock
from relevo.core.actor import Actor
from relevo.core.errors import NotAllowed, NotFound, RelevoError, RuleBroken
from relevo.core.scope import acting
from relevo.customers.actions import find_or_create_customer
from relevo.engagements.actions import end_seat
from relevo.events.models import Event
from relevo.tickets.actions import (
    File,
    Received,
    assign_ticket,
    hold_ticket,
    mark_delivery,
    open_ticket,
    receive_message,
    set_status,
    set_topic,
    withdraw_ticket,
    write_note,
)
from relevo.tickets.models import Attachment, Draft, Message, Note, Ticket
from relevo.tickets.replies import save_draft
from relevo.tickets.statuses import MOVES, UNFINISHED, WAITS, Status, WaitingOn
from tests.cast import Cast
from tests.stories import agent_answers, customer_writes, fresh


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Jorge's, on Sunday night: Noctua holds it."""
    return customer_writes(cast)


def again(cast: Cast, ticket: Ticket) -> Ticket:
    with acting(cast.everywhere):
        return fresh(ticket)


def events(cast: Cast, ticket: Ticket, kind: str) -> list[Event]:
    with acting(cast.everywhere):
        return list(Event.objects.filter(ticket_id=ticket.pk, kind=kind).order_by("pk"))


# -- opening and receiving ------------------------------------------------------------------------------------------


def test_tickets_are_numbered_desk_by_desk(cast: Cast) -> None:
    numbers = [customer_writes(cast).reference for _ in range(3)]
    other = customer_writes(cast, "Nav siltuma.", desk="mareko", language="lv")
    first = int(numbers[0].partition("-")[2])
    assert numbers == [f"AUR-{first}", f"AUR-{first + 1}", f"AUR-{first + 2}"]
    assert other.reference.startswith("MAR-")
    assert str(other) == other.reference


def test_a_new_ticket_waits_for_the_desk_and_says_so_in_the_record(cast: Cast, ticket: Ticket) -> None:
    assert (ticket.status, ticket.waiting_on, ticket.unfinished, ticket.language) == (
        "new",
        "desk",
        True,
        "es",
    )
    [opened] = events(cast, ticket, "ticket.opened")
    assert opened.facts == {"number": ticket.number, "channel": "mail", "language": "es"}


def test_a_customer_of_one_desk_has_no_ticket_on_another(cast: Cast) -> None:
    auralis, mareko = cast.machine("auralis"), cast.machine("mareko")
    with acting(auralis):
        jorge = find_or_create_customer(
            cast.desk("auralis"), channel="mail", address="j@molina.example", actor=auralis
        )
    with acting(mareko), pytest.raises(RuleBroken, match="belongs to another desk"):
        open_ticket(cast.desk("mareko"), jorge, subject="x", actor=mareko)


@pytest.mark.parametrize("name", ["Mateo", "Valeria", "Iker", "Carmen", "Jonas"])
def test_only_the_machine_opens_and_receives(cast: Cast, ticket: Ticket, name: str) -> None:
    actor = cast.actor(name)
    with acting(actor), pytest.raises(NotAllowed):
        open_ticket(cast.desk("auralis"), ticket.customer, subject="x", actor=actor)
    with acting(actor), pytest.raises(NotAllowed):
        receive_message(ticket, Received("x", "Jorge", clock.now()), actor=actor)
    with acting(actor), pytest.raises(NotAllowed):
        hold_ticket(ticket, None, reason="coverage", actor=actor)


def test_what_came_is_kept_with_its_files_and_notices(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    received = Received(
        "Gracias", "J" * 200, clock.now(), full_text="Gracias\n> antes", html="<p>Gracias</p>", language="und",
        notices=["cut"], files=[File("n" * 300, "text/plain", b"abc", inline=True)],
    )  # fmt: skip
    with acting(machine):
        message = receive_message(ticket, received, actor=machine)
        file = Attachment.objects.get(message=message)
    assert (message.text, message.full_text, message.notices, len(message.shown_name)) == (
        "Gracias", "Gracias\n> antes", ["cut"], 150,
    )  # fmt: skip
    assert (len(file.name), file.size, bytes(file.content), file.inline, str(file)) == (
        255,
        3,
        b"abc",
        True,
        file.name,
    )
    assert again(cast, ticket).language == "es", "a text whose language is unknown changes nothing"


def test_the_newest_language_is_the_tickets(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        receive_message(ticket, Received("Hello", "Jorge", clock.now(), language="en"), actor=machine)
    assert again(cast, ticket).language == "en"


@pytest.mark.parametrize("status", list(MOVES))
@pytest.mark.parametrize("automatic", [False, True])
def test_the_customers_words_open_what_waited_and_a_machines_do_not(
    cast: Cast, ticket: Ticket, status: str, automatic: bool
) -> None:
    machine = cast.machine("auralis")
    received = Received("Hola", "Jorge", clock.now(), automatic=automatic)
    with acting(machine):
        Ticket.objects.filter(pk=ticket.pk).update(status=status)
        if status == Status.CLOSED:
            with pytest.raises(RuleBroken, match="a new message opens a new one"):
                receive_message(ticket, received, actor=machine)
            return
        receive_message(ticket, received, actor=machine)
    opens = not automatic and status in {Status.PENDING, Status.SOLVED, Status.ON_HOLD}
    assert again(cast, ticket).status == (Status.OPEN if opens else status)


# -- holding --------------------------------------------------------------------------------------------------------


def test_the_ball_passes_and_the_former_holder_goes_on_reading(cast: Cast, ticket: Ticket) -> None:
    machine, noctua, baltline = (
        cast.machine("auralis"),
        ticket.holder_id,
        cast.engagement("auralis", "baltline"),
    )
    mateo = cast.actor("Mateo")
    with acting(mateo):
        assign_ticket(ticket, cast.seat("Mateo", "auralis"), actor=mateo)
    with acting(machine):
        held = hold_ticket(ticket, baltline, reason="coverage", actor=machine, facts={"rank": 2})
        assert (held.holder_id, held.shared_with, held.assignee_id) == (baltline.pk, [noctua], None)
        back = hold_ticket(ticket, cast.engagement("auralis", "noctua"), reason="coverage", actor=machine)
        assert (back.holder_id, back.shared_with) == (noctua, [baltline.pk])
    facts = [event.facts for event in events(cast, ticket, "ticket.held")][-2:]
    assert facts[0] == {"from": noctua, "to": baltline.pk, "reason": "coverage", "rank": 2}
    assert facts[1] == {"from": baltline.pk, "to": noctua, "reason": "coverage"}


def test_holding_what_one_holds_already_changes_nothing(cast: Cast, ticket: Ticket) -> None:
    machine, before = cast.machine("auralis"), again(cast, ticket).version
    with acting(machine):
        hold_ticket(ticket, ticket.holder, reason="coverage", actor=machine)
    assert again(cast, ticket).version == before


def test_nobody_may_hold_it(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        held = hold_ticket(ticket, None, reason="coverage", actor=machine)
    assert (held.holder_id, held.shared_with) == (None, [ticket.holder_id])
    assert held.guards() == (("organization", ticket.client_id),)


def test_an_engagement_of_another_desk_cannot_hold_it(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine), pytest.raises(RuleBroken, match="does not staff the ticket's desk"):
        hold_ticket(ticket, cast.engagement("mareko", "noctua"), reason="coverage", actor=machine)


def test_what_is_withdrawn_is_closed_to_all_former_holders(cast: Cast, ticket: Ticket) -> None:
    machine, carmen = cast.machine("auralis"), cast.actor("Carmen")
    with acting(machine):
        hold_ticket(ticket, cast.engagement("auralis", "auralis"), reason="take_back", actor=machine)
    mateo = cast.actor("Mateo")
    with acting(mateo):
        assert Ticket.objects.visible_to(mateo).filter(pk=ticket.pk).exists()
        with pytest.raises(NotAllowed):
            withdraw_ticket(ticket, actor=mateo)
    with acting(carmen):
        withdraw_ticket(ticket, actor=carmen)
    with acting(mateo):
        assert not Ticket.objects.visible_to(mateo).filter(pk=ticket.pk).exists()


# -- assigning ------------------------------------------------------------------------------------------------------


def test_an_agent_takes_it_and_puts_it_down(cast: Cast, ticket: Ticket) -> None:
    mateo, seat = cast.actor("Mateo"), cast.seat("Mateo", "auralis")
    with acting(mateo):
        assert assign_ticket(ticket, seat, actor=mateo).assignee_id == seat.pk
        assert assign_ticket(fresh(ticket), seat, actor=mateo).assignee_id == seat.pk
        assert assign_ticket(fresh(ticket), None, actor=mateo).assignee_id is None
        assert assign_ticket(fresh(ticket), None, actor=mateo).assignee_id is None
    assert [event.facts["to"] for event in events(cast, ticket, "ticket.assigned")] == [seat.pk]
    assert [event.facts["from"] for event in events(cast, ticket, "ticket.unassigned")] == [seat.pk]


def test_only_a_lead_gives_it_to_others_and_takes_it_from_others(cast: Cast, ticket: Ticket) -> None:
    mateo, valeria, lucia = cast.actor("Mateo"), cast.actor("Valeria"), cast.seat("Lucía", "auralis")
    with acting(mateo), pytest.raises(NotAllowed):
        assign_ticket(ticket, lucia, actor=mateo)
    with acting(valeria):
        assert assign_ticket(ticket, lucia, actor=valeria, why={"by": "hand"}).assignee_id == lucia.pk
    with acting(mateo), pytest.raises(NotAllowed):
        assign_ticket(fresh(ticket), None, actor=mateo)
    assert events(cast, ticket, "ticket.assigned")[-1].facts["why"] == {"by": "hand"}


@pytest.mark.parametrize(("name", "desk"), [("Iker", "auralis"), ("Marta", "auralis"), ("Mateo", "mareko")])
def test_nobody_gets_it_without_a_seat_where_it_is(cast: Cast, ticket: Ticket, name: str, desk: str) -> None:
    machine = cast.machine("auralis")
    with acting(machine), pytest.raises(RuleBroken, match="has no seat where this ticket is now"):
        assign_ticket(ticket, cast.seat(name, desk), actor=machine)


def test_a_seat_that_has_ended_gets_nothing(cast: Cast, ticket: Ticket) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria):
        seat = cast.seat("Lucía", "auralis")
        end_seat(seat, actor=valeria)
        with pytest.raises(RuleBroken, match="has no seat"):
            assign_ticket(ticket, seat, actor=valeria)


# -- status and topic -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", Status.values)
def test_a_ticket_moves_as_the_table_says_and_no_other_way(
    cast: Cast, ticket: Ticket, before: str, after: str
) -> None:
    mateo = cast.actor("Mateo")
    with acting(cast.machine("auralis")):
        Ticket.objects.filter(pk=ticket.pk).update(status=before)
    with acting(mateo):
        if after != before and after not in MOVES[before]:
            with pytest.raises(RuleBroken, match="cannot become"):
                set_status(ticket, after, actor=mateo)
            return
        moved = set_status(ticket, after, actor=mateo)
    assert moved.status == after
    if after != before:
        assert moved.waiting_on == WAITS[after]
        assert events(cast, ticket, "ticket.status_changed")[-1].facts == {"from": before, "to": after}


def test_the_table_of_moves_is_whole() -> None:
    assert set(MOVES) == set(WAITS) == set(Status.values)
    assert all(status not in after for status, after in MOVES.items())
    assert MOVES[Status.CLOSED] == frozenset()
    assert all(Status.NEW not in after for after in MOVES.values()), "what was begun is never new again"
    assert frozenset(set(Status.values) - {"solved", "closed"}) == UNFINISHED
    assert {status for status, waiting in WAITS.items() if waiting == WaitingOn.NOBODY} == {
        "solved",
        "closed",
    }


def test_when_it_was_solved_is_kept_until_it_opens_again(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        solved = set_status(ticket, Status.SOLVED, actor=mateo)
        assert abs(solved.solved_at - clock.now()) < timedelta(seconds=20)
        assert set_status(ticket, Status.OPEN, actor=mateo).solved_at is None
        set_status(ticket, Status.SOLVED, actor=mateo)
        assert set_status(ticket, Status.CLOSED, actor=mateo).solved_at is not None


def test_its_topic_is_one_of_the_desks_or_none(cast: Cast, ticket: Ticket) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        assert set_topic(ticket, "sound", actor=mateo).topic == "sound"
        assert set_topic(ticket, "", actor=mateo).topic == ""
        with pytest.raises(RuleBroken, match="no such topic"):
            set_topic(ticket, "heating", actor=mateo)
    facts = [event.facts for event in events(cast, ticket, "ticket.topic_changed")]
    assert facts == [{"from": "", "to": "sound"}, {"from": "sound", "to": ""}]


@pytest.mark.parametrize("name", ["Iker", "Carmen"])
def test_who_sees_it_but_does_not_hold_it_moves_nothing(cast: Cast, ticket: Ticket, name: str) -> None:
    actor = cast.actor(name)
    for move in (
        lambda: set_status(ticket, Status.SOLVED, actor=actor),
        lambda: set_topic(ticket, "sound", actor=actor),
        lambda: assign_ticket(ticket, cast.seat("Mateo", "auralis"), actor=actor),
    ):
        with acting(actor), pytest.raises(NotAllowed):
            move()


def test_who_lost_it_while_looking_at_it_moves_nothing(cast: Cast, ticket: Ticket) -> None:
    """The page still shows Noctua as the holder; the ticket has been taken back meanwhile."""
    machine, mateo = cast.machine("auralis"), cast.actor("Mateo")
    with acting(machine):
        hold_ticket(ticket, cast.engagement("auralis", "auralis"), reason="take_back", actor=machine)
    before = again(cast, ticket).version
    with acting(mateo):
        for move in (
            lambda: set_status(ticket, Status.SOLVED, actor=mateo),
            lambda: set_topic(ticket, "sound", actor=mateo),
            lambda: write_note(ticket, "Too late", audience="both", actor=mateo),
            lambda: assign_ticket(ticket, cast.seat("Mateo", "auralis"), actor=mateo),
        ):
            with pytest.raises(RelevoError), transaction.atomic():
                move()
    assert again(cast, ticket).version == before
    assert not events(cast, ticket, "note.written")


# -- notes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("audience", "private"), [("both", False), ("own", True)])
def test_a_note_says_who_reads_it_and_its_event_is_as_private(
    cast: Cast, ticket: Ticket, audience: str, private: bool
) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo):
        note = write_note(ticket, "  Dos altavoces.  ", audience=audience, actor=mateo)
    assert (note.text, note.author, note.organization_id) == (
        "Dos altavoces.",
        "Mateo Díaz",
        mateo.organization_id,
    )
    assert str(note) == f"note {note.pk} on ticket {ticket.pk}"
    [event] = events(cast, ticket, "note.written")
    assert event.private_to == (mateo.organization_id if private else None)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_note_is_none(cast: Cast, ticket: Ticket, text: str) -> None:
    mateo = cast.actor("Mateo")
    with acting(mateo), pytest.raises(RuleBroken, match="The note is empty"):
        write_note(ticket, text, audience="both", actor=mateo)


def test_a_written_note_uses_up_its_own_draft_and_no_other(cast: Cast, ticket: Ticket) -> None:
    mateo, lucia = cast.actor("Mateo"), cast.actor("Lucía")
    with acting(lucia):
        save_draft(ticket, kind="note", text="Lucía's", actor=lucia)
    with acting(mateo):
        save_draft(ticket, kind="note", text="Mateo's", actor=mateo)
        save_draft(ticket, kind="reply", text="Mateo's reply", actor=mateo)
        write_note(ticket, "Mateo's", audience="both", actor=mateo)
    with acting(cast.everywhere):
        assert set(Draft.objects.values_list("text", flat=True)) == {"Lucía's", "Mateo's reply"}


def test_a_machine_notes_in_another_name(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        note = write_note(ticket, "Parked.", audience="both", actor=machine, author="Mail")
        assert (note.author, note.organization_id) == ("Mail", None)
        assert Note.objects.visible_to(cast.actor("Carmen")).filter(pk=note.pk).exists()


# -- delivery -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delivery", "kind"), [("sent", "reply.sent"), ("failed", "reply.failed"), ("retrying", None)]
)
def test_how_far_a_reply_has_come_is_shown_and_recorded_when_it_is_settled(
    cast: Cast, ticket: Ticket, delivery: str, kind: str | None
) -> None:
    message = agent_answers(ticket, cast.actor("Mateo"), "Estimado Jorge, pulse el botón.")
    machine = cast.machine("auralis")
    with acting(machine):
        mark_delivery(message, delivery, actor=machine, note="5" * 400)
        kept = Message.objects.get(pk=message.pk)
    assert (kept.delivery, len(kept.delivery_note)) == (delivery, 300)
    settled = [
        event.kind for event in events(cast, ticket, "reply.sent") + events(cast, ticket, "reply.failed")
    ]
    assert settled == ([kind] if kind else [])


def test_a_ticket_that_is_not_seen_is_not_found_by_its_actions(cast: Cast, ticket: Ticket) -> None:
    """Beyond the wall there is no row to lock."""
    jonas: Actor = cast.actor("Jonas")
    with acting(jonas), pytest.raises((NotAllowed, NotFound)):
        set_status(ticket, Status.SOLVED, actor=jonas)
