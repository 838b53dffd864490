"""The engagement: drafted, live, on notice, ended; seats are given and taken. Every right hangs on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from relevo.core.actor import NOBODY, system
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.engagements.actions import (
    SEAT_FIELDS,
    TERMS,
    draft_engagement,
    end_seat,
    give_seat,
    move_engagement,
    readiness_moves,
    set_readiness,
)
from relevo.engagements.grants import actor_for, grants_on
from relevo.engagements.models import MOVES, STAFFING, Engagement, Readiness, Seat, State
from relevo.events.models import Chain, Event
from relevo.organizations.actions import end_member
from relevo.organizations.models import Member
from relevo.organizations.permissions import Role
from relevo.routing.jobs import tick
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.stories import customer_writes


def drafted(cast: Cast) -> Engagement:
    """Auralis offers its desk to Fernwerk."""
    carmen = cast.actor("Carmen")
    with acting(cast.everywhere):
        return draft_engagement(cast.desk("auralis"), cast.organization("fernwerk"), actor=carmen, tier=2)


def test_an_offer_opens_a_record_and_gives_no_right_yet(cast: Cast) -> None:
    engagement = drafted(cast)
    with acting(cast.actor("Carmen")):
        chain = Chain.objects.get(engagement_id=engagement.pk)
        event = Event.objects.get(kind="engagement.drafted", engagement_id=engagement.pk)
    assert (engagement.state, engagement.tier, chain.length, event.position) == (State.DRAFT, 2, 1, 1)
    assert (chain.client_id, chain.provider_id) == (engagement.client_id, engagement.provider_id)
    assert engagement.pk not in cast.actor("Jonas").scope.engagements


def test_a_live_engagement_gives_rights_and_an_ended_one_none(cast: Cast) -> None:
    engagement, carmen = drafted(cast), cast.actor("Carmen")
    with acting(carmen):
        move_engagement(engagement, State.LIVE, actor=carmen)
    assert engagement.pk in cast.actor("Jonas").scope.engagements
    with acting(carmen):
        ended = move_engagement(engagement, State.ENDED, actor=carmen)
        facts = [
            event.facts
            for event in Event.objects.filter(kind="engagement.moved", engagement_id=engagement.pk)
        ]
    assert ended.ended_at is not None
    assert facts == [{"from": "draft", "to": "live"}, {"from": "live", "to": "ended"}]
    assert engagement.pk not in cast.actor("Jonas").scope.engagements


@pytest.mark.parametrize("before", State.values)
@pytest.mark.parametrize("after", State.values)
def test_it_moves_as_the_table_says_and_no_other_way(cast: Cast, before: str, after: str) -> None:
    engagement, carmen = drafted(cast), cast.actor("Carmen")
    with acting(carmen):
        Engagement.objects.filter(pk=engagement.pk).update(state=before)
        if after in MOVES[before]:
            assert move_engagement(engagement, after, actor=carmen).state == after
        else:
            with pytest.raises(RuleBroken, match="cannot become"):
                move_engagement(engagement, after, actor=carmen)


def test_an_ended_engagement_stays_ended_and_the_firms_may_agree_anew(cast: Cast) -> None:
    assert MOVES[State.ENDED] == frozenset()
    engagement, carmen = cast.engagement("auralis", "noctua"), cast.actor("Carmen")
    with acting(carmen):
        move_engagement(engagement, State.ENDED, actor=carmen)
    with acting(cast.everywhere):
        anew = draft_engagement(cast.desk("auralis"), cast.organization("noctua"), actor=carmen)
    assert anew.pk != engagement.pk


def test_one_firm_staffs_a_desk_once_at_a_time(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with pytest.raises(IntegrityError), transaction.atomic(), acting(cast.everywhere):
        draft_engagement(cast.desk("auralis"), cast.organization("noctua"), actor=carmen)


@pytest.mark.parametrize("field", ["state", "client", "ended_at"])
def test_attack_50_only_terms_are_terms(cast: Cast, field: str) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen), pytest.raises(TypeError, match=f"not a term of an engagement: {field}"):
        draft_engagement(cast.desk("auralis"), cast.organization("fernwerk"), actor=carmen, **{field: 1})
    assert field not in TERMS


@pytest.mark.parametrize("name", ["Iker", "Valeria", "Mateo", "Ilze", "Jonas"])
def test_only_those_who_manage_the_client_engage_and_end(cast: Cast, name: str) -> None:
    actor, engagement = cast.actor(name), cast.engagement("auralis", "noctua")
    with acting(actor), pytest.raises(NotAllowed):
        move_engagement(engagement, State.ENDED, actor=actor)
    with acting(actor), pytest.raises(NotAllowed):
        draft_engagement(cast.desk("auralis"), cast.organization("fernwerk"), actor=actor)


def test_what_an_engagement_is_called_and_who_opens_it(cast: Cast) -> None:
    noctua, in_house = cast.engagement("auralis", "noctua"), cast.engagement("auralis", "auralis")
    assert (str(noctua), noctua.in_house, in_house.in_house) == ("Auralis: Noctua Support", False, True)
    assert set(noctua.guards()) == {("organization", noctua.client_id), ("engagement", noctua.pk)}
    with acting(cast.everywhere):
        assert noctua in Engagement.objects.staffing()


# -- seats ----------------------------------------------------------------------------------------------------------


def test_the_providers_lead_gives_a_seat_to_one_of_her_people(cast: Cast) -> None:
    kristaps, engagement = cast.actor("Kristaps"), cast.engagement("mareko", "baltline")
    marta = cast.seat("Marta", "mareko")
    with acting(kristaps):
        end_seat(marta, actor=kristaps)
        seat = give_seat(
            engagement, cast.member("Marta"), alias="Marta L.", actor=kristaps, languages=["lv"], tier=2
        )
        event = Event.objects.filter(kind="seat.given", subject_id=seat.pk).get()
    assert (str(seat), seat.tier, seat.languages) == ("Marta L.", 2, ["lv"])
    assert (seat.client_id, seat.provider_id) == (engagement.client_id, engagement.provider_id)
    assert event.facts == {"alias": "Marta L.", "readiness": "new"}
    assert cast.actor("Marta").seat_on(engagement.pk) == seat.pk


def test_nobody_sits_twice_in_one_place(cast: Cast) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria), pytest.raises(RuleBroken, match="Mateo already has a seat here"):
        give_seat(cast.engagement("auralis", "noctua"), cast.member("Mateo"), alias="Mateo", actor=valeria)


def test_nobody_of_another_firm_gets_a_seat(cast: Cast) -> None:
    valeria, marta = cast.actor("Valeria"), cast.member("Marta")
    with acting(valeria), pytest.raises(RuleBroken, match="Only people of the firm"):
        give_seat(cast.engagement("auralis", "noctua"), marta, alias="Marta", actor=valeria)


@pytest.mark.parametrize("field", ["client_id", "provider_id", "ended_at", "member_id"])
def test_attack_50_only_fields_of_a_seat_are_set(cast: Cast, field: str) -> None:
    valeria = cast.actor("Valeria")
    with acting(valeria), pytest.raises(TypeError, match=f"not a field of a seat: {field}"):
        give_seat(
            cast.engagement("auralis", "noctua"), cast.member("Mateo"), alias="M", actor=valeria, **{field: 1}
        )
    assert field not in SEAT_FIELDS


@pytest.mark.parametrize("name", ["Mateo", "Lucía", "Kristaps", "Jonas", "Ilze"])
def test_an_agent_gives_no_seats_and_neither_does_another_firm(cast: Cast, name: str) -> None:
    actor, seat = cast.actor(name), cast.seat("Lucía", "auralis")
    with acting(actor), pytest.raises(NotAllowed):
        give_seat(cast.engagement("auralis", "noctua"), cast.member("Mateo"), alias="M", actor=actor)
    with acting(actor), pytest.raises(NotAllowed):
        end_seat(seat, actor=actor)
    with acting(actor), pytest.raises(NotAllowed):
        set_readiness(seat, "certified", actor=actor)


def test_a_seat_that_ends_closes_its_doors_at_once(cast: Cast) -> None:
    valeria, seat = cast.actor("Valeria"), cast.seat("Mateo", "auralis")
    engagement = cast.engagement("auralis", "noctua").pk
    assert engagement in cast.actor("Mateo").scope.engagements
    with acting(valeria):
        end_seat(seat, actor=valeria)
        end_seat(seat, actor=valeria)
        assert Event.objects.filter(kind="seat.ended", subject_id=seat.pk).count() == 1
        assert seat not in Seat.objects.active()
    mateo = cast.actor("Mateo")
    assert engagement not in mateo.scope.engagements
    assert mateo.seat_on(engagement) is None
    assert cast.engagement("mareko", "noctua").pk in mateo.scope.engagements, "his other seat stays"


def test_a_certificate_is_the_clients_to_give_and_is_recorded_with_what_was_before(cast: Cast) -> None:
    carmen, seat = cast.actor("Carmen"), cast.seat("Lucía", "auralis")
    with acting(carmen):
        set_readiness(seat, "certified", actor=carmen)
        seat.refresh_from_db()
        event = Event.objects.get(kind="seat.readiness_changed", subject_id=seat.pk)
    assert (seat.readiness, event.facts) == ("certified", {"from": "new", "to": "certified"})
    assert event.actor_label == "Carmen Vidal"
    with acting(carmen), pytest.raises(ValueError, match="brilliant"):
        set_readiness(seat, "brilliant", actor=carmen)


@pytest.mark.parametrize("name", ["Valeria", "Iker", "Ilze", "Mateo"])
@pytest.mark.parametrize("readiness", ["certified", "new"])
def test_nobody_but_the_clients_manager_lets_an_agent_write_unapproved(
    cast: Cast, name: str, readiness: str
) -> None:
    """Not even the agent's own lead: back to the first week is a way out of a lapsed certificate too."""
    seat, actor = cast.seat("Lucía", "auralis"), cast.actor(name)
    with acting(cast.everywhere):
        Seat.objects.filter(pk=seat.pk).update(readiness="lapsed")
    with acting(actor), pytest.raises(NotAllowed):
        set_readiness(seat, readiness, actor=actor)
    with acting(cast.everywhere):
        assert Seat.objects.get(pk=seat.pk).readiness == "lapsed"


