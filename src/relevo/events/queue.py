"""The background queue: Procrastinate on the same database, so a job is enqueued with the change it follows."""

from __future__ import annotations

import procrastinate
from procrastinate.contrib.django import app as procrastinate_app

queue = procrastinate_app
"""Register tasks with ``@queue.task(name=..., retry=RETRY)``; enqueue with ``task.defer(...)`` inside a transaction."""

RETRY = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3)
"""Waits 3, 9, 27 … seconds (about 1.8 hours for the last), then the job is failed and shows in the dead-letter view."""
