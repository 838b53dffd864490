"""Sending later and taking it back, as an agent sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from relevo.channels.mail.models import Mailbox
from relevo.conduct import jobs
from relevo.core import clock
from relevo.core.scope import acting
from relevo.tickets.actions import Received, receive_message
from relevo.tickets.models import Delivery, Draft, Message, Ticket
from tests.cast import EVERYWHERE, Cast
from tests.jobs import run_jobs
from tests.stories import customer_writes
from tests.web.workspace.screen import Screen, hidden, path, typed, words
from tests.web.workspace.test_sending import ENGLISH, SPANISH, said

Sit = Callable[[str], Screen]
NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # Sunday, 03:00 in Madrid


@pytest.fixture
def ten_seconds(cast: Cast) -> None:
    """Auralis's replies can be called back for ten seconds."""
    with acting(EVERYWHERE):
        Mailbox.objects.filter(desk__slug="auralis").update(undo_seconds=10)


def newest(ticket: Ticket) -> Message:
    with acting(EVERYWHERE):
        return Message.objects.filter(ticket=ticket, direction="out").order_by("-pk")[0]


def call_back(screen: Screen, ticket: Ticket, message: Message, **more: object) -> int:
    return screen.send(f"{path(ticket)}call-back/{message.pk}/", **more).status_code


@pytest.mark.usefixtures("ten_seconds")
def test_a_sent_reply_can_be_undone_for_the_seconds_that_the_desk_gives(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    assert "On its way to Jorge Molina." in said(mateo.answer(jorge, SPANISH))
    message = newest(jorge)
    assert message.delivery == Delivery.SCHEDULED
    assert message.release_at is not None
    assert timedelta(seconds=5) < message.release_at - clock.now() <= timedelta(seconds=10)
    assert "Goes out in a moment Undo" in mateo.at(jorge, "thread")
    assert call_back(mateo, jorge, message) == 204
    assert "Taken back before it went out" in mateo.at(jorge, "thread")
    assert typed(mateo.html(path(jorge, "write"), fragment=True)) == SPANISH


@pytest.mark.usefixtures("ten_seconds")
def test_too_late_is_said(mateo: Screen, jorge: Ticket) -> None:
    mateo.answer(jorge, SPANISH)
    message = newest(jorge)
    with clock.travel(clock.now() + timedelta(seconds=11)):
        jobs.release(timestamp=0)
        run_jobs()
        answer = mateo.send(f"{path(jorge)}call-back/{message.pk}/")
    assert answer.status_code == 409
    assert "It is too late: this reply has gone out already." in words(answer.content.decode())


def test_without_time_for_undoing_a_reply_goes_at_once(mateo: Screen, jorge: Ticket) -> None:
    mateo.answer(jorge, SPANISH)
    assert newest(jorge).delivery == Delivery.QUEUED
    assert "Undo" not in mateo.at(jorge, "thread")


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"later": "tomorrow"}, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        ({"later": "monday"}, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        ({"later": "at", "later_at": "2026-11-25T14:30"}, datetime(2026, 11, 25, 13, 30, tzinfo=UTC)),
        ({"later_at": "2026-11-25T14:30"}, datetime(2026, 11, 25, 13, 30, tzinfo=UTC)),
        ({"later_kept": "2026-11-25T14:30"}, datetime(2026, 11, 25, 13, 30, tzinfo=UTC)),
    ],
    ids=str,
)
def test_later_is_on_the_customers_clock(
    mateo: Screen, jorge: Ticket, fields: dict[str, str], at: datetime
) -> None:
    toast = said(mateo.answer(jorge, SPANISH, **fields))
    assert newest(jorge).release_at == at
    madrid = (at + timedelta(hours=1)).strftime("%b %-d, %H:%M in Madrid")
    assert f"It goes out {madrid}." in toast
    assert f"Goes out {madrid} Call back" in mateo.at(jorge, "thread")


def test_a_lead_who_approves_reads_when_the_reply_is_to_go_out(sit: Sit, jorge: Ticket) -> None:
    sit("Lucía").answer(jorge, SPANISH, later="tomorrow")
    assert newest(jorge).delivery == Delivery.WAITING
    for decider in ("Valeria", "Carmen"):
        assert "approved before then, it goes out Nov 23, 09:00 in Madrid." in sit(decider).at(jorge, "head")
    with clock.travel(NIGHT + timedelta(days=1, hours=7)):  # Monday, 10:00 in Madrid
        late = sit("Valeria").at(jorge, "head")
    assert "It was to go out Nov 23, 09:00 in Madrid. Approved now, it goes at once." in late