@pytest.mark.parametrize("name", ["Valeria", "Carmen"])
def test_both_the_lead_and_the_client_may_let_a_certificate_lapse(cast: Cast, name: str) -> None:
    seat, actor = cast.seat("Mateo", "auralis"), cast.actor(name)
    with acting(actor):
        set_readiness(seat, "lapsed", actor=actor)
        seat.refresh_from_db()
    assert seat.readiness == "lapsed"


@pytest.mark.parametrize(
    "fields", [{"readiness": "certified"}, {"given_at": datetime(2026, 1, 1, tzinfo=UTC)}], ids=str
)
def test_a_lead_gives_no_seat_that_is_certified_or_past_its_first_week(
    cast: Cast, fields: dict[str, object]
) -> None:
    valeria, carmen = cast.actor("Valeria"), cast.actor("Carmen")
    engagement, lucia = cast.engagement("auralis", "noctua"), cast.member("Lucía")
    with acting(valeria):
        end_seat(cast.seat("Lucía", "auralis"), actor=valeria)
    with acting(valeria), pytest.raises(NotAllowed):
        give_seat(engagement, lucia, alias="Lucía", actor=valeria, **fields)
    with acting(carmen):
        give_seat(engagement, lucia, alias="Lucía", actor=carmen, **fields)
    assert cast.actor("Lucía").seat_on(engagement.pk) is not None


