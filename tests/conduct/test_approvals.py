"""Approve before send: by whom, in which words, and what happens when nobody does."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from relevo.conduct.actions import (
    approve,
    escalate,
    return_to_writer,
    returned_to,
    send_reply,
    waiting_for,
    withdraw_approval,
)
from relevo.conduct.approvals import REASONS, approval_reasons
from relevo.conduct.checks import Finding
from relevo.conduct.jobs import escalate_approval, tick
from relevo.conduct.models import Approval, FindingRecord
from relevo.core import clock
from relevo.core.actor import NOBODY
from relevo.core.errors import NotAllowed, RuleBroken
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.language.models import Translation
from relevo.tickets.models import Draft, Message
from relevo.tickets.replies import save_draft
from tests.cast import Cast
from tests.conduct.desk_work import GOOD_EN, forget_jobs, held_ticket, move_to, reply, rows
from tests.conduct.test_sending import RUDE, SPANISH, spanish_ticket, translated
from tests.jobs import run_jobs

GIVEN = datetime(2026, 11, 2, 8, tzinfo=UTC)
EASY = {
    "readiness": "certified", "given_at": GIVEN, "first_week_days": 7, "at": GIVEN, "findings": (),
    "translation_unread": False,
}  # fmt: skip


def finding(kind: str, level: str) -> Finding:
    return Finding("rule", kind, level, 0, 1, "x", "why")


def waiting(cast: Cast, who: str = "Lucía", ticket=None, what=None, **more) -> Approval:
    ticket, actor = ticket or held_ticket(cast), cast.actor(who)
    with acting(actor):
        message = send_reply(ticket, what or reply(), actor=actor, **more)
        return Approval.objects.select_related("ticket", "message").get(message=message)


def fresh(cast: Cast, approval: Approval) -> Approval:
    with acting(cast.everywhere):
        return Approval.objects.select_related("ticket", "message").get(pk=approval.pk)


def decide(cast: Cast, who: str, action, approval: Approval, *args, **more) -> Approval:
    actor = cast.actor(who)
    with acting(actor):
        action(approval, *args, actor=actor, **more)
    return fresh(cast, approval)


def kinds(cast: Cast, ticket) -> list[str]:
    with acting(cast.everywhere):
        return [
            event.kind
            for event in Event.objects.filter(ticket_id=ticket.pk)
            if event.kind.startswith("reply.")
        ]


# the pure rule


def test_a_certified_agent_with_clean_words_waits_for_nothing() -> None:
    assert approval_reasons(**EASY) == ()


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"readiness": "new"}, ("first_week",)),
        ({"readiness": "new", "at": GIVEN + timedelta(days=7, seconds=-1)}, ("first_week",)),
        ({"readiness": "new", "at": GIVEN + timedelta(days=7)}, ()),
        ({"readiness": "new", "first_week_days": 0}, ()),
        ({"readiness": "lapsed", "at": GIVEN + timedelta(days=400)}, ("lapsed",)),
        ({"findings": [finding("rude", "confirm")]}, ("finding",)),
        ({"findings": [finding("unsafe", "confirm")]}, ("finding",)),
        ({"findings": [finding("rude", "nudge")]}, ()),
        ({"findings": [finding("curt", "confirm"), finding("style", "confirm")]}, ()),
        ({"translation_unread": True}, ("translation",)),
        ({"readiness": "new", "translation_unread": True}, ("first_week", "translation")),
    ],
)
def test_why_a_reply_waits(change, reasons) -> None:
    assert approval_reasons(**{**EASY, **change}) == reasons


@given(
    readiness=st.sampled_from(["new", "certified", "lapsed"]), days=st.integers(0, 30), hours=st.integers(0, 2000),
    levels=st.lists(st.tuples(st.sampled_from(["rude", "curt", "unsafe"]), st.sampled_from(["nudge", "confirm"]))),
    unread=st.booleans(),
)  # fmt: skip
def test_every_reason_has_words_and_time_alone_only_ever_takes_one_away(
    readiness, days, hours, levels, unread
) -> None:
    def at(moment: datetime) -> tuple[str, ...]:
        return approval_reasons(
            readiness=readiness, given_at=GIVEN, first_week_days=days, at=moment,
            findings=[finding(*level) for level in levels], translation_unread=unread,
        )  # fmt: skip

    now, later = at(GIVEN + timedelta(hours=hours)), at(GIVEN + timedelta(hours=hours + 24))
    assert set(later) <= set(now) <= set(REASONS)
    assert set(now) - set(later) <= {"first_week"}


# deciding


def test_a_lead_approves_and_the_customer_gets_it(cast: Cast) -> None:
    asked = waiting(cast)
    decided = decide(cast, "Valeria", approve, asked)
    assert (decided.decision, decided.decided_by) == ("approved", "Valeria Rojas")
    assert decided.decided_at is not None
    assert (decided.message.delivery, decided.message.sent_text) == ("queued", GOOD_EN)
    assert kinds(cast, asked.ticket) == ["reply.submitted", "reply.approved", "reply.released"]


def test_a_lead_approves_in_other_words_and_the_writers_stay_on_the_record(cast: Cast) -> None:
    asked, better = waiting(cast), GOOD_EN.replace("Kind regards", "With kind regards")
    decided = decide(cast, "Valeria", approve, asked, sent_text=f" {better}\n")
    assert (decided.message.text, decided.message.sent_text) == (GOOD_EN, better)
    with acting(cast.everywhere):
        event = Event.objects.get(kind="reply.approved", ticket_id=asked.ticket_id)
    assert event.facts == {"reasons": ["first_week"], "changed": True}


def test_a_corrected_translation_is_kept_as_a_persons(cast: Cast) -> None:
    asked = waiting(cast, "Mateo", spanish_ticket(cast), translated(), engine="apertium")
    better = SPANISH.replace("Gracias por", "Muchas gracias por")
    decide(cast, "Valeria", approve, asked, sent_text=better)
    run_jobs()
    with acting(cast.everywhere):
        kept = Translation.objects.get(message=asked.message, target="es")
    assert (kept.text, kept.engine, kept.status) == (better, "person", "pass")


def test_the_approvers_words_are_checked_like_any_others(cast: Cast) -> None:
    asked = waiting(cast)
    with pytest.raises(RuleBroken, match="Mareko"):
        decide(cast, "Valeria", approve, asked, sent_text=GOOD_EN.replace("Auralis", "Mareko"))
    assert fresh(cast, asked).decision == "waiting"


def test_a_correction_that_loses_the_time_needs_a_confirmation(cast: Cast) -> None:
    asked = waiting(cast, "Mateo", spanish_ticket(cast), translated(), engine="apertium")
    shorter = SPANISH.replace(" antes de las 18:00", "")
    with pytest.raises(RuleBroken, match="18:00"):
        decide(cast, "Valeria", approve, asked, sent_text=shorter)
    assert (
        decide(cast, "Valeria", approve, asked, sent_text=shorter, confirmed=True).message.sent_text
        == shorter
    )


def test_the_clients_manager_may_approve(cast: Cast) -> None:
    decided = decide(cast, "Carmen", approve, waiting(cast))
    assert (decided.decided_by, decided.message.delivery) == ("Carmen Vidal", "queued")


def test_a_lead_returns_it_and_the_writer_has_her_draft_and_the_comment(cast: Cast) -> None:
    asked = waiting(cast)
    decided = decide(cast, "Valeria", return_to_writer, asked, "  Say when the cable arrives. ")
    assert (decided.decision, decided.comment) == ("returned", "Say when the cable arrives.")
    assert decided.message.delivery == "returned"
    lucia = cast.actor("Lucía")
    with acting(lucia):
        draft = Draft.objects.get(ticket=asked.ticket, member_id=lucia.member_id, kind="reply")
        told = returned_to(lucia, asked.ticket)
    assert (draft.text, draft.translation) == (GOOD_EN, "")
    assert told is not None
    assert told.comment == "Say when the cable arrives."
    assert kinds(cast, asked.ticket) == ["reply.submitted", "reply.returned"]


def test_the_clients_manager_returns_it_without_seeing_the_partners_drafts(cast: Cast) -> None:
    asked = waiting(cast)
    decide(cast, "Carmen", return_to_writer, asked, "Please offer a call.")
    with acting(cast.actor("Carmen")):
        assert rows("tickets_draft") == []
    with acting(cast.actor("Lucía")):
        assert rows("tickets_draft", "text") == [GOOD_EN]


def test_a_returned_reply_goes_beside_a_newer_draft_and_with_its_translation(cast: Cast) -> None:
    asked = waiting(cast, "Mateo", spanish_ticket(cast), translated(), engine="apertium")
    mateo = cast.actor("Mateo")
    decide(cast, "Valeria", return_to_writer, asked, "Warmer.")
    with acting(mateo):
        assert Draft.objects.get(ticket=asked.ticket).translation == SPANISH
        Draft.objects.all().delete()
    again = waiting(cast, "Mateo", asked.ticket, translated(), engine="apertium")
    with acting(mateo):
        save_draft(again.ticket, kind="reply", text="And one more thing", actor=mateo)
    decide(cast, "Valeria", return_to_writer, again, "Warmer still.")
    with acting(mateo):
        assert Draft.objects.get(ticket=asked.ticket).text == f"And one more thing\n\n{GOOD_EN}"


def test_a_comment_is_forgotten_once_she_has_answered_again(cast: Cast) -> None:
    asked, lucia = waiting(cast), cast.actor("Lucía")
    with acting(lucia):
        assert returned_to(lucia, asked.ticket) is None
    decide(cast, "Valeria", return_to_writer, asked, "Shorter.")
    with clock.travel(clock.now() + timedelta(days=30)), acting(lucia):
        send_reply(asked.ticket, reply(), actor=lucia)
        assert returned_to(lucia, asked.ticket) is None


def test_a_return_says_why(cast: Cast) -> None:
    asked = waiting(cast)
    with pytest.raises(RuleBroken, match="different"):
        decide(cast, "Valeria", return_to_writer, asked, " \n")


def test_nobody_decides_about_her_own_reply(cast: Cast) -> None:
    """A lead whose seat has been hers for a day only writes like an agent; she may still not approve herself."""
    ticket, valeria = held_ticket(cast), cast.actor("Valeria")
    asked = waiting(cast, ticket=ticket)
    with acting(cast.everywhere):
        Message.objects.filter(pk=asked.message_id).update(seat=cast.seat("Valeria", "auralis"))
    for action, args in ((approve, ()), (return_to_writer, ("Better.",))):
        with pytest.raises(RuleBroken, match="her own reply"), acting(valeria):
            action(asked, *args, actor=valeria)
    with acting(valeria):
        assert list(waiting_for(valeria)) == []


@pytest.mark.parametrize("who", ["Lucía", "Mateo", "Iker", "Kristaps", "Marta", "Ilze", "Jonas"])
def test_nobody_else_decides(cast: Cast, who: str) -> None:
    asked = waiting(cast)
    actor = cast.actor(who)
    for action, args in ((approve, ()), (return_to_writer, ("No.",))):
        with pytest.raises(NotAllowed):
            action(asked, *args, actor=actor)


def test_what_is_decided_stays_decided(cast: Cast) -> None:
    asked = waiting(cast)
    decide(cast, "Carmen", approve, asked)
    with pytest.raises(RuleBroken, match="Carmen Vidal has decided already: Approved"):
        decide(cast, "Valeria", return_to_writer, asked, "Too late.")
    assert kinds(cast, asked.ticket).count("reply.released") == 1


def test_two_decisions_at_once_make_one(own_database: str, django_db_blocker) -> None:
    from django.db import connections

    with django_db_blocker.unblock():
        cast = Cast()
        asked = waiting(cast)
        ready, told = threading.Barrier(2), []

        def decision(who: str) -> None:
            try:
                actor = cast.actor(who)
                ready.wait(60)
                with acting(actor):
                    approve(asked, actor=actor)
                told.append("approved")
            except RuleBroken:
                told.append("too late")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=decision, args=(who,)) for who in ("Valeria", "Carmen")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(told) == ["approved", "too late"]
        assert kinds(cast, asked.ticket) == ["reply.submitted", "reply.approved", "reply.released"]


# a ticket that moves


def test_a_team_that_lost_the_ticket_sends_nothing_more(cast: Cast) -> None:
    asked = waiting(cast)
    forget_jobs()
    move_to(cast, asked.ticket, "auralis", "auralis")
    with pytest.raises(NotAllowed):
        decide(cast, "Valeria", approve, asked)
    with pytest.raises(RuleBroken, match="another team"):
        decide(cast, "Carmen", approve, asked)
    run_jobs()
    after = fresh(cast, asked)
    assert (after.decision, after.message.delivery) == ("returned", "returned")
    assert "another team" in after.said
    with translation.override("lv"):
        assert "citas komandas" in after.said
    with acting(cast.actor("Lucía")):
        assert rows("tickets_draft", "text") == [GOOD_EN]


def test_a_reply_of_the_holder_itself_is_not_withdrawn(cast: Cast) -> None:
    asked, machine = waiting(cast), cast.machine("auralis")
    with acting(machine):
        withdraw_approval(asked, actor=machine)
    assert fresh(cast, asked).decision == "waiting"
    decide(cast, "Valeria", approve, asked)
    move_to(cast, asked.ticket, "auralis", "auralis")
    with acting(machine):
        withdraw_approval(asked, actor=machine)
    assert fresh(cast, asked).decision == "approved"


# nobody decides


def test_the_oldest_wait_first_and_only_those_she_may_decide(cast: Cast) -> None:
    first, second = waiting(cast), waiting(cast)
    elsewhere = held_ticket(cast, "mareko", "noctua", address="tom@post.example", name="Tom Baker")
    third = waiting(
        cast, "Mateo", elsewhere, reply(RUDE.replace("Auralis", "Mareko").replace("Hannah", "Tom"))
    )
    ours = [first.pk, second.pk]
    expected = {
        "Valeria": [*ours, third.pk], "Carmen": ours, "Ilze": [third.pk],
        "Lucía": [], "Mateo": [], "Iker": [], "Kristaps": [], "Jonas": [],
    }  # fmt: skip
    for who, pks in expected.items():
        actor = cast.actor(who)
        with acting(actor):
            assert [one.pk for one in waiting_for(actor)] == pks, who
    decide(cast, "Carmen", approve, first)
    carmen = cast.actor("Carmen")
    with acting(carmen):
        assert [one.pk for one in waiting_for(carmen)] == [second.pk]


def test_nobody_decided_so_it_escalates_once_and_is_never_sent(cast: Cast) -> None:
    asked = waiting(cast)
    forget_jobs()
    with clock.travel(asked.due_at - timedelta(seconds=5)):
        tick.func(timestamp=0)
        assert run_jobs() == []
        assert not fresh(cast, asked).overdue
    with clock.travel(asked.due_at + timedelta(seconds=1)):
        for _again in range(2):
            tick.func(timestamp=0)
            run_jobs()
            escalate_approval.func(approval_id=asked.pk, client_id=asked.client_id)
        after = fresh(cast, asked)
        assert after.overdue
        assert after.age >= timedelta(minutes=30)
    assert after.escalated_at is not None
    assert (after.decision, after.message.delivery) == ("waiting", "waiting")
    assert kinds(cast, asked.ticket) == ["reply.submitted", "reply.escalated"]
    with acting(cast.everywhere):
        assert Event.objects.get(kind="reply.escalated", ticket_id=asked.ticket_id).facts["minutes"] == 30


def test_an_overdue_reply_can_still_be_approved_and_its_age_stands_still(cast: Cast) -> None:
    asked, machine = waiting(cast), cast.machine("auralis")
    with clock.travel(asked.due_at + timedelta(minutes=10)):
        with acting(machine):
            assert escalate(asked, actor=machine)
        decided = decide(cast, "Valeria", approve, asked)
    assert not decided.overdue
    assert timedelta(minutes=40) <= decided.age < timedelta(minutes=41)


def test_an_approval_that_is_gone_is_no_trouble_for_the_job(cast: Cast) -> None:
    escalate_approval.func(approval_id=2**40, client_id=cast.desk("auralis").client_id)


# walls


def test_findings_and_approvals_are_the_clients_and_the_writing_teams(cast: Cast) -> None:
    asked = waiting(cast, "Mateo", what=reply(RUDE))
    with acting(cast.everywhere):
        found = FindingRecord.objects.filter(message=asked.message).latest("pk")
    move_to(cast, asked.ticket, "auralis", "baltline")  # who reads the ticket now, and not how Noctua writes
    for who, sees in {
        "Carmen": True, "Iker": True, "Valeria": True, "Mateo": True,
        "Marta": False, "Kristaps": False, "Ilze": False, "Andris": False, "Jonas": False,
    }.items():  # fmt: skip
        actor = cast.actor(who)
        with acting(actor):
            assert Approval.objects.visible_to(actor).filter(pk=asked.pk).exists() == sees, who
            assert FindingRecord.objects.visible_to(actor).filter(pk=found.pk).exists() == sees, who
            assert (asked.pk in rows("conduct_approval")) == sees, who
            assert (found.pk in rows("conduct_findingrecord")) == sees, who
    with acting(NOBODY):
        assert rows("conduct_approval") == rows("conduct_findingrecord") == []


def test_findings_and_approvals_name_themselves(cast: Cast) -> None:
    asked = waiting(cast, "Mateo", what=reply(RUDE))
    with acting(cast.everywhere):
        found = FindingRecord.objects.filter(message=asked.message, kind="rude").latest("pk")
    assert str(found) == f"{found.rule} on message {asked.message_id}"
    assert str(asked) == f"approval of message {asked.message_id}"
