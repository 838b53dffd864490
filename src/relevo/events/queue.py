"""The background queue: Procrastinate on the same database, so a job is enqueued with the change it follows."""

from __future__ import annotations

import procrastinate
from django.db import transaction
from procrastinate.contrib.django import app as procrastinate_app
from procrastinate.exceptions import AlreadyEnqueued

queue = procrastinate_app
"""Register tasks with ``@queue.task(name=..., retry=RETRY)``; enqueue with ``task.defer(...)`` inside a transaction."""

RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3)
"""Waits 3, 9, 27 … seconds (about 1.8 hours for the last), then the job is failed and shows in the dead-letter view."""


def defer_once(
    task: str, lock: str, *, seconds: int = 0, priority: int = 0, line: str | None = None, **arguments: int
) -> None:
    """Enqueue a task by its name, in ``seconds``, unless the same work (``lock``) is waiting already.

    line: the queue it waits in, where that is not the task's own.
    """
    job = queue.configure_task(
        task, queue=line, queueing_lock=lock, priority=priority,
        schedule_in={"seconds": seconds} if seconds else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            job.defer(**arguments)
    except AlreadyEnqueued:
        return
