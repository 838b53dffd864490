"""The past of the demo, told through the real paths in a database of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from relevo.commerce.actions import cost
from relevo.conduct.actions import waiting_for
from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.models import HandOver
from relevo.demo import history
from relevo.demo.maildirs import mailbox_of
from relevo.demo.past import PAST
from relevo.demo.post import own_place
from relevo.demo.running import BUILT_BEFORE
from relevo.demo.sink import HOST, free_port
from relevo.demo.world_coverage import roll_shifts
from relevo.promises.models import Clock, Verdict
from relevo.tickets.models import Delivery, Message, Note, Ticket
from relevo.tickets.statuses import Status
from tests.cast import Cast

SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def told(own_database, settings, tmp_path, monkeypatch):
    """The town's folder and the cast, after the past has been told."""
    monkeypatch.delenv("RELEVO_CLOCK_FILE", raising=False)
    server = {"host": HOST, "port": free_port(), "security": "none", "username": "", "password": ""}
    settings.SMTP_SERVER = server
    progress = []
    with clock.travel(SUNDAY - BUILT_BEFORE):
        roll_shifts()
    history.tell(tmp_path / "town", sunday=SUNDAY, progress=lambda done, of: progress.append(done / of))
    assert progress == sorted(progress)
    assert progress[-1] == 1
    return tmp_path / "town", Cast()


def test_the_past_leaves_a_world_in_which_there_is_something_to_do(told) -> None:
    town, cast = told
    with clock.travel(SUNDAY):
        every_matter_has_its_ticket(cast)
        agents_find_work(cast)
        a_reply_waits_for_the_lead_and_for_nobody_else(cast)
        the_ball_has_changed_hands(cast)
        one_first_answer_was_late(cast)
        work_was_charged(cast)
        customers_have_read_their_mail(town)
        every_mail_was_sent_but_the_one_that_waits(cast)


def close(instant: datetime, expected: datetime) -> bool:
    """The same instant but for the time that telling takes."""
    return timedelta(0) <= instant - expected < timedelta(seconds=20)


def every_matter_has_its_ticket(cast: Cast) -> None:
    with acting(cast.everywhere):
        tickets = list(Ticket.objects.select_related("holder", "desk"))
        assert len(tickets) == len(PAST)
        assert all(ticket.holder is not None and ticket.language in {"es", "lv", "en"} for ticket in tickets)
        assert {ticket.status for ticket in tickets} == {
            Status.NEW,
            Status.OPEN,
            Status.PENDING,
            Status.SOLVED,
        }
        assert close(min(ticket.opened_at for ticket in tickets), datetime(2026, 11, 20, 16, 15, tzinfo=UTC))
        assert max(ticket.last_message_at for ticket in tickets) < SUNDAY


def agents_find_work(cast: Cast) -> None:
    for name in ("Mateo", "Lucía", "Marta"):
        actor = cast.actor(name)
        with acting(actor):
            mine = Ticket.objects.visible_to(actor).unfinished().filter(assignee__in=actor.seats.values())
            assert mine.filter(waiting_on="desk").exists(), name
    latvian = Ticket.objects.filter(desk__slug="mareko", language="lv", status=Status.SOLVED)
    with acting(cast.everywhere):
        assert latvian.get().assignee.alias == "Marta"


def a_reply_waits_for_the_lead_and_for_nobody_else(cast: Cast) -> None:
    valeria, mateo = cast.actor("Valeria"), cast.actor("Mateo")
    with acting(valeria):
        waiting = waiting_for(valeria).get()
        assert (waiting.message.shown_name, waiting.reasons, waiting.overdue) == (
            "Lucía",
            ["first_week"],
            False,
        )
    with acting(mateo):
        assert not waiting_for(mateo).exists()


def the_ball_has_changed_hands(cast: Cast) -> None:
    with acting(cast.everywhere):
        by_the_hours, by_hand = HandOver.objects.order_by("at")
        assert (by_the_hours.reason, by_the_hours.author) == ("coverage", "Iker")
        assert close(by_the_hours.at, datetime(2026, 11, 20, 17, 0, tzinfo=UTC))
        assert by_the_hours.recommendation.startswith("If another socket")
        assert (by_hand.reason, by_hand.author, by_hand.to_engagement.in_house) == (
            "hand_over",
            "Mateo",
            True,
        )
        assert Note.objects.get().author == "Mateo Díaz"


def one_first_answer_was_late(cast: Cast) -> None:
    with acting(cast.everywhere):
        late = Clock.objects.select_related("ticket__customer", "responsible__provider").get(
            verdict=Verdict.MISSED
        )
        assert late.kind == "first_response"
        assert late.ticket.customer.name == "Elena Prats"
        assert late.responsible.provider.slug == "noctua"
        assert close(late.due_at, datetime(2026, 11, 21, 18, 50, tzinfo=UTC))
        assert close(late.met_at, datetime(2026, 11, 21, 21, 5, tzinfo=UTC))
        assert Clock.objects.filter(verdict=Verdict.KEPT).count() >= 10


def work_was_charged(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with acting(carmen):
        costs = cost(carmen, desk=cast.desk("auralis"), start=SUNDAY - timedelta(days=3), end=SUNDAY)
        assert {one.engagement.provider.slug for one in costs} == {"noctua", "baltline"}
        assert all(one.total > 0 for one in costs)


def customers_have_read_their_mail(town) -> None:
    jorge = mailbox_of(town, "jorge.molina@correo.example")
    assert jorge.unseen() == []
    assert len(jorge.all()) == 4
    assert [own_place(filed.read()).key for filed in jorge.sent.all()] == [
        "duo-crackle", "beam-hdmi", "beam-hdmi", "duo-crackle",
    ]  # fmt: skip


def every_mail_was_sent_but_the_one_that_waits(cast: Cast) -> None:
    with acting(cast.everywhere):
        states = list(Message.objects.filter(direction="out").values_list("delivery", flat=True))
    assert states.count(Delivery.WAITING) == 1
    assert states.count(Delivery.SENT) == len(states) - 1 >= 15
