"""Background jobs that need not be waited for twice."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


def defer_once(task: Task[Any, Any, Any], lock: str, **arguments: Any) -> bool:
    """Enqueue a job unless one with this ``lock`` waits already; whether it was enqueued."""
    try:
        with transaction.atomic():  # the database refuses the second; what else the caller wrote must stand
            task.configure(queueing_lock=lock).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True
