"""Keeping the queue itself healthy."""

from __future__ import annotations

from procrastinate import JobContext

from relevo.events.queue import queue

STALLED_AFTER = 30.0
"""Seconds without a heartbeat after which a worker counts as dead and its jobs are given to others."""


@queue.periodic(cron="* * * * * */15")
@queue.task(
    name="events.retry_stalled", queueing_lock="events.retry_stalled", pass_context=True, priority=100
)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers to living ones. Jobs are written so that a second run does no harm."""
    for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await context.app.job_manager.retry_job(job)
