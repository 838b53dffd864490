"""Runs the background jobs that a test has caused, in order, on the test's own connection."""

from __future__ import annotations

import json

from django.db import connection

from relevo.events.queue import run_here

_NEXT = (
    "SELECT id, task_name, args FROM procrastinate_jobs"
    " WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now() OR %s) ORDER BY id LIMIT 1"
)


def run_jobs(*, even_scheduled: bool = False, most: int = 200) -> list[str]:
    """Run waiting jobs, and those they cause, until none is left; the names of the tasks that ran.

    A job that raises fails the test. Scheduled ones are left alone unless ``even_scheduled``.
    """
    ran: list[str] = []
    for _ in range(most):
        with connection.cursor() as cursor:
            cursor.execute(_NEXT, [even_scheduled])
            job = cursor.fetchone()
            if job is None:
                return ran
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job[0]])
        args = job[2] if isinstance(job[2], dict) else json.loads(job[2])
        ran.append(job[1])
        run_here(job[1], args)
    raise AssertionError(f"jobs keep causing jobs: {ran[-5:]}")
