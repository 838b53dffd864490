"""The processes: web, worker, mail receiver, fetcher. Each runs until SIGTERM and finishes what it has begun."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import django
from django.db import close_old_connections

from relevo.config.env import Misconfigured
from relevo.core import races

WORKER_CONCURRENCY = 4
MAIL_THREADS = 28
"""Threads of the mail process that may want the database at a time: 8 behind each port, 8 that fetch, some to spare."""
GRACE = 20


def web(host: str, port: int) -> None:
    """Serve pages and streams."""
    import uvicorn

    os.environ |= {"RELEVO_POOL": "1", "RELEVO_PAGES": "1"}
    django.setup()
    from relevo.config.web_server import WebServer

    server = WebServer(
        uvicorn.Config(
            "relevo.config.asgi:application", host=host, port=port, log_level="warning", lifespan="off",
            timeout_graceful_shutdown=GRACE, server_header=False, timeout_keep_alive=20, proxy_headers=False,
            limit_concurrency=400,
        )
    )  # fmt: skip
    server.run()
    if not server.started:
        raise SystemExit(3)


def _around_a_job(call_next: Any, context: object, worker: object) -> Any:
    """A connection that died with a restarted database is not used again, and who lost a race runs again at once."""
    close_old_connections()
    try:
        return races.run(call_next)
    finally:
        close_old_connections()


def worker(*, concurrency: int = WORKER_CONCURRENCY, wait: bool = True) -> None:
    """Run background jobs; with ``wait=False`` only those that wait now."""
    os.environ["RELEVO_POOL"] = "1"
    django.setup()
    from procrastinate.contrib.django import app

    from relevo.config.queue_connection import connector

    # Not ``replace_connector``: jobs that a job enqueues must stay in that job's own Django transaction.
    worker_app = app.with_connector(connector())

    async def work() -> None:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                concurrency=concurrency, wait=wait, shutdown_graceful_timeout=GRACE, fetch_job_polling_interval=2.0,
                delete_jobs="successful", listen_notify=True, task_middleware=[_around_a_job],
            )  # fmt: skip

    asyncio.run(work())


def mail(host: str, smtp_port: int, lmtp_port: int | None) -> None:
    """Take in mail, and fetch it where mailboxes lie elsewhere.

    Both in one process, since fetching waits nearly all the time: an installation without such mailboxes, which most
    are, pays one query every other second for it.
    """
    _pool_for_mail()
    django.setup()
    from relevo.channels.mail.doors import door
    from relevo.channels.mail.imap import fetcher

    try:
        door.certificate()
    except OSError as error:
        raise Misconfigured(f"{error}.") from None
    with fetcher.running():
        door.run(host, smtp_port, lmtp_port)


def _pool_for_mail() -> None:
    """A connection made for each mail would cost PostgreSQL more than the mail itself; one a thread at most."""
    os.environ["RELEVO_POOL"] = "1"
    os.environ["RELEVO_POOL_SIZE"] = os.environ.get("RELEVO_POOL_SIZE") or str(MAIL_THREADS)


def fetch() -> None:
    """Fetch mail alone; beside others that do, these share the mailboxes out."""
    django.setup()
    from relevo.channels.mail.imap import fetcher

    fetcher.run()
