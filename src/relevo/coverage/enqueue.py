"""Background jobs that need not be waited for twice."""

from __future__ import annotations

from typing import Any

from procrastinate.tasks import Task

from relevo.events import queue


def defer_once(task: Task[Any, Any, Any], lock: str, **arguments: Any) -> bool:
    """Enqueue a job unless one with this ``lock`` waits already; whether it was enqueued."""
    return queue.defer_once(task.name, lock, line=task.queue, **arguments)
