"""What an incoming mail may cost, in things that can be counted: questions to the database and jobs.

The figures are what it takes today. Whoever needs one more says so here, and has looked for one that can go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from relevo.channels.mail.doors import intake
from relevo.channels.mail.queued import DIGEST
from relevo.routing.jobs import route
from tests.cast import Cast
from tests.channels.mail.postbox import (
    SUPPORT,
    answer,
    envelope,
    let_in,
    letter,
    outgoing,
    reply_to,
    run_mail_jobs,
    tickets,
)
from tests.jobs import run_jobs

STORE, DIGEST_NEW, DIGEST_ANSWER = 7, 32, 36
ROUTE = 17


def asked(work: Callable[[], object]) -> int:
    """How many statements, those for savepoints included; not those that begin and end transactions."""
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def waiting() -> Counter[str]:
    """The tasks that wait in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo'")
        return Counter(name for (name,) in cursor.fetchall())


def settle() -> None:
    """Work off what waits, so that the next mail's own jobs can be told."""
    run_jobs(even_scheduled=True)
    assert not waiting()


def test_a_mail_of_a_new_customer_takes_so_many_questions_and_jobs(cast: Cast) -> None:
    let_in(letter())
    settle()
    raw = letter(sender="Elena Prats <elena@prats.example>", message_id="<two@prats.example>")
    arrived = envelope(raw, mail_from="elena@prats.example")
    assert asked(lambda: (intake.accepts(SUPPORT), intake.store(arrived))) <= STORE
    assert waiting() == {DIGEST: 1}
    assert asked(lambda: run_mail_jobs(DIGEST)) <= DIGEST_NEW
    assert waiting() == {"routing.route": 1, "translate_message": 1}
    assert len(tickets()) == 2


def test_an_answer_on_a_ticket_takes_so_many_questions_and_jobs(cast: Cast) -> None:
    let_in(letter())
    answer(cast, tickets()[0])
    [ours] = outgoing()
    settle()
    intake.store(envelope(reply_to(ours)))
    assert waiting() == {DIGEST: 1}
    assert asked(lambda: run_mail_jobs(DIGEST)) <= DIGEST_ANSWER
    assert set(waiting()) <= {"routing.route", "translate_message", "mail.tell_agent"}
    assert len(tickets()) == 1


def test_looking_for_an_agent_takes_so_many_questions(cast: Cast) -> None:
    let_in(letter())
    settle()  # from then on it is known for a minute what the engines can do
    let_in(letter(sender="Elena Prats <elena@prats.example>", message_id="<two@prats.example>"))
    [ticket] = [one for one in tickets() if one.customer.name == "Elena Prats"]
    assert asked(lambda: route(ticket_id=ticket.pk, client_id=ticket.client_id)) <= ROUTE
    assert all(one.assignee_id is not None for one in tickets())