@pytest.mark.usefixtures("ten_seconds")
def test_seconds_for_undoing_are_no_time_that_a_lead_need_know(sit: Sit, jorge: Ticket) -> None:
    sit("Lucía").answer(jorge, SPANISH)
    assert newest(jorge).release_at is not None
    head = sit("Valeria").at(jorge, "head")
    assert "waits for you" in head
    assert "go out" not in head
    assert "goes out" not in head


def test_monday_is_the_next_one(mateo: Screen, jorge: Ticket) -> None:
    with clock.travel(NIGHT + timedelta(days=1, hours=12)):  # a Monday afternoon
        assert mateo.answer(jorge, SPANISH, later="monday").status_code == 200
    assert newest(jorge).release_at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"later": "at"}, "Choose the day and the time"),
        ({"later": "at", "later_at": "soon"}, "Choose the day and the time"),
        ({"later_at": "2026-11-22T02:59"}, "That time is past"),
        ({"later_at": "2027-11-22T02:59"}, "next 30 days"),
    ],
    ids=str,
)
def test_a_time_that_cannot_be_is_said_and_the_words_stay(
    mateo: Screen, jorge: Ticket, fields: dict[str, str], why: str
) -> None:
    answer = mateo.answer(jorge, SPANISH, **fields)
    assert answer.status_code == 422
    assert why in said(answer)
    assert typed(answer.content.decode()) == SPANISH


def test_the_chosen_time_is_kept_while_the_translation_is_looked_at(mateo: Screen, jorge: Ticket) -> None:
    html = mateo.answer(jorge, ENGLISH, later="tomorrow").content.decode()
    assert 'name="later_kept" value="2026-11-23T09:00" checked' in html
    assert "Send it Nov 23, 09:00 in Madrid, not at once" in words(html)
    fields = hidden(html) | {"text": typed(html), "translation": typed(html, "translation")}
    mateo.act(jorge, "reply", **fields, later_kept="2026-11-23T09:00")
    assert newest(jorge).release_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_the_place_for_the_translation_is_kept_beside_the_time(mateo: Screen, jorge: Ticket) -> None:
    html = mateo.answer(jorge, " ", later="tomorrow").content.decode()
    assert html.count('id="preview"') == 1
    assert 'name="later_kept"' in html


def test_what_the_customer_wrote_meanwhile_is_shown_beside_it(
    cast: Cast, mateo: Screen, jorge: Ticket
) -> None:
    mateo.answer(jorge, SPANISH, later="tomorrow")
    warning = "The customer has written since. It still goes out unless it is called back."
    assert warning not in mateo.at(jorge, "thread")
    machine = cast.machine("auralis")
    with acting(machine):
        receive_message(jorge, Received("Ya funciona.", "Jorge Molina", clock.now()), actor=machine)
    assert warning in mateo.at(jorge, "thread")


def test_others_read_when_it_goes_and_only_who_may_sees_the_button(
    mateo: Screen, sit: Sit, jorge: Ticket
) -> None:
    mateo.answer(jorge, SPANISH, later="tomorrow")
    assert "Call back" not in sit("Lucía").at(jorge, "thread")
    assert "Goes out" in sit("Lucía").at(jorge, "thread")
    assert "Call back" in sit("Valeria").at(jorge, "thread")
    assert call_back(sit("Lucía"), jorge, newest(jorge)) == 403
    assert call_back(sit("Valeria"), jorge, newest(jorge)) == 204
    with acting(EVERYWHERE):
        assert Draft.objects.get(ticket=jorge).text == SPANISH, "Mateo's, whoever called it back"


def test_a_reply_of_another_ticket_is_not_there(cast: Cast, mateo: Screen, jorge: Ticket) -> None:
    other = customer_writes(cast, address="elena@prats.example", name="Elena Prats")
    mateo.answer(jorge, SPANISH, later="tomorrow")
    assert call_back(mateo, other, newest(jorge)) == 404
    assert call_back(mateo, jorge, newest(jorge), htmx=False) == 302


def test_the_timeline_tells_it(mateo: Screen, jorge: Ticket) -> None:
    mateo.answer(jorge, SPANISH, later="tomorrow")
    assert "The reply is to go out later" in mateo.at(jorge, "side")
    call_back(mateo, jorge, newest(jorge))
    assert "Mateo Díaz called the reply back" in mateo.at(jorge, "side")
