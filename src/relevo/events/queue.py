"""The background queue: Procrastinate on the same database, so a job is enqueued with the change it follows."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import procrastinate
from django.db import connection
from procrastinate.contrib.django import app as procrastinate_app

from relevo.core.clock import now

queue = procrastinate_app
"""Register tasks with ``@queue.task(name=..., retry=RETRY)``; enqueue with ``put`` or ``defer_once`` inside a
transaction, or with ``task.defer(...)`` where it need not be cheap."""

RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3)
"""Waits 3, 9, 27 … seconds (about 1.8 hours for the last), then the job is failed and shows in the dead-letter view."""

BEFORE_ALL = 2000
"""Priority of what puts left work back into the queue: behind a flood it would come when the flood is over."""

# Procrastinate's own way would raise for a second job, and so need a savepoint: three statements for one, each mail.
_PUT = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args, scheduled_at)"
    " VALUES (%s, %s, %s, %s, %s, now() + %s * interval '1 second')"
    " ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING"
)


def put(task: str, *, line: str | None = None, **arguments: int | str) -> None:
    """Enqueue a task by its name. line: the queue it waits in, where that is not the task's own."""
    _put(task, None, None, 0, line, arguments)


def defer_once(
    task: str, lock: str, *, seconds: int = 0, priority: int = 0, line: str | None = None, **arguments: int
) -> bool:
    """Enqueue a task by its name, in ``seconds``, unless the same work (``lock``) is waiting already.

    line: the queue it waits in, where that is not the task's own. Whether it was enqueued.
    """
    return _put(task, lock, seconds or None, priority, line, arguments)


def run_here(task: str, arguments: Mapping[str, Any], *, attempts: int = 0) -> None:
    """Run a task now and in this thread, as a worker would. Raises what it raises.

    attempts: how often the queue has given the job out before.
    """
    work = queue.tasks[task]
    if not work.pass_context:
        work(**arguments)
        return
    job = queue.configure_task(task, task_kwargs=dict(arguments)).job.evolve(attempts=attempts)
    context = procrastinate.JobContext(
        app=queue, job=job, start_timestamp=now().timestamp(), abort_reason=lambda: None
    )
    work(context, **arguments)


def _put(
    task: str, lock: str | None, seconds: int | None, priority: int, line: str | None,
    arguments: dict[str, int] | dict[str, int | str],
) -> bool:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [line or _line(task), task, priority, lock, json.dumps(arguments), seconds])
        return bool(cursor.rowcount)


@functools.cache
def _line(task: str) -> str:
    """The queue that a task names as its own."""
    return queue.configure_task(task).job.queue