# -- who she is at a door -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "seated", "may", "may_not"),
    [
        (Role.AGENT, True, {"ticket.reply", "ticket.note"}, {"reply.approve", "ticket.assign"}),
        (Role.AGENT, False, {"engagement.view"}, {"ticket.reply", "ticket.note"}),
        (
            Role.LEAD,
            True,
            {"ticket.reply", "reply.approve", "ticket.reply_unapproved"},
            {"engagement.manage"},
        ),
        (Role.LEAD, False, {"reply.approve", "seat.manage"}, {"ticket.reply", "ticket.reply_unapproved"}),
        (Role.MANAGER, False, {"reply.approve"}, {"ticket.reply"}),
        (Role.ADMIN, True, {"ticket.reply"}, {"engagement.manage"}),
        (Role.REVIEWER, True, {"engagement.view"}, {"ticket.reply", "ticket.note"}),
    ],
)
def test_what_an_engagement_gives_to_whom(role: str, seated: bool, may: set[str], may_not: set[str]) -> None:
    granted = grants_on(role, seated=seated)
    assert may <= granted
    assert not may_not & granted


def test_an_actor_is_the_membership_asked_for_or_else_her_first(cast: Cast) -> None:
    marta, firm = cast.user("Marta"), cast.organization("fernwerk")
    with acting(cast.everywhere):
        second = Member.objects.create(organization=firm, user=marta, role=Role.MANAGER, zone="Europe/Berlin")
    first = cast.organization("baltline").pk
    assert actor_for(marta.pk).organization_id == first
    assert actor_for(marta.pk, second.pk).organization_id == firm.pk
    assert actor_for(marta.pk, second.pk).zone == "Europe/Berlin"
    assert actor_for(marta.pk, 999_999).organization_id == first
    assert actor_for(marta.pk, cast.member("Carmen").pk).organization_id == first, "never somebody else's"
    assert not actor_for(marta.pk, second.pk).scope.engagements, "one firm's work is not seen from the other"


