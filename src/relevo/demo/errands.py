"""Runs background jobs here and now, in order, so that the demo's past can be told at its own hours."""

from __future__ import annotations

import json

from django.db import connection, transaction

from relevo.events.queue import queue, run_here

_NEXT = (
    "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs WHERE status = 'todo'"
    " AND queue_name <> 'translation' AND (scheduled_at IS NULL OR scheduled_at <= now())"
    " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)"
    " RETURNING task_name, args::text"
)
_MOST = 500


def run_waiting_jobs() -> int:
    """Run the jobs that wait, and those that they cause; how many.

    Jobs for later and translations, which are slow and change nothing else, are left to the worker.
    Raises what a job raises, and ``RuntimeError`` when jobs go on causing jobs.
    """
    for ran in range(_MOST):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_NEXT)
            job = cursor.fetchone()
        if job is None:
            return ran
        run_here(job[0], json.loads(job[1]))
    raise RuntimeError("jobs go on causing jobs")


def run_periodic_jobs(at: float) -> None:
    """Run every periodic job once, as the scheduler would at this instant (seconds since the epoch)."""
    for periodic in queue.periodic_registry.periodic_tasks.values():
        if not periodic.task.pass_context:
            periodic.task(timestamp=int(at))
