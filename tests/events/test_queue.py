"""Jobs come to be with the change that they follow, and the same work waits once."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction

from relevo.events.queue import defer_once, put, queue
from tests.cast import Cast


def waiting(task: str) -> list[tuple[str, dict[str, object], bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queue_name, args::text, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = %s ORDER BY id",
            [task],
        )
        return [(line, json.loads(args), bool(later)) for line, args, later in cursor.fetchall()]


def test_a_job_waits_in_its_tasks_own_queue(cast: Cast) -> None:
    put("translate_message", message_id=4, client_id=2, target="en")
    expected = {"message_id": 4, "client_id": 2, "target": "en"}
    assert waiting("translate_message") == [("translation", expected, False)]
    assert queue.tasks["translate_message"].queue == "translation"


def test_a_queue_can_be_named_by_those_who_do_not_know_the_task(cast: Cast) -> None:
    put("mail.digest", line="mail", raw_mail_id=4, client_id=2)
    assert waiting("mail.digest") == [("mail", {"raw_mail_id": 4, "client_id": 2}, False)]


def test_the_same_work_waits_once_and_the_change_goes_on(cast: Cast) -> None:
    with transaction.atomic():
        assert defer_once("mail.send", "mail.send:4", line="mail", outgoing_id=4, client_id=2)
        assert not defer_once("mail.send", "mail.send:4", line="mail", outgoing_id=4, client_id=2)
        assert defer_once("mail.send", "mail.send:5", line="mail", seconds=60, outgoing_id=5, client_id=2)
    assert [(args["outgoing_id"], later) for _, args, later in waiting("mail.send")] == [
        (4, False),
        (5, True),
    ]


def test_work_that_is_under_way_may_wait_again(cast: Cast) -> None:
    defer_once("mail.send", "mail.send:4", line="mail", outgoing_id=4, client_id=2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE queueing_lock = 'mail.send:4'")
    assert defer_once("mail.send", "mail.send:4", line="mail", outgoing_id=4, client_id=2)
    assert len(waiting("mail.send")) == 2


def test_a_change_that_is_taken_back_takes_its_job_with_it(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put("mail.send", line="mail", outgoing_id=4, client_id=2)
        raise ZeroDivisionError
    assert waiting("mail.send") == []
