"""Keeping the queue itself healthy."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from relevo.events.queue import BEFORE_ALL, queue

STALLED_AFTER = 30.0
"""Seconds without a heartbeat after which a worker counts as dead and its jobs are given to others."""


@queue.periodic(cron="* * * * * */15")
@queue.task(
    name="events.retry_stalled", queueing_lock="events.retry_stalled", pass_context=True, priority=BEFORE_ALL
)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers to living ones. Jobs are written so that a second run does no harm."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the same work has been asked for since, and waits
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
