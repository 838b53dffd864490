"""Jobs that failed for good: looked at and tried again by whoever runs the installation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from relevo.core.errors import NotFound
from relevo.events.queue import queue


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A failed job. arguments are ids only; failed_at in UTC, None when the queue did not note it."""

    job_id: int
    task: str
    arguments: dict[str, Any]
    attempts: int
    failed_at: datetime | None


def dead_letters(*, most: int = 200) -> list[DeadLetter]:
    """The newest failed jobs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.args::text, j.attempts, max(e.at) FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_events e ON e.job_id = j.id WHERE j.status = 'failed'"
            " GROUP BY j.id ORDER BY max(e.at) DESC NULLS LAST LIMIT %s",
            [most],
        )
        return [DeadLetter(row[0], row[1], _arguments(row[2]), row[3], row[4]) for row in cursor.fetchall()]


def retry_dead_letter(job_id: int) -> None:
    """Put a failed job back into the queue. Raises ``NotFound`` when there is none with this id."""
    if job_id not in {letter.job_id for letter in dead_letters(most=100_000)}:
        raise NotFound
    queue.job_manager.retry_job_by_id(job_id, retry_at=datetime.now(UTC))


def _arguments(text: str) -> dict[str, Any]:
    return dict(json.loads(text))
