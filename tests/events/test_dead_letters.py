"""Jobs that failed for good are shown and tried again; jobs of dead workers go to living ones."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from django.db import connection

from relevo.channels.mail import queued
from relevo.config.queue_connection import connector
from relevo.core.errors import NotFound
from relevo.events.dead_letters import dead_letters, retry_dead_letter
from relevo.events.jobs import STALLED_AFTER, retry_stalled
from relevo.events.queue import defer_once, queue
from tests.cast import Cast


def job(status: str, *, ended: bool = True) -> int:
    """A job in the queue's own table, with the event that says when it ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) VALUES"
            " ('events', 'coverage.tick', '{\"timestamp\": 7}', %s, 8) RETURNING id", [status],
        )  # fmt: skip
        job_id = cursor.fetchone()[0]
        if not ended:
            cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job_id])
    return job_id


def status(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job_id])
        return cursor.fetchone()[0]


def test_failed_jobs_are_shown_and_no_others(cast: Cast) -> None:
    failed = job("failed")
    job("todo")
    [letter] = dead_letters()
    assert (letter.job_id, letter.task, letter.arguments, letter.attempts) == (
        failed,
        "coverage.tick",
        {"timestamp": 7},
        8,
    )


def test_a_failed_job_whose_end_nobody_noted_is_shown_too(cast: Cast) -> None:
    failed = job("failed", ended=False)
    assert [(letter.job_id, letter.failed_at) for letter in dead_letters()] == [(failed, None)]


def test_no_more_are_shown_than_asked_for(cast: Cast) -> None:
    for _ in range(3):
        job("failed")
    assert len(dead_letters(most=2)) == 2


def test_a_failed_job_goes_back_into_the_queue(cast: Cast) -> None:
    failed = job("failed")
    retry_dead_letter(failed)
    assert status(failed) == "todo"
    assert dead_letters() == []


@pytest.mark.parametrize("state", ["todo", "succeeded"])
def test_a_job_that_has_not_failed_is_not_tried_again(cast: Cast, state: str) -> None:
    with pytest.raises(NotFound):
        retry_dead_letter(job(state))
    with pytest.raises(NotFound):
        retry_dead_letter(999_999)


def test_jobs_of_dead_workers_go_to_living_ones() -> None:
    asked, retried = [], []

    class Manager:
        async def get_stalled_jobs(self, *, seconds_since_heartbeat: float) -> list[str]:
            asked.append(seconds_since_heartbeat)
            return ["one", "another"]

        async def retry_job(self, stalled: str) -> None:
            retried.append(stalled)

    context = SimpleNamespace(app=SimpleNamespace(job_manager=Manager()))
    asyncio.run(retry_stalled.func(context, timestamp=0))
    assert (asked, retried) == ([STALLED_AFTER], ["one", "another"])


def test_what_puts_left_work_back_does_not_wait_behind_a_flood_of_mail() -> None:
    for task in ("events.retry_stalled", "mail.sweep"):
        assert queue.configure_task(task).job.priority > queued.FIRST


def test_a_dead_workers_job_that_was_asked_for_again_makes_way(own_database: str) -> None:
    """With both in the queue the first could not go back into it, and kept all behind it from theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id) INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, queueing_lock, worker_id)"
            " SELECT 'mail', 'mail.digest', '{}', 'doing', lock, worker.id FROM worker, unnest(ARRAY['one', 'two']) lock"
        )
    assert defer_once("mail.digest", "one", seconds=60)

    async def run() -> None:
        app = queue.with_connector(connector())
        async with app.open_async():
            await retry_stalled.func(SimpleNamespace(app=app), timestamp=0)  # type: ignore[arg-type]

    asyncio.run(run())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT queueing_lock, status, attempts FROM procrastinate_jobs"
            " WHERE queueing_lock IN ('one', 'two') ORDER BY queueing_lock"
        )
        assert cursor.fetchall() == [("one", "todo", 0), ("two", "todo", 1)]
    connection.close()