def test_somebody_who_may_not_sign_in_any_more_is_nobody(cast: Cast) -> None:
    mateo = cast.user("Mateo")
    mateo.is_active = False
    mateo.save()
    assert actor_for(mateo.pk) is NOBODY
    assert actor_for(999_999) is NOBODY


def test_only_staffing_engagements_are_in_scope(cast: Cast) -> None:
    assert frozenset({State.TRIAL, State.LIVE, State.NOTICE}) == STAFFING
    lead = cast.actor("Valeria")
    with acting(cast.everywhere):
        Engagement.objects.filter(pk=cast.engagement("auralis", "noctua").pk).update(state=State.DRAFT)
    assert len(cast.actor("Valeria").scope.engagements) == len(lead.scope.engagements) - 1


def test_what_stands_already_is_not_recorded_once_more(cast: Cast) -> None:
    carmen, seat = cast.actor("Carmen"), cast.seat("Mateo", "auralis")
    with acting(carmen):
        set_readiness(seat, "certified", actor=carmen)
        assert not Event.objects.filter(kind="seat.readiness_changed").exists()


def test_nobody_is_certified_on_a_seat_that_has_ended(cast: Cast) -> None:
    carmen, valeria, seat = cast.actor("Carmen"), cast.actor("Valeria"), cast.seat("Lucía", "auralis")
    with acting(valeria):
        end_seat(cast.seat("Lucía", "auralis"), actor=valeria)
    with acting(carmen), pytest.raises(RuleBroken, match="Lucía no longer has this seat"):
        set_readiness(seat, "certified", actor=carmen)
    assert readiness_moves(cast.seat("Lucía", "auralis"), actor=carmen) == []


@pytest.mark.parametrize("name", ["Carmen", "Iker", "Valeria", "Mateo", "Kristaps", "Ilze"])
@pytest.mark.parametrize("seat_of", ["Lucía", "Mateo", "Iker"])
def test_the_moves_that_are_offered_are_those_that_are_allowed(cast: Cast, name: str, seat_of: str) -> None:
    actor, seat = cast.actor(name), cast.seat(seat_of, "auralis")
    offered = readiness_moves(seat, actor=actor)
    for wanted in set(Readiness) - {Readiness(seat.readiness)}:
        with acting(cast.everywhere), transaction.atomic():
            try:
                set_readiness(seat, wanted, actor=actor)
                allowed = True
            except NotAllowed:
                allowed = False
            transaction.set_rollback(True)
        assert (wanted in offered) == allowed, wanted


def test_whoever_leaves_a_firm_has_no_seat_any_more_and_both_records_tell_it(cast: Cast) -> None:
    mateo = cast.member("Mateo")
    machine = system(mateo.organization_id)
    with acting(cast.everywhere):
        had = set(Seat.objects.active().filter(member=mateo).values_list("pk", flat=True))
        others = Seat.objects.active().exclude(member=mateo).count()
    assert len(had) == 2
    with acting(machine):
        end_member(mateo, actor=machine)
    with acting(cast.everywhere):
        assert not Seat.objects.active().filter(member=mateo).exists()
        assert Seat.objects.active().count() == others
        told = Event.objects.filter(kind="seat.ended")
        assert set(told.values_list("subject_id", flat=True)) == had
        assert all(event.position is not None for event in told)


def test_what_somebody_who_left_had_in_hand_goes_to_others(cast: Cast) -> None:
    ticket = customer_writes(cast)
    run_jobs()
    with acting(cast.everywhere):
        held_by = Ticket.objects.get(pk=ticket.pk).assignee
    assert held_by is not None
    machine = system(held_by.provider_id)
    with acting(machine):
        end_member(held_by.member, actor=machine)
    tick.func(timestamp=0)
    run_jobs()
    with acting(cast.everywhere):
        assert Ticket.objects.get(pk=ticket.pk).assignee_id != held_by.pk
