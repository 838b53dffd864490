"""A person decides who holds the ball: hand over, accept, take back, give back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relevo.core import clock
from relevo.core.errors import NotAllowed, NotFound, RuleBroken
from relevo.core.scope import acting
from relevo.coverage.hand_overs import (
    MOST_WORDS,
    accept_hand_over,
    give_back_ticket,
    hand_over,
    hand_over_targets,
    prepare_hand_over,
    take_back_ticket,
)
from relevo.coverage.models import HandOver, HandOverNote
from relevo.engagements.models import Engagement
from relevo.events.models import Event
from relevo.tickets.actions import hold_ticket, set_status
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, TUESDAY_11, holder, look, minute, reply, write_in


def hand(cast: Cast, ticket: Ticket, name: str, to: str, desk: str = "auralis") -> HandOver:
    actor = cast.actor(name)
    with acting(actor):
        return hand_over(ticket, cast.engagement(desk, to), actor=actor)


def take_back(cast: Cast, ticket: Ticket, name: str = "Carmen") -> Ticket:
    actor = cast.actor(name)
    with acting(actor):
        return take_back_ticket(ticket, actor=actor)


def prepare(cast: Cast, ticket: Ticket, name: str, assessment: str, recommendation: str) -> HandOverNote:
    actor = cast.actor(name)
    with acting(actor):
        return prepare_hand_over(ticket, assessment, recommendation, actor=actor)


def overs(cast: Cast, ticket: Ticket) -> list[HandOver]:
    with acting(cast.everywhere):
        return list(HandOver.objects.filter(ticket=ticket))


def nobody_on(cast: Cast) -> None:
    with acting(cast.everywhere):
        Engagement.objects.filter(pk=cast.engagement("auralis", "auralis").pk).update(state="ended")


def test_a_partner_hands_back_to_the_client_with_the_note_that_was_prepared(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        prepare(cast, ticket, "Mateo", " Firmware 4.2.1 is to blame. ", "Send a new Duo 2.")
        made = hand(cast, ticket, "Valeria", "auralis")
    assert holder(cast, ticket) == "auralis"
    assert (made.reason, made.keeps, made.author) == ("hand_over", True, "Mateo")
    assert (made.assessment, made.recommendation) == ("Firmware 4.2.1 is to blame.", "Send a new Duo 2.")
    assert made.from_engagement_id == cast.engagement("auralis", "noctua").pk
    with acting(cast.everywhere):
        assert not HandOverNote.objects.filter(ticket=ticket).exists()
        event = Event.objects.get(kind="ticket.handed_over", ticket_id=ticket.pk)
    assert event.engagement_id == cast.engagement("auralis", "noctua").pk
    assert event.position is not None
    assert event.facts["noted"] is True
    assert (look(cast, ticket).number, look(cast, ticket).subject) == (ticket.number, ticket.subject)


def test_without_a_prepared_note_the_author_is_whoever_hands_over(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        made = hand(cast, ticket, "Mateo", "auralis")
    assert (made.author, made.assessment, made.recommendation) == ("Mateo", "", "")


def test_a_note_can_be_written_again_and_is_bounded(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        first = prepare(cast, ticket, "Mateo", "One", "Two")
        again = prepare(cast, ticket, "Valeria", "x" * (MOST_WORDS + 10), "")
    assert (first.pk, again.author, len(again.assessment)) == (again.pk, "Valeria", MOST_WORDS)


def test_only_who_holds_a_ticket_prepares_and_hands_over(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        for name in ("Iker", "Carmen", "Marta", "Jonas"):
            with pytest.raises(NotAllowed):
                prepare(cast, ticket, name, "a", "b")
            with pytest.raises(NotAllowed):
                hand(cast, ticket, name, "auralis")


def test_a_partner_s_agent_who_lost_the_ticket_meanwhile_is_refused(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        mateo = cast.actor("Mateo")
        seen = look(cast, ticket)
        take_back(cast, ticket)
        with acting(mateo), pytest.raises((NotAllowed, NotFound)):
            hand_over(seen, cast.engagement("auralis", "auralis"), actor=mateo)
        with acting(cast.machine("auralis")), pytest.raises(NotAllowed):
            hand_over(seen, cast.engagement("auralis", "auralis"), actor=mateo)


def test_a_partner_cannot_hand_to_another_partner(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="en")
        with pytest.raises(RuleBroken, match="only way"):
            hand(cast, ticket, "Mateo", "baltline")


def test_the_client_s_team_hands_to_a_partner_only_while_he_answers(cast: Cast) -> None:
    with clock.travel(TUESDAY_11):
        ticket = write_in(cast)
        with pytest.raises(RuleBroken, match="at this hour"):
            hand(cast, ticket, "Iker", "noctua")
    with clock.travel(TUESDAY_11 + timedelta(hours=9)):
        made = hand(cast, ticket, "Iker", "noctua")
        assert holder(cast, ticket) == "noctua"
        assert made.keeps is False


@pytest.mark.parametrize(
    ("to", "desk", "words"), [("noctua", "auralis", "already"), ("mareko", "mareko", "staff")]
)
def test_senseless_hand_overs_are_refused(cast: Cast, to: str, desk: str, words: str) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        with pytest.raises(RuleBroken, match=words):
            hand(cast, ticket, "Mateo", to, desk)


def test_a_finished_ticket_is_not_handed_over(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then="solved")
        with pytest.raises(RuleBroken, match="finished"):
            hand(cast, ticket, "Mateo", "auralis")


def test_what_nobody_holds_cannot_be_handed_over_nor_prepared(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="de")
        machine = cast.machine("auralis")
        with acting(machine):
            with pytest.raises(RuleBroken, match="Nobody holds"):
                hand_over(ticket, cast.engagement("auralis", "auralis"), actor=machine)
            with pytest.raises(RuleBroken, match="Nobody holds"):
                prepare_hand_over(ticket, "a", "b", actor=machine)


def test_targets_are_the_own_team_for_a_partner_and_who_answers_for_the_client(cast: Cast) -> None:
    def targets(name: str, ticket: Ticket) -> list[str]:
        actor = cast.actor(name)
        with acting(actor):
            return [
                engagement.provider.slug for engagement in hand_over_targets(look(cast, ticket), actor=actor)
            ]

    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="en")
        assert targets("Mateo", ticket) == ["auralis"]
        assert targets("Iker", ticket) == []
        hand(cast, ticket, "Mateo", "auralis")
        assert targets("Iker", ticket) == ["noctua", "baltline"]
        assert targets("Mateo", ticket) == []


def test_a_ticket_handed_to_the_client_at_night_is_not_sent_back_by_the_hours(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        hand(cast, ticket, "Mateo", "auralis")
        minute()
        assert holder(cast, ticket) == "auralis"


def test_accepting_names_who_took_it_on_and_the_first_name_stays(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        made = hand(cast, ticket, "Mateo", "auralis")
    iker, machine = cast.actor("Iker"), cast.machine("auralis")
    with clock.travel(MONDAY_9):
        with acting(iker):
            accepted = accept_hand_over(made, actor=iker)
        with acting(machine):
            again = accept_hand_over(made, actor=machine)
    assert (accepted.accepted_by, again.accepted_by) == ("Iker", "Iker")
    assert again.accepted_at == accepted.accepted_at
    with acting(cast.everywhere):
        assert Event.objects.filter(kind="hand_over.accepted", ticket_id=ticket.pk).count() == 1


def test_a_hand_over_is_accepted_only_by_who_holds_the_ticket_now(cast: Cast) -> None:
    with clock.travel(TUESDAY_11):
        ticket = write_in(cast, language="en")
    with clock.travel(TUESDAY_11 + timedelta(hours=9)):
        first = hand(cast, ticket, "Iker", "noctua")
        iker = cast.actor("Iker")
        with acting(iker), pytest.raises(NotAllowed):
            accept_hand_over(overs(cast, ticket)[0], actor=iker)
        hand(cast, look(cast, ticket), "Mateo", "auralis")
        with acting(iker), pytest.raises(RuleBroken, match="newer"):
            accept_hand_over(first, actor=iker)


def test_taking_back_brings_the_ticket_home_and_closes_it_to_the_partner(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        take_back(cast, ticket)
        minute()
    assert holder(cast, ticket) == "auralis"
    valeria = cast.actor("Valeria")
    with acting(valeria):
        assert not Ticket.objects.filter(pk=ticket.pk).exists()
        assert not HandOver.objects.visible_to(valeria).exists()
    (over,) = overs(cast, ticket)
    assert (over.reason, over.keeps, over.author) == ("take_back", True, "Carmen Vidal")


def test_a_ticket_that_nobody_holds_can_be_taken_home_and_stays_there(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="de")
        take_back(cast, ticket)
        minute()
    assert holder(cast, ticket) == "auralis"
    assert overs(cast, ticket)[0].from_engagement_id is None


def test_only_the_client_s_manager_takes_back(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        for name in ("Iker", "Valeria", "Mateo", "Ilze", "Jonas"):
            with pytest.raises(NotAllowed):
                take_back(cast, ticket, name)


def test_taking_back_what_is_at_home_is_refused(cast: Cast) -> None:
    with clock.travel(TUESDAY_11):
        ticket = write_in(cast)
        with pytest.raises(RuleBroken, match="already"):
            take_back(cast, ticket)


def test_taking_back_without_an_own_team_is_refused(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        nobody_on(cast)
        with pytest.raises(RuleBroken, match="no team"):
            take_back(cast, ticket)


def test_giving_back_lets_the_hours_decide_with_the_next_minute(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        take_back(cast, ticket)
        with acting(carmen):
            give_back_ticket(ticket, actor=carmen)
            assert Event.objects.filter(kind="ticket.given_back", ticket_id=ticket.pk).exists()
        assert holder(cast, ticket) == "auralis"
        minute()
        assert holder(cast, ticket) == "noctua"


def test_giving_back_what_nobody_keeps_is_refused(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        with acting(carmen), pytest.raises(RuleBroken, match="hours decide"):
            give_back_ticket(ticket, actor=carmen)


def test_a_later_hand_over_by_the_hours_ends_the_keeping(cast: Cast) -> None:
    machine = cast.machine("auralis")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        take_back(cast, ticket)
        with acting(machine):
            set_status(ticket, "open", actor=machine)
            hold_ticket(ticket, cast.engagement("auralis", "noctua"), reason="hand_over", actor=machine)
        take_back(cast, ticket)
    assert [over.keeps for over in overs(cast, ticket)] == [False, True]


def test_a_partner_s_event_chain_stays_whole_over_hand_overs(cast: Cast) -> None:
    from relevo.events.chain import first_break
    from relevo.events.models import Chain

    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        hand(cast, ticket, "Mateo", "auralis")
    for provider in ("noctua", "auralis"):
        key = cast.engagement("auralis", provider).pk
        with acting(cast.everywhere):
            chain = Chain.objects.get(engagement_id=key)
            events = Event.objects.filter(engagement_id=key).exclude(position=None).order_by("position")
            assert first_break(events, length=chain.length, head=chain.head) is None
